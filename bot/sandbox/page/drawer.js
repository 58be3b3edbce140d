/** On a narrow pane the bar on the left is a drawer that opens over the rest. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const NARROW_PX = 760;

/** The bar as a drawer: `button` opens it, `shade` lies under it. */
class Drawer {
  #isNarrow = false;
  #covered = [];

  constructor(sidebar) {
    this.sidebar = sidebar;
    this.shade = h("div", { class: "shade", onclick: () => this.close() });
    const own = {
      type: "button",
      class: "button button-icon drawer-button",
      "aria-controls": sidebar.id,
      "aria-label": "Channels and people",
      onclick: () => this.#open(),
    };
    this.button = h("button", own, icon("bars"));
    sidebar.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.#set(false);
  }

  #set(isOpen) {
    this.sidebar.classList.toggle("open", isOpen);
    this.sidebar.inert = this.#isNarrow && !isOpen;
    for (const part of this.#covered) part.inert = this.#isNarrow && isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
  }

  #open() {
    this.#set(true);
    (this.sidebar.querySelector("[aria-current]") ?? this.sidebar.querySelector("a"))?.focus();
  }

  close() {
    if (!this.sidebar.classList.contains("open")) return;
    this.#set(false);
    this.button.focus();
  }

  /** Takes the parts that can't be reached while the drawer lies over them. */
  cover(parts) {
    this.#covered = parts;
  }

  /** Follows the width of the pane. */
  watch(pane) {
    const measured = ([{ contentRect: box }]) => {
      if (box.width <= NARROW_PX === this.#isNarrow) return;
      this.#isNarrow = !this.#isNarrow;
      this.#set(false);
    };
    new ResizeObserver(measured).observe(pane);
  }
}

/** Makes the drawer of the bar. */
export const makeDrawer = (sidebar) => new Drawer(sidebar);
