/** The line over the channel or Home: where one is, and whether the line to the server holds. */
import { h } from "./dom.js";
import { keepFocus } from "./focus.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { displayName } from "./names.js";
import { avatar, described, peopleItems } from "./people.js";
import { placeLink, samePlace, unreadCount } from "./placelink.js";
import { appRoom, markOf, sharedWith } from "./rooms.js";
import { openChannel } from "./store.js";

function roomTitle(room) {
  const shared = sharedWith(room);
  return [
    h("h2", { class: "heading-title" }, icon(markOf(room)), h("span", {}, room.name)),
    shared && h("p", { class: "heading-shared" }, shared),
    h("p", { class: "heading-topic" }, room.topic || ""),
  ];
}

function talkTitle({ names }, room) {
  const person = names.person(room.with) ?? { title: "" };
  const name = displayName(person) || room.name;
  return [
    h("h2", { class: "heading-title" }, avatar({ ...person, name }), h("span", {}, name)),
    h("p", { class: "heading-topic" }, described(person)),
  ];
}

/** The links of the app: its Home and the messages with it. */
function appTabs(workspace, state) {
  const messages = appRoom(state.rooms);
  const home = { kind: "home" };
  const direct = messages && { kind: "channel", channel: messages.id };
  const isThere = samePlace(state.place, direct);
  const count = direct && !isThere ? state.unread[direct.channel] : 0;
  return h(
    "nav",
    { class: "tabs", "aria-label": workspace.app.name },
    workspace.hasHome &&
      placeLink(workspace, home, { isHere: samePlace(state.place, home) }, "Home"),
    direct && placeLink(workspace, direct, { isHere: isThere }, "Messages", unreadCount(count)),
  );
}

const appTitle = (workspace, state) => [
  h("h2", { class: "heading-title" }, avatar({ kind: "app" }), h("span", {}, workspace.app.name)),
  appTabs(workspace, state),
];

function title(workspace, state) {
  const room = workspace.names.channel(openChannel(state));
  if (!room || room.isApp) return appTitle(workspace, state);
  return room.kind === "im" ? talkTitle(workspace, room) : roomTitle(room);
}

/** What the browser's tab is called while one is at the place of a state. */
export function placeName(workspace, state) {
  const room = workspace.names.channel(openChannel(state));
  if (!room || room.isApp) return workspace.app.name;
  return room.kind === "im" ? workspace.names.channelName(room.id) : `#${room.name}`;
}

/** The button that puts another person beside; null where no more fit. */
function besideButton({ people, me, onBeside }) {
  if (!onBeside) return null;
  const others = people.filter(({ id }) => id !== me.id);
  return menuButton(
    {
      class: "button button-icon beside",
      "aria-label": "Show somebody beside",
      title: "Split view",
    },
    () => [{ heading: "See it as somebody else too" }, ...peopleItems(others, onBeside)],
    { label: "Show somebody beside", align: "end" },
    icon("columns"),
  );
}

/** Makes the line; `drawerButton` opens the bar on a narrow screen. */
export function makeHeading(workspace, drawerButton) {
  const words = h("div", { class: "heading-words" });
  const lost = h("p", { class: "lost", role: "status" });
  const draw = (state) => {
    const shown = title(workspace, state).filter(Boolean);
    keepFocus(words, () => words.replaceChildren(...shown));
  };
  workspace.store.subscribe((state, before) => {
    const isSame =
      state.place === before.place &&
      state.unread === before.unread &&
      state.rooms === before.rooms;
    if (!isSame) draw(state);
    if (state.connected !== before.connected)
      lost.textContent = state.connected === false ? "Reconnecting…" : "";
  });
  return h("header", { class: "heading-bar" }, drawerButton, words, lost, besideButton(workspace));
}
