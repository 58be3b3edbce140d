"""The app's manifest: what Slack knows the app may do, and nothing else is delivered to it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.sandbox.wire import JSON

# The scope each event needs, any of those named; docs.slack.dev/reference/events
EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_rename": ("channels:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}


class ManifestError(ValueError):
    """Slack would not take this manifest."""


@dataclass(frozen=True)
class Command:
    """A slash command the app declares."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool

    def shown(self) -> JSON:
        """The command as a page lists it."""
        return {
            "command": self.command,
            "description": self.description,
            "usage_hint": self.usage_hint,
        }


@dataclass(frozen=True)
class Shortcut:
    """A global or message shortcut the app declares."""

    type: str
    callback_id: str
    name: str
    description: str

    def shown(self) -> JSON:
        """The shortcut as a page lists it."""
        return asdict(self)


@dataclass(frozen=True)
class Manifest:
    """What `manifest.yml` declares, with every address left out: the sandbox has its own."""

    name: str
    description: str
    bot_name: str
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactivity: bool
    options_load: bool
    scopes: tuple[str, ...]
    events: tuple[str, ...]
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]

    @classmethod
    def read(cls, path: Path | str) -> "Manifest":
        """Reads a manifest file, YAML or JSON. Raises `ManifestError` where Slack would."""
        return cls.parse(yaml.safe_load(Path(path).read_text(encoding="utf-8")))

    @classmethod
    def parse(cls, data: object) -> "Manifest":
        """Reads a manifest that is already parsed."""
        shown, features, settings = (
            _part(data, key) for key in ("display_information", "features", "settings")
        )
        home, bot_user = _part(features, "app_home"), _part(features, "bot_user")
        interactivity = _part(settings, "interactivity")
        return cls(
            name=_word(shown, "name", 35),
            description=_word(shown, "description", 140, needed=False),
            bot_name=_word(bot_user, "display_name", 80),
            home_tab=bool(home.get("home_tab_enabled", False)),
            messages_tab=bool(home.get("messages_tab_enabled", False)),
            messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
            interactivity=bool(interactivity.get("is_enabled", False)),
            options_load=bool(interactivity.get("message_menu_options_url")),
            scopes=_scopes(_part(_part(data, "oauth_config"), "scopes")),
            events=tuple(_part(settings, "event_subscriptions").get("bot_events") or ()),
            commands=tuple(map(_command, features.get("slash_commands") or ())),
            shortcuts=tuple(map(_shortcut, features.get("shortcuts") or ())),
        )

    @property
    def hint(self) -> str | None:
        """A line of what to try first, where the app declares a command."""
        if not self.commands:
            return None
        return f"Type {self.commands[0].command} and a few words, or open {self.bot_name}."

    def command(self, name: str) -> Command | None:
        """The declared command of that name, slash included."""
        return next((each for each in self.commands if each.command == name), None)

    def shortcut(self, kind: str, callback_id: str) -> Shortcut | None:
        """The declared shortcut; `kind` is `global` or `message`."""
        wanted = (kind, callback_id)
        return next(
            (each for each in self.shortcuts if (each.type, each.callback_id) == wanted), None
        )

    def has_scope(self, names: Iterable[str]) -> bool:
        """Whether the bot has one of these scopes."""
        return any(name in self.scopes for name in names)

    def receives(self, event: str) -> bool:
        """Whether the app subscribes to the event and has a scope that it needs."""
        needed = EVENT_SCOPES.get(event, ())
        return event in self.events and (not needed or self.has_scope(needed))


def _part(data: object, key: str) -> JSON:
    part = data.get(key) if isinstance(data, dict) else None
    if part is None:
        return {}
    if not isinstance(part, dict):
        raise ManifestError(f"{key} must be an object")
    return part


def _word(part: dict[str, Any], key: str, longest: int, *, needed: bool = True) -> str:
    value = part.get(key, "")
    if not isinstance(value, str) or (needed and not value):
        raise ManifestError(f"{key} is missing")
    if len(value) > longest:
        raise ManifestError(f"{key} must be {longest} characters or fewer")
    return value


def _scopes(part: JSON) -> tuple[str, ...]:
    return (*(part.get("bot") or ()), *(part.get("bot_optional") or ()))


def _command(part: JSON) -> Command:
    command = _word(part, "command", 32)
    if not command.startswith("/") or command != command.lower() or " " in command:
        raise ManifestError(f"{command} is not a command's name")
    return Command(
        command=command,
        description=_word(part, "description", 2000),
        usage_hint=_word(part, "usage_hint", 1000, needed=False),
        should_escape=bool(part.get("should_escape", False)),
    )


def _shortcut(part: JSON) -> Shortcut:
    if part.get("type") not in {"global", "message"}:
        raise ManifestError("a shortcut's type is global or message")
    return Shortcut(
        type=part["type"],
        callback_id=_word(part, "callback_id", 255),
        name=_word(part, "name", 24),
        description=_word(part, "description", 150),
    )
