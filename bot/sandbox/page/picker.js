/** A box that opens a list to choose one or many options from, and filters it as one types. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { wordsOf } from "./plain.js";

const PAUSE_MS = 250;

/**
 * `load(query)` answers the groups of options (or a promise of them). `chosen` are options,
 * `onChange` gets them after each choice. `most` limits how many, `clearable` lets one take the
 * only choice back, `least` is how many letters a query needs before it is asked for.
 */
export class Picker {
  #asked = 0;
  #timer = 0;

  constructor({
    chosen,
    multiple,
    most = Infinity,
    least = 0,
    clearable,
    placeholder,
    load,
    onChange,
    attributes,
  }) {
    Object.assign(this, { chosen, multiple, most, least, clearable, placeholder, load, onChange });
    this.box = this.#makeBox(attributes);
    this.chips = h("span", { class: "chips" });
    this.node = h(
      "div",
      { class: `picker${multiple ? " picker-many" : ""}` },
      this.chips,
      this.box,
      icon("down"),
    );
    const label = placeholder || "Options";
    const onChoose = ({ option }) => this.#choose(option);
    this.list = new Listbox(this.box, {
      label,
      onChoose,
      onDismiss: () => this.#close(),
      anchor: this.node,
    });
    this.node.addEventListener("click", () => this.#open());
    this.#draw();
  }

  #makeBox(attributes) {
    return h("input", {
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      ...attributes,
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#pressed(event),
      onblur: () => this.#left(),
    });
  }

  #draw() {
    const [only] = this.chosen;
    this.box.value = !this.multiple && only ? wordsOf(only.text) : "";
    this.box.placeholder = this.multiple && only ? "" : this.placeholder;
    this.chips.replaceChildren(
      ...(this.multiple ? this.chosen.map((option) => this.#chip(option)) : []),
    );
  }

  #chip(option) {
    const take = (event) => {
      event.stopPropagation();
      this.#change(this.chosen.filter((one) => one !== option));
      this.box.focus();
    };
    const label = wordsOf(option.text);
    const away = {
      type: "button",
      class: "chip-away",
      "aria-label": `Remove ${label}`,
      onclick: take,
    };
    return h("span", { class: "chip" }, label, h("button", away, icon("close")));
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fill(this.box.value), this.least ? PAUSE_MS : 0);
  }

  #open() {
    if (this.list.isOpen) return;
    this.box.focus();
    this.box.select();
    this.#fill("");
  }

  async #fill(query) {
    const turn = (this.#asked += 1);
    this.box.setAttribute("aria-expanded", "true");
    this.box.setAttribute("aria-controls", this.list.id);
    if (query.length < this.least) return this.#show([], `Type ${this.least} letters or more`);
    const groups = await this.load(query);
    // An answer that comes after a newer question, or after leaving, is too late.
    if (turn === this.#asked) this.#show(groups);
  }

  #show(groups, note) {
    const isChosen = (option) => this.chosen.some((one) => one.value === option.value);
    const entry = (option) => ({
      label: wordsOf(option.text),
      description: option.description?.text,
      chosen: isChosen(option),
      option,
    });
    const shown = groups.map((group) => ({
      label: group.label,
      entries: group.options.map(entry),
    }));
    this.list.show(shown, { note, multiple: this.multiple });
  }

  #close() {
    this.#asked += 1;
    clearTimeout(this.#timer);
    this.list.hide();
    this.box.setAttribute("aria-expanded", "false");
    this.#draw();
  }

  #left() {
    const isEmptied = this.clearable && !this.multiple && this.chosen.length && !this.box.value;
    this.#close();
    if (isEmptied) this.#change([]);
  }

  #choose(option) {
    const others = this.chosen.filter((one) => one.value !== option.value);
    const isNew = others.length === this.chosen.length;
    if (!this.multiple) this.#change([option]);
    else if (!isNew) this.#change(others);
    else if (others.length < this.most) this.#change([...others, option]);
    this.#close();
  }

  #change(chosen) {
    this.chosen = chosen;
    this.#draw();
    this.onChange(chosen);
  }

  /** Puts a choice back without telling anyone. */
  reset(chosen) {
    this.chosen = chosen;
    this.#draw();
  }

  #pressed(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (steps) this.list.isOpen ? this.list.move(steps) : this.#open();
    else if (event.key === "Enter")
      this.list.active ? this.#choose(this.list.active.option) : this.#open();
    else if (event.key === "Escape" && this.list.isOpen) this.#close();
    else if (event.key === "Backspace" && this.multiple && !this.box.value && this.chosen.length)
      this.#change(this.chosen.slice(0, -1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
