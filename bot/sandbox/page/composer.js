/** The message box: what is typed, its commands and names, its files, and sending it. */
import { commandEntry, commandOf, hintFor, markFor } from "./completion.js";
import { h, uniqueId } from "./dom.js";
import { whileBusy } from "./elements.js";
import { Attachments } from "./files.js";
import { icon } from "./icons.js";
import { shortcutMenu } from "./shortcutmenu.js";
import { Suggestions } from "./suggestions.js";
import { boxWords, targetOf } from "./target.js";

const EMPTY = { text: "", files: [] };

class Composer {
  #drafts = new Map();
  #at = null;

  constructor(workspace, inThread) {
    Object.assign(this, { workspace, inThread });
    // App commands don't work in threads.
    this.commands = inThread ? [] : workspace.commands;
    this.hint = h("p", { class: "command-hint", id: uniqueId("hint"), "aria-live": "polite" });
    this.files = new Attachments(() => this.#showReady());
    this.box = this.#makeBox();
    this.also = h("input", { type: "checkbox", id: uniqueId("also") });
    this.alsoWords = h("span", {});
    this.button = h(
      "button",
      { type: "submit", class: "button primary button-icon", "aria-label": "Send" },
      icon("send"),
    );
    const frame = this.#makeFrame();
    const onsubmit = (event) => {
      event.preventDefault();
      this.#send();
    };
    this.node = h("form", { class: "composer", onsubmit }, this.hint, frame, this.#makeFoot());
    this.list = new Suggestions(this.box, {
      anchor: frame,
      workspace,
      commands: this.commands,
      onComplete: () => this.#showHint(),
    });
    this.#hearFiles(frame);
    this.#showReady();
  }

  #makeBox() {
    return h("textarea", {
      class: "message-box",
      rows: "1",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-describedby": this.hint.id,
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#pressed(event),
    });
  }

  #makeFrame() {
    const attach = {
      type: "button",
      class: "button button-icon",
      "aria-label": "Attach files",
      title: "Attach files: names and sizes only",
      onclick: () => this.files.chooser.click(),
    };
    const write = (command) => this.list.complete(commandEntry(command));
    const row = h(
      "div",
      { class: "composer-row" },
      !this.inThread && shortcutMenu(this.workspace, write),
      h("button", attach, icon("clip")),
      this.box,
      this.button,
    );
    return h("div", { class: "composer-box" }, this.files.node, row, this.files.chooser);
  }

  #makeFoot() {
    if (this.inThread)
      return h("label", { class: "also", for: this.also.id }, this.also, this.alsoWords);
    const more = this.commands.length ? " Type / for commands." : "";
    return h(
      "p",
      { class: "composer-tip" },
      `Enter sends, Shift and Enter makes a new line.${more}`,
    );
  }

  /** Files may also be pasted or dropped. */
  #hearFiles(frame) {
    const take = (event, given) => {
      if (!given?.files.length) return;
      event.preventDefault();
      this.files.add(given.files);
    };
    this.box.addEventListener("paste", (event) => take(event, event.clipboardData));
    frame.addEventListener("dragover", (event) => event.preventDefault());
    frame.addEventListener("drop", (event) => take(event, event.dataTransfer));
  }

  #changed() {
    this.list.follow();
    this.#showHint();
    this.#showReady();
  }

  #showReady() {
    const isReady = Boolean(this.box.value.trim()) || this.files.stubs.length > 0;
    this.button.classList.toggle("ready", isReady);
  }

  #showHint() {
    const hint = hintFor(this.commands, this.box.value);
    const command = hint && commandOf(this.commands, this.box.value);
    this.hint.replaceChildren(...(hint ? [h("strong", {}, command.command), ` ${hint}`] : []));
    this.#showReady();
  }

  #pressed(event) {
    if (event.isComposing) return;
    const mark = markFor(event);
    const isSending = event.key === "Enter" && !event.shiftKey;
    if (mark) this.#wrap(mark);
    else if (this.list.pressed(event)) event.stopPropagation();
    else if (event.key === "ArrowUp" && !this.box.value) this.workspace.focusNewest(this.inThread);
    else if (isSending) this.#send();
    else return;
    event.preventDefault();
  }

  /** Puts a mark before and after the chosen words. */
  #wrap(mark) {
    const { selectionStart: start, selectionEnd: end, value } = this.box;
    this.box.setRangeText(`${mark}${value.slice(start, end)}${mark}`, start, end, "end");
    this.box.setSelectionRange(start + 1, end + 1);
    this.#changed();
  }

  async #send() {
    const { key, ...target } = this.#at ?? {};
    const draft = { text: this.box.value, files: this.files.stubs };
    const isEmpty = !draft.text.trim() && !draft.files.length;
    if (!key || isEmpty || this.button.hasAttribute("aria-busy")) return;
    const more = { files: draft.files.length ? draft.files : undefined };
    if (this.inThread) more.broadcast = this.also.checked;
    this.#put(EMPTY);
    await whileBusy(this.button, async () => {
      const reply = await this.workspace.client.send(target, draft.text.trim(), more);
      if (reply.ok === false) this.#giveBack(key, draft);
      else this.also.checked = false;
    });
  }

  /** Puts the text back unless something new stands there. */
  #giveBack(key, draft) {
    if (this.#at?.key !== key) this.#drafts.set(key, draft);
    else if (!this.box.value) this.#put(draft);
  }

  #put({ text, files }) {
    this.box.value = text;
    this.files.put(files);
    this.list?.hide();
    this.#showHint();
  }

  /** Puts the draft of the place one goes to (as `targetOf` answers) in place of the one left. */
  moved(to) {
    if (this.#at) this.#drafts.set(this.#at.key, { text: this.box.value, files: this.files.stubs });
    this.#at = to;
    this.node.hidden = !to;
    if (!to) return;
    const words = boxWords(to.channel, this.workspace.names, this.inThread);
    this.box.placeholder = words.placeholder;
    this.box.setAttribute("aria-label", words.label);
    this.alsoWords.textContent = words.also;
    this.#put(this.#drafts.get(to.key) ?? EMPTY);
  }
}

/** Makes the message box of the channel, or of the thread: `{node, box}`. */
export function makeComposer(workspace, inThread = false) {
  const composer = new Composer(workspace, inThread);
  let key = null;
  workspace.store.subscribe((state, before) => {
    if (state.place === before.place) return;
    const next = targetOf(state, inThread);
    if (next?.key !== key || !next) composer.moved(next);
    key = next?.key ?? null;
  });
  return composer;
}
