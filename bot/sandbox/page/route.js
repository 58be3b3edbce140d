/** Who is looking and where, as the page's address says it: `?user=U1&at=C1` or `?user=U1&at=home`. */
const HOME = "home";

/** Reads the query of an address: `{user, place}`, each null where it isn't said. */
export function readRoute(search) {
  const query = new URLSearchParams(search);
  const at = query.get("at");
  return {
    user: query.get("user"),
    place: at && (at === HOME ? { kind: "home" } : { kind: "channel", channel: at }),
  };
}

/** The address of a place for a person. */
export function addressOf(user, place) {
  const at = place.kind === "home" ? HOME : place.channel;
  return `?${new URLSearchParams({ user, at })}`;
}

/** The place to show: the one asked for when this person can see it, else their first channel. */
export function placeFor(asked, channels) {
  const isSeen = asked?.kind === "home" || channels.some(({ id }) => id === asked?.channel);
  if (isSeen) return asked;
  const first = channels.find((channel) => !channel.is_im) ?? channels[0];
  return first ? { kind: "channel", channel: first.id } : { kind: "home" };
}
