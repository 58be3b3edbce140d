/** Where what is typed in a message box goes, and what the box is called there. */
import { openChannel, openThread } from "./store.js";

/** The open channel or thread as `{key, channel, thread_ts?}`, or null where there is none. */
export function targetOf(state, inThread) {
  const channel = openChannel(state);
  const root = state.place?.thread;
  if (inThread) return root ? { key: openThread(state), channel, thread_ts: root } : null;
  return channel ? { key: channel, channel } : null;
}

/** The words of a box for a channel: `{placeholder, label, also}`. */
export function boxWords(channel, names, inThread) {
  const isDirect = names.channel(channel)?.kind === "im";
  const place = `${isDirect ? "" : "#"}${names.channelName(channel)}`;
  const also = isDirect ? "Also send as a message" : `Also send to ${place}`;
  if (inThread) return { placeholder: "Reply…", label: "Reply in thread", also };
  return { placeholder: `Message ${place}`, label: `Message ${place}`, also };
}
