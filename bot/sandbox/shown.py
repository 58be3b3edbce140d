"""Messages and people as a page is given them."""

from bot.sandbox.channels import Channel
from bot.sandbox.people import User
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_MESSAGE_KEYS = (
    *("ts", "user", "username", "bot_id", "text", "blocks", "attachments", "thread_ts"),
    *("edited", "is_ephemeral", "metadata", "subtype", "reactions", "reply_count"),
)


def shown_message(message: JSON, channel: Channel, bot_user_id: str) -> JSON:
    """A message with its channel; what the app posts without its token is its own too."""
    shown = {key: message[key] for key in _MESSAGE_KEYS if key in message}
    return {"user": bot_user_id, **shown, "channel": channel.id}


def shown_person(workspace: Workspace, user: User) -> JSON:
    """A person in the list of people."""
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "team_id": user.team_id,
        "locale": user.locale,
        "is_restricted": user.is_restricted,
        "is_outsider": workspace.is_outsider(user),
    }


def shown_channel(workspace: Workspace, channel: Channel) -> JSON:
    """A channel in somebody's list; the talk with the app is called after the app."""
    name = workspace.manifest.bot_name if channel.kind == "im" else channel.name
    return {
        "id": channel.id,
        "name": name,
        "is_private": channel.kind == "private",
        "is_im": channel.kind == "im",
        "topic": channel.topic,
    }


def shown_app(workspace: Workspace) -> JSON:
    """The app."""
    return {
        "id": workspace.app_id,
        "name": workspace.manifest.name,
        "bot_user_id": workspace.bot.id,
        "description": workspace.manifest.description,
    }
