"""`chat.*`: the app posts, edits and deletes."""

from bot.sandbox.channels import Channel
from bot.sandbox.content import read_content
from bot.sandbox.errors import SlackError
from bot.sandbox.people import User
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON, copy

_SCOPES = ("chat:write",)
_CONTENT = "text blocks attachments markdown_text metadata link_names parse as_user"
_LOOKS = "icon_emoji icon_url username"


@method(
    "chat.postMessage",
    tier=5,
    scopes=_SCOPES,
    needs="channel",
    may=f"{_CONTENT} {_LOOKS} mrkdwn reply_broadcast thread_ts unfurl_links unfurl_media",
)
def post_message(call: ApiCall) -> JSON:
    """Posts to a channel, a direct message, or to a person by user id."""
    channel = _writable(call)
    content = read_content(call.args, call.core.ids)
    message = call.core.posting.from_bot(
        channel,
        content,
        thread_ts=call.args.get("thread_ts") or None,
        broadcast=call.flag("reply_broadcast"),
    )
    return {"channel": channel.id, "ts": message["ts"], "message": copy(message)}


@method(
    "chat.postEphemeral",
    tier=4,
    scopes=_SCOPES,
    needs="channel user",
    may=f"{_CONTENT} {_LOOKS} thread_ts",
)
def post_ephemeral(call: ApiCall) -> JSON:
    """Shows something to one person in a channel."""
    channel = _writable(call)
    content = read_content(call.args, call.core.ids)
    content.pop("metadata", None)
    if call.text("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    message = call.core.posting.ephemeral(
        call.text("user"), channel, content, call.args.get("thread_ts") or None
    )
    return {"message_ts": message["ts"]}


@method(
    "chat.update",
    tier=3,
    scopes=_SCOPES,
    needs="channel ts",
    may=f"{_CONTENT} reply_broadcast file_ids unfurled_attachments",
)
def update(call: ApiCall) -> JSON:
    """Edits one of the app's own messages."""
    channel, message = _own_message(call, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    content = read_content(call.args, call.core.ids) | _taken_away(call)
    changed = call.core.posting.change(channel, message["ts"], content, call.core.workspace.bot.id)
    shown = {"channel": channel.id, "ts": message["ts"], "text": changed["text"]}
    return {**shown, "message": copy(changed)}


@method("chat.delete", tier=3, scopes=_SCOPES, needs="channel ts", may="as_user")
def delete(call: ApiCall) -> JSON:
    """Deletes one of the app's own messages."""
    channel, message = _own_message(call, "cant_delete_message")
    call.core.posting.delete(channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.getPermalink", tier=5, needs="channel message_ts", takes_json=False)
def get_permalink(call: ApiCall) -> JSON:
    """The address of a message."""
    channel, ts = call.channel(), call.text("message_ts")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    root = channel.messages[ts].get("thread_ts", ts)
    address = f"https://{call.core.workspace.team.domain}.slack.com/archives/{channel.id}"
    thread = f"?thread_ts={root}&cid={channel.id}" if root != ts else ""
    return {"channel": channel.id, "permalink": f"{address}/p{ts.replace('.', '')}{thread}"}


def _taken_away(call: ApiCall) -> JSON:
    """What an update gives as empty goes; what it does not name stays."""
    empty: tuple[object, ...] = ([], {}, "[]", "{}")
    names = ("blocks", "attachments", "metadata")
    return {name: {} for name in names if call.args.get(name) in empty}


def _writable(call: ApiCall) -> Channel:
    """The conversation to write to; a person's id stands for their talk with the app."""
    if call.text("channel").startswith(("U", "W")):
        channel = call.core.workspace.dm(_recipient(call))
    else:
        channel = call.channel()
    if channel.kind == "im" and not call.core.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.core.workspace.bot.id not in channel.members:
        _need_public_scope(call)
    return channel


def _need_public_scope(call: ApiCall) -> None:
    """Without being a member an app may write only with `chat:write.public`."""
    if not call.core.manifest.has_scope(["chat:write.public"]):
        raise SlackError("not_in_channel")


def _recipient(call: ApiCall) -> User:
    user = call.core.workspace.users.get(call.text("channel"))
    if user is None or user.is_bot:
        raise SlackError("channel_not_found")
    return user


def _own_message(call: ApiCall, error: str) -> tuple[Channel, JSON]:
    channel = call.channel()
    message = channel.messages.get(call.text("ts"))
    if message is None or message.get("subtype") == "tombstone":
        raise SlackError("message_not_found")
    if message.get("bot_id") != call.core.workspace.bot_id:
        raise SlackError(error)
    return channel, message
