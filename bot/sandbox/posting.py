"""Messages come, change and go: in the channel, on the pages, and as events to the app."""

import re
from uuid import uuid4

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.events import Events
from bot.sandbox.ids import Ids
from bot.sandbox.mentions import mentions_in
from bot.sandbox.news import News
from bot.sandbox.people import User
from bot.sandbox.record import Mention, Record
from bot.sandbox.timeline import read
from bot.sandbox.uploads import Uploads
from bot.sandbox.wire import JSON, copy
from bot.sandbox.workspace import Workspace

_TS = re.compile(r"\d{10}\.\d{6}")


class Posting:
    """The one way into a channel."""

    def __init__(
        self,
        workspace: Workspace,
        events: Events,
        news: News,
        record: Record,
        uploads: Uploads,
    ) -> None:
        self._workspace = workspace
        self._events = events
        self._news = news
        self._record = record
        self._uploads = uploads
        self._ids: Ids = workspace.ids

    def from_bot(
        self,
        channel: Channel,
        content: JSON,
        *,
        thread_ts: str | None = None,
        broadcast: bool = False,
    ) -> JSON:
        """The app posts as itself, with its token."""
        workspace = self._workspace
        message = {
            **self._events.author(workspace.bot, channel),
            "type": "message",
            "bot_id": workspace.bot_id,
            "app_id": workspace.app_id,
            "bot_profile": workspace.bot_profile,
            **content,
        }
        if broadcast and thread_ts:
            message["subtype"] = "thread_broadcast"
        return self._post(channel, message, thread_ts)

    def from_webhook(self, channel: Channel, content: JSON, thread_ts: str | None = None) -> JSON:
        """The app posts without its token: a command's reply or a `response_url`."""
        message = {
            "type": "message",
            "subtype": "bot_message",
            "bot_id": self._workspace.bot_id,
            "app_id": self._workspace.app_id,
            "username": self._workspace.manifest.bot_name,
            **content,
        }
        return self._post(channel, message, thread_ts)

    def from_person(
        self, user: User, channel: Channel, content: JSON, thread_ts: str | None
    ) -> JSON:
        """A person writes."""
        message = {
            "client_msg_id": str(uuid4()),
            "type": "message",
            **self._events.author(user, channel),
            **content,
        }
        posted = self._post(channel, message, thread_ts)
        self.read(user, channel, posted["ts"])
        return posted

    def from_slack(
        self, user: User, channel: Channel, subtype: str, text: str, **more: object
    ) -> None:
        """Slack itself writes a line about somebody, such as that they joined."""
        told = {"type": "message", "subtype": subtype, "user": user.id, "text": text, **more}
        self._post(channel, told, None)

    def read(self, user: User, channel: Channel, ts: str) -> None:
        """A person has read a channel up to a message."""
        if read(channel, user.id, ts):
            self._news.unread(channel, [user.id])

    def ephemeral(
        self, user_id: str, channel: Channel, content: JSON, thread_ts: str | None = None
    ) -> JSON:
        """The app shows something to one person only; no event, no history."""
        if thread_ts:
            _parent(channel, thread_ts)
        self._require_files(content)
        message = {
            "type": "message",
            "user": self._workspace.bot.id,
            "bot_id": self._workspace.bot_id,
            "is_ephemeral": True,
            "ts": self._ids.ts(),
            **content,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        }
        channel.ephemerals.setdefault(user_id, {})[message["ts"]] = message
        self._news.privately("message", channel, message, user_id)
        return message

    def replace_ephemeral(self, user_id: str, channel: Channel, ts: str, content: JSON) -> JSON:
        """Writes something else where a person's own message stood."""
        self._require_files(content)
        message = channel.ephemerals[user_id][ts]
        _overwrite(message, content)
        self._news.privately("message_changed", channel, message, user_id)
        return message

    def hide_ephemeral(self, user_id: str, channel: Channel, ts: str) -> None:
        """Takes a person's own message away."""
        self._news.hidden(channel, channel.ephemerals[user_id][ts], user_id)
        channel.hide_ephemeral(user_id, ts)

    def change(self, channel: Channel, ts: str, content: JSON, editor: str) -> JSON:
        """Edits a message in place: what `content` names; an empty part is taken away."""
        self._require_files(content)
        message = channel.messages[ts]
        before = copy(message)
        _overwrite(message, content)
        message["edited"] = {"user": editor, "ts": f"{self._ids.ts().split('.')[0]}.000000"}
        self._ring(channel, message, mentions_in(before))
        self._changed(channel, message, before)
        return message

    def unfurl(self, channel: Channel, ts: str, previews: list[JSON]) -> JSON:
        """Slack adds previews of links to a message; nobody edited it."""
        message = channel.messages[ts]
        before = copy(message)
        attachments = [*message.get("attachments", []), *previews]
        message["attachments"] = [
            {**each, "id": number} for number, each in enumerate(attachments, 1)
        ]
        self._changed(channel, message, before)
        return message

    def delete(self, channel: Channel, ts: str) -> None:
        """Takes a message away for everyone; the head of a thread leaves a tombstone."""
        before = channel.messages[ts]
        channel.remove(ts)
        if ts in channel.messages:
            self._changed(channel, channel.messages[ts], copy(before))
            return
        self._news.deleted(channel, before)
        self._events.message(
            channel,
            {
                "type": "message",
                "subtype": "message_deleted",
                "hidden": True,
                "deleted_ts": ts,
                "previous_message": copy(before),
                "ts": self._ids.ts(),
            },
        )

    def _post(self, channel: Channel, message: JSON, thread_ts: str | None) -> JSON:
        self._require_files(message)
        message["ts"] = self._ids.ts()
        if thread_ts:
            message |= {"thread_ts": thread_ts, **_parent_user(_parent(channel, thread_ts))}
        channel.add(message)
        self._ring(channel, message, set())
        self._news.posted(channel, message)
        self._events.message(channel, message)
        return message

    def _require_files(self, content: JSON) -> None:
        """Raises `invalid_blocks` where blocks show a file that Slack can't show."""
        if problems := self._uploads.look(content.get("blocks", []), "/blocks"):
            raise SlackError("invalid_blocks", problems, errors=problems)

    def _changed(self, channel: Channel, message: JSON, before: JSON) -> None:
        self._news.changed(channel, message)
        self._events.message(
            channel,
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "message": copy(message),
                "previous_message": before,
                "ts": self._ids.ts(),
            },
        )

    def _ring(self, channel: Channel, message: JSON, rang: set[tuple[str, str]]) -> None:
        """Notes which of the app's mentions ring; editing rings only for new ones."""
        if "bot_id" not in message:
            return
        for kind, target in mentions_in(message) - rang:
            self._record.mentions.append(Mention(kind, target, channel.id, message["ts"]))


def _parent(channel: Channel, thread_ts: str) -> JSON:
    """The head of a thread. Raises where nothing can be answered to."""
    if not isinstance(thread_ts, str) or not _TS.fullmatch(thread_ts):
        raise SlackError("invalid_thread_ts", [f"{thread_ts} is not a valid thread_ts"])
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.get("thread_ts", thread_ts) != thread_ts:
        raise SlackError("cannot_reply_to_message")
    return parent


def _parent_user(parent: JSON) -> JSON:
    return {"parent_user_id": parent["user"]} if "user" in parent else {}


def _overwrite(message: JSON, content: JSON) -> None:
    message |= content
    for key in ("blocks", "attachments", "metadata"):
        if not message.get(key, True):
            del message[key]
