/**
 * Slack's mrkdwn, read into tokens without touching the page.
 *
 * A token is `{type, …}`: text, break, bold, italic, strike, code, pre, quote, link, user, channel,
 * broadcast, usergroup, date, emoji. `bold`, `italic`, `strike`, `quote` and `link` hold `children`.
 */
import { emojiToken } from "./emoji.js";
import { textToken, unescape } from "./plain.js";

const STYLES = { "*": "bold", _: "italic", "~": "strike" };
const FENCE = /\n?```\n?([\s\S]+?)\n?```\n?/;
const QUOTE = /^(?:>|&gt;) ?/;
const LONG_QUOTE = /^(?:>|&gt;){3} ?/;
const WORD = /[\p{L}\p{N}]/u;
const CODE = /`([^`\n]+)`/y;
const CONTROL = /<([^<>\n]+)>/y;
const EMOJI = /:([a-z0-9_+'-]+):/y;
const ADDRESS = /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?'")\]*_~`]/iy;

/** Reads the inside of `<…>`. */
function control(inside) {
  const [head, ...rest] = inside.split("|");
  const label = rest.join("|");
  const name = head.slice(1);
  if (head.startsWith("@")) return { type: "user", id: name, label: unescape(label) };
  if (head.startsWith("#")) return { type: "channel", id: name, label: unescape(label) };
  if (head.startsWith("!date^")) return dateToken(head, label);
  if (head.startsWith("!subteam^")) return { type: "usergroup", id: head.slice(9), label };
  if (head.startsWith("!")) return { type: "broadcast", name };
  const url = unescape(head);
  return { type: "link", url, children: [textToken(label || head.replace(/^mailto:/, ""))] };
}

function dateToken(head, fallback) {
  const [, seconds, format = "", url = ""] = head.split("^");
  return {
    type: "date",
    seconds: Number(seconds),
    format,
    url: unescape(url),
    fallback: unescape(fallback),
  };
}

const match = (pattern, source, at) => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

const isWord = (character) => character !== undefined && WORD.test(character);

/** Where the style opened by `mark` before `start` ends, or -1. Code and `<…>` are jumped over. */
function closing(source, start, mark) {
  const end = lineEnd(source, start);
  for (let at = start; at < end; at += 1) {
    const jump = JUMPS[source[at]] && match(JUMPS[source[at]], source, at);
    if (jump) at += jump[0].length - 1;
    else if (closesAt(source, at, mark) && at > start) return at;
  }
  return -1;
}

const JUMPS = { "`": CODE, "<": CONTROL };

const lineEnd = (source, at) => {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
};

const closesAt = (source, at, mark) =>
  source[at] === mark &&
  !/\s/.test(source[at - 1]) &&
  source[at + 1] !== mark &&
  !isWord(source[at + 1]);

const opensAt = (source, at) =>
  !isWord(source[at - 1]) &&
  source[at - 1] !== source[at] &&
  source[at + 1] !== source[at] &&
  /\S/.test(source[at + 1] ?? "");

/** `barren` says up to where a mark was already looked for in vain, so that a text is read in one go. */
function styled(source, at, { verbatim, barren }) {
  const mark = source[at];
  if (!opensAt(source, at) || at < barren[mark]) return null;
  const end = closing(source, at + 1, mark);
  if (end < 0) {
    barren[mark] = lineEnd(source, at);
    return null;
  }
  const children = inline(source.slice(at + 1, end), verbatim);
  return { token: { type: STYLES[mark], children }, length: end + 1 - at };
}

function emoji(source, at) {
  const found = match(EMOJI, source, at);
  const token = found && emojiToken(found[1]);
  return token && { token, length: found[0].length };
}

function address(source, at, { verbatim }) {
  const found = !verbatim && !isWord(source[at - 1]) && match(ADDRESS, source, at);
  if (!found) return null;
  const token = { type: "link", url: unescape(found[0]), children: [textToken(found[0])] };
  return { token, length: found[0].length };
}

function code(source, at) {
  const found = match(CODE, source, at);
  if (!found) return null;
  return { token: { type: "code", text: literal(found[1]) }, length: found[0].length };
}

function bracketed(source, at) {
  const found = match(CONTROL, source, at);
  return found && { token: control(found[1]), length: found[0].length };
}

/** What stands in code: no styles, and a link is its label. */
const literal = (source) =>
  unescape(source.replace(/<(?:[^<>|\n]+\|)?([^<>|\n]+)>/g, (_, label) => label));

const READERS = {
  "`": code,
  "<": bracketed,
  ":": emoji,
  "*": styled,
  _: styled,
  "~": styled,
  h: address,
  H: address,
  "\n": () => ({ token: { type: "break" }, length: 1 }),
};

function inline(source, verbatim) {
  const options = { verbatim, barren: {} };
  const tokens = [];
  let plain = "";
  const flush = () => {
    if (plain) tokens.push(textToken(plain));
    plain = "";
  };
  for (let at = 0; at < source.length;) {
    const found = READERS[source[at]]?.(source, at, options);
    if (found) {
      flush();
      tokens.push(found.token);
    } else plain += source[at];
    at += found?.length ?? 1;
  }
  flush();
  return tokens;
}

/** Splits lines into runs: quoted or not. `>>>` quotes all that follows. */
function runs(source) {
  const found = [];
  let rest = false;
  for (const line of source.split("\n")) {
    rest ||= LONG_QUOTE.test(line);
    const quoted = rest || QUOTE.test(line);
    const bare = quoted ? line.replace(LONG_QUOTE.test(line) ? LONG_QUOTE : QUOTE, "") : line;
    if (found.at(-1)?.quoted === quoted) found.at(-1).lines.push(bare);
    else found.push({ quoted, lines: [bare] });
  }
  return found;
}

function lines(source, verbatim) {
  return runs(source).flatMap(({ quoted, lines: run }) => {
    const children = inline(run.join("\n"), verbatim);
    return quoted ? [{ type: "quote", children }] : children;
  });
}

/** Reads a text in mrkdwn. `verbatim` leaves bare addresses as text, as Slack's own flag does. */
export function parse(source, { verbatim = false } = {}) {
  const pieces = source.split(FENCE);
  return pieces.flatMap((piece, at) => {
    if (at % 2) return [{ type: "pre", text: literal(piece) }];
    return piece ? lines(piece, verbatim) : [];
  });
}
