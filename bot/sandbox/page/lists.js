/** Lists of messages in the order of their times, and how one message changes them. Pure. */
const byTime = (one, other) => Number(one.ts) - Number(other.ts);

/** Whether a message stands in its thread only; the first of a thread and a broadcast reply don't. */
export const isReply = ({ ts, thread_ts: root, subtype }) =>
  Boolean(root) && root !== ts && subtype !== "thread_broadcast";

/** The key of a thread. */
export const threadKey = (channel, ts) => `${channel}/${ts}`;

/** The list with a message added, or put in the place of the one with its time. */
export function put(list, added) {
  const last = list.at(-1);
  if (!last || Number(last.ts) < Number(added.ts)) return [...list, added];
  return [...list.filter(({ ts }) => ts !== added.ts), added].sort(byTime);
}

/** The list with a message in the place of the one with its time; the same list when it isn't there. */
export const swap = (list, after) =>
  list.some(({ ts }) => ts === after.ts)
    ? list.map((one) => (one.ts === after.ts ? after : one))
    : list;

/** The list without the message of a time. */
export const drop = (list, gone) => list.filter(({ ts }) => ts !== gone);

/**
 * The list once the newest messages were read again: they win over what was there. Notices (they
 * exist only here) stay, what came later stays, and what is older stays when there is no gap.
 */
export function refreshed(list, newest) {
  if (!newest.length) return list.filter((one) => one.is_notice);
  const [first, last] = [Number(newest[0].ts), Number(newest.at(-1).ts)];
  const meets = list.some(({ ts }) => ts === newest[0].ts);
  const stays = (one) => {
    const at = Number(one.ts);
    return at > last || (one.is_notice && at >= first) || (meets && at < first);
  };
  return [...list.filter(stays), ...newest].sort(byTime);
}

/** The list with older messages before it. */
export function extended(list, older) {
  const first = Number(list[0]?.ts ?? Infinity);
  return [...older.filter(({ ts }) => Number(ts) < first), ...list];
}
