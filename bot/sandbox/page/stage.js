/** One person's part of the screen: the floor, and the dialogs and notes that lie over it. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 9_000;

/** Only the topmost dialog can be reached; the floor only when there is none. */
class Stage {
  #layers = [];
  #timer = 0;

  constructor() {
    this.floor = h("div", { class: "workspace" });
    this.notes = h("div", { class: "notes" });
    this.node = h("div", { class: "stage" }, this.floor, this.notes);
  }

  #settle() {
    const top = this.#layers.at(-1);
    this.floor.inert = Boolean(top);
    for (const shade of this.#layers) shade.inert = shade !== top;
  }

  /** Lays a dialog over all that is there; the function answered takes it away. */
  lay(dialog) {
    const shade = h("div", { class: "layer" }, dialog);
    this.#layers.push(shade);
    this.notes.before(shade);
    dialog.setAttribute("open", "");
    this.#settle();
    return () => {
      this.#layers = this.#layers.filter((one) => one !== shade);
      dialog.removeAttribute("open");
      shade.remove();
      this.#settle();
    };
  }

  /** Says a sentence for a while; `level` is "error", "warning" or "info". */
  say(text, level = "info") {
    clearTimeout(this.#timer);
    const away = {
      type: "button",
      class: "button button-icon",
      "aria-label": "Dismiss",
      onclick: () => this.notes.replaceChildren(),
    };
    const note = h(
      "div",
      { class: `toast toast-${level}`, role: level === "error" ? "alert" : "status" },
      icon(level === "info" ? "info" : "warning"),
      h("p", {}, text),
      h("button", away, icon("close")),
    );
    this.notes.replaceChildren(note);
    this.#timer = setTimeout(() => note.remove(), SHOWN_MS);
  }
}

/** Makes a stage: `{node, floor, lay, say}`. */
export const makeStage = () => new Stage();
