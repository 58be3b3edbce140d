/** A menu that a button opens: arrows, Home, End, first letters, Enter, Escape. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { showPopup } from "./popup.js";

function entry(item, close) {
  const isChoice = item.checked !== undefined;
  const choose = () => {
    close();
    item.onChoose();
  };
  const words = h(
    "span",
    { class: "menu-words" },
    h("span", {}, item.label),
    item.description && h("small", {}, item.description),
  );
  const attributes = {
    type: "button",
    role: isChoice ? "menuitemradio" : "menuitem",
    class: item.isDanger ? "menu-item menu-danger" : "menu-item",
    tabindex: "-1",
    "aria-checked": isChoice ? String(item.checked) : null,
    onclick: choose,
  };
  const aside = item.aside && h("kbd", { class: "menu-aside", "aria-hidden": "true" }, item.aside);
  return h("button", attributes, item.before, words, aside, item.checked && icon("check"));
}

const heading = (text) => h("div", { class: "menu-heading", role: "presentation" }, text);

function target(items, at, event) {
  const last = items.length - 1;
  const steps = {
    ArrowDown: at === last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  };
  if (event.key in steps) return items[steps[event.key]];
  if (event.key.length !== 1 || event.key === " ") return null;
  const ahead = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return ahead.find((item) =>
    item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()),
  );
}

/**
 * Opens a menu beside a button. `items` are `{label, description?, before?, aside?, checked?,
 * isDanger?, onChoose}` or `{heading}`. The focus goes back to where it was when it closes. Answers
 * the function that closes.
 */
function openMenu(button, items, { label, align = "start" }) {
  const menu = h("div", { class: "popup menu", role: "menu", "aria-label": label });
  const before = document.activeElement;
  const close = () => {
    hide();
    button.setAttribute("aria-expanded", "false");
    (before?.isConnected && before !== document.body ? before : button).focus();
  };
  menu.append(...items.map((item) => (item.heading ? heading(item.heading) : entry(item, close))));
  const entries = [...menu.querySelectorAll(".menu-item")];
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "Tab") close();
    else target(entries, entries.indexOf(document.activeElement), event)?.focus();
    const isOwn = event.key !== "Enter" && event.key !== " " && event.key !== "Tab";
    if (isOwn) event.preventDefault();
    event.stopPropagation();
  });
  const hide = showPopup(menu, button, { align, onDismiss: close });
  button.setAttribute("aria-expanded", "true");
  (entries.find((one) => one.getAttribute("aria-checked") === "true") ?? entries[0])?.focus();
  return close;
}

/** A button that opens a menu; `items` is asked for each time. Pressing it again closes it. */
export function menuButton(attributes, items, options, ...children) {
  let close = null;
  const toggle = ({ currentTarget: button }) => {
    if (button.getAttribute("aria-expanded") === "true") close();
    else close = openMenu(button, items(), options);
  };
  const own = {
    type: "button",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    onclick: toggle,
  };
  return h("button", { ...own, ...attributes }, ...children);
}
