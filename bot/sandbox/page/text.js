/** Tokens of mrkdwn and Markdown as nodes of the page. */
import { safeAddress } from "./address.js";
import { dateText, fullTime } from "./dates.js";
import { h } from "./dom.js";
import { parse } from "./mrkdwn.js";
import { parsePlain } from "./plain.js";

/** A link that opens in a new tab, or plain text when its address isn't one to follow. */
export function link(url, ...children) {
  const href = safeAddress(url);
  if (!href) return h("span", {}, ...children);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function mention(token, names) {
  const kind = token.id === names.me ? "mention mention-me" : "mention";
  return h("span", { class: kind }, `@${names.personName(token.id, token.label)}`);
}

function date(token, names) {
  const shown = dateText(token, names.locale, Date.now() / 1000);
  if (!Number.isFinite(token.seconds)) return h("span", {}, shown);
  const time = h("time", { title: fullTime(token.seconds, names.locale) }, shown);
  return token.url ? link(token.url, time) : time;
}

const wrap = (tag) => (token, names) => h(tag, {}, nodes(token.children, names));

const heading = (token, names) =>
  h(`h${Math.min(token.level + 2, 6)}`, { class: "heading" }, nodes(token.children, names));

/** A list of `{indent, children}`; an item's indent is drawn, the list stays flat. */
export function list(token, names) {
  const items = token.items.map(({ indent, children }) =>
    h("li", { class: `indent-${Math.min(indent, 6)}` }, nodes(children, names)),
  );
  return h(token.ordered ? "ol" : "ul", { class: "list" }, items);
}

const NODES = {
  text: (token) => document.createTextNode(token.text),
  break: () => h("br"),
  bold: wrap("strong"),
  italic: wrap("em"),
  strike: wrap("s"),
  quote: wrap("blockquote"),
  paragraph: wrap("p"),
  code: (token) => h("code", {}, token.text),
  pre: (token) => h("pre", { tabindex: "0" }, token.text),
  emoji: (token) => h("span", { class: "emoji", title: `:${token.name}:` }, token.text),
  link: (token, names) => link(token.url, nodes(token.children, names)),
  user: mention,
  channel: (token, names) =>
    h("span", { class: "mention" }, `#${names.channelName(token.id, token.label)}`),
  broadcast: (token) => h("span", { class: "mention mention-me" }, `@${token.name}`),
  usergroup: (token) => h("span", { class: "mention" }, token.label || token.id),
  date,
  heading,
  list,
  rule: () => h("hr"),
};

/** The nodes of some tokens. */
export const nodes = (tokens, names) => tokens.map((token) => NODES[token.type](token, names));

/** The nodes of a text object of Block Kit (`mrkdwn` or `plain_text`). */
export function textNodes(object, names) {
  const tokens =
    object.type === "mrkdwn"
      ? parse(object.text, { verbatim: object.verbatim })
      : parsePlain(object.text, object.emoji !== false);
  return nodes(tokens, names);
}
