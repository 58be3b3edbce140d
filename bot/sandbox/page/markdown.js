/**
 * Standard Markdown, as a `markdown` block takes it, read into the same tokens as mrkdwn, and
 * also heading (`level`), rule and list (`ordered`, `items` of `{indent, children}`).
 */
const INLINE = [
  ["code", /`([^`]+)`/],
  ["link", /\[([^\]]+)\]\(([^)\s]+)\)/],
  ["bold", /\*\*(?=\S)(.+?)\*\*|__(?=\S)(.+?)__/],
  ["strike", /~~(?=\S)(.+?)~~/],
  ["italic", /\*(?=\S)([^*]+)\*|(?<![\p{L}\p{N}_])_(?=\S)([^_]+)_(?![\p{L}\p{N}_])/u],
  ["address", /https?:\/\/[^\s<>]*[^\s<>.,;:!?)]/],
];

const text = (value) => ({ type: "text", text: value });

const TOKENS = {
  code: ([, inside]) => ({ type: "code", text: inside }),
  link: ([, label, url]) => ({ type: "link", url, children: inline(label) }),
  bold: ([, stars, lines]) => ({ type: "bold", children: inline(stars ?? lines) }),
  strike: ([, inside]) => ({ type: "strike", children: inline(inside) }),
  italic: ([, star, line]) => ({ type: "italic", children: inline(star ?? line) }),
  address: ([url]) => ({ type: "link", url, children: [text(url)] }),
};

/** The first styled piece of a text: the leftmost, and of those the one listed first. */
function first(source) {
  const found = INLINE.map(([name, pattern]) => ({ name, hit: pattern.exec(source) }));
  return found.filter(({ hit }) => hit).sort((one, other) => one.hit.index - other.hit.index)[0];
}

function inline(source) {
  const piece = source && first(source);
  if (!piece) return source ? [text(source)] : [];
  const { index, 0: whole } = piece.hit;
  const before = index ? [text(source.slice(0, index))] : [];
  return [...before, TOKENS[piece.name](piece.hit), ...inline(source.slice(index + whole.length))];
}

const ITEM = /^(\s*)(?:([-*+])|\d+[.)])\s+(.*)$/;

const item = (line) => {
  const [, space, bullet, words] = ITEM.exec(line);
  return { ordered: !bullet, indent: Math.floor(space.length / 2), children: inline(words) };
};

const withBreaks = (lines) =>
  lines.flatMap((line, at) => [...(at ? [{ type: "break" }] : []), ...inline(line)]);

/** What a run of lines of one kind becomes. */
const BLOCKS = {
  blank: () => [],
  rule: () => [{ type: "rule" }],
  heading: (lines) =>
    lines.map((line) => {
      const [, marks, words] = /^(#+)\s+(.*?)\s*#*$/.exec(line);
      return { type: "heading", level: marks.length, children: inline(words) };
    }),
  list: (lines) => {
    const items = lines.map(item);
    return [{ type: "list", ordered: items[0].ordered, items }];
  },
  quote: (lines) => [
    { type: "quote", children: withBreaks(lines.map((line) => line.replace(/^>\s?/, ""))) },
  ],
  paragraph: (lines) => [{ type: "paragraph", children: withBreaks(lines) }],
};

const KINDS = [
  ["blank", /^\s*$/],
  ["rule", /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/],
  ["heading", /^#{1,6}\s/],
  ["list", ITEM],
  ["quote", /^>/],
];

const kindOf = (line) => KINDS.find(([, pattern]) => pattern.test(line))?.[0] ?? "paragraph";

function blocks(source) {
  const runs = [];
  for (const line of source.split("\n")) {
    const kind = kindOf(line);
    if (runs.at(-1)?.kind === kind) runs.at(-1).lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.flatMap(({ kind, lines }) => BLOCKS[kind](lines));
}

/** Reads a Markdown text. */
export function parseMarkdown(source) {
  const pieces = source.split(/^```[^\n]*\n([\s\S]*?)\n?```[ \t]*$/m);
  return pieces.flatMap((piece, at) => (at % 2 ? [{ type: "pre", text: piece }] : blocks(piece)));
}
