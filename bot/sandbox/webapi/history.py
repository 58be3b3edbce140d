"""`conversations.history` and `conversations.replies`: what was said."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.cursors import MOST_IN_A_PAGE, after, next_cursor
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON, copy

_TS = re.compile(r"\d{1,16}(\.\d{1,6})?")
_SCOPES = ("channels:history", "groups:history", "im:history", "mpim:history")
_PAGING = "cursor include_all_metadata inclusive latest limit oldest"
_CURSOR = "next_ts"
# How many come where nobody says how many; docs.slack.dev/reference/methods
HISTORY_PAGE = 100
# The same of a thread, and no more than these come of one.
REPLIES_PAGE = 1_000


@method("conversations.history", tier=3, scopes=_SCOPES, needs="channel", may=_PAGING)
def history(call: ApiCall) -> JSON:
    """What stands in a channel, newest first.

    With `oldest` alone the pages begin there and go on to what is newer, as Slack's do.
    """
    channel = _readable(call)
    forward = _moment(call, "oldest") is not None and _moment(call, "latest") is None
    page = (_forward if forward else _backward)(call, channel)
    if forward:
        page["messages"].reverse()
    return {**page, "pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}


@method(
    "conversations.replies",
    tier=3,
    scopes=_SCOPES,
    needs="channel ts",
    may=_PAGING,
    takes_json=False,
)
def replies(call: ApiCall) -> JSON:
    """A thread, its head first, whenever that was said; later pages go on without it.

    A reply's own `ts` gives that reply alone.
    """
    channel, done, root = _readable(call), _done(call), call.text("ts")
    if root not in channel.messages:
        raise SlackError("thread_not_found")
    stamps = channel.replies.get(root, [])
    low, high = _span(call, stamps)
    low = max(low, bisect_right(stamps, done))
    head = [] if done else [root]
    end = min(high, low + _limit(call, REPLIES_PAGE, REPLIES_PAGE) - len(head))
    page = head + stamps[low:end]
    return _page(call, channel, page, more=end < high)


def _forward(call: ApiCall, channel: Channel) -> JSON:
    low, high = _span(call, channel.standing)
    low = max(low, bisect_right(channel.standing, _done(call)))
    end = min(high, low + _limit(call, HISTORY_PAGE, MOST_IN_A_PAGE))
    return _page(call, channel, channel.standing[low:end], more=end < high)


def _backward(call: ApiCall, channel: Channel) -> JSON:
    low, high = _span(call, channel.standing)
    if done := _done(call):
        high = min(high, bisect_left(channel.standing, done))
    begin = max(low, high - _limit(call, HISTORY_PAGE, MOST_IN_A_PAGE))
    return _page(call, channel, channel.standing[begin:high][::-1], more=begin > low)


def _readable(call: ApiCall) -> Channel:
    channel = call.channel()
    call.need_scope(f"{channel.family}:history")
    if call.core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _done(call: ApiCall) -> str:
    """Where the page before ended; empty for the first one. Raises `invalid_cursor`."""
    done = after(call, _CURSOR)
    if done and not _TS.fullmatch(done):
        raise SlackError("invalid_cursor")
    return done


def _limit(call: ApiCall, default: int, most: int) -> int:
    return min(max(call.number("limit", default), 1), most)


def _span(call: ApiCall, stamps: Sequence[str]) -> tuple[int, int]:
    """From where to where the messages between `oldest` and `latest` stand."""
    oldest, latest = _moment(call, "oldest"), _moment(call, "latest")
    return span(stamps, oldest, latest, inclusive=call.flag("inclusive"))


def span(
    stamps: Sequence[str], oldest: int | None, latest: int | None, *, inclusive: bool
) -> tuple[int, int]:
    """The same of moments in microseconds: both ends are left out, unless `inclusive`."""
    low, high = 0, len(stamps)
    if oldest is not None:
        low = (bisect_left if inclusive else bisect_right)(stamps, oldest, key=_micros)
    if latest is not None:
        high = (bisect_right if inclusive else bisect_left)(stamps, latest, key=_micros)
    return low, max(low, high)


def _page(call: ApiCall, channel: Channel, page: list[str], *, more: bool) -> JSON:
    """The messages of a page, and a cursor that says with which one it ended."""
    return {
        "messages": [_shown(channel.messages[ts], call) for ts in page],
        "has_more": more,
        **next_cursor(_CURSOR, page[-1] if page else "", more=more),
    }


def _moment(call: ApiCall, name: str) -> int | None:
    given = str(call.args.get(name) or "0")
    if not _TS.fullmatch(given):
        raise SlackError(f"invalid_ts_{name}")
    return _micros(given) or None


def _micros(ts: str) -> int:
    """A timestamp in whole microseconds: as a float it would lose its last digits."""
    seconds, _, rest = ts.partition(".")
    return int(seconds) * 1_000_000 + int(rest.ljust(6, "0"))


def _shown(message: JSON, call: ApiCall) -> JSON:
    """Metadata comes back only where it was asked for."""
    if call.flag("include_all_metadata"):
        return copy(message)
    return copy({key: message[key] for key in message if key != "metadata"})
