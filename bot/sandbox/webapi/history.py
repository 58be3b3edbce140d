"""`conversations.history` and `conversations.replies`: what was said."""

import re
from collections.abc import Iterable
from itertools import islice

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.cursors import MOST_IN_A_PAGE, after, next_cursor
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON, copy

_TS = re.compile(r"\d{1,16}(\.\d{1,6})?")
_SCOPES = ("channels:history", "groups:history", "im:history", "mpim:history")
_PAGING = "cursor include_all_metadata inclusive latest limit oldest"
_CURSOR = "next_ts"


@method("conversations.history", tier=3, scopes=_SCOPES, needs="channel", may=_PAGING)
def history(call: ApiCall) -> JSON:
    """What stands in a channel, newest first.

    With `oldest` alone the pages begin there and go on to what is newer, as Slack's do.
    """
    channel, done = _readable(call), after(call, _CURSOR)
    forward = _moment(call, "oldest") is not None and _moment(call, "latest") is None
    found = channel.top_level()
    if forward:
        found = reversed(list(found))
    page = _page(call, (each for each in found if not done or _beyond(each, done, forward=forward)))
    if forward:
        page["messages"].reverse()
    return {**page, "pin_count": 0}


@method(
    "conversations.replies",
    tier=3,
    scopes=_SCOPES,
    needs="channel ts",
    may=_PAGING,
    takes_json=False,
)
def replies(call: ApiCall) -> JSON:
    """A thread, its first message first. A reply's own `ts` gives that reply alone."""
    channel, done = _readable(call), after(call, _CURSOR)
    if call.text("ts") not in channel.messages:
        raise SlackError("thread_not_found")
    return _page(call, (each for each in channel.thread(call.text("ts")) if each["ts"] > done))


def _readable(call: ApiCall) -> Channel:
    channel = call.channel()
    call.need_scope(f"{channel.family}:history")
    if call.core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _beyond(message: JSON, done: str, *, forward: bool) -> bool:
    return bool(message["ts"] > done if forward else message["ts"] < done)


def _page(call: ApiCall, found: Iterable[JSON]) -> JSON:
    """One page of the messages between `oldest` and `latest`, in the order they were found."""
    oldest, latest = _moment(call, "oldest"), _moment(call, "latest")
    inclusive = call.flag("inclusive")
    between = (each for each in found if _within(each["ts"], oldest, latest, inclusive=inclusive))
    limit = min(max(call.number("limit", 100), 1), MOST_IN_A_PAGE)
    page = list(islice(between, limit + 1))
    more = len(page) > limit
    last = page[:limit][-1]["ts"] if page else ""
    return {
        "messages": [_shown(each, call) for each in page[:limit]],
        "has_more": more,
        **next_cursor(_CURSOR, last, more=more),
    }


def _within(ts: str, oldest: int | None, latest: int | None, *, inclusive: bool) -> bool:
    """Both ends are left out, unless `inclusive` says otherwise."""
    moment, slack = _micros(ts), int(inclusive)
    late_enough = oldest is None or moment > oldest - slack
    return late_enough and (latest is None or moment < latest + slack)


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
