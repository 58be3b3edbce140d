/** The message box: what is typed, its slash commands and names, and sending it. */
import {
  commandEntry,
  commandOf,
  hintFor,
  matchingCommands,
  matchingPeople,
  nameBeingTyped,
  personEntry,
} from "./completion.js";
import { h, uniqueId } from "./dom.js";
import { whileBusy } from "./elements.js";
import { icon } from "./icons.js";
import { Listbox } from "./listbox.js";
import { menuButton } from "./menu.js";
import { openChannel } from "./store.js";

const isGlobal = ({ type }) => type === "global";

class Composer {
  #drafts = new Map();

  constructor(workspace) {
    Object.assign(this, { workspace, store: workspace.store });
    const { app, people } = workspace;
    this.people = [
      ...people,
      { id: app.bot_user_id, real_name: app.name, name: app.name.toLowerCase(), title: "App" },
    ];
    this.hint = h("p", { class: "command-hint", id: uniqueId("hint"), "aria-live": "polite" });
    this.box = this.#makeBox();
    this.button = h(
      "button",
      { type: "submit", class: "button primary button-icon", "aria-label": "Send" },
      icon("send"),
    );
    const hasMenu = workspace.commands.length > 0 || workspace.shortcuts.some(isGlobal);
    const frame = h(
      "div",
      { class: "composer-box" },
      hasMenu && this.#menu(),
      this.box,
      this.button,
    );
    const onsubmit = (event) => {
      event.preventDefault();
      this.#send();
    };
    const more = workspace.commands.length ? " Type / for commands." : "";
    const tip = h(
      "p",
      { class: "composer-tip" },
      `Enter sends, Shift and Enter makes a new line.${more}`,
    );
    this.node = h("form", { class: "composer", onsubmit }, this.hint, frame, tip);
    this.list = new Listbox(this.box, {
      label: "Suggestions",
      anchor: frame,
      onChoose: (entry) => this.#complete(entry),
      onDismiss: () => this.list.hide(),
    });
    this.box.setAttribute("aria-controls", this.list.id);
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
      onblur: () => this.list.hide(),
    });
  }

  #menu() {
    const { app, commands, shortcuts } = this.workspace;
    const items = () => [
      { heading: app.name },
      ...shortcuts.filter(isGlobal).map((one) => ({
        label: one.name,
        description: one.description,
        onChoose: () => this.workspace.runShortcut(one),
      })),
      ...commands.map((one) => ({
        label: one.command,
        description: one.description,
        onChoose: () => this.#complete(commandEntry(one)),
      })),
    ];
    const own = {
      class: "button button-icon",
      "aria-label": "Shortcuts and commands",
      "data-focus": "shortcuts",
    };
    return menuButton(own, items, { label: "Shortcuts and commands" }, icon("bolt"));
  }

  #entries() {
    const { value, selectionEnd } = this.box;
    const commands = matchingCommands(this.workspace.commands, value);
    if (commands.length) return commands.map(commandEntry);
    const typed = nameBeingTyped(value, selectionEnd);
    return matchingPeople(this.people, typed).map((person) => personEntry(person, typed));
  }

  #changed() {
    const entries = this.#entries();
    if (entries.length) this.list.show([{ label: null, entries }]);
    else this.list.hide();
    this.#showHint();
  }

  #showHint() {
    const hint = hintFor(this.workspace.commands, this.box.value);
    const command = hint && commandOf(this.workspace.commands, this.box.value);
    this.hint.replaceChildren(...(hint ? [h("strong", {}, command.command), ` ${hint}`] : []));
  }

  #complete(entry) {
    const { before, after } = entry.text(this.box.value);
    this.box.value = before + after;
    this.box.focus();
    this.box.setSelectionRange(before.length, before.length);
    this.list.hide();
    this.#showHint();
  }

  #pressed(event) {
    if (event.isComposing) return;
    const { active } = this.list;
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chooses =
      event.key === "Tab" || (event.key === "Enter" && active?.whole !== this.box.value.trim());
    if (active && steps) this.list.move(steps);
    else if (active && chooses) this.#complete(active);
    else if (active && event.key === "Escape") this.list.hide();
    else if (event.key === "Enter" && !event.shiftKey) this.#send();
    else return;
    event.preventDefault();
  }

  async #send() {
    const channel = openChannel(this.store.get());
    const typed = this.box.value;
    if (!typed.trim() || this.button.hasAttribute("aria-busy")) return;
    this.#put("");
    await whileBusy(this.button, async () => {
      const reply = await this.workspace.client.send(channel, typed.trim());
      if (reply.ok === false) this.#giveBack(channel, typed);
    });
  }

  /** Puts the text back unless something new stands there. */
  #giveBack(channel, typed) {
    if (openChannel(this.store.get()) !== channel) this.#drafts.set(channel, typed);
    else if (!this.box.value) this.#put(typed);
  }

  #put(text) {
    this.box.value = text;
    this.list.hide();
    this.#showHint();
  }

  /** Puts the draft of the channel one goes to in place of the one left. */
  moved(from, to) {
    if (from) this.#drafts.set(from, this.box.value);
    this.node.hidden = !to;
    if (!to) return;
    const { is_im: isDirect, name } = this.workspace.names.channel(to);
    const label = `Message ${isDirect ? "" : "#"}${name}`;
    this.box.placeholder = label;
    this.box.setAttribute("aria-label", label);
    this.#put(this.#drafts.get(to) ?? "");
  }
}

/** Makes the message box: `{node, box}`. */
export function makeComposer(workspace) {
  const composer = new Composer(workspace);
  workspace.store.subscribe((state, before) => {
    if (state.place !== before.place) composer.moved(openChannel(before), openChannel(state));
  });
  return composer;
}
