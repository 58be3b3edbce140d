"""The clock's round: it looks at the tickets whose time has come, and does what is due.

- Overdue: who holds it is nudged, then the coordinator (`overdue`).
- Silent, after an answer: its requester is told that it will be closed, then it is (`silence`).
- Closed for so long that it can't be opened again: its buttons go.

Each step is kept on the ticket by the unit of work that does it, and nobody is disturbed outside of
working hours: after days of downtime each is done once, in the next of them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from bot.desk import network, nudges, silence, tickets
from bot.desk.hours import DAY
from bot.desk.looks import Looks
from bot.desk.network import Network
from bot.desk.overdue import Overdue
from bot.desk.timing import timing
from bot.store import Row, Transaction
from bot.store.tables import tickets as rows

log = logging.getLogger(__name__)

AT_ONCE = 100
"""How many tickets are looked at in one unit of work, and how many coordinators are told of."""

ACTS = 4
"""How many of them something is posted about in its own threads: that takes longer."""


def due(tx: Transaction) -> int | None:
    """Look at some of the tickets whose time has come; when the next one's does, in milliseconds
    since 1970.
    """
    come = select(rows).where(rows.c.look_at <= tx.now).order_by(rows.c.look_at, rows.c.id)
    found = tx.execute(come.limit(AT_ONCE)).all()
    if found:
        _Round(tx, network.read(tx)).go(found)
    next_at: int | None = tx.execute(select(func.min(rows.c.look_at))).scalar()
    return next_at


def is_time(tx: Transaction) -> bool:
    """Whether people may be disturbed now."""
    return network.read(tx).hours.fitting(tx.now) == tx.now


def put_back(tx: Transaction, person_id: int, at: int, about: Sequence[tuple[int, int]]) -> None:
    """What was to be said at a moment could not leave while people work: it is done anew when they
    do. `about` are the tickets, and how often was nudged about each before.
    """
    nudges.forget(tx, person_id, [ticket_id for ticket_id, _before in about], at)
    opens_at = network.read(tx).hours.fitting(tx.now)
    for ticket_id, before in about:
        tx.execute(
            update(rows)
            .where(rows.c.id == ticket_id, rows.c.nudges > before)
            .where(rows.c.ball_at <= at, rows.c.state != "closed")
            .values(nudges=before, look_at=opens_at)
        )
    tx.stir(network.QUEUE)


class _Round:
    """One unit of work."""

    def __init__(self, tx: Transaction, known: Network) -> None:
        self._tx, self._known = tx, known
        self._looks = Looks()
        self._overdue = Overdue(tx, known, self._looks)
        self._opens_at = known.hours.fitting(tx.now)
        self._acts = 0

    def go(self, found: Sequence[Row]) -> None:
        for ticket in found:
            try:
                self._look(ticket)
            except DBAPIError:
                raise
            except Exception as problem:  # noqa: BLE001 (one must not stop the clock for all)
                log.error("a ticket's time was not dealt with: %s", type(problem).__name__)  # noqa: TRY400 (no words of people)
                self._looks.drop(ticket)
                self._looks.keep(ticket, look_at=self._tx.now + DAY)
        self._overdue.send()
        self._looks.write(self._tx)

    def _look(self, ticket: Row) -> None:
        fresh, now = timing(ticket, self._known), self._tx.now
        self._looks.keep(ticket, due_at=fresh.due_at)
        if fresh.look_at is None or fresh.look_at > now:
            # The rules are others than when this look was planned.
            self._looks.keep(ticket, look_at=fresh.look_at)
        elif ticket.state == "closed":
            self._act(lambda: self._end(ticket))
        elif self._opens_at > now:
            self._looks.keep(ticket, look_at=self._opens_at)
        elif ticket.waits_on == "requester":
            self._act(lambda: silence.look(self._tx, ticket, self._known, self._looks))
        elif ticket.expert_id is not None or ticket.promised_on:
            self._act(lambda: self._overdue.look(ticket))
        else:
            self._overdue.look(ticket)

    def _act(self, act: Callable[[], None]) -> None:
        """Do it whole or not at all; what is too much for this unit is left for the next."""
        if self._acts < ACTS:
            self._acts += 1
            with self._tx.connection.begin_nested():
                act()

    def _end(self, ticket: Row) -> None:
        """Nobody can open it again."""
        self._looks.keep(ticket, look_at=None)
        tickets.touch(self._tx, ticket)
