/**
 * Who is looking and where, as the page's address says it: `?user=ana&at=general` for one person,
 * `?view=ana:general,luis:dm` for several beside each other. A place is a channel's name or id, `dm`
 * (the talk with the app), `@luis` (a talk with a person) or `home`; a thread's time may follow.
 */
import { appRoom } from "./rooms.js";

/** How many people fit on one screen. */
export const MOST = 3;

/** Reads the query of an address: `[{who, at, thread}]`, each null where it isn't said. */
export function readRoute(search) {
  const query = new URLSearchParams(search);
  const parts = (query.get("view") ?? "").split(",").filter(Boolean).slice(0, MOST);
  const pane = ([who, at, thread]) => ({
    who: who || null,
    at: at || null,
    thread: thread || null,
  });
  if (parts.length) return parts.map((part) => pane(part.split(":")));
  return [pane([query.get("user"), query.get("at"), query.get("thread")])];
}

const written = ({ who, at, thread }) =>
  [who, at, thread]
    .filter(Boolean)
    .map((part) => encodeURIComponent(part).replace("%40", "@"))
    .join(":");

/** The address of some panes `{who, at, thread}`. */
export function addressOf(panes) {
  if (panes.length > 1) return `?view=${panes.map(written).join(",")}`;
  const said = Object.entries(panes[0]).filter(([, value]) => value);
  const named = said.map(([name, value]) => [name === "who" ? "user" : name, value]);
  return `?${new URLSearchParams(named)}`;
}

/** What a person is called in an address. */
export const keyOf = ({ key, name, id }) => key || name || id;

/** The person of a key, handle or id, or undefined. */
export const personOf = (who, people) =>
  people.find((person) => [person.id, person.key, person.name].includes(who));

/** A place as an address names it: `{at, thread}`. */
export function atOf(place, rooms, people) {
  if (place.kind === "home") return { at: "home", thread: null };
  const thread = place.thread ?? null;
  const room = rooms.find(({ id }) => id === place.channel);
  const other = people.find(({ id }) => id === room?.with);
  if (room?.isApp) return { at: "dm", thread };
  if (room?.kind === "im" && other) return { at: `@${keyOf(other)}`, thread };
  return { at: room?.name || place.channel, thread };
}

function roomAt(at, rooms, people) {
  if (at === "dm") return appRoom(rooms);
  const other = at?.startsWith("@") && personOf(at.slice(1), people);
  if (other) return rooms.find((room) => room.with === other.id && !room.isApp);
  return rooms.find((room) => room.id === at || (room.kind !== "im" && room.name === at));
}

/** The place to show: the one asked for when this person can see it, else their first channel. */
export function placeAt({ at, thread }, rooms, people) {
  if (at === "home") return { kind: "home" };
  const asked = roomAt(at, rooms, people);
  if (asked) return { kind: "channel", channel: asked.id, ...(thread && { thread }) };
  const first = rooms.find(({ kind }) => kind !== "im") ?? rooms[0];
  return first ? { kind: "channel", channel: first.id } : { kind: "home" };
}
