/** The interactive elements of Block Kit, by type. */
import { safeAddress } from "./address.js";
import { renderChoices } from "./choices.js";
import { askFirst } from "./confirm.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { renderInput } from "./inputs.js";
import { menuButton } from "./menu.js";
import { wordsOf } from "./plain.js";
import { renderSelect } from "./select.js";
import { textNodes } from "./text.js";

/** Marks a button as busy until the work is done; presses meanwhile do nothing. */
export async function whileBusy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

const openTab = (url) => {
  const href = url && safeAddress(url);
  if (href) window.open(href, "_blank", "noopener,noreferrer");
};

function renderButton(element, block, surface, { attributes }) {
  const press = ({ currentTarget: button }) =>
    whileBusy(button, async () => {
      if (!(await askFirst(element.confirm, surface))) return;
      openTab(element.url);
      await surface.act(block, element);
    });
  const style = element.style ? `button ${element.style}` : "button";
  const label = { "aria-label": element.accessibility_label };
  const opens = element.url && safeAddress(element.url);
  return h(
    "button",
    { ...attributes, ...label, type: "button", class: style, onclick: press },
    h("span", { class: "button-words" }, textNodes(element.text, surface.names)),
    opens && h("span", { class: "for-readers" }, " (opens in a new tab)"),
  );
}

function renderOverflow(element, block, surface, { attributes }) {
  const choose = async (option) => {
    if (!(await askFirst(element.confirm, surface))) return;
    openTab(option.url);
    await whileBusy(button, () => surface.act(block, element, option.value));
  };
  const items = () =>
    element.options.map((option) => ({
      label: wordsOf(option.text),
      description: option.description?.text,
      onChoose: () => choose(option),
    }));
  const own = { ...attributes, class: "button button-icon", "aria-label": "More" };
  const button = menuButton(own, items, { label: "More", align: "end" }, icon("more"));
  return button;
}

const imageElement = (element, _block, surface) => picture(element, "thumbnail", surface.client);

/** Where an image is: on the web, or among the app's files, by id or by the file's own address. */
function addressOf({ image_url: url, slack_file: file }, client) {
  if (file) return client.fileAddress(file.id ?? file.url?.split("/").at(-1) ?? "");
  return url && /^https?:/.test(url) ? safeAddress(url) : null;
}

/** An image; its words stand in when it can't be shown. */
export function picture(element, kind, client) {
  const words = element.alt_text ?? "";
  const gone = () =>
    h(
      "span",
      { class: `${kind} missing-image`, role: "img", "aria-label": words },
      words || "Image",
    );
  const href = addressOf(element, client);
  if (!href) return gone();
  const image = h("img", {
    src: href,
    alt: words,
    class: kind,
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
  image.addEventListener("error", () => image.replaceWith(gone()));
  return image;
}

const DRAWN = {
  button: renderButton,
  overflow: renderOverflow,
  image: imageElement,
  checkboxes: renderChoices,
  radio_buttons: renderChoices,
};
for (const kind of ["static", "external", "users", "conversations", "channels"]) {
  DRAWN[`${kind}_select`] = renderSelect;
  DRAWN[`multi_${kind}_select`] = renderSelect;
}
for (const kind of ["plain_text_input", "email_text_input", "url_text_input", "number_input"])
  DRAWN[kind] = renderInput;
for (const kind of ["datepicker", "timepicker", "datetimepicker"]) DRAWN[kind] = renderInput;

/** What an element is called when the app gives it no words of its own. */
const NAMELESS = {
  datepicker: "Date",
  timepicker: "Time",
  datetimepicker: "Date and time",
  checkboxes: "Choices",
  radio_buttons: "Choices",
};

/** What stands in for something this page can't show, so that it isn't missed. */
export const placeholder = (type) =>
  h("div", { class: "placeholder" }, icon("info"), `“${type}” can’t be shown in this workspace.`);

/**
 * Draws an element. `attributes` go on what takes the focus; `told` is whether a choice is sent to
 * the app at once (it is, outside input blocks).
 */
export function renderElement(element, block, surface, { attributes = {}, told = true } = {}) {
  const draw = DRAWN[element.type];
  if (!draw) return placeholder(element.type);
  const own = {
    "data-focus": `${surface.key}/${block.block_id}/${element.action_id}`,
    "data-action": element.action_id,
    "data-focus-on-load": element.focus_on_load,
    "aria-label": element.placeholder?.text ?? NAMELESS[element.type],
  };
  return draw(element, block, surface, { attributes: { ...own, ...attributes }, told });
}
