"""What coordinators do from a ticket's card."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp

from handlers.desk import Desk


@dataclass(frozen=True, slots=True)
class Triage:
    """The listeners."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
