"""The workspace: its teams, people and channels, and who is where."""

from dataclasses import replace

from bot.sandbox import cast
from bot.sandbox.channels import Channel
from bot.sandbox.ids import Ids
from bot.sandbox.manifest import Manifest
from bot.sandbox.people import Team, User
from bot.sandbox.wire import JSON


class Workspace:
    """All that Slack remembers, in memory."""

    def __init__(self, manifest: Manifest, ids: Ids) -> None:
        self.manifest = manifest
        self.ids = ids
        self.team = cast.HOME
        self.teams = {team.id: team for team in (cast.HOME, cast.PARTNER)}
        self.bot = cast.bot_user(manifest.bot_name)
        self.app_id = cast.APP_ID
        self.bot_id = cast.BOT_ID
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self._ids_by_key: dict[str, str] = {}
        self._talks: dict[frozenset[str], Channel] = {}
        self._furnish()

    @property
    def general(self) -> Channel:
        """The channel where everybody of this team is."""
        return next(each for each in self.channels.values() if each.is_general)

    @property
    def bot_profile(self) -> JSON:
        """The `bot_profile` every message of the app carries."""
        return {
            "id": self.bot_id,
            "app_id": self.app_id,
            "user_id": self.bot.id,
            "name": self.manifest.name,
            "icons": {},
            "deleted": False,
            "updated": 0,
            "team_id": self.team.id,
        }

    def person(self, who: str) -> User:
        """A person by short name or id. Raises `LookupError`."""
        user = self.anyone(who)
        if user.is_bot:
            raise LookupError(f"{who} is no person")
        return user

    def anyone(self, who: str) -> User:
        """A person, or the app's own user, by short name (`bot`) or id. Raises `LookupError`."""
        user = self.users.get(self._ids_by_key.get(who, who))
        if user is None:
            raise LookupError(f"nobody is called {who}")
        return user

    def people(self) -> list[User]:
        """Everybody but the app, from other teams too."""
        return [user for user in self.users.values() if not user.is_bot]

    def home_of(self, user: User) -> Team:
        """The team a person belongs to."""
        return self.teams[user.team_id]

    def is_outsider(self, user: User) -> bool:
        """Whether the person is here through Slack Connect only."""
        return user.team_id != self.team.id

    def add_user(self, user: User) -> None:
        """Adds a person or the app's own user. Raises `ValueError` where the key is taken."""
        if user.key in self._ids_by_key:
            raise ValueError(f"somebody is called {user.key} already")
        self.users[user.id] = user
        self._ids_by_key[user.key] = user.id

    def deactivate(self, user: User) -> User:
        """Takes somebody out of the workspace; their talks stay. Answers them as they are now."""
        gone = self.users[user.id] = replace(user, deleted=True)
        for channel in self.channels.values():
            if channel.kind != "im":
                channel.members.discard(user.id)
        return gone

    def add_channel(self, channel: Channel) -> Channel:
        """Adds a channel."""
        self.channels[channel.id] = channel
        return channel

    def channel(self, name: str, user: User) -> Channel:
        """A channel by id or name as one person calls it; `dm` is their talk with the app.

        Raises `LookupError` where there is none or they are not in it.
        """
        if name == "dm":
            return self.dm(user)
        channel = self.any_channel(name)
        if channel is None or user.id not in channel.members:
            raise LookupError(f"{user.real_name} is in no channel {name}")
        return channel

    def any_channel(self, name: str) -> Channel | None:
        """A channel by id or name, whoever is in it."""
        name = name.removeprefix("#")
        if name in self.channels:
            return self.channels[name]
        return next((each for each in self.channels.values() if each.name == name != ""), None)

    def dm(self, user: User) -> Channel:
        """The direct message between a person and the app, made when missing."""
        return self.talk(user, self.bot)

    def talk(self, user: User, other: User) -> Channel:
        """The direct message between two, made when missing."""
        members = frozenset({user.id, other.id})
        if members not in self._talks:
            talk = Channel(self.ids.new("D"), "", "im", set(members), creator=user.id)
            self._talks[members] = self.add_channel(talk)
        return self._talks[members]

    def move(self, channel: Channel, new_id: str) -> None:
        """Gives a channel another id; nothing answers to the old one."""
        self.channels = {
            new_id if each is channel else key: each for key, each in self.channels.items()
        }
        channel.id = new_id

    def channels_of(self, user: User) -> list[Channel]:
        """The channels a person is in, their talk with the app last."""
        own = [each for each in self.channels.values() if user.id in each.members]
        return sorted(own, key=lambda channel: channel.kind == "im")

    def _furnish(self) -> None:
        for user in (*cast.PEOPLE, self.bot):
            self.add_user(user)
        for channel in cast.channels(self.bot.id):
            self.add_channel(channel)
        for user in cast.PEOPLE:
            self.dm(user)
