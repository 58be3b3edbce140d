"""A coordinator's buttons for what is stuck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import inbox, outbox, people, stuck
from bot.desk.outbox import Kinds
from bot.desk.people import Member, Person
from bot.store import Store, Transaction
from handlers import ids, payloads
from handlers.errors import NotACoordinator
from handlers.home import Home
from handlers.views.blocks import Block
from handlers.views.undelivered import undelivered

_SHOWN = 3
"""Of each kind, so that Home stays short; the next ones come when these are dealt with."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Sending again, trying again, and giving up."""

    store: Store
    kinds: Kinds
    home: Home

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.SEND_AGAIN)(self.send_again)
        app.action(ids.GIVE_UP)(self.give_up)
        app.action(ids.RETRY_EVENT)(self.retry)
        app.action(ids.DROP_EVENT)(self.drop)

    async def send_again(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A held message is sent after all."""
        await self._decide(ack, body, lambda tx, value: outbox.again(tx, value, self.kinds))

    async def give_up(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A held message is given up, and those behind it go on."""
        await self._decide(ack, body, lambda tx, value: outbox.drop(tx, value, self.kinds))

    async def retry(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """An event that was set aside is tried anew."""
        await self._decide(ack, body, lambda tx, value: inbox.retry(tx, int(value)))

    async def drop(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """An event that was set aside is given up."""
        await self._decide(ack, body, lambda tx, value: inbox.drop(tx, int(value)))

    async def _decide(
        self, ack: AsyncAck, body: dict[str, Any], work: Callable[[Transaction, str], bool]
    ) -> None:
        """A second press, by the same or another coordinator, finds it decided."""
        click = payloads.click(body)
        await self.store.run(_as_coordinator, click.actor, work, click.value)
        await ack()
        self.home.renew(click.actor)


def in_home(tx: Transaction, person: Person) -> list[Block]:
    """What needs a coordinator's decision, for their Home; nothing for anybody else's."""
    if "coordinator" not in person.roles:
        return []
    return undelivered(stuck.stuck(tx, _SHOWN), person.texts)


def _as_coordinator(
    tx: Transaction, member: Member, work: Callable[[Transaction, str], bool], value: str
) -> None:
    """Raises NotACoordinator."""
    if "coordinator" not in people.meet(tx, member).roles:
        raise NotACoordinator
    work(tx, value)
