"""A channel as one person reads it: pages of it, its threads, and what is unread."""

import heapq
from collections.abc import Iterator
from itertools import islice

from bot.sandbox.channels import Channel
from bot.sandbox.wire import JSON

NEVER = "0000000000.000000"


def page(channel: Channel, user_id: str, before: str, limit: int) -> tuple[list[JSON], bool]:
    """The last `limit` messages before `before`, oldest first, and whether there are older ones.

    Replies stand in their threads only, unless they were sent to the channel too.
    """
    newest_first = heapq.merge(
        channel.top_level(), _private(channel, user_id), key=_ts, reverse=True
    )
    earlier = (each for each in newest_first if not before or each["ts"] < before)
    found = list(islice(earlier, limit + 1))
    return found[:limit][::-1], len(found) > limit


def thread(channel: Channel, user_id: str, root: str) -> list[JSON]:
    """A thread, with what only this person sees in it. Raises `LookupError`."""
    if root not in channel.messages:
        raise LookupError(f"there is no message {root}")
    private = channel.ephemerals.get(user_id, {}).values()
    own = [each for each in private if each.get("thread_ts") == root]
    return sorted((*channel.thread(root), *own), key=_ts)


def unread(channel: Channel, user_id: str) -> int:
    """How many messages stand after the last one they read."""
    last, count = channel.last_read.get(user_id, NEVER), 0
    for message in channel.top_level():
        if message["ts"] <= last:
            break
        count += message.get("user") != user_id
    return count


def read(channel: Channel, user_id: str, ts: str) -> bool:
    """Moves the mark up to a message; whether anything was unread up to there."""
    was = unread(channel, user_id)
    channel.last_read[user_id] = max(ts, channel.last_read.get(user_id, NEVER))
    return unread(channel, user_id) != was


def _private(channel: Channel, user_id: str) -> Iterator[JSON]:
    """What only this person sees outside threads, newest first."""
    own = channel.ephemerals.get(user_id, {}).values()
    return (each for each in sorted(own, key=_ts, reverse=True) if "thread_ts" not in each)


def _ts(message: JSON) -> str:
    return str(message["ts"])
