/** Which addresses may be followed from this page. */

const SAFE = new Set(["http:", "https:", "mailto:"]);

/** The address when it may be followed from this page (http, https, mailto), else null. */
export function safeAddress(url) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed && SAFE.has(parsed.protocol) ? parsed.href : null;
}
