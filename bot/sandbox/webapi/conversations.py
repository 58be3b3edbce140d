"""`conversations.*`: what is in a channel and who."""

import base64
import binascii
import re
from collections.abc import Iterable
from itertools import islice

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON, copy

_TS = re.compile(r"\d{1,16}(\.\d{1,6})?")
_FAMILIES = ("channels", "groups", "im", "mpim")
_READ = tuple(f"{family}:read" for family in _FAMILIES)
_HISTORY = tuple(f"{family}:history" for family in _FAMILIES)
_OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
_MOST = 999
_PAGING = "cursor include_all_metadata inclusive latest limit oldest"


@method(
    "conversations.info",
    tier=3,
    scopes=_READ,
    needs="channel",
    may="include_locale include_num_members",
    takes_json=False,
)
def info(call: ApiCall) -> JSON:
    """A channel and whether it is private, archived or shared with another team."""
    channel = call.channel()
    call.need_scope(f"{channel.family}:read")
    return {"channel": _described(call, channel)}


@method("conversations.open", tier=3, scopes=_OPEN, may="channel users return_im prevent_creation")
def open_(call: ApiCall) -> JSON:
    """The direct message with a person."""
    call.need_scope("im:write")
    if call.text("channel"):
        channel = call.channel()
        if channel.kind != "im":
            raise SlackError("method_not_supported_for_channel_type")
    else:
        channel = _dm_with(call)
    return {"channel": _described(call, channel) if call.flag("return_im") else {"id": channel.id}}


@method(
    "conversations.members",
    tier=4,
    scopes=_READ,
    needs="channel",
    may="cursor limit",
    takes_json=False,
)
def members(call: ApiCall) -> JSON:
    """The ids of everyone in a channel."""
    channel = call.channel()
    call.need_scope(f"{channel.family}:read")
    limit = call.number("limit", 100)
    if not 0 < limit <= _MOST:
        raise SlackError("invalid_limit")
    after = _cursor(call, "user_id")
    ids = [each for each in sorted(channel.members) if each > after]
    return {
        "members": ids[:limit],
        **_next("user_id", ids[limit - 1 : limit], more=len(ids) > limit),
    }


@method("conversations.history", tier=3, scopes=_HISTORY, needs="channel", may=_PAGING)
def history(call: ApiCall) -> JSON:
    """What stands in a channel, newest first."""
    channel = _readable(call)
    before = _cursor(call, "next_ts")
    found = (each for each in channel.top_level() if not before or each["ts"] < before)
    page, more = _page(call, found)
    return {**page, **_next("next_ts", page["messages"][-1:], more=more), "pin_count": 0}


@method(
    "conversations.replies",
    tier=3,
    scopes=_HISTORY,
    needs="channel ts",
    may=_PAGING,
    takes_json=False,
)
def replies(call: ApiCall) -> JSON:
    """A thread, its first message first. A reply's own `ts` gives that reply alone."""
    channel = _readable(call)
    if call.text("ts") not in channel.messages:
        raise SlackError("thread_not_found")
    after = _cursor(call, "next_ts")
    page, more = _page(
        call, (each for each in channel.thread(call.text("ts")) if each["ts"] > after)
    )
    return {**page, **_next("next_ts", page["messages"][-1:], more=more)}


def _readable(call: ApiCall) -> Channel:
    channel = call.channel()
    call.need_scope(f"{channel.family}:history")
    if call.core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _page(call: ApiCall, found: Iterable[JSON]) -> tuple[JSON, bool]:
    """One page of the messages between `oldest` and `latest`, and whether there are more."""
    oldest, latest = _ts(call, "oldest"), _ts(call, "latest")
    inclusive = call.flag("inclusive")
    between = (each for each in found if _within(each["ts"], oldest, latest, inclusive=inclusive))
    limit = min(max(call.number("limit", 100), 1), _MOST)
    page = list(islice(between, limit + 1))
    shown = [_shown(each, metadata=call.flag("include_all_metadata")) for each in page[:limit]]
    more = len(page) > limit
    return {"messages": shown, "has_more": more}, more


def _within(ts: str, oldest: float, latest: float, *, inclusive: bool) -> bool:
    moment = float(ts)
    if inclusive and moment in (oldest, latest):
        return True
    return moment > oldest and (not latest or moment < latest)


def _ts(call: ApiCall, name: str) -> float:
    given = str(call.args.get(name) or "0")
    if not _TS.fullmatch(given):
        raise SlackError(f"invalid_ts_{name}")
    return float(given)


def _shown(message: JSON, *, metadata: bool) -> JSON:
    """Metadata comes back only where it was asked for."""
    kept = message if metadata else {key: message[key] for key in message if key != "metadata"}
    return copy(kept)


def _cursor(call: ApiCall, kind: str) -> str:
    """What the page before ended with; empty for the first page."""
    cursor = call.text("cursor")
    if not cursor:
        return ""
    try:
        decoded = base64.b64decode(cursor, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as mistake:
        raise SlackError("invalid_cursor") from mistake
    name, _, value = decoded.partition(":")
    if name != kind:
        raise SlackError("invalid_cursor")
    return value


def _next(kind: str, last: list[JSON] | list[str], *, more: bool) -> JSON:
    cursor = ""
    if more and last:
        end = last[0] if isinstance(last[0], str) else last[0]["ts"]
        cursor = base64.b64encode(f"{kind}:{end}".encode()).decode()
    return {"response_metadata": {"next_cursor": cursor}}


def _dm_with(call: ApiCall) -> Channel:
    ids = [each for each in call.text("users").split(",") if each]
    if not ids:
        raise SlackError("users_list_not_supplied")
    if len(ids) > 1:
        raise SlackError("missing_scope", needed="mpim:write", provided="")
    user = call.user(ids[0])
    if user.is_bot:
        raise SlackError("invalid_user_combination")
    return call.core.workspace.dm(user)


def _described(call: ApiCall, channel: Channel) -> JSON:
    workspace = call.core.workspace
    shared = [workspace.team.id, *channel.connected]
    described: JSON = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": workspace.team.id,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        person = next(iter(channel.members - {workspace.bot.id}))
        return described | {"user": person, "is_user_deleted": False, "priority": 0}
    described |= {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.is_general,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": shared,
        "conversation_host_id": workspace.team.id,
        "is_member": workspace.bot.id in channel.members,
        "creator": channel.creator,
        "unlinked": 0,
        "previous_names": [],
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
    return described | (
        {"num_members": len(channel.members)} if call.flag("include_num_members") else {}
    )
