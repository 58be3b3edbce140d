/** The blocks of Block Kit as parts of the page. */
import { h, syncChildren, uniqueId } from "./dom.js";
import { picture, placeholder, renderElement } from "./elements.js";
import { icon } from "./icons.js";
import { parseMarkdown } from "./markdown.js";
import { richText, table } from "./richtext.js";
import { nodes, textNodes } from "./text.js";
import { holdsValue } from "./values.js";
import { video } from "./video.js";

function section(block, surface) {
  const { text, fields, accessory } = block;
  const attributes =
    holdsValue(accessory) && !accessory.placeholder && text ? { "aria-label": text.text } : {};
  return h(
    "div",
    { class: "section" },
    h(
      "div",
      { class: "section-words" },
      text && h("div", { class: "as-typed" }, textNodes(text, surface.names)),
      fields &&
        h(
          "div",
          { class: "fields" },
          fields.map((one) => h("div", { class: "as-typed" }, textNodes(one, surface.names))),
        ),
    ),
    accessory &&
      h("div", { class: "accessory" }, renderElement(accessory, block, surface, { attributes })),
  );
}

function actions(block, surface) {
  return h(
    "div",
    { class: "actions" },
    block.elements.map((element) => renderElement(element, block, surface)),
  );
}

const contextPart = (element, block, surface) =>
  element.type === "image"
    ? renderElement(element, block, surface)
    : h("span", { class: "as-typed" }, textNodes(element, surface.names));

const context = (block, surface) =>
  h(
    "div",
    { class: "context" },
    block.elements.map((element) => contextPart(element, block, surface)),
  );

function image(block, surface) {
  const title = block.title && h("figcaption", {}, textNodes(block.title, surface.names));
  return h("figure", { class: "image" }, title, picture(block, "picture", surface.client));
}

const GROUPED = ["checkboxes", "radio_buttons"];

function input(block, surface) {
  const id = uniqueId("input");
  const error = surface.errors[block.block_id];
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ");
  const attributes = {
    id,
    "aria-label": null,
    "aria-labelledby": `${id}-label`,
    "aria-describedby": described || null,
    "aria-invalid": error ? "true" : null,
    "aria-required": block.optional || GROUPED.includes(block.element.type) ? null : "true",
  };
  const optional = block.optional && h("span", { class: "optional" }, " (optional)");
  return h(
    "div",
    { class: error ? "input wrong" : "input" },
    h("label", { id: `${id}-label`, for: id }, textNodes(block.label, surface.names), optional),
    renderElement(block.element, block, surface, {
      attributes,
      told: Boolean(block.dispatch_action),
    }),
    error && h("div", { id: `${id}-error`, class: "error" }, icon("warning"), error),
    block.hint &&
      h("div", { id: `${id}-hint`, class: "hint" }, textNodes(block.hint, surface.names)),
  );
}

const DRAWN = {
  section,
  actions,
  context,
  image,
  input,
  header: (block, surface) => h("h3", { class: "header" }, textNodes(block.text, surface.names)),
  divider: () => h("hr", { class: "divider" }),
  video,
  rich_text: (block, surface) => richText(block, surface.names),
  table: (block, surface) => table(block, surface.names),
  markdown: (block, surface) =>
    h("div", { class: "markdown" }, nodes(parseMarkdown(block.text), surface.names)),
};

function drawBlock(block, surface) {
  const drawn = (DRAWN[block.type] ?? (() => placeholder(block.type)))(block, surface);
  drawn.dataset.block = block.block_id ?? "";
  drawn.classList.add("block");
  return drawn;
}

/** Draws blocks into `parent`; a block that is as it was stays as it is, with what was typed in it. */
export function drawBlocks(parent, blocks, surface) {
  const items = blocks.map((block, at) => ({
    key: `${surface.key}/${block.block_id ?? at}`,
    marks: [JSON.stringify(block), surface.errors[block.block_id]],
    draw: () => drawBlock(block, surface),
  }));
  syncChildren(parent, items);
}
