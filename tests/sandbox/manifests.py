"""A manifest that declares a bit of everything, and less when a test asks for less."""

from typing import Any

from bot.sandbox.manifest import Manifest
from bot.sandbox.wire import JSON, copy

FULL: JSON = {
    "display_information": {"name": "Liaison", "description": "Finds resources"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Liaison"},
        "slash_commands": [
            {"command": "/look", "description": "Looks", "usage_hint": "words", "url": "https://x"},
            {"command": "/ask", "description": "Asks", "should_escape": True, "url": "https://x"},
        ],
        "shortcuts": [
            {"type": "message", "callback_id": "on_it", "name": "On it", "description": "Does"},
            {"type": "global", "callback_id": "anywhere", "name": "Any", "description": "Does"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("app_mentions:read", "chat:write", "commands", "users:read", "reactions:write"),
                *("im:history", "channels:history", "groups:history", "im:write"),
                *("im:read", "channels:read", "groups:read", "reactions:read", "team:read"),
                *("channels:join", "channels:manage", "groups:write"),
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                *("app_home_opened", "app_mention", "message.im", "message.channels"),
                *("message.groups", "reaction_added", "reaction_removed", "tokens_revoked"),
                *("member_joined_channel", "member_left_channel"),
                *("channel_shared", "channel_unshared", "channel_id_changed"),
            ]
        },
        "interactivity": {"is_enabled": True, "message_menu_options_url": "https://x"},
    },
}


def changed(*path: str, to: Any) -> JSON:  # noqa: ANN401  # any JSON value
    """The full manifest with another value at a path."""
    data = copy(FULL)
    part = data
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = to
    return data


def manifest(*path: str, to: Any = None) -> Manifest:  # noqa: ANN401  # any JSON value
    """The full manifest, or one that is changed at a path."""
    return Manifest.parse(changed(*path, to=to) if path else FULL)


def without_scopes(*scopes: str) -> Manifest:
    """The full manifest without some scopes."""
    kept = [each for each in FULL["oauth_config"]["scopes"]["bot"] if each not in scopes]
    return manifest("oauth_config", "scopes", "bot", to=kept)
