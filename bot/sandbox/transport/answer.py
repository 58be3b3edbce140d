"""What the app said to a delivery, however it travelled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.sandbox.record import Delivery
from bot.sandbox.signing import Signature

Transport = Literal["http", "socket"]


class UnreachableError(Exception):
    """The app could not be reached, or went away before it answered."""


@dataclass(frozen=True)
class Answer:
    """Status, body and headers; an ack over a socket counts as 200."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


class Carrier(Protocol):
    """Brings one delivery to the app."""

    async def carry(self, delivery: Delivery, signature: Signature) -> Answer:
        """The app's answer, however long it takes. Raises `UnreachableError`."""
        ...
