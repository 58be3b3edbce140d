"""`reactions.*`: the app's emoji, and what stands on a message."""

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON, copy

_WRITE = ("reactions:write",)
_ITEM = "channel timestamp file file_comment"


@method("reactions.add", tier=3, scopes=_WRITE, needs="channel name timestamp")
def add(call: ApiCall) -> JSON:
    """Puts an emoji on a message."""
    channel, message = _item(call)
    bot = call.core.workspace.bot.id
    call.core.reacting.add(channel, message, call.text("name"), bot)
    return {}


@method("reactions.remove", tier=2, scopes=_WRITE, needs="name", may=_ITEM)
def remove(call: ApiCall) -> JSON:
    """Takes one of the app's emoji away."""
    channel, message = _item(call)
    bot = call.core.workspace.bot.id
    call.core.reacting.remove(channel, message, call.text("name"), bot)
    return {}


@method("reactions.get", tier=3, scopes=("reactions:read",), may=f"{_ITEM} full", takes_json=False)
def get(call: ApiCall) -> JSON:
    """A message with the emoji on it."""
    channel, message = _item(call)
    return {"type": "message", "channel": channel.id, "message": copy(message)}


def _item(call: ApiCall) -> tuple[Channel, JSON]:
    if not (call.text("channel") and call.text("timestamp")):
        raise SlackError("no_item_specified")
    channel = call.channel()
    if call.core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    message = channel.messages.get(call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return channel, message
