"""Lists of conversations: which there are, and which somebody is in."""

from collections.abc import Callable

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.cursors import page_of
from bot.sandbox.webapi.described import described
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_SCOPE = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}
_TYPE = {"public": "public_channel", "private": "private_channel", "im": "im"}
_MAY = "cursor exclude_archived limit team_id types"


@method("conversations.list", tier=2, scopes=READ, may=_MAY, takes_json=False)
def list_(call: ApiCall) -> JSON:
    """The conversations the app may know of: every public one, and the others it is in."""
    channels, metadata = _page(call, lambda _channel: True)
    return {"channels": [_counted(call, each) for each in channels], **metadata}


@method(
    "users.conversations",
    tier=3,
    scopes=READ,
    may=f"{_MAY} exclude_muted user",
    takes_json=False,
)
def of_user(call: ApiCall) -> JSON:
    """The conversations somebody is in, the app itself where nobody is named."""
    user = call.user(call.text("user") or call.core.workspace.bot.id)
    channels, metadata = _page(call, lambda channel: user.id in channel.members)
    return {"channels": [_of_somebody(call, each) for each in channels], **metadata}


def _page(call: ApiCall, belongs: Callable[[Channel], bool]) -> tuple[list[Channel], JSON]:
    types, bot = _types(call), call.core.workspace.bot.id
    there = {
        each.id: each
        for each in call.core.workspace.channels.values()
        if _TYPE[each.kind] in types
        and (not each.is_private or bot in each.members)
        and not (each.is_archived and call.flag("exclude_archived"))
        and belongs(each)
    }
    page, metadata = page_of(call, "team", sorted(there))
    return [there[each] for each in page], metadata


def _counted(call: ApiCall, channel: Channel) -> JSON:
    shown = described(call.core.workspace, channel)
    return shown if channel.kind == "im" else shown | {"num_members": len(channel.members)}


def _of_somebody(call: ApiCall, channel: Channel) -> JSON:
    """Whether the app is in it is not said here."""
    shown = described(call.core.workspace, channel)
    return {key: shown[key] for key in shown if key != "is_member"}


def _types(call: ApiCall) -> set[str]:
    """The kinds that were asked for; each needs its own scope."""
    types = {each.strip() for each in (call.text("types") or "public_channel").split(",")}
    if not types <= set(_SCOPE):
        raise SlackError("invalid_types")
    for each in sorted(types):
        call.need_scope(_SCOPE[each])
    return types
