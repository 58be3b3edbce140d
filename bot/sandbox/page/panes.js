/** The people on the screen: one, or two or three beside each other; as tabs where it is narrow. */
import { boot } from "./client.js";
import { h } from "./dom.js";
import { displayName, withTones } from "./names.js";
import { Pane } from "./pane.js";
import { avatar } from "./people.js";
import { atOf, keyOf, MOST, personOf, placeAt } from "./route.js";
import { roomOf } from "./rooms.js";
import { makeTabs } from "./tabs.js";
import { openWorkspace } from "./workspace.js";

const LEAST_PX = 360;

/** All the panes. `onMove(isNew)` hears when the address is no longer right. */
export class Panes {
  #panes = [];
  #shown = 0;

  constructor(root, onMove) {
    this.onMove = onMove;
    this.tabs = makeTabs((at) => this.#pick(at));
    this.row = h("div", { class: "panes" });
    root.replaceChildren(h("main", { class: "frame" }, this.tabs.node, this.row));
    new ResizeObserver(() => this.#arrange()).observe(root);
  }

  /** Where everybody is, as an address says it. */
  get asked() {
    return this.#panes.map(({ workspace: { me, names, place } }) => ({
      who: keyOf(me),
      ...atOf(place(), names.rooms(), names.people),
    }));
  }

  /** What the browser's tab is called. */
  get title() {
    const [{ workspace: first }] = this.#panes;
    const names = this.#panes.map(({ workspace }) => displayName(workspace.me));
    return `${names.length > 1 ? names.join(" | ") : first.placeName()} · ${first.team}`;
  }

  /** Shows what was asked for; panes that are there already only move. Answers an error, or null. */
  async show(asked) {
    const isSame =
      asked.length === this.#panes.length &&
      asked.every(({ who }, at) => who === keyOf(this.#panes[at].workspace.me));
    if (isSame) return this.#move(asked);
    const first = await boot(asked.length === 1 ? asked[0].who : null);
    if (first.ok === false) return first.error;
    for (const pane of this.#panes) pane.leave();
    this.#panes = [];
    this.people = withTones(first.people);
    const answers = await Promise.all(asked.map(({ who }) => this.#boot(who, first)));
    answers.forEach((answer, at) => this.#add(answer, asked[at]));
    this.#settle(0);
    return null;
  }

  #move(asked) {
    this.#panes.forEach(({ workspace }, at) => {
      const { names } = workspace;
      workspace.show(placeAt(asked[at], names.rooms(), names.people), { quietly: true });
    });
    this.onMove(false);
    return null;
  }

  /** The server's answer for a person by key; for the first one where nobody is called so. */
  async #boot(who, first) {
    const person = personOf(who, first.people) ?? first.me;
    if (person.id === first.me.id) return first;
    const answer = await boot(person.id);
    return answer.ok === false ? first : answer;
  }

  #add(answer, asked) {
    const pane = new Pane();
    this.#panes.push(pane);
    this.row.append(pane.node);
    this.#open(pane, answer, asked);
  }

  #open(pane, answer, asked) {
    const demo = pane === this.#panes[0] ? answer.demo : null;
    const workspace = openWorkspace(
      { ...answer, demo },
      {
        onGo: (place) => this.#go(pane, place),
        onBecome: (id) => this.#become(pane, id),
        onBeside: (person) => this.#beside(person),
      },
    );
    pane.hold(workspace);
    const place = placeAt(asked, answer.channels.map(roomOf), answer.people);
    workspace.show(place, { quietly: true });
  }

  #go(pane, place) {
    pane.workspace.show(place);
    this.onMove(true);
  }

  async #become(pane, id) {
    const answer = await boot(id);
    if (answer.ok === false) return;
    const { names, place } = pane.workspace;
    this.#open(pane, answer, atOf(place(), names.rooms(), names.people));
    this.#settle(this.#panes.indexOf(pane));
    this.onMove(true);
  }

  async #beside({ id }) {
    if (this.#panes.length === MOST) return;
    const answer = await boot(id);
    if (answer.ok === false) return;
    this.#add(answer, this.asked[0]);
    this.#settle(this.#panes.length - 1);
    this.onMove(true);
  }

  #close(pane) {
    const at = this.#panes.indexOf(pane);
    pane.leave();
    this.#panes.splice(at, 1);
    this.#settle(Math.max(0, at - 1));
    this.onMove(true);
  }

  /** Draws the bars and tabs anew and gives the keyboard to a pane. */
  #settle(at) {
    const isFull = this.#panes.length === MOST;
    this.#panes.forEach((pane, place) =>
      pane.drawBar({
        people: this.people,
        onSwitch: (id) => this.#become(pane, id),
        onBeside: isFull || place < this.#panes.length - 1 ? null : (one) => this.#beside(one),
        onClose: () => this.#close(pane),
      }),
    );
    this.row.classList.toggle("split", this.#panes.length > 1);
    this.#pick(at);
    this.#panes[at].workspace.focus();
  }

  #pick(at) {
    this.#shown = at;
    this.#arrange();
    this.#panes[at].workspace.seen();
  }

  /** Panes stand beside each other while each has room, else one is shown at a time. */
  #arrange() {
    if (!this.#panes.length) return;
    const isNarrow = this.row.clientWidth < this.#panes.length * LEAST_PX;
    const isTabbed = this.#panes.length > 1 && isNarrow;
    this.#panes.forEach((pane, at) => {
      pane.node.hidden = isTabbed && at !== this.#shown;
    });
    const faces = this.#panes.map(({ id, workspace: { me } }) => ({
      id,
      name: displayName(me),
      face: avatar({ tone: me.tone, name: displayName(me) }),
    }));
    this.row.classList.toggle("tabbed", isTabbed);
    this.tabs.draw(isTabbed ? faces : [], this.#shown);
  }
}
