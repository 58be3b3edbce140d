"""What the open pages are told of channels, each person in their own form."""

from collections.abc import Iterable

from bot.sandbox.channels import Channel, is_reply
from bot.sandbox.live import Live
from bot.sandbox.shown import shown_channel, shown_message
from bot.sandbox.timeline import unread
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace


class News:
    """Puts what happens into words for pages; nothing is worked out where no page is open."""

    def __init__(self, workspace: Workspace, live: Live) -> None:
        self._workspace = workspace
        self._live = live

    def posted(self, channel: Channel, message: JSON) -> None:
        """A message came: a reply counts at the head of its thread, another one as unread."""
        self._message("message", channel, message, channel.members)
        if message.get("thread_ts", message["ts"]) != message["ts"]:
            self.changed(channel, channel.messages[message["thread_ts"]])
        if not is_reply(message):
            self.unread(channel, channel.members - {message.get("user", "")})

    def changed(self, channel: Channel, message: JSON) -> None:
        """A message says something else, or has other reactions or replies."""
        self._message("message_changed", channel, message, channel.members)

    def deleted(self, channel: Channel, message: JSON) -> None:
        """A message is gone."""
        self._live.tell(channel.members, _gone(channel, message))
        root = channel.messages.get(message.get("thread_ts", ""))
        if root is not None:
            self.changed(channel, root)

    def privately(self, kind: str, channel: Channel, message: JSON, user_id: str) -> None:
        """The same of a message that one person sees: `message`, or `message_changed`."""
        self._message(kind, channel, message, [user_id])

    def hidden(self, channel: Channel, message: JSON, user_id: str) -> None:
        """A message that one person saw is gone."""
        self._live.tell([user_id], _gone(channel, message))

    def unread(self, channel: Channel, user_ids: Iterable[str]) -> None:
        """How much of a channel these people have not read."""

        def told(user_id: str) -> JSON:
            return {"type": "unread", "channel": channel.id, "unread": unread(channel, user_id)}

        self._live.tell(user_ids, told)

    def opened(self, channel: Channel, user_ids: Iterable[str]) -> None:
        """A channel stands in these people's lists now."""
        self._channel({"type": "channel_opened"}, channel, user_ids)

    def moved(self, channel: Channel, old_id: str) -> None:
        """A channel has another id, or another kind."""
        self._channel({"type": "channel_changed", "old": old_id}, channel, channel.members)

    def closed(self, channel: Channel, user_ids: Iterable[str]) -> None:
        """A channel is gone from these people's lists."""
        self._live.tell(user_ids, {"type": "channel_closed", "channel": channel.id})

    def _message(self, kind: str, channel: Channel, message: JSON, user_ids: Iterable[str]) -> None:
        bot = self._workspace.bot.id

        def told(user_id: str) -> JSON:
            shown = shown_message(message, channel, bot, user_id)
            return {"type": kind, "channel": channel.id, "message": shown}

        self._live.tell(user_ids, told)

    def _channel(self, news: JSON, channel: Channel, user_ids: Iterable[str]) -> None:
        def told(user_id: str) -> JSON:
            user = self._workspace.users[user_id]
            return {**news, "channel": shown_channel(self._workspace, channel, user)}

        self._live.tell(user_ids, told)


def _gone(channel: Channel, message: JSON) -> JSON:
    thread = {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
    return {"type": "message_deleted", "channel": channel.id, "ts": message["ts"], **thread}
