"""Reminding people, seldom: never more often in a week than the network allows.

What is said to one person at one moment is one nudge, of however many tickets. The morning digest
is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from bot.desk.hours import DAY
from bot.desk.network import Network
from bot.store import Row, Transaction
from bot.store.tables import nudges

WEEK = 7 * DAY

PAUSE = 60
"""Working minutes between two nudges to a person, so that what comes at once is said at once."""


@dataclass(frozen=True, slots=True)
class Room:
    """When somebody may be nudged next, in milliseconds since 1970; None for never. `is_full` is
    that until then they were nudged as often as the network allows.
    """

    at: int | None
    is_full: bool = False


def room(tx: Transaction, person_id: int, network: Network) -> Room:
    """When somebody may be nudged next."""
    most, hours = network.nudges_a_week, network.hours
    if not most:
        return Room(None, is_full=True)
    times = _times(tx, person_id, most)
    if len(times) == most:
        return Room(hours.fitting(times[-1] + WEEK + 1), is_full=True)
    again = hours.after(times[0], PAUSE) if times else tx.now
    return Room(hours.fitting(max(again, tx.now)))


def note(tx: Transaction, person_id: int, ticket_ids: Sequence[int]) -> None:
    """Somebody is nudged now, about some tickets."""
    about = [{"person_id": person_id, "ticket_id": each, "at": tx.now} for each in ticket_ids]
    tx.execute(insert(nudges), about)


def said(tx: Transaction, person_id: int, about: Sequence[Row]) -> dict[str, object]:
    """What a nudge is made from: to whom, when, and about what, each with its nudges before."""
    pairs = [(ticket.id, ticket.nudges) for ticket in about]
    return {"person": person_id, "at": tx.now, "about": pairs}


@dataclass(frozen=True, slots=True)
class Told:
    """Who was nudged about a ticket, by our numbers, and when."""

    at: int
    person_ids: frozenset[int]


def last_about(tx: Transaction, ticket_id: int, since: int) -> Told | None:
    """Who was last nudged about a ticket, if anybody was from a moment on."""
    about = select(nudges.c.at, nudges.c.person_id).where(
        nudges.c.ticket_id == ticket_id, nudges.c.at >= since
    )
    found = tx.execute(about).all()
    last = max((row.at for row in found), default=None)
    if last is None:
        return None
    return Told(last, frozenset(row.person_id for row in found if row.at == last))


def forget(tx: Transaction, person_id: int, ticket_ids: Sequence[int], at: int) -> None:
    """A nudge did not leave: it counts for nothing."""
    tx.execute(
        delete(nudges).where(
            nudges.c.person_id == person_id,
            nudges.c.at == at,
            nudges.c.ticket_id.in_(ticket_ids),
        )
    )


def _times(tx: Transaction, person_id: int, most: int) -> list[int]:
    """When somebody was nudged in the last seven days, the newest first, at most so many."""
    found: list[int] = list(
        tx.execute(
            select(nudges.c.at)
            .where(nudges.c.person_id == person_id, nudges.c.at >= tx.now - WEEK)
            .distinct()
            .order_by(nudges.c.at.desc())
            .limit(most)
        ).scalars()
    )
    return found
