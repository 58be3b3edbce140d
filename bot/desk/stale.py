"""Open tickets on which nobody has spoken for long, and closing them together after one look.

Those that wait for their requester, who was answered and is silent, are one thing. Those that wait
for us are another: somebody may still count on an answer. They stand apart, and closing them is a
choice of its own for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import ColumnElement, or_, select

from bot.desk import course, network, people, rights, tickets
from bot.desk.course import Outcome
from bot.desk.errors import NotForOthers
from bot.desk.masking import Masked
from bot.desk.people import Member, Person
from bot.store import Row, Transaction
from bot.store.tables import tickets as rows

Days = Literal[7, 14, 30, 60]
DAYS: tuple[Days, ...] = get_args(Days)
USUAL: Days = 14

MOST_SILENT = 50
MOST_OURS = 20
"""How many are shown at once of those that wait for their requester, and for us."""

BATCH = 10
"""Tickets that are closed in one unit of work, so that others come in between."""

_DAY = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as it was shown: whatever happens to it raises its version."""

    handle: str
    version: int


@dataclass(frozen=True, slots=True)
class Stale:
    """What is stale after so many days, the oldest first. `silent` wait for their requester,
    `ours` for us, or for a day that was promised; the numbers are of all that there are.
    """

    days: Days
    silent: Sequence[Row]
    ours: Sequence[Row]
    silent_count: int
    ours_count: int


@dataclass(frozen=True, slots=True)
class Closed:
    """How many were closed, and the numbers of those that were left out, for they have moved."""

    count: int = 0
    left_out: tuple[int, ...] = ()

    def __add__(self, other: Closed) -> Closed:
        """Both together."""
        return Closed(self.count + other.count, self.left_out + other.left_out)


def listed(tx: Transaction, by: Member, days: Days) -> Stale:
    """What is stale, for a coordinator. Raises NotForOthers."""
    _coordinator(tx, by)
    # One look at all of them, which are many, and only then at the few that are shown.
    stale = tx.execute(
        select(rows.c.id, _waits_for_us(tx).label("is_ours"))
        .where(rows.c.state.in_(course.OPEN), rows.c.spoken_at <= tx.now - days * _DAY)
        .order_by(rows.c.spoken_at, rows.c.id)
    ).all()
    silent = [each.id for each in stale if not each.is_ours]
    ours = [each.id for each in stale if each.is_ours]
    shown = {each.id: each for each in _rows(tx, [*silent[:MOST_SILENT], *ours[:MOST_OURS]])}
    return Stale(
        days,
        [shown[each] for each in silent[:MOST_SILENT]],
        [shown[each] for each in ours[:MOST_OURS]],
        len(silent),
        len(ours),
    )


def chosen(tx: Transaction, by: Member, seen: Sequence[Seen]) -> list[Row]:
    """Those of some tickets that are still as they were seen, in the same order. Raises
    NotForOthers.
    """
    _coordinator(tx, by)
    found = {each.handle: each for each in _seen(tx, seen)}
    return [
        found[each.handle]
        for each in seen
        if each.handle in found and _is_as_seen(found[each.handle], each)
    ]


def close(
    tx: Transaction, by: Member, seen: Sequence[Seen], outcome: Outcome, words: Masked, days: Days
) -> Closed:
    """Close those of a batch that are still as they were seen, and as silent, with the same line
    to each requester. Raises NotForOthers.
    """
    person, done = _coordinator(tx, by), Closed()
    long_ago = tx.now - days * _DAY
    for ticket in _seen(tx, seen):
        wanted = next(each for each in seen if each.handle == ticket.handle)
        if _is_as_seen(ticket, wanted) and ticket.spoken_at <= long_ago:
            tickets.close(tx, ticket, person, outcome, words)
            done += Closed(1)
        else:
            done += Closed(0, (ticket.id,))
    return done


def were_closed(tx: Transaction, by: Member, seen: Sequence[Seen], outcome: Outcome) -> Closed:
    """The same as it was told the first time, as far as it can still be seen. Raises
    NotForOthers.
    """
    _coordinator(tx, by)
    done = Closed()
    for ticket in _seen(tx, seen):
        is_closed = ticket.state == "closed" and ticket.outcome == outcome
        done += Closed(1) if is_closed else Closed(0, (ticket.id,))
    return done


def _coordinator(tx: Transaction, by: Member) -> Person:
    person = people.meet(tx, by)
    if not rights.is_coordinator(person):
        raise NotForOthers
    return person


def _waits_for_us(tx: Transaction) -> ColumnElement[bool]:
    """Whether somebody may still count on something: an answer, or a day that is yet to come."""
    today = network.read(tx).hours.day(tx.now).isoformat()
    return or_(rows.c.waits_on != "requester", rows.c.promised_on >= today, rows.c.vote_on >= today)


def _rows(tx: Transaction, ticket_ids: Sequence[int]) -> list[Row]:
    found: list[Row] = tx.execute(select(rows).where(rows.c.id.in_(ticket_ids))).all()
    return found


def _seen(tx: Transaction, seen: Sequence[Seen]) -> list[Row]:
    found: list[Row] = tx.execute(
        select(rows)
        .where(rows.c.handle.in_([each.handle for each in seen]))
        .order_by(rows.c.spoken_at, rows.c.id)
    ).all()
    return found


def _is_as_seen(ticket: Row, seen: Seen) -> bool:
    return bool(ticket.state != "closed" and ticket.version == seen.version)
