"""Tickets: the right to open one Socket Mode connection, once and soon."""

from uuid import uuid4

from bot.sandbox.clock import Clock

LIFE_SECONDS = 30.0


class Tickets:
    """Hands out tickets and takes each back once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._expiring: dict[str, float] = {}

    def issue(self) -> str:
        """A new ticket."""
        ticket = str(uuid4())
        self._expiring[ticket] = self._clock.now() + LIFE_SECONDS
        return ticket

    def redeem(self, ticket: str) -> bool:
        """Uses a ticket up; whether it was good."""
        return self._clock.now() < self._expiring.pop(ticket, 0.0)
