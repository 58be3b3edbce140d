"""How the desk stands: what waits, how long, and what a person must look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Table, delete, func, insert, select

from bot.desk import course, records
from bot.store import Transaction
from bot.store.tables import inbox, keys, outbox

OPEN = {inbox.name: ("waiting", "poison"), outbox.name: ("ready", "maybe", "held")}
"""States of a queue's rows that are not done with."""

PROBE = "probe"

FEWEST = 5
"""Tickets in a state that are told of; fewer could point to one person's."""


@dataclass(frozen=True, slots=True)
class Standing:
    """By queue and state: how many rows, and the age of the oldest in seconds. By state: how many
    tickets; a few are none, so that nobody can tell from outside that one exists.
    """

    queues: Mapping[tuple[str, str], tuple[int, float]]
    tickets: Mapping[str, int] = field(default_factory=dict)

    def count(self, queue: str, state: str) -> int:
        """How many rows of a queue are in a state."""
        return self.queues[queue, state][0]

    def age(self, queue: str, *states: str) -> float:
        """The age of the oldest row in any of some states, in seconds."""
        return max(self.queues[queue, state][1] for state in states)


def standing(tx: Transaction) -> Standing:
    """How the queues stand now."""
    queues = {(queue, state): (0, 0.0) for queue, states in OPEN.items() for state in states}
    queues |= _counted(tx, inbox, "received_at") | _counted(tx, outbox, "created_at")
    counted = records.counts(tx)
    few = {state: counted.get(state, 0) for state in (*course.OPEN, "closed")}
    return Standing(queues, {state: n if n >= FEWEST else 0 for state, n in few.items()})


def probe(tx: Transaction) -> None:
    """Write something, to see whether that can be done. Raises Unavailable, in its own time."""
    tx.execute(delete(keys).where(keys.c.key == PROBE))
    tx.execute(insert(keys).values(key=PROBE, at=tx.now))


def _counted(tx: Transaction, table: Table, since: str) -> dict[tuple[str, str], tuple[int, float]]:
    rows = tx.execute(
        select(table.c.state, func.count(), func.min(table.c[since]))
        .where(table.c.state.in_(OPEN[table.name]))
        .group_by(table.c.state)
    )
    return {
        (table.name, state): (count, max(0.0, (tx.now - oldest) / 1000))
        for state, count, oldest in rows
    }
