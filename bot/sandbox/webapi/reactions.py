"""`reactions.add`."""

import re

from bot.sandbox.errors import SlackError
from bot.sandbox.webapi.registry import ApiCall, method
from bot.sandbox.wire import JSON

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


@method("reactions.add", tier=3, scopes=("reactions:write",), needs="channel name timestamp")
def add(call: ApiCall) -> JSON:
    """Puts an emoji on a message."""
    channel, bot, name = call.channel(), call.core.workspace.bot.id, call.text("name")
    message = channel.messages.get(call.text("timestamp"))
    if bot not in channel.members:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    if message is None:
        raise SlackError("message_not_found")
    if not _NAME.fullmatch(name):
        raise SlackError("invalid_name")
    _react(message, name, bot)
    return {}


def _react(message: JSON, name: str, user_id: str) -> None:
    reactions = message.setdefault("reactions", [])
    reaction = next((each for each in reactions if each["name"] == name), None)
    if reaction is None:
        reactions.append({"name": name, "users": [user_id], "count": 1})
        return
    if user_id in reaction["users"]:
        raise SlackError("already_reacted")
    reaction["users"].append(user_id)
    reaction["count"] = len(reaction["users"])
