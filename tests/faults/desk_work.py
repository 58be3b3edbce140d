"""The bot's own database at work: events come in, are dealt with, and messages go out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing
from functools import cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bot.desk import inbox, outbox, sending
from bot.desk.outbox import Address, Kind
from bot.store import Store, Transaction
from tests.faults import forgetful
from tests.faults.cuts import Witness
from tests.faults.ledger import LOG_PAGES
from tests.faults.states import EMPTY, read, state

Step = Callable[[Transaction, Random], None]

CHARACTERS = 600
"""Of an event's body."""
CHANNELS = ("C0TRIAGE", "C0OTHER", "D0ANA")
KINDS = {"greeting": Kind(lambda _tx, _row: lambda: {"text": "Good morning"})}
NOW = 1_796_000_000.0


class DeskWork:
    """Units of work as the bot's listeners and workers do them, one after the other.

    The same seed does the same work; the opaque ids in it, and so the pages, differ a little.
    """

    span = 300

    def live(self, path: Path, random: Random, witness: Witness) -> None:
        """Runs of the bot that each do some units of work."""
        while True:
            # Migrations are done before anybody is promised anything.
            if witness.states == [EMPTY]:
                witness.expect(self._migrated)
            with closing(Store.open(path, clock=lambda: NOW, vfs=forgetful.NAME)) as store:
                witness.acknowledge()
                asyncio.run(self._work(store, random, witness))

    @cached_property
    def _migrated(self) -> str:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "new.db"
            Store.open(path).close()
            return read(path)

    async def _work(self, store: Store, random: Random, witness: Witness) -> None:
        await store.run(_checkpoint_often)
        for _ in range(random.randint(5, 40)):
            await store.run(_unit, random.choice(STEPS), random, witness)
            witness.acknowledge()


def _checkpoint_often(tx: Transaction) -> None:
    tx.connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")


def _unit(tx: Transaction, step: Step, random: Random, witness: Witness) -> None:
    step(tx, random)
    witness.expect(state(tx.connection.exec_driver_sql))


def _receive(tx: Transaction, random: Random) -> None:
    # Slack delivers some events again: their key is known.
    key = f"event:{random.randrange(400)}"
    body = random.randbytes(CHARACTERS // 2).hex()
    channel = random.choice(CHANNELS)
    inbox.accept(
        tx, inbox.Arrival("message", body, inbox.Turn(channel, key), (key, f"message:{key}"))
    )


def _handle(tx: Transaction, random: Random) -> None:
    for event in inbox.due(tx, limit=2):
        if random.random() < 0.7:
            inbox.handled(tx, event.id)
            _post(tx, random, cause=f"event:{event.id}")
        else:
            inbox.failed(tx, event.id, "TimeoutError")


def _post(tx: Transaction, random: Random, cause: str = "") -> None:
    to = Address(channel_id=random.choice(CHANNELS))
    outbox.post(tx, "greeting", to, cause=cause or f"asked:{random.random()}")


def _send(tx: Transaction, random: Random) -> None:
    for outgoing in sending.claim(tx, KINDS, settle_ms=0, limit=random.randint(1, 3)):
        if random.random() < 0.1:
            outbox.refresh(tx, outgoing.id)


def _hear(tx: Transaction, random: Random) -> None:
    for message in sending.unsettled(tx, limit=3):
        random.choice(OUTCOMES)(tx, message.id)


def _decide(tx: Transaction, random: Random) -> None:
    for message in outbox.stuck(tx):
        decision = outbox.again if random.random() < 0.5 else outbox.drop
        decision(tx, message.id, KINDS)


STEPS: tuple[Step, ...] = (_receive, _receive, _handle, _post, _send, _hear, _decide)
OUTCOMES: tuple[Callable[[Transaction, str], Any], ...] = (
    lambda tx, row: sending.arrived(tx, row, f"{NOW}", KINDS),
    lambda tx, row: sending.refused(tx, row, "channel_not_found", KINDS),
    lambda tx, row: sending.put_off(tx, row, 0, "429"),
    sending.absent,
)
