/** The thread in the panel on the right: the first message, the replies, a box to reply in. */
import { arrival } from "./channel.js";
import { makeComposer } from "./composer.js";
import { messageItem } from "./days.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { Log } from "./log.js";
import { hearKeys } from "./logkeys.js";
import { displayName } from "./names.js";
import { countWords } from "./replies.js";
import { openThread } from "./store.js";

const countItem = (count) => ({
  key: "count",
  marks: [count],
  draw: () => h("p", { class: "reply-count" }, h("span", {}, countWords(count))),
});

/** The first message, how many replies there are, and the replies. */
function threadItems(messages, { from, to }, where, workspace) {
  const items = [];
  const count = messages.filter((one, at) => at > 0 && !one.is_ephemeral).length;
  for (let at = from; at < to; at += 1) {
    const before = at > 1 ? messages[at - 1] : null;
    items.push(messageItem(messages[at], before, where, workspace));
    if (at === 0 && count) items.push(countItem(count));
  }
  return items;
}

function makeHead(title, place, onClose) {
  const away = {
    type: "button",
    class: "button button-icon",
    "aria-label": "Close thread",
    onclick: onClose,
  };
  const names = h("div", { class: "heading-words" }, title, place);
  const back = h("button", { ...away, class: "button button-icon thread-back" }, icon("back"));
  const close = h("button", { ...away, class: "button button-icon thread-away" }, icon("close"));
  return h("header", { class: "heading-bar" }, back, names, close);
}

/** Makes the panel; it is hidden while no thread is open. */
export function makeThread(workspace) {
  const { names, store } = workspace;
  const title = h("h2", { class: "heading-title" }, "Thread");
  const place = h("p", { class: "heading-topic" });
  const here = () => ({ channel: store.get().place.channel, inThread: true });
  const itemsOf = (messages, bounds) => threadItems(messages, bounds, here(), workspace);
  const log = new Log({ label: "Thread", itemsOf });
  const composer = makeComposer(workspace, true);
  const close = () => workspace.openThread(store.get().place.channel, null);
  const panel = h(
    "section",
    { class: "thread", "aria-label": `Thread of ${displayName(workspace.me)}`, hidden: true },
    makeHead(title, place, close),
    log.node,
    composer.node,
  );
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    close();
  });
  hearKeys(log.list, workspace, true);

  store.subscribe((state, before) => {
    const key = openThread(state);
    panel.hidden = !key;
    const isElsewhere = key !== openThread(before) || (key && !before.threads[key]);
    const isSame = state.threads === before.threads && state.editing === before.editing;
    if (!key || (isSame && !isElsewhere)) return;
    const room = names.channel(state.place.channel);
    place.textContent = `${room?.kind === "im" ? "" : "#"}${names.channelName(state.place.channel)}`;
    const messages = state.threads[key] ?? [];
    const came = arrival(messages, before.threads[key], workspace.me);
    log.show(messages, { ...came, isElsewhere });
  });
  return { node: panel, composer };
}
