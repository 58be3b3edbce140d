"""Who the bot is, as the listeners need to know it."""

from __future__ import annotations

from typing import Protocol


class Installed(Protocol):
    """Who the bot is in its workspace; all empty before Slack has said."""

    @property
    def team_id(self) -> str:
        """The home workspace."""
        ...

    @property
    def bot_id(self) -> str:
        """The bot, as the author of messages."""
        ...

    @property
    def user_id(self) -> str:
        """The bot, as a user."""
        ...
