/** Tells the server what was read: the open channel's newest message, while one can see it. */
import { openChannel } from "./store.js";

/** Follows a workspace; answers the function that stops. `isShown()` says whether it can be seen. */
export function followReading({ store, client }, isShown) {
  const told = {};
  const tell = () => {
    const state = store.get();
    const channel = openChannel(state);
    const newest = state.messages[channel]?.findLast((one) => !one.is_notice);
    const isLoaded = channel in state.more;
    if (!newest || !isLoaded || document.hidden || !isShown()) return;
    if (Number(told[channel] ?? 0) >= Number(newest.ts)) return;
    told[channel] = newest.ts;
    store.dispatch({ type: "unread", channel, unread: 0 });
    client.read(channel, newest.ts);
  };
  store.subscribe((state, before) => {
    if (state.place !== before.place || state.messages !== before.messages) tell();
  });
  document.addEventListener("visibilitychange", tell);
  return { tell, stop: () => document.removeEventListener("visibilitychange", tell) };
}
