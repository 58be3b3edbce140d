/** The stack of modals; the last one is seen. */
import { drawBlocks } from "./blocks.js";
import { h, uniqueId } from "./dom.js";
import { whileBusy } from "./elements.js";
import { focusFirst, keepFocus, withFocusKey } from "./focus.js";
import { icon } from "./icons.js";
import { wordsOf } from "./plain.js";
import { problems } from "./validate.js";

const containerOf = (view) => ({ type: "view", view_id: view.id });

class Modals {
  #errors = {};
  #opener = null;
  #away = null;
  #held = new Map();

  constructor(workspace) {
    Object.assign(this, { workspace, store: workspace.store, client: workspace.client });
    const id = uniqueId("modal");
    this.title = h("h2", { class: "modal-title", id });
    this.back = this.#button("back", "Back", () => this.#closeTop());
    this.away = this.#button("close", "Close", () => this.#closeAll());
    this.banner = h("p", { class: "banner", role: "alert", hidden: true });
    this.body = h("div", { class: "modal-body", tabindex: "-1" });
    this.cancel = h("button", { type: "button", class: "button", onclick: () => this.#closeTop() });
    this.submit = h("button", { type: "submit", class: "button primary" });
    this.dialog = this.#frame(id);
  }

  #button(drawing, label, onclick) {
    return h(
      "button",
      { type: "button", class: "button button-icon", "aria-label": label, onclick },
      icon(drawing),
    );
  }

  #frame(id) {
    const head = h("header", { class: "modal-head" }, this.back, this.title, this.away);
    const foot = h("footer", { class: "modal-foot" }, this.cancel, this.submit);
    const onsubmit = (event) => {
      event.preventDefault();
      if (this.top?.submit) whileBusy(this.submit, () => this.#send(this.top));
    };
    const form = h("form", { novalidate: true, onsubmit }, head, this.banner, this.body, foot);
    const onkeydown = (event) => this.#pressed(event, form);
    return h("dialog", { class: "modal", "aria-labelledby": id, onkeydown }, form);
  }

  get top() {
    return this.store.get().views.at(-1);
  }

  #pressed(event, form) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.#closeTop();
    } else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) form.requestSubmit();
  }

  #closeTop() {
    const view = this.top;
    if (!view) return;
    this.store.dispatch({ type: "view", action: "close", view_id: view.id });
    this.client.close(view.id);
  }

  /** From the top down, one after the other: the server closes only what is on top. */
  async #closeAll() {
    const views = [...this.store.get().views].reverse();
    this.store.dispatch({ type: "view", action: "clear" });
    for (const view of views) await this.client.close(view.id);
  }

  async #send(view) {
    const surface = this.workspace.surfaces.of(containerOf(view));
    const wrong = problems(view.blocks, surface.values);
    if (Object.keys(wrong).length) return this.#refuse(wrong);
    this.#refuse({});
    const reply = await this.client.submit(view.id, surface.state());
    if (reply.errors) this.#refuse(reply.errors);
  }

  /** Shows errors at their inputs; those of no input stand at the top. */
  #refuse(errors) {
    this.#errors = errors;
    const view = this.top;
    if (!view) return;
    const inputs = new Set(
      view.blocks.filter(({ type }) => type === "input").map((block) => block.block_id),
    );
    const stray = Object.keys(errors)
      .filter((id) => !inputs.has(id))
      .map((id) => errors[id]);
    this.banner.textContent = stray.join(" ");
    this.banner.hidden = !stray.length;
    this.#fill(view);
    this.body.querySelector("[aria-invalid], .wrong input")?.focus();
  }

  #fill(view) {
    const surface = this.workspace.surfaces.of(containerOf(view)).show(view.blocks, this.#errors);
    keepFocus(
      this.dialog,
      () => drawBlocks(this.body, view.blocks, surface),
      () => () => this.body,
    );
  }

  /** Follows the stack from `before` to `views`. */
  follow(views, before) {
    for (const gone of before.filter((view) => !views.some(({ id }) => id === view.id)))
      this.workspace.surfaces.forget(containerOf(gone));
    const view = views.at(-1);
    const isNew = view?.id !== before.at(-1)?.id;
    if (isNew) {
      this.#held.set(before.at(-1)?.id, document.activeElement?.dataset.focus);
      this.#errors = {};
      this.banner.hidden = true;
    }
    if (view) this.#show(view, isNew, views.length);
    else this.#hide();
  }

  #show(view, isNew, depth) {
    // What is hidden can't keep the keyboard; without it, Escape would be lost.
    const losesKeys = !view.submit && document.activeElement === this.submit;
    this.title.textContent = wordsOf(view.title);
    this.back.hidden = depth < 2;
    this.cancel.textContent = wordsOf(view.close, "Close");
    this.submit.hidden = !view.submit;
    this.submit.replaceChildren(h("span", { class: "button-words" }, wordsOf(view.submit)));
    if (isNew) this.submit.removeAttribute("aria-busy");
    if (!this.#away) this.#open();
    this.#fill(view);
    if (losesKeys && !isNew) this.cancel.focus();
    if (!isNew) return;
    this.body.scrollTop = 0;
    // A view one comes back to has the keyboard where it was.
    const again = withFocusKey(this.body, this.#held.get(view.id));
    if (again) again.focus();
    else focusFirst(this.body, view.submit ? this.submit : this.cancel);
  }

  #open() {
    const active = document.activeElement;
    this.#opener = { node: active, key: active?.dataset?.focus };
    this.#away = this.workspace.stage.lay(this.dialog);
  }

  /** Closes, and gives the focus back to what opened the modal, or to what took its place. */
  #hide() {
    if (!this.#away) return;
    const held = this.dialog.contains(document.activeElement);
    this.#away();
    this.#away = null;
    this.#held.clear();
    // Somebody beside this pane may have the keyboard by now.
    if (held || document.activeElement === document.body) this.#giveBack();
  }

  #giveBack() {
    const { node, key } = this.#opener;
    const { floor } = this.workspace.stage;
    const isThere = node?.isConnected && floor.contains(node);
    (isThere ? node : (withFocusKey(floor, key) ?? this.workspace.resting())).focus();
  }
}

/** Makes the modals of a workspace; they lie on its stage. */
export function makeModals(workspace) {
  const modals = new Modals(workspace);
  workspace.store.subscribe((state, before) => {
    if (state.views !== before.views) modals.follow(state.views, before.views);
  });
}
