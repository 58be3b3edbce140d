"""Messages, people and channels as a page is given them."""

from bot.sandbox import cast
from bot.sandbox.channels import Channel
from bot.sandbox.people import User
from bot.sandbox.timeline import NEVER, unread
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_MESSAGE_KEYS = (
    *("ts", "user", "username", "bot_id", "text", "blocks", "attachments", "thread_ts", "edited"),
    *("is_ephemeral", "metadata", "subtype", "reactions"),
    *("reply_count", "reply_users", "latest_reply"),
)
_FILE_KEYS = ("id", "name", "mimetype", "size")
_WRITTEN = (None, "file_share", "thread_broadcast")


def shown_message(
    message: JSON, channel: Channel, bot_user_id: str, viewer: str | None = None
) -> JSON:
    """A message with its channel; what the app posts without its token is its own too."""
    shown = {key: message[key] for key in _MESSAGE_KEYS if key in message}
    shown = {"user": bot_user_id, **shown, "channel": channel.id}
    if "files" in message:
        shown["files"] = [_shown_file(each) for each in message["files"]]
    if viewer is not None:
        shown["can_edit"] = is_own(message, viewer)
    return shown


def _shown_file(file: JSON) -> JSON:
    """A file; of one that a person shares only a stub is kept, of the app's all of it."""
    shown = {key: file[key] for key in _FILE_KEYS}
    return shown | {"alt_txt": file["alt_txt"]} if "alt_txt" in file else shown


def is_own(message: JSON, user_id: str) -> bool:
    """Whether this person wrote it, and may therefore write it anew or take it back."""
    written = "bot_id" not in message and message.get("subtype") in _WRITTEN
    return written and message.get("user") == user_id


def shown_person(workspace: Workspace, user: User) -> JSON:
    """A person in the list of people."""
    team = workspace.home_of(user)
    return {
        "id": user.id,
        "key": user.key,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "team_id": user.team_id,
        "team": {"id": team.id, "name": team.name},
        "locale": user.locale,
        "is_restricted": user.is_restricted,
        "is_outsider": workspace.is_outsider(user),
        "is_coordinator": user.id in cast.COORDINATORS,
    }


def shown_channel(workspace: Workspace, channel: Channel, user: User | None = None) -> JSON:
    """A channel in somebody's list; a direct message is called after the other in it."""
    shown = {
        "id": channel.id,
        "name": channel.name,
        "kind": "shared" if channel.is_ext_shared else channel.kind,
        "is_private": channel.kind == "private",
        "is_im": channel.kind == "im",
        "topic": channel.topic,
        "connected": [workspace.teams[each].name for each in channel.connected],
    }
    if user is not None:
        shown |= {
            "is_member": user.id in channel.members,
            "unread": unread(channel, user.id),
            "last_read": channel.last_read.get(user.id, NEVER),
        }
    if channel.kind == "im":
        shown |= _shown_talk(workspace, channel, user)
    return shown


def _shown_talk(workspace: Workspace, channel: Channel, user: User | None) -> JSON:
    """Whom a talk is with: the app where it is in it, oneself where nobody else is."""
    members = [workspace.users[each] for each in sorted(channel.members)]
    others = [each for each in members if each is not user] or members
    other = next((each for each in others if each.is_bot), others[0])
    return {"name": other.real_name, "with": other.id, "is_app": other.is_bot}


def shown_app(workspace: Workspace) -> JSON:
    """The app."""
    return {
        "id": workspace.app_id,
        "name": workspace.manifest.name,
        "bot_user_id": workspace.bot.id,
        "description": workspace.manifest.description,
    }
