/**
 * The state of one person's workspace, and how what happens changes it. Nothing here touches the
 * page: `reduce` is a pure function, and the parts of the page draw what `subscribe` hands them.
 *
 * State: `place` ({kind: "channel", channel} or {kind: "home"}), `messages` by channel, `unread` by
 * channel, `views` (the stack of modals, last on top), `home`, `connected` (null before the first try).
 */
export const EMPTY = {
  place: null,
  messages: {},
  unread: {},
  views: [],
  home: null,
  connected: null,
};

const DEPTH = 3;
const byTime = (one, other) => Number(one.ts) - Number(other.ts);

const withMessages = (state, channel, messages) => ({
  ...state,
  messages: { ...state.messages, [channel]: messages },
});

const messagesOf = (state, channel) => state.messages[channel] ?? [];

/** The channel that is open, or null while the app's Home is. */
export const openChannel = (state) =>
  state.place?.kind === "channel" ? state.place.channel : null;

function went(state, { place }) {
  const { [place.channel]: seen, ...unread } = state.unread;
  return { ...state, place, unread };
}

/** History replaces what was there, but for notices (they exist only here) and what came later. */
function history(state, { channel, messages }) {
  const last = Number(messages.at(-1)?.ts ?? 0);
  const later = messagesOf(state, channel).filter((one) => one.is_notice || Number(one.ts) > last);
  return withMessages(state, channel, [...messages, ...later].sort(byTime));
}

function message(state, { channel, message: added }) {
  const others = messagesOf(state, channel).filter(({ ts }) => ts !== added.ts);
  const next = withMessages(state, channel, [...others, added].sort(byTime));
  const isSeen =
    channel === openChannel(state) || others.length < messagesOf(state, channel).length;
  return isSeen
    ? next
    : { ...next, unread: { ...state.unread, [channel]: (state.unread[channel] ?? 0) + 1 } };
}

function changed(state, { channel, message: after }) {
  const replaced = messagesOf(state, channel).map((one) => (one.ts === after.ts ? after : one));
  return withMessages(state, channel, replaced);
}

const deleted = (state, { channel, ts }) =>
  withMessages(
    state,
    channel,
    messagesOf(state, channel).filter((one) => one.ts !== ts),
  );

const STACK = {
  open: (_, { view }) => [view],
  push: (views, { view }) => [...views, view].slice(-DEPTH),
  update: (views, { view }) => views.map((one) => (one.id === view.id ? view : one)),
  close: (views, { view, view_id: id }) => views.filter((one) => one.id !== (id ?? view?.id)),
  clear: () => [],
};

const view = (state, event) => ({ ...state, views: STACK[event.action](state.views, event) });

/** A notice of a channel is a line in it that the server does not keep. `at` is in seconds. */
function notice(state, { channel, level, text, at }) {
  const line = { ts: at.toFixed(6), is_notice: true, is_ephemeral: true, level, text };
  return message(state, { channel, message: line });
}

const RULES = {
  went,
  history,
  message,
  message_changed: changed,
  message_deleted: deleted,
  view,
  notice,
  home: (state, event) => ({ ...state, home: event.view }),
  connected: (state, { connected }) => ({ ...state, connected }),
};

/** The state after an event. An event of an unknown type changes nothing. */
export function reduce(state, event) {
  return Object.hasOwn(RULES, event.type) ? RULES[event.type](state, event) : state;
}

/** Holds the state and tells its subscribers `(state, before)` after each change. */
export function createStore(state = EMPTY) {
  const subscribers = new Set();
  return {
    get: () => state,
    subscribe(subscriber) {
      subscribers.add(subscriber);
    },
    dispatch(event) {
      const before = state;
      state = reduce(state, event);
      if (state !== before) for (const subscriber of subscribers) subscriber(state, before);
    },
  };
}

/** A channel's messages as threads: `{message, replies}` in time order; an orphaned reply stands alone. */
export function threads(messages) {
  const roots = new Map();
  for (const one of messages) {
    const root = one.thread_ts !== one.ts && roots.get(one.thread_ts);
    if (root) root.replies.push(one);
    else roots.set(one.ts, { message: one, replies: [] });
  }
  return [...roots.values()];
}
