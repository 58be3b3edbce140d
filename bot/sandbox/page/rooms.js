/** Channels and talks as the page knows them. */

/** A channel as the server gives it, with `kind` and `isApp` (the talk with the app) always said. */
export function roomOf(channel) {
  const closed = channel.is_private ? "private" : "public";
  const kind = channel.kind ?? (channel.is_im ? "im" : closed);
  return { ...channel, kind, isApp: channel.is_app ?? (kind === "im" && !channel.with) };
}

/** The talk with the app, or undefined. */
export const appRoom = (rooms) => rooms.find(({ isApp }) => isApp);

/** The channels proper, in the order they came. */
export const channelsOf = (rooms) => rooms.filter(({ kind }) => kind !== "im");

/** The talks with people. */
export const talksOf = (rooms) => rooms.filter(({ kind, isApp }) => kind === "im" && !isApp);

const MARKS = { public: "hash", private: "lock", shared: "shared", im: "person" };

/** The drawing before a room's name. */
export const markOf = ({ kind }) => MARKS[kind];

/** Who else is in a shared channel, in words, or null. */
export function sharedWith({ kind, connected = [] }) {
  if (kind !== "shared") return null;
  return connected.length ? `Shared with ${connected.join(", ")}` : "Shared with a partner";
}

/** The rooms with one added, or put in the place of the one with the same (or its `old`) id. */
export function withRoom(rooms, room, old = room.id) {
  const isThere = rooms.some(({ id }) => id === old);
  return isThere ? rooms.map((one) => (one.id === old ? room : one)) : [...rooms, room];
}
