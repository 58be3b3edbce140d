"""manifest.yml, Slack's schema and the listeners say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import yaml
from slack_bolt.async_app import AsyncApp

from bot.doctor import MANIFEST
from handlers.asking import Asking
from handlers.browsing import Browsing
from handlers.channels import Channels
from handlers.home import Home
from handlers.lookup import Lookup
from handlers.messages import Messages
from handlers.preferences import Preferences
from handlers.relaying import Relaying
from handlers.saving import Saving
from handlers.triage import Triage
from tests.contracts import shared

ROOT = Path(__file__).parents[2]
METHOD = re.compile(r'"((?:auth|chat|conversations|files|users|views|reactions|bots)\.\w+)"')
SDK_METHODS = {
    "users_info": "users.info",
    "auth_test": "auth.test",
    "conversations_info": "conversations.info",
    "conversations_history": "conversations.history",
    "conversations_open": "conversations.open",
    "conversations_replies": "conversations.replies",
}
PRIVATE_CHANNELS = {
    "conversations.info": {"groups:read"},
    "conversations.history": {"groups:history", "im:history"},
    "conversations.replies": {"groups:history", "im:history"},
    "conversations.open": {"im:write"},
}
"""Methods that each kind of channel has its scope for, and the kind that Liaison asks about."""
OPTIONAL = "files."
"""Methods that the bot does without where it may not call them."""
EVENT_SCOPES = {
    "app_home_opened": set[str](),
    "app_mention": {"app_mentions:read"},
    "channel_id_changed": {"groups:read"},
    "channel_shared": {"groups:read"},
    "channel_unshared": {"groups:read"},
    "group_deleted": {"groups:read"},
    "group_left": {"groups:read"},
    "member_joined_channel": {"groups:read"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
}


@dataclass
class Listened:
    """An app that only notes what listeners are put on it."""

    names: dict[str, set[str]] = field(default_factory=dict)

    def __getattr__(self, kind: str) -> Callable[[object], Callable[[object], None]]:
        def register(name: object) -> Callable[[object], None]:
            self.names.setdefault(kind, set()).add(str(name))
            return lambda listener: None  # noqa: ARG005 (the listener is not run)

        return register


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load(MANIFEST.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def listened() -> dict[str, set[str]]:
    app = Listened()
    for listeners in (
        *(Lookup, Browsing, Home, Saving, Preferences, Messages, Relaying),
        *(Asking, Triage, Channels),
    ):
        nothing: list[Any] = [None for _ in fields(listeners)]
        cast("Any", listeners)(*nothing).register(cast("AsyncApp", app))
    return app.names


def methods_called() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "handlers").rglob("*.py")]
    sources += [path.read_text(encoding="utf-8") for path in (ROOT / "bot").glob("*.py")]
    quoted = {method for source in sources for method in METHOD.findall(source)}
    through_sdk = {
        method for name, method in SDK_METHODS.items() if any(f".{name}" in s for s in sources)
    }
    return quoted | through_sdk


@shared.needed
def test_slack_s_own_schema_accepts_the_manifest(manifest: dict[str, Any]) -> None:
    schema = shared.read("manifest/schemas/manifest.schema.1.0.0.json")
    jsonschema.Draft7Validator(schema).validate(manifest)


def test_every_command_has_a_listener(
    manifest: dict[str, Any], listened: dict[str, set[str]]
) -> None:
    declared = {command["command"] for command in manifest["features"]["slash_commands"]}
    assert declared == listened["command"]


def test_every_shortcut_has_a_listener(
    manifest: dict[str, Any], listened: dict[str, set[str]]
) -> None:
    declared = {shortcut["callback_id"] for shortcut in manifest["features"]["shortcuts"]}
    assert declared == listened["shortcut"]


def test_every_event_has_a_listener(
    manifest: dict[str, Any], listened: dict[str, set[str]]
) -> None:
    declared = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert {event.split(".")[0] for event in declared} == listened["event"]


def test_shortcut_names_fit_slack_s_menu(manifest: dict[str, Any]) -> None:
    assert all(len(shortcut["name"]) <= 24 for shortcut in manifest["features"]["shortcuts"])


@shared.needed
def test_the_scopes_are_those_that_calls_and_events_need_and_no_more(
    manifest: dict[str, Any],
) -> None:
    needed, can_do_without = {"commands"}, set[str]()
    for event in manifest["settings"]["event_subscriptions"]["bot_events"]:
        needed |= EVENT_SCOPES[event]
    for method in methods_called():
        described = set(shared.read(f"methods/{method}.json")["scope"].get("bot", []))
        scopes = PRIVATE_CHANNELS.get(method, described)
        (can_do_without if method.startswith(OPTIONAL) else needed).update(scopes)
    scopes = manifest["oauth_config"]["scopes"]
    assert needed == set(scopes["bot"])
    assert can_do_without == set(scopes["bot_optional"])
