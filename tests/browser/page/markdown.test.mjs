import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMarkdown } from "../../../bot/sandbox/page/markdown.js";

const kinds = (source) => parseMarkdown(source).map(({ type }) => type);

test("Markdown has headings, lists, quotes, rules, code and paragraphs", () => {
  const source = "# One\n\ntext\n- a\n  - b\n\n1. c\n> q\n---\n```js\nlet a;\n```";
  assert.deepEqual(kinds(source), ["heading", "paragraph", "list", "list", "quote", "rule", "pre"]);
  const [, , bullets, numbers] = parseMarkdown(source);
  assert.deepEqual(
    bullets.items.map(({ indent }) => indent),
    [0, 1],
  );
  assert.equal(numbers.ordered, true);
});

test("Markdown text has its styles", () => {
  const [{ children }] = parseMarkdown("a **b _c_** `d` ~~e~~ [f](https://f.org) https://g.org.");
  assert.deepEqual(
    children.map(({ type }) => type),
    ["text", "bold", "text", "code", "text", "strike", "text", "link", "text", "link", "text"],
  );
  assert.equal(children[9].url, "https://g.org");
});

test("Markdown's underscores inside words are letters", () => {
  assert.deepEqual(parseMarkdown("snake_case_name")[0].children, [
    { type: "text", text: "snake_case_name" },
  ]);
});
