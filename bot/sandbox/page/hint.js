/** One line of what to try, shown until it is put away; the browser remembers that. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "hint";

/** Makes the line of `demo` (`{hint}` or null), or null where there is nothing new to say. */
export function makeHint(demo) {
  if (!demo?.hint || localStorage.getItem(KEY) === demo.hint) return null;
  const away = () => {
    localStorage.setItem(KEY, demo.hint);
    line.remove();
  };
  const button = {
    type: "button",
    class: "button button-icon",
    "aria-label": "Put the tip away",
    onclick: away,
  };
  const line = h(
    "div",
    { class: "demo-hint", role: "note" },
    icon("info"),
    h("p", {}, demo.hint),
    h("button", button, icon("close")),
  );
  return line;
}
