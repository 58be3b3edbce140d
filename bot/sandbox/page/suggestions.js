/** The list over a message box: commands, people and channels that what is typed may become. */
import {
  channelBeingTyped,
  channelEntry,
  commandEntry,
  matchingChannels,
  matchingCommands,
  matchingPeople,
  nameBeingTyped,
  personEntry,
} from "./completion.js";
import { Listbox } from "./listbox.js";
import { channelsOf } from "./rooms.js";

/** The list of one box; `onComplete` is told when an entry took the place of what was typed. */
export class Suggestions {
  constructor(box, { anchor, workspace, commands, onComplete }) {
    const { app, people, names } = workspace;
    const bot = { id: app.bot_user_id, real_name: app.name, name: app.name.toLowerCase() };
    Object.assign(this, { box, names, commands, onComplete });
    this.people = [...people, { ...bot, title: "App" }];
    this.list = new Listbox(box, {
      label: "Suggestions",
      anchor,
      onChoose: (entry) => this.complete(entry),
      onDismiss: () => this.list.hide(),
    });
    box.setAttribute("aria-controls", this.list.id);
    box.addEventListener("blur", () => this.list.hide());
  }

  #groups() {
    const { value, selectionEnd: caret } = this.box;
    const commands = matchingCommands(this.commands, value).map(commandEntry);
    if (commands.length) return { label: "Commands", entries: commands };
    const name = nameBeingTyped(value, caret);
    const people = matchingPeople(this.people, name).map((one) => personEntry(one, name));
    if (people.length) return { label: "People", entries: people };
    const typed = channelBeingTyped(value, caret);
    const channels = matchingChannels(channelsOf(this.names.rooms()), typed);
    return { label: "Channels", entries: channels.map((one) => channelEntry(one, typed)) };
  }

  /** Offers what fits to what stands in the box now. */
  follow() {
    const group = this.#groups();
    if (group.entries.length) this.list.show([group]);
    else this.list.hide();
  }

  /** Puts an entry in the place of what was typed. */
  complete(entry) {
    const { before, after } = entry.text(this.box.value);
    this.box.value = before + after;
    this.box.focus();
    this.box.setSelectionRange(before.length, before.length);
    this.list.hide();
    this.onComplete();
  }

  hide() {
    this.list.hide();
  }

  /** Answers whether a key was for the list. Enter sends a command that is whole already. */
  pressed(event) {
    const { active } = this.list;
    if (!active) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chooses =
      event.key === "Tab" || (event.key === "Enter" && active.whole !== this.box.value.trim());
    if (step) this.list.move(step);
    else if (chooses) this.complete(active);
    else if (event.key === "Escape") this.list.hide();
    else return false;
    return true;
  }
}
