"""Conversations: who is in them and what has been said there."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.wire import JSON

Kind = Literal["public", "private", "im"]

# How each kind of conversation is called in scopes, subscriptions and commands.
FAMILY: dict[Kind, str] = {"public": "channels", "private": "groups", "im": "im"}
EVENT_KIND: dict[Kind, str] = {"public": "channel", "private": "group", "im": "im"}
EVENT_TYPE: dict[Kind, str] = {"public": "C", "private": "G", "im": "D"}
COMMAND_NAME: dict[Kind, str] = {"private": "privategroup", "im": "directmessage"}


@dataclass
class Channel:
    """A channel or a direct message. Messages are kept by timestamp, oldest first.

    `standing` has the timestamps of what stands in the channel itself, `replies` those of each
    thread, so that nothing here takes longer the more was said.
    """

    id: str
    name: str
    kind: Kind
    members: set[str]
    topic: str = ""
    creator: str = ""
    created: int = 1_700_000_000
    is_archived: bool = False
    is_general: bool = False
    connected: tuple[str, ...] = ()
    messages: dict[str, JSON] = field(default_factory=dict)
    standing: list[str] = field(default_factory=list)
    replies: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: dict[str, dict[str, JSON]] = field(default_factory=dict)
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Whether outsiders to it can't know that it exists."""
        return self.kind != "public"

    @property
    def is_ext_shared(self) -> bool:
        """Whether another team is in it through Slack Connect."""
        return bool(self.connected)

    @property
    def family(self) -> str:
        """`channels`, `groups` or `im`, as in `channels:history`."""
        return FAMILY[self.kind]

    @property
    def command_name(self) -> str:
        """The `channel_name` a slash command carries; Slack hides the names of private ones."""
        return COMMAND_NAME.get(self.kind, self.name)

    def add(self, message: JSON) -> None:
        """Keeps a message, newer than every other one here, and counts it in its thread."""
        self.messages[message["ts"]] = message
        if not is_reply(message):
            self.standing.append(message["ts"])
        root = message.get("thread_ts")
        if root and root != message["ts"]:
            self.replies.setdefault(root, []).append(message["ts"])
            self._count_reply(root, message)

    def remove(self, ts: str) -> None:
        """Forgets a message; the head of a thread leaves a tombstone, as in Slack."""
        message = self.messages[ts]
        if self.replies.get(ts):
            self.messages[ts] = _tombstone(message)
            return
        del self.messages[ts]
        _take_out(self.standing, ts)
        root = message.get("thread_ts")
        if root in self.replies and _take_out(self.replies[root], ts):
            self._recount_replies(root)

    def thread(self, root: str) -> list[JSON]:
        """The first message of a thread and its replies, oldest first."""
        return [self.messages[ts] for ts in (root, *self.replies.get(root, ()))]

    def top_level(self) -> Iterator[JSON]:
        """What stands in the channel itself, newest first: no replies unless broadcast."""
        return (self.messages[ts] for ts in reversed(self.standing))

    def hide_ephemeral(self, user_id: str, ts: str) -> None:
        """Takes away a message that only one person saw."""
        self.ephemerals.get(user_id, {}).pop(ts, None)

    def seen_by(self, user_id: str) -> list[JSON]:
        """Everything one person sees here, their ephemeral messages included, oldest first."""
        own = self.ephemerals.get(user_id, {}).values()
        return sorted((*self.messages.values(), *own), key=lambda message: message["ts"])

    def _count_reply(self, root: str, reply: JSON) -> None:
        writers: list[str] = self.messages[root].get("reply_users", [])
        writer = reply.get("user", "")
        self._count(root, writers if writer in writers else [*writers, writer])

    def _recount_replies(self, root: str) -> None:
        said = (self.messages[ts].get("user", "") for ts in self.replies[root])
        self._count(root, list(dict.fromkeys(said)))

    def _count(self, root: str, writers: list[str]) -> None:
        replies = self.replies[root]
        self.messages[root] |= {
            "thread_ts": root,
            "reply_count": len(replies),
            "reply_users_count": len(writers),
            "reply_users": writers,
            "latest_reply": replies[-1] if replies else root,
            "is_locked": False,
            "subscribed": True,
        }


def is_reply(message: JSON) -> bool:
    """Whether a message stands in a thread only."""
    root = message.get("thread_ts")
    in_thread = root is not None and root != message["ts"]
    return in_thread and message.get("subtype") != "thread_broadcast"


def _tombstone(message: JSON) -> JSON:
    kept = {key: message[key] for key in message if key.startswith(("reply", "thread", "latest"))}
    return {
        "type": "message",
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "text": "This message was deleted.",
        "hidden": True,
        "ts": message["ts"],
        **kept,
    }


def _take_out(stamps: list[str], ts: str) -> bool:
    """Takes a timestamp out of those of a channel or thread; whether it was there."""
    at = bisect_left(stamps, ts)
    found = stamps[at : at + 1] == [ts]
    del stamps[at : at + found]
    return found
