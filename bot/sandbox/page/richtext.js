/** `rich_text` and `table` blocks. */
import { h } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { link, nodes } from "./text.js";

const token = (type, more) => (element, names) => nodes([{ type, ...more(element) }], names)[0];

const LEAVES = {
  text: ({ text }) => h("span", { class: "as-typed" }, text),
  link: ({ url, text }) => link(url, text || url),
  emoji: ({ name }) =>
    h("span", { class: "emoji", title: `:${name}:` }, emojiFor(name) ?? `:${name}:`),
  user: token("user", ({ user_id: id }) => ({ id })),
  channel: token("channel", ({ channel_id: id }) => ({ id })),
  usergroup: token("usergroup", ({ usergroup_id: id }) => ({ id })),
  broadcast: token("broadcast", ({ range }) => ({ name: range })),
  date: token("date", ({ timestamp, format, url = "", fallback = "" }) => ({
    seconds: timestamp,
    format,
    url,
    fallback,
  })),
  color: ({ value }) => h("code", {}, value),
};

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function leaf(element, names) {
  const drawn = LEAVES[element.type]?.(element, names) ?? h("span", {}, element.text ?? "");
  const styles = Object.keys(STYLES).filter((style) => element.style?.[style]);
  return styles.reduce((inside, style) => h(STYLES[style], {}, inside), drawn);
}

const leaves = (element, names) => element.elements.map((one) => leaf(one, names));

function list(element, names) {
  const ordered = element.style === "ordered";
  const items = element.elements.map((one) => h("li", {}, leaves(one, names)));
  const start = ordered && element.offset ? String(element.offset + 1) : null;
  return h(
    ordered ? "ol" : "ul",
    { class: `list indent-${Math.min(element.indent ?? 0, 6)}`, start },
    items,
  );
}

const PARTS = {
  rich_text_section: (element, names) => h("p", { class: "as-typed" }, leaves(element, names)),
  rich_text_quote: (element, names) =>
    h("blockquote", { class: "as-typed" }, leaves(element, names)),
  rich_text_preformatted: (element, names) => h("pre", { tabindex: "0" }, leaves(element, names)),
  rich_text_list: list,
};

const parts = (elements, names) =>
  elements
    .filter(({ type }) => type in PARTS)
    .map((element) => PARTS[element.type](element, names));

/** A `rich_text` block. */
export const richText = (block, names) =>
  h("div", { class: "rich-text" }, parts(block.elements, names));

const cell = (content, names) =>
  content.type === "rich_text" ? richText(content, names) : (content.text ?? "");

function row(cells, at, settings, names) {
  const drawn = cells.map((content, column) => {
    const { align = "left", is_wrapped: isWrapped } = settings[column] ?? {};
    const looks = `align-${align}${isWrapped ? " wrapped" : ""}`;
    return at === 0
      ? h("th", { scope: "col", class: looks }, cell(content, names))
      : h("td", { class: looks }, cell(content, names));
  });
  return h("tr", {}, drawn);
}

/** A `table` block; its first row is the heading. It scrolls by itself when it is wide. */
export function table(block, names) {
  const rows = block.rows.map((cells, at) => row(cells, at, block.column_settings ?? [], names));
  const whole = h("table", {}, h("thead", {}, rows.slice(0, 1)), h("tbody", {}, rows.slice(1)));
  return h("div", { class: "table", role: "group", "aria-label": "Table", tabindex: "0" }, whole);
}
