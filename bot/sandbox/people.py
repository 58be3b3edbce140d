"""Teams, and the people and bots in them."""

from dataclasses import dataclass

from bot.sandbox.wire import JSON


@dataclass(frozen=True)
class Team:
    """A Slack workspace."""

    id: str
    name: str
    domain: str


@dataclass(frozen=True)
class User:
    """A person or a bot. `key` is the short name that tests use."""

    id: str
    key: str
    real_name: str
    title: str
    team_id: str
    locale: str = "en-US"
    tz: str = "America/Chicago"
    tz_label: str = "Central Standard Time"
    tz_offset: int = -21600
    is_restricted: bool = False
    is_bot: bool = False
    deleted: bool = False

    @property
    def name(self) -> str:
        """The handle, as in `user_name`."""
        return self.real_name.lower().replace(" ", ".")

    def info(self, *, locale: bool, home: Team, app: JSON | None = None) -> JSON:
        """The user as `users.info` shows it; less of people from other teams and of those gone."""
        profile: JSON = {
            "title": self.title,
            "phone": "",
            "skype": "",
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.name,
            "display_name_normalized": self.name,
            "status_text": "",
            "status_emoji": "",
            "status_expiration": 0,
            "avatar_hash": "0",
            "team": self.team_id,
            **(app or {}),
        }
        user: JSON = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 0,
            "who_can_share_contact_card": "EVERYONE",
        }
        if self.team_id != home.id:
            user["is_stranger"] = False
        elif not self.deleted:
            user |= self._at_home()
        return user | ({"locale": self.locale} if locale else {})

    def _at_home(self) -> JSON:
        return {
            "color": "9f69e7",
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz_label,
            "tz_offset": self.tz_offset,
            "is_admin": False,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
            "is_email_confirmed": True,
        }
