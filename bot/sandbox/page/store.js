/**
 * The state of one person's workspace, and how what happens changes it. Nothing here touches the
 * page: `reduce` is a pure function, and the parts of the page draw what `subscribe` hands them.
 *
 * State: `place` ({kind: "channel", channel, thread?} or {kind: "home"}), `rooms`, `messages` by
 * channel, `more` by channel (whether older ones exist; absent until the channel was read),
 * `threads` by `threadKey`, `unread` by channel, `lines` by channel (after which time the "New" line
 * stands), `editing` (the time of the message being edited), `views` (the stack of modals, last on
 * top), `home`, `connected` (null before the first try).
 */
import { drop, extended, isReply, put, refreshed, swap, threadKey } from "./lists.js";
import { roomOf, withRoom } from "./rooms.js";

export const EMPTY = {
  place: null,
  rooms: [],
  messages: {},
  more: {},
  threads: {},
  unread: {},
  lines: {},
  editing: null,
  views: [],
  home: null,
  connected: null,
};

const DEPTH = 3;

/** The state with the list of a channel, and of a thread that was read, changed by `change`. */
function inLists(state, channel, root, change) {
  const { messages, threads } = state;
  const key = threadKey(channel, root);
  return {
    ...state,
    messages: { ...messages, [channel]: change(messages[channel] ?? []) },
    threads: threads[key] ? { ...threads, [key]: change(threads[key]) } : threads,
  };
}

/** The channel that is open, or null while the app's Home is. */
export const openChannel = (state) =>
  state.place?.kind === "channel" ? state.place.channel : null;

/** The key of the thread that is open, or null. */
export const openThread = ({ place }) =>
  place?.thread ? threadKey(place.channel, place.thread) : null;

/** The state a workspace begins with, from the server's channels. */
export function beginning(channels) {
  const rooms = channels.map(roomOf);
  const unread = Object.fromEntries(rooms.map((room) => [room.id, room.unread ?? 0]));
  return { ...EMPTY, rooms, unread };
}

/** Where the "New" line stands is settled when one comes to a channel. */
function went(state, { place }) {
  const next = { ...state, place, editing: null };
  const channel = openChannel(next);
  if (!channel || channel === openChannel(state)) return next;
  const room = state.rooms.find(({ id }) => id === channel);
  const line = state.unread[channel] ? (room?.last_read ?? null) : null;
  return { ...next, lines: { ...state.lines, [channel]: line } };
}

const history = (state, { channel, messages, has_more: more = false }) => ({
  ...state,
  messages: { ...state.messages, [channel]: refreshed(state.messages[channel] ?? [], messages) },
  more: { ...state.more, [channel]: more },
});

const older = (state, { channel, messages, has_more: more = false }) => ({
  ...state,
  messages: { ...state.messages, [channel]: extended(state.messages[channel] ?? [], messages) },
  more: { ...state.more, [channel]: more },
});

function thread(state, { channel, ts, messages }) {
  const key = threadKey(channel, ts);
  const list = refreshed(state.threads[key] ?? [], messages);
  return { ...state, threads: { ...state.threads, [key]: list } };
}

function message(state, { channel, message: added }) {
  const root = added.thread_ts ?? added.ts;
  const next = inLists(state, channel, root, (list) => put(list, added));
  return isReply(added) ? { ...next, messages: state.messages } : next;
}

const changed = (state, { channel, message: after }) =>
  inLists(state, channel, after.thread_ts ?? after.ts, (list) => swap(list, after));

const deleted = (state, { channel, ts, thread_ts: root }) =>
  inLists(state, channel, root ?? ts, (list) => drop(list, ts));

const STACK = {
  open: (_, { view }) => [view],
  push: (views, { view }) => [...views, view].slice(-DEPTH),
  update: (views, { view }) => views.map((one) => (one.id === view.id ? view : one)),
  close: (views, { view, view_id: id }) => views.filter((one) => one.id !== (id ?? view?.id)),
  clear: () => [],
};

const view = (state, event) => ({ ...state, views: STACK[event.action](state.views, event) });

/** A notice of a channel is a line in it that the server does not keep. `at` is in seconds. */
function notice(state, { channel, level, text, at, thread_ts: root }) {
  const line = { ts: at.toFixed(6), is_notice: true, is_ephemeral: true, level, text };
  return message(state, { channel, message: root ? { ...line, thread_ts: root } : line });
}

const unread = (state, { channel, unread: count }) => ({
  ...state,
  unread: { ...state.unread, [channel]: count },
});

const opened = (state, { channel }) => ({
  ...state,
  rooms: withRoom(state.rooms, roomOf(channel)),
  unread: { ...state.unread, [channel.id]: channel.unread ?? state.unread[channel.id] ?? 0 },
});

/** The server says anew what channels there are, as after it was started again. */
const rooms = (state, { channels }) => {
  const { rooms: now, unread: counts } = beginning(channels);
  return { ...state, rooms: now, unread: counts };
};

const moved = (object, old, id) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key === old ? id : key, value]));

/** A channel changed its kind, and with it perhaps its id. Its threads are read again when needed. */
function renamed(state, { old, channel }) {
  const move = (object) => moved(object, old, channel.id);
  const isHere = openChannel(state) === old;
  return {
    ...state,
    rooms: withRoom(state.rooms, roomOf(channel), old),
    messages: move(state.messages),
    more: move(state.more),
    unread: move(state.unread),
    lines: move(state.lines),
    place: isHere ? { kind: "channel", channel: channel.id } : state.place,
  };
}

const RULES = {
  went,
  history,
  older,
  thread,
  message,
  message_changed: changed,
  message_deleted: deleted,
  view,
  notice,
  unread,
  rooms,
  channel_opened: opened,
  channel_changed: renamed,
  editing: (state, { ts }) => ({ ...state, editing: ts }),
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
      const after = state;
      if (after !== before) for (const subscriber of subscribers) subscriber(after, before);
    },
  };
}
