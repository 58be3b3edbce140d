/** A list of options under a box that keeps the focus: the active one is told by its id. */
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { showPopup } from "./popup.js";

function optionNode({ label, aside, description, chosen }, id) {
  const first = h("span", {}, label, aside && h("span", { class: "option-aside" }, aside));
  const words = h(
    "span",
    { class: "option-words" },
    first,
    description && h("small", {}, description),
  );
  const attributes = {
    id,
    role: "option",
    class: "option",
    "aria-selected": String(Boolean(chosen)),
  };
  return h("div", attributes, words, chosen && icon("check"));
}

function groupNode(label, children) {
  if (!label) return children;
  return h(
    "div",
    { role: "group", "aria-label": label },
    h("div", { class: "option-group", "aria-hidden": "true" }, label),
    children,
  );
}

/** The list of one box. `onChoose` gets the entry (an object with `label`) that was chosen. */
export class Listbox {
  #entries = [];
  #nodes = [];
  #at = -1;
  #hide = null;

  constructor(box, { label, onChoose, onDismiss, anchor = box, wide = true }) {
    this.id = uniqueId("options");
    Object.assign(this, { box, onChoose, onDismiss, anchor, wide });
    this.list = h("div", {
      id: this.id,
      class: "popup listbox",
      role: "listbox",
      "aria-label": label,
    });
    // The box must keep the focus while an option is pressed.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get isOpen() {
    return this.#hide !== null;
  }

  /** Shows groups `{label, entries}`; `note` stands where there are none. */
  show(groups, { note = "Nothing matches", multiple = false } = {}) {
    this.#entries = groups.flatMap((group) => group.entries);
    this.#nodes = [];
    const drawn = groups.map((group) =>
      groupNode(
        group.label,
        group.entries.map((entry) => this.#draw(entry)),
      ),
    );
    const empty = h("div", { class: "option-note", role: "presentation" }, note);
    this.list.replaceChildren(...(this.#nodes.length ? drawn.flat() : [empty]));
    this.list.setAttribute("aria-multiselectable", String(multiple));
    this.#hide ??= showPopup(this.list, this.anchor, {
      wide: this.wide,
      onDismiss: () => this.onDismiss(),
    });
    this.#activate(
      Math.max(
        0,
        this.#entries.findIndex((entry) => entry.chosen),
      ),
    );
  }

  #draw(entry) {
    const node = optionNode(entry, `${this.id}-${this.#nodes.length}`);
    node.addEventListener("click", () => this.onChoose(entry));
    this.#nodes.push(node);
    return node;
  }

  hide() {
    this.#hide?.();
    this.#hide = null;
    this.box.removeAttribute("aria-activedescendant");
  }

  /** Moves the active option by so many places, round the ends. */
  move(steps) {
    const count = this.#nodes.length;
    if (count) this.#activate((this.#at + steps + count) % count);
  }

  #activate(at) {
    this.#nodes[this.#at]?.classList.remove("active");
    this.#at = this.#nodes[at] ? at : -1;
    const node = this.#nodes[this.#at];
    if (!node) return;
    node.classList.add("active");
    node.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", node.id);
  }

  /** The entry that Enter would choose, or undefined. */
  get active() {
    return this.isOpen ? this.#entries[this.#at] : undefined;
  }
}
