/**
 * Which part of a long list is drawn. A range is `{first, last}`: the times of the outermost messages
 * drawn, where a `first` of null is the oldest and a `last` of null the newest, whatever comes.
 */
const DRAWN_AT_FIRST = 40;
const STEP = 24;
const MOST = 160;

/** The range that shows the newest messages. */
export function newestRange(messages) {
  const at = messages.length - DRAWN_AT_FIRST;
  return { first: at > 0 ? messages[at].ts : null, last: null };
}

/** Where a range begins and ends in the list, as `slice` takes it. */
export function boundsOf({ first, last }, messages) {
  const from = first === null ? 0 : messages.findIndex(({ ts }) => Number(ts) >= Number(first));
  const past = last === null ? -1 : messages.findIndex(({ ts }) => Number(ts) > Number(last));
  return { from: from < 0 ? messages.length : from, to: past < 0 ? messages.length : past };
}

const rangeOf = (from, to, messages) => ({
  first: from > 0 ? messages[from].ts : null,
  last: to < messages.length ? messages[to - 1].ts : null,
});

/** The range moved towards the older messages; what leaves at the other end is no longer drawn. */
export function olderRange(range, messages) {
  const { from, to } = boundsOf(range, messages);
  const begin = Math.max(0, from - STEP);
  return rangeOf(begin, Math.min(to, begin + MOST), messages);
}

/** The range moved towards the newer messages. */
export function newerRange(range, messages) {
  const { from, to } = boundsOf(range, messages);
  const end = Math.min(messages.length, to + STEP);
  return rangeOf(Math.max(from, end - MOST), end, messages);
}
