"""A person among the channels, for tests: what they write there, and who is in them."""

from typing import TYPE_CHECKING

from bot.sandbox.channels import Channel
from bot.sandbox.people import User
from bot.sandbox.places import InMessage
from bot.sandbox.shown import shown_message
from bot.sandbox.wire import JSON, copy

if TYPE_CHECKING:
    from bot.sandbox.core import Core
    from bot.sandbox.driving import Driving


class Member:
    """Acts in the sandbox's channels, which are named, given by id, or `dm` for the app's."""

    def __init__(self, sandbox: "Driving", user: User) -> None:
        self._sandbox = sandbox
        self._id = user.id

    @property
    def id(self) -> str:
        """Their user id."""
        return self._id

    @property
    def user(self) -> User:
        """What Slack knows of them now."""
        return self._core.workspace.users[self._id]

    @property
    def dm(self) -> str:
        """The id of their talk with the app."""
        return self._core.workspace.dm(self.user).id

    def sees(self, channel: str) -> list[JSON]:
        """The messages they see in a channel, replies and ephemeral ones too, oldest first."""
        where = self._core.workspace.channel(channel, self.user)
        return [self._shown(where, each) for each in where.seen_by(self._id)]

    async def say(
        self, channel: str, text: str, thread_ts: str | None = None, *, broadcast: bool = False
    ) -> JSON:
        """Writes a message; the events it causes are on their way when this returns."""
        where = self._channel(channel)
        said = self._core.writing.say(self._acting, where, text, thread_ts, broadcast=broadcast)
        return self._shown(where, said)

    async def upload(
        self, channel: str, name: str, text: str = "", size: int = 0, thread_ts: str | None = None
    ) -> JSON:
        """Shares a file: its name and its size in bytes, and no content."""
        where, files = self._channel(channel), [{"name": name, "size": size}]
        shared = self._core.writing.say(self._acting, where, text, thread_ts, files=files)
        return self._shown(where, shared)

    async def edit(self, message: JSON, text: str) -> JSON:
        """Writes an own message anew."""
        place = self._in_message(message)
        return self._core.writing.edit(self._acting, place.channel, message["ts"], text)

    async def delete(self, message: JSON) -> None:
        """Takes an own message back."""
        place = self._in_message(message)
        self._core.writing.delete(self._acting, place.channel, message["ts"])

    async def react(self, message: JSON, name: str, *, on: bool = True) -> None:
        """Puts an emoji on a message, or takes it away."""
        place, reacting = self._in_message(message), self._core.reacting
        work = reacting.add if on else reacting.remove
        work(place.channel, place.message, name, self._acting.id)

    async def join(self, channel: str) -> None:
        """Joins a public channel."""
        self._core.memberships.join(self._acting, self._any_channel(channel))

    async def leave(self, channel: str) -> None:
        """Leaves a channel."""
        self._core.memberships.leave(self._acting, self._channel(channel))

    async def invite(self, channel: str, who: str) -> None:
        """Brings somebody into a channel; `bot` is the app."""
        invited = self._core.workspace.anyone(who)
        self._core.memberships.invite(self._acting, invited, self._channel(channel))

    async def remove(self, channel: str, who: str) -> None:
        """Takes somebody out of a channel; `bot` is the app."""
        removed = self._core.workspace.anyone(who)
        self._core.memberships.leave(removed, self._channel(channel))

    async def open_dm(self, who: str) -> str:
        """Opens a direct message with somebody: its id."""
        other = self._core.workspace.anyone(who)
        return self._core.memberships.open_talk(self._acting, other).id

    async def share(self, channel: str, team: str) -> str:
        """Shares a channel with another team through Slack Connect: its id from now on."""
        where = self._channel(channel)
        self._core.sharing.share(self._acting, where, team)
        return where.id

    async def unshare(self, channel: str, team: str) -> None:
        """Takes a channel back from another team."""
        self._core.sharing.unshare(self._acting, self._channel(channel), team)

    @property
    def _core(self) -> "Core":
        return self._sandbox.core

    @property
    def _acting(self) -> User:
        return self._core.acting(self._id)

    def _channel(self, name: str) -> Channel:
        return self._core.workspace.channel(name, self._acting)

    def _any_channel(self, name: str) -> Channel:
        channel = self._core.workspace.any_channel(name)
        if channel is None:
            raise LookupError(f"there is no channel {name}")
        return channel

    def _shown(self, channel: Channel, message: JSON) -> JSON:
        return copy(shown_message(message, channel, self._core.workspace.bot.id))

    def _in_message(self, message: JSON, *, stale: bool = False) -> InMessage:
        user, channel = self._acting, self._core.workspace.channels[message["channel"]]
        seen = message if stale else self._core.message_seen(user, channel, message["ts"])
        return self._core.in_message(user, channel, seen)
