/** The line over the channel or Home: where one is, and whether the line to the server holds. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./people.js";
import { appChannel, appTabs } from "./sidebar.js";
import { openChannel } from "./store.js";

function channelTitle(channel) {
  const mark = icon(channel.is_private ? "lock" : "hash");
  return [
    h("h1", { class: "heading-title" }, mark, channel.name),
    h("p", { class: "heading-topic" }, channel.topic || ""),
  ];
}

const appTitle = (workspace, state) => [
  h("h1", { class: "heading-title" }, avatar({ kind: "app" }), workspace.app.name),
  appTabs(workspace, state),
];

function title(workspace, state) {
  const channel = workspace.names.channel(openChannel(state));
  const isApp = !channel || channel.id === appChannel(workspace)?.id;
  return isApp ? appTitle(workspace, state) : channelTitle(channel);
}

/** Makes the line; `drawerButton` opens the bar on a narrow screen. */
export function makeHeading(workspace, drawerButton) {
  const words = h("div", { class: "heading-words" });
  const lost = h("p", { class: "lost", role: "status" });
  const draw = (state) => {
    const shown = title(workspace, state);
    // A tab that was pressed is drawn again and must keep the keyboard.
    const held = words.contains(document.activeElement);
    words.replaceChildren(...shown);
    if (held) words.querySelector("[aria-current]")?.focus();
    document.title = `${words.querySelector("h1").textContent} · ${workspace.team.name}`;
  };
  workspace.store.subscribe((state, before) => {
    if (state.place !== before.place || state.unread !== before.unread) draw(state);
    if (state.connected !== before.connected)
      lost.textContent = state.connected === false ? "Reconnecting…" : "";
  });
  return h("header", { class: "heading-bar" }, drawerButton, words, lost);
}
