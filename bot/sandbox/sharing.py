"""Slack Connect: a channel is shared with a partner's team, and taken back."""

from bot.sandbox.channels import Channel
from bot.sandbox.errors import RefusedError
from bot.sandbox.events import Events
from bot.sandbox.news import News
from bot.sandbox.people import User
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace


class Sharing:
    """A private channel gets another id when it is first shared."""

    def __init__(self, workspace: Workspace, events: Events, news: News) -> None:
        self._workspace = workspace
        self._events = events
        self._news = news

    def share(self, user: User, channel: Channel, team_id: str) -> None:
        """A member of this team shares a channel. Raises `RefusedError`, `LookupError`."""
        self._must_be_ours(user, channel, team_id)
        if team_id in channel.connected:
            raise RefusedError("already_shared")
        old_id, moves = channel.id, channel.kind == "private" and not channel.is_ext_shared
        if moves:
            self._workspace.move(channel, self._workspace.ids.new("C"))
        channel.connected = (*channel.connected, team_id)
        self._news.moved(channel, old_id)
        if moves:
            ids = {"old_channel_id": old_id, "new_channel_id": channel.id}
            self._emit("channel_id_changed", channel, ids)
        ids = {"connected_team_id": team_id, "channel": channel.id}
        self._emit("channel_shared", channel, ids)

    def unshare(self, user: User, channel: Channel, team_id: str) -> None:
        """Takes a channel back: the other team's people are out of it at once."""
        self._must_be_ours(user, channel, team_id)
        if team_id not in channel.connected:
            raise RefusedError("not_shared")
        channel.connected = tuple(each for each in channel.connected if each != team_id)
        users = self._workspace.users
        gone = {each for each in channel.members if users[each].team_id == team_id}
        channel.members -= gone
        self._news.closed(channel, gone)
        self._news.moved(channel, channel.id)
        told = {
            "previously_connected_team_id": team_id,
            "channel": channel.id,
            "is_ext_shared": channel.is_ext_shared,
        }
        self._emit("channel_unshared", channel, told)

    def _must_be_ours(self, user: User, channel: Channel, team_id: str) -> None:
        if team_id == self._workspace.team.id or team_id not in self._workspace.teams:
            raise LookupError(f"there is no other team {team_id}")
        if channel.kind == "im" or user.is_restricted or self._workspace.is_outsider(user):
            raise RefusedError("cant_share")

    def _emit(self, kind: str, channel: Channel, told: JSON) -> None:
        event = {"type": kind, **told, "event_ts": self._workspace.ids.ts()}
        self._events.emit(kind, event, channel)
