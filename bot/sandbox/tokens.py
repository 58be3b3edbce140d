"""The two tokens of the app: the bot's, and the app-level one that opens connections."""

import secrets
from dataclasses import dataclass, field

from bot.sandbox import cast

APP_SCOPES = ("connections:write",)


def _bot_token() -> str:
    return f"xoxb-sandbox-{secrets.token_hex(12)}"


def _app_token() -> str:
    return f"xapp-1-{cast.APP_ID}-{secrets.token_hex(12)}"


@dataclass(frozen=True)
class Tokens:
    """Made up where none are given."""

    bot: str = field(default_factory=_bot_token)
    app: str = field(default_factory=_app_token)
