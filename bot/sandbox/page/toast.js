/** Short notes at the edge of the page: something went wrong, or is worth knowing. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 9_000;

/** Takes away what is shown. */
export function clearToasts() {
  for (const note of document.querySelectorAll(".toast")) note.remove();
}

/** Shows a sentence for a while; `level` is "error", "warning" or "info". */
export function toast(text, level = "info") {
  clearToasts();
  const close = () => {
    clearTimeout(timer);
    note.remove();
  };
  const away = {
    type: "button",
    class: "button button-icon",
    "aria-label": "Dismiss",
    onclick: close,
  };
  const note = h(
    "div",
    {
      class: `toast toast-${level}`,
      role: level === "error" ? "alert" : "status",
      popover: "manual",
    },
    icon(level === "info" ? "info" : "warning"),
    h("p", {}, text),
    h("button", away, icon("close")),
  );
  const timer = setTimeout(close, SHOWN_MS);
  // What lies outside an open dialog can't be reached, so the note goes inside the top one.
  const dialogs = document.querySelectorAll("dialog[open]");
  ([...dialogs].at(-1) ?? document.body).append(note);
  note.showPopover();
}
