/** Messages that scroll: only some are drawn, and what one reads stays where it is. */
import { h, syncChildren } from "./dom.js";
import { keepFocus } from "./focus.js";
import { icon } from "./icons.js";
import { boundsOf, newerRange, newestRange, olderRange } from "./windowing.js";

const AT_END_PX = 120;
const EARLY_PX = 900;

/** Where the focus goes when what had it is gone: the message it was in. */
const sameMessage = (list) => (active) => {
  const ts = active.closest("[data-ts]")?.dataset.ts;
  return () => ts && list.querySelector(`[data-ts="${ts}"]`);
};

/** The list of one place. */
export class Log {
  #messages = [];
  #range = newestRange([]);
  #isPinned = true;

  /** `itemsOf(messages, bounds)` answers what is drawn; `wantsOlder()` asks for what came before. */
  constructor({ label, itemsOf, wantsOlder = () => {} }) {
    Object.assign(this, { itemsOf, wantsOlder });
    this.list = h("div", { class: "log", role: "log", "aria-live": "off", "aria-label": label });
    this.list.tabIndex = 0;
    this.pill = h(
      "button",
      { type: "button", class: "to-end", hidden: true, onclick: () => this.toEnd() },
      icon("down"),
      h("span", {}, "New messages"),
    );
    this.node = h("div", { class: "log-frame" }, this.list, this.pill);
    this.list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#isPinned && this.#drop()).observe(this.list);
  }

  #drop() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  #fromEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight;
  }

  #scrolled() {
    const isLast = this.#range.last === null;
    this.#isPinned = isLast && this.#fromEnd() < 4;
    if (isLast && this.#fromEnd() < AT_END_PX) this.pill.hidden = true;
    if (this.list.scrollTop < EARLY_PX) this.#older();
    else if (!isLast && this.#fromEnd() < EARLY_PX) this.#move(newerRange);
  }

  #older() {
    if (this.#range.first !== null) this.#move(olderRange);
    else this.wantsOlder();
  }

  #move(change) {
    this.#range = change(this.#range, this.#messages);
    this.#draw();
  }

  /** Draws, and leaves the first message in sight exactly where it was. */
  #draw() {
    const { list } = this;
    const top = list.scrollTop;
    const anchor = [...list.children].find((one) => one.dataset.ts && one.offsetTop >= top);
    const before = anchor?.offsetTop;
    const items = this.itemsOf(this.#messages, boundsOf(this.#range, this.#messages));
    keepFocus(list, () => syncChildren(list, items), sameMessage(list));
    if (anchor?.isConnected) list.scrollTop = top + anchor.offsetTop - before;
  }

  /** Whether the newest message is in sight. */
  get isAtEnd() {
    return this.#range.last === null && this.#fromEnd() < AT_END_PX;
  }

  /**
   * Shows a list. `isElsewhere` when it is another one than before, `isAdded` when a message came at
   * its end, `isOwn` when the reader caused that: then the list follows wherever it stands.
   */
  show(messages, { isElsewhere = false, isAdded = false, isOwn = false } = {}) {
    const follows = isElsewhere || isOwn || this.isAtEnd;
    const isLonger = messages.length > this.#messages.length && !isAdded;
    this.#messages = messages;
    if (isElsewhere || (follows && isAdded)) this.#range = newestRange(messages);
    else if (isLonger && this.#range.first === null) this.#unroll();
    this.#draw();
    if (follows) this.#toNewest(isAdded && !isElsewhere);
    this.pill.hidden = follows ? true : this.pill.hidden && !isAdded;
  }

  /** Older messages came: draws the last few of them only. */
  #unroll() {
    const drawn = [...this.list.children].find((one) => one.dataset.ts)?.dataset.ts;
    if (drawn) this.#range = olderRange({ ...this.#range, first: drawn }, this.#messages);
    else this.#range = newestRange(this.#messages);
  }

  /** Goes to the newest message: to its end, or to its beginning when it doesn't fit. */
  #toNewest(isAdded) {
    const { list } = this;
    const newest = list.lastElementChild;
    const isTall = isAdded && newest && newest.offsetHeight > list.clientHeight;
    this.#isPinned = !isTall;
    if (isTall) list.scrollTop = newest.offsetTop;
    else this.#drop();
  }

  /** Goes to the newest message from wherever one is. */
  toEnd() {
    this.#range = newestRange(this.#messages);
    this.#draw();
    this.#drop();
    this.pill.hidden = true;
    this.list.focus({ preventScroll: true });
  }
}
