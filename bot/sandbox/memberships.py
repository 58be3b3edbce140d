"""Who comes into a channel and who goes: people, and the app itself."""

from collections.abc import Sequence

from bot.sandbox.channels import EVENT_TYPE, Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.events import Events
from bot.sandbox.news import News
from bot.sandbox.people import User
from bot.sandbox.posting import Posting
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace


class Memberships:
    """Joining, inviting, leaving; each leaves its line in the channel, as in Slack."""

    def __init__(self, workspace: Workspace, posting: Posting, events: Events, news: News) -> None:
        self._workspace = workspace
        self._posting = posting
        self._events = events
        self._news = news

    def found(self, name: str, members: Sequence[User], topic: str = "") -> Channel:
        """A new private channel, of the first of its members. Raises `ValueError` where there is
        one of that name.
        """
        if self._workspace.any_channel(name):
            raise ValueError(f"there is a channel {name} already")
        channel = Channel(
            self._workspace.ids.new("C"),
            name,
            "private",
            {each.id for each in members},
            topic=topic or "A channel that came later (fictional)",
            creator=members[0].id if members else "",
        )
        self._news.opened(self._workspace.add_channel(channel), channel.members)
        return channel

    def join(self, user: User, channel: Channel) -> None:
        """Somebody comes by themselves. Guests can't, and only public channels are open."""
        if channel.kind != "public" or not self._may_see(user, channel):
            raise SlackError("channel_not_found")
        if channel.is_archived:
            raise SlackError("is_archived")
        if user.is_restricted:
            raise SlackError("user_is_restricted")
        if user.id not in channel.members:
            self._admit(user, channel, None)

    def invite(self, inviter: User, user: User, channel: Channel) -> None:
        """A member brings somebody in; people of other teams only where their team is."""
        self.must_be_invitable(inviter, user, channel)
        self._admit(user, channel, inviter)

    def must_be_invitable(self, inviter: User, user: User, channel: Channel) -> None:
        """Raises what `conversations.invite` would answer."""
        if channel.kind == "im":
            raise SlackError("method_not_supported_for_channel_type")
        if inviter.id not in channel.members:
            raise SlackError("not_in_channel")
        if channel.is_archived:
            raise SlackError("is_archived")
        if user.id == inviter.id:
            raise SlackError("cant_invite_self")
        if user.id in channel.members:
            raise SlackError("already_in_channel")
        if user.deleted or not self._may_see(user, channel):
            raise SlackError("cant_invite")

    def leave(self, user: User, channel: Channel) -> None:
        """Somebody goes, or is taken out; nobody leaves the channel where everyone is."""
        if channel.kind == "im":
            raise SlackError("method_not_supported_for_channel_type")
        if channel.is_general:
            raise SlackError("cant_leave_general")
        if user.id not in channel.members:
            raise SlackError("not_in_channel")
        text = f"<@{user.id}> has left the channel"
        self._posting.from_slack(user, channel, "channel_leave", text)
        channel.members.discard(user.id)
        self._news.closed(channel, [user.id])
        self._events.emit("member_left_channel", self._event("left", user, channel), channel)

    def open_talk(self, user: User, other: User) -> Channel:
        """The direct message of two people, made when missing; the app may be one of them."""
        known = set(self._workspace.channels)
        talk = self._workspace.talk(user, other)
        if talk.id not in known:
            self._news.opened(talk, talk.members)
        return talk

    def _may_see(self, user: User, channel: Channel) -> bool:
        return user.team_id in (self._workspace.team.id, *channel.connected)

    def _admit(self, user: User, channel: Channel, inviter: User | None) -> None:
        channel.members.add(user.id)
        self._news.opened(channel, [user.id])
        invited: JSON = {"inviter": inviter.id} if inviter else {}
        text = f"<@{user.id}> has joined the channel"
        self._posting.from_slack(user, channel, "channel_join", text, **invited)
        event = self._event("joined", user, channel) | invited
        self._events.emit("member_joined_channel", event, channel)

    def _event(self, what: str, user: User, channel: Channel) -> JSON:
        return {
            "type": f"member_{what}_channel",
            "user": user.id,
            "channel": channel.id,
            "channel_type": EVENT_TYPE[channel.kind],
            "team": user.team_id,
            "event_ts": self._workspace.ids.ts(),
        }
