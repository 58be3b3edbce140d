/** The bar on the left: the workspace, its channels, the talks, the app, and who one is. */
import { h, uniqueId } from "./dom.js";
import { keepFocus } from "./focus.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { displayName } from "./names.js";
import { avatar, peopleItems, peopleSwitch } from "./people.js";
import { placeLink, samePlace, unreadCount } from "./placelink.js";
import { appRoom, channelsOf, markOf, sharedWith, talksOf } from "./rooms.js";
import { openChannel } from "./store.js";
import { themeButton } from "./theme.js";

function roomLink(workspace, room, state, mark) {
  const place = { kind: "channel", channel: room.id };
  const isHere = samePlace(state.place, place);
  const count = isHere ? 0 : state.unread[room.id];
  const name = h("span", { class: "place-name" }, workspace.names.channelName(room.id));
  const shared = sharedWith(room);
  const words = shared && h("span", { class: "for-readers" }, ` ${shared}`);
  const link = placeLink(
    workspace,
    place,
    { isHere, isUnread: count > 0 },
    mark,
    name,
    words,
    unreadCount(count),
  );
  if (shared) link.title = shared;
  return h("li", {}, link);
}

const channelLink = (workspace, room, state) =>
  roomLink(workspace, room, state, icon(markOf(room)));

function talkLink(workspace, room, state) {
  const face = { ...workspace.names.person(room.with), name: workspace.names.channelName(room.id) };
  return roomLink(workspace, room, state, avatar(face));
}

function appLink(workspace, state) {
  const { app, hasHome } = workspace;
  const messages = appRoom(state.rooms);
  const isThere = messages && openChannel(state) === messages.id;
  const isHere = state.place?.kind === "home" || isThere;
  const place = hasHome ? { kind: "home" } : { kind: "channel", channel: messages.id };
  const count = messages && !isThere ? state.unread[messages.id] : 0;
  const name = h("span", { class: "place-name" }, app.name);
  const look = { isHere, isUnread: count > 0 };
  return h(
    "li",
    {},
    placeLink(workspace, place, look, avatar({ kind: "app" }), name, unreadCount(count)),
  );
}

function group(title, items, extra = null) {
  const id = uniqueId("places");
  return h(
    "section",
    { class: "places" },
    h("div", { class: "places-head" }, h("h2", { id }, title), extra),
    h("ul", { "aria-labelledby": id }, items),
  );
}

/** The button that begins a talk with somebody one has none with yet. */
function talkButton(workspace, state) {
  const { me, names } = workspace;
  const taken = new Set([me.id, ...talksOf(state.rooms).map((room) => room.with)]);
  const others = names.people.filter(({ id }) => !taken.has(id));
  if (!others.length) return null;
  const items = () => peopleItems(others, ({ id }) => workspace.openTalk(id));
  const own = {
    class: "button button-icon",
    "aria-label": "Message somebody",
    "data-focus": "talk",
  };
  return menuButton(own, items, { label: "Message somebody" }, icon("plus"));
}

function places(workspace, state) {
  const talks = talksOf(state.rooms).map((room) => talkLink(workspace, room, state));
  const hasApp = workspace.hasHome || appRoom(state.rooms);
  return [
    group(
      "Channels",
      channelsOf(state.rooms).map((room) => channelLink(workspace, room, state)),
    ),
    group("Direct messages", talks, talkButton(workspace, state)),
    hasApp && group("Apps", [appLink(workspace, state)]),
  ].filter(Boolean);
}

function head(workspace) {
  const words = h(
    "div",
    {},
    h("p", { class: "team-name" }, workspace.ownTeam.name),
    h("p", {}, "Fictional, on this machine. Nothing leaves it."),
  );
  return h("div", { class: "team" }, words, themeButton());
}

/** Makes the bar; it redraws its places when one goes elsewhere or something new arrives. */
export function makeSidebar(workspace) {
  const nav = h("nav", {
    class: "sidebar-places",
    "aria-label": `Channels of ${displayName(workspace.me)}`,
  });
  const { me, people, store } = workspace;
  const draw = (state) => keepFocus(nav, () => nav.replaceChildren(...places(workspace, state)));
  store.subscribe((state, before) => {
    const isSame =
      state.place === before.place &&
      state.unread === before.unread &&
      state.rooms === before.rooms;
    if (!isSame) draw(state);
  });
  draw(store.get());
  return h(
    "div",
    { class: "sidebar", id: uniqueId("sidebar") },
    head(workspace),
    nav,
    peopleSwitch({ me, people, onSwitch: workspace.become }),
  );
}
