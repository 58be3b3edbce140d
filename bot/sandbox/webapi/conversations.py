"""`conversations.*`: channels, and who is in them."""

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.people import User
from bot.sandbox.webapi.cursors import page_of
from bot.sandbox.webapi.described import described
from bot.sandbox.webapi.listing import READ
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON

_OPEN = ("channels:manage", "groups:write", "im:write", "mpim:write")
_INVITE = (*_OPEN, "channels:write.invites", "groups:write.invites")
_INVITE_TO = {
    "public": ("channels:manage", "channels:write.invites"),
    "private": ("groups:write", "groups:write.invites"),
    "im": ("im:write",),
}
MOST_INVITED = 100


@method(
    "conversations.info",
    tier=3,
    scopes=READ,
    needs="channel",
    may="include_locale include_num_members",
    takes_json=False,
)
def info(call: ApiCall) -> JSON:
    """A channel and whether it is private, archived or shared with another team."""
    channel = call.channel()
    call.need_scope(f"{channel.family}:read")
    counted = {"num_members": len(channel.members)} if call.flag("include_num_members") else {}
    return {"channel": described(call.core.workspace, channel) | counted}


@method("conversations.open", tier=3, scopes=_OPEN, may="channel users return_im prevent_creation")
def open_(call: ApiCall) -> JSON:
    """The direct message with a person, which is there already."""
    call.need_scope("im:write")
    if call.text("channel"):
        channel = call.channel()
        if channel.kind != "im":
            raise SlackError("method_not_supported_for_channel_type")
    else:
        channel = _dm_with(call)
    full = call.flag("return_im")
    shown = described(call.core.workspace, channel) if full else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": shown}


@method(
    "conversations.members",
    tier=4,
    scopes=READ,
    needs="channel",
    may="cursor limit",
    takes_json=False,
)
def members(call: ApiCall) -> JSON:
    """The ids of everyone in a channel."""
    channel = call.channel()
    call.need_scope(f"{channel.family}:read")
    page, metadata = page_of(call, "user_id", sorted(channel.members))
    return {"members": page, **metadata}


@method("conversations.join", tier=3, scopes=("channels:join",), needs="channel")
def join(call: ApiCall) -> JSON:
    """The app joins a public channel by itself."""
    channel, workspace = call.channel(), call.core.workspace
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    call.core.memberships.join(workspace.bot, channel)
    return {"channel": described(workspace, channel)}


@method("conversations.invite", tier=3, scopes=_INVITE, needs="channel users", may="force")
def invite(call: ApiCall) -> JSON:
    """The app brings people into a channel; nobody comes unless all can, or `force` says so."""
    channel, workspace = call.channel(), call.core.workspace
    call.need_scope(*_INVITE_TO[channel.kind])
    users = _invited(call)
    problems = {user.id: error for user in users if (error := _problem(call, user, channel))}
    if problems and not (call.flag("force") and len(problems) < len(users)):
        errors = [{"ok": False, "error": error, "user": who} for who, error in problems.items()]
        raise SlackError(next(iter(problems.values())), errors=errors)
    for user in users:
        if user.id not in problems:
            call.core.memberships.invite(workspace.bot, user, channel)
    return {"channel": described(workspace, channel)}


def _problem(call: ApiCall, user: User, channel: Channel) -> str | None:
    """Why somebody can't be invited, if they can't."""
    try:
        call.core.memberships.must_be_invitable(call.core.workspace.bot, user, channel)
    except SlackError as refusal:
        return refusal.error
    return None


def _invited(call: ApiCall) -> list[User]:
    ids = [each.strip() for each in call.text("users").split(",") if each.strip()]
    if not ids:
        raise SlackError("no_user")
    if len(ids) > MOST_INVITED:
        raise SlackError("invalid_arguments", [f"no more than {MOST_INVITED} users"])
    return [call.user(each) for each in ids]


def _dm_with(call: ApiCall) -> Channel:
    ids = [each for each in call.text("users").split(",") if each]
    if not ids:
        raise SlackError("users_list_not_supplied")
    if len(ids) > 1:
        raise SlackError("missing_scope", needed="mpim:write", provided="")
    user = call.user(ids[0])
    if user.is_bot:
        raise SlackError("invalid_user_combination")
    if user.deleted:
        raise SlackError("user_disabled")
    return call.core.workspace.dm(user)
