/** The messages of the open channel, day by day, newest at the bottom. */
import { dayItems } from "./days.js";
import { h } from "./dom.js";
import { Log } from "./log.js";
import { hearKeys } from "./logkeys.js";
import { openChannel } from "./store.js";

function emptyItem(channel, { app, commands, names }) {
  const room = names.channel(channel);
  const more = commands.length ? ` Type / to see what ${app.name} can do.` : "";
  const draw = () =>
    h(
      "div",
      { class: "nothing" },
      h("h2", {}, room?.kind === "im" ? names.channelName(channel) : `#${room?.name ?? ""}`),
      h("p", {}, `Nothing here yet.${more}`),
    );
  return { key: `nothing/${channel}`, marks: [], draw };
}

/** What happened at the end of a list, as `Log.show` wants it. */
export function arrival(messages, before, me) {
  const last = messages.at(-1);
  const isAdded = Boolean(before && last) && Number(last.ts) > Number(before.at(-1)?.ts ?? 0);
  return { isAdded, isOwn: isAdded && (last.user === me.id || Boolean(last.is_ephemeral)) };
}

/** Reads a page of older messages, one at a time. */
function olderReader({ client, store }) {
  let isReading = false;
  return async () => {
    const state = store.get();
    const channel = openChannel(state);
    const first = state.messages[channel]?.find((one) => !one.is_notice);
    if (isReading || !state.more[channel] || !first) return;
    isReading = true;
    const { messages, has_more: more } = await client.history(channel, first.ts);
    isReading = false;
    if (messages) store.dispatch({ type: "older", channel, messages, has_more: more });
  };
}

/** Makes the log of the channel; it stays at the newest message unless the reader has scrolled up. */
export function makeChannel(workspace) {
  const { store } = workspace;
  const itemsOf = (messages, bounds) => {
    const state = store.get();
    const channel = openChannel(state);
    if (!messages.length && channel in state.more) return [emptyItem(channel, workspace)];
    const where = { channel, inThread: false };
    return dayItems(messages, bounds, { where, line: state.lines[channel], workspace });
  };
  const log = new Log({ label: "Messages", itemsOf, wantsOlder: olderReader(workspace) });
  hearKeys(log.list, workspace, false);

  store.subscribe((state, before) => {
    const channel = openChannel(state);
    const isSame =
      channel === openChannel(before) &&
      state.messages === before.messages &&
      state.more === before.more &&
      state.editing === before.editing;
    if (!channel || isSame) return;
    const messages = state.messages[channel] ?? [];
    const isElsewhere = channel !== openChannel(before) || !(channel in before.more);
    const came = arrival(messages, before.messages[channel], workspace.me);
    log.show(messages, { ...came, isElsewhere });
  });
  return log.node;
}
