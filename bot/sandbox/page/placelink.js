/** Links to the places of a workspace. */
import { h } from "./dom.js";
import { addressOf, atOf, keyOf } from "./route.js";

/** Whether two places are the same, whatever thread is open there. */
export const samePlace = (one, other) =>
  one?.kind === other?.kind && one?.channel === other?.channel;

/** A real link, so that it can be opened in another tab; a plain click stays on the page. */
export function placeLink(workspace, place, { isHere, isUnread = false }, ...children) {
  const go = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    workspace.go(place);
  };
  const { me, names } = workspace;
  const { at } = atOf(place, names.rooms(), names.people);
  return h(
    "a",
    {
      class: isUnread ? "place is-unread" : "place",
      href: addressOf([{ who: keyOf(me), at }]),
      "aria-current": isHere ? "page" : null,
      "data-focus": `place/${place.channel ?? "home"}`,
      onclick: go,
    },
    ...children,
  );
}

/** How many messages were not read, or null. */
export const unreadCount = (count) =>
  count
    ? h("span", { class: "unread" }, String(count), h("span", { class: "for-readers" }, " unread"))
    : null;
