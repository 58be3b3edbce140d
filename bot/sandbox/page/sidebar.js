/** The bar on the left: the workspace, its channels, the app, and who one is. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar, peopleSwitch } from "./people.js";
import { addressOf } from "./route.js";
import { openChannel } from "./store.js";

/** The channel of direct messages with the app, or undefined. */
export const appChannel = ({ app, channels }) => {
  const direct = channels.filter((channel) => channel.is_im);
  return (
    direct.find(({ name, user }) => user === app.bot_user_id || name === app.name) ?? direct[0]
  );
};

const samePlace = (one, other) => one?.kind === other?.kind && one?.channel === other?.channel;

/** A real link, so that it can be opened in another tab; a plain click stays on the page. */
function placeLink(workspace, place, isHere, ...children) {
  const go = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    workspace.go(place);
  };
  const here = isHere ? "page" : null;
  return h(
    "a",
    { class: "place", href: addressOf(workspace.me.id, place), "aria-current": here, onclick: go },
    ...children,
  );
}

const count = (unread) =>
  unread
    ? h("span", { class: "unread" }, String(unread), h("span", { class: "for-readers" }, " unread"))
    : null;

function channelLink(workspace, channel, state) {
  const place = { kind: "channel", channel: channel.id };
  const isHere = samePlace(state.place, place);
  const mark = icon(channel.is_private ? "lock" : "hash");
  const name = h("span", { class: "place-name" }, channel.name);
  return h(
    "li",
    {},
    placeLink(workspace, place, isHere, mark, name, count(state.unread[channel.id])),
  );
}

function appLink(workspace, state) {
  const messages = appChannel(workspace);
  const isHere = state.place?.kind === "home" || (messages && openChannel(state) === messages.id);
  const name = h("span", { class: "place-name" }, workspace.app.name);
  const unread = messages && count(state.unread[messages.id]);
  return h(
    "li",
    {},
    placeLink(workspace, { kind: "home" }, isHere, avatar({ kind: "app" }), name, unread),
  );
}

const group = (title, items) =>
  h("div", { class: "places" }, h("h2", {}, title), h("ul", {}, items));

function places(workspace, state) {
  const channels = workspace.channels.filter((channel) => !channel.is_im);
  return [
    group(
      "Channels",
      channels.map((channel) => channelLink(workspace, channel, state)),
    ),
    group("Apps", [appLink(workspace, state)]),
  ];
}

/** The links of the app: its Home and the messages with it. */
export function appTabs(workspace, state) {
  const messages = appChannel(workspace);
  const home = { kind: "home" };
  const direct = messages && { kind: "channel", channel: messages.id };
  return h(
    "nav",
    { class: "tabs", "aria-label": workspace.app.name },
    placeLink(workspace, home, samePlace(state.place, home), "Home"),
    direct &&
      placeLink(
        workspace,
        direct,
        samePlace(state.place, direct),
        "Messages",
        count(state.unread[direct.channel]),
      ),
  );
}

/** Makes the bar; it redraws its places when one goes elsewhere or something new arrives. */
export function makeSidebar(workspace) {
  const nav = h("nav", { class: "sidebar-places", "aria-label": "Channels and apps" });
  const { me, people, team, store } = workspace;
  const draw = (state) => {
    // The link that was pressed is drawn again and must keep the keyboard.
    const held = nav.contains(document.activeElement);
    nav.replaceChildren(...places(workspace, state));
    if (held) nav.querySelector("[aria-current]")?.focus();
  };
  store.subscribe((state, before) => {
    if (state.place !== before.place || state.unread !== before.unread) draw(state);
  });
  draw(store.get());
  return h(
    "aside",
    { class: "sidebar", id: "sidebar" },
    h(
      "header",
      { class: "team" },
      h("p", { class: "team-name" }, team.name),
      h("p", {}, "Fictional, on this machine. Nothing leaves it."),
    ),
    nav,
    peopleSwitch({ me, people, onSwitch: workspace.become }),
  );
}
