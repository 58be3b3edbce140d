"""Time by hand for the tests of the clock: what is due is done, and what was posted arrives."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update

from bot.desk import away as absence
from bot.desk import (
    digest,
    nudges,
    overdue,
    people,
    records,
    rounds,
    silence,
    tickets,
    turns,
)
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import absences, outbox
from bot.store.tables import tickets as tickets_table
from tests.desk.cast import all_is_posted, asked

ZONE = ZoneInfo("America/New_York")
UNITS = (absence.due, turns.due, rounds.due, digest.due)
DISTURBS = (overdue.NUDGE, overdue.EXPERT_NUDGE, silence.WILL_CLOSE)
"""What counts as a nudge."""


def at(text: str) -> int:
    """A moment by the clock of the network."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def shown(moment: int | None) -> str:
    """A moment as that clock shows it."""
    return f"{datetime.fromtimestamp((moment or 0) / 1000, ZONE):%a %m-%d %H:%M}"


def turn(tx: Transaction) -> int | None:
    """Do all that is due now; when more is."""
    for _turn in range(1_000):
        moments = [unit(tx) for unit in UNITS]
        all_is_posted(tx)
        next_at = min((each for each in moments if each is not None), default=None)
        if next_at is None or next_at > tx.now:
            return next_at
    raise AssertionError("what is due never ends")


def passes_until(tx: Transaction, end: int) -> None:
    """Time goes by, from one thing that is due to the next."""
    next_at = turn(tx)
    while next_at is not None and next_at <= end:
        tx.now = next_at
        next_at = turn(tx)
    tx.now = end


def nudged(tx: Transaction) -> list[tuple[str, str]]:
    """Who was nudged when, in order."""
    rows = tx.execute(
        select(outbox)
        .where(outbox.c.kind.in_(DISTURBS), outbox.c.target.is_(None))
        .order_by(outbox.c.seq)
    )
    return [(name(tx, row), shown(row.created_at)) for row in rows]


def name(tx: Transaction, row: Row) -> str:
    """Who reads a message."""
    reader_id = row.reader_id
    if reader_id is None:
        return "a channel"
    return people.find(tx, reader_id).name


def answer(tx: Transaction, ticket: Row, by: Member) -> Row:
    """Somebody speaks to the requester."""
    return tickets.answered(tx, records.find(tx, ticket.id), people.meet(tx, by))


def reply(tx: Transaction, ticket: Row) -> Row:
    """The requester speaks."""
    ticket = records.find(tx, ticket.id)
    return tickets.followed_up(tx, ticket, people.find(tx, ticket.requester_id))


def away(tx: Transaction, person_id: int, stand_in_id: int) -> None:
    """Somebody is away, and another stands in for them."""
    tx.execute(delete(absences))
    tx.execute(
        absences.insert().values(person_id=person_id, stand_in_id=stand_in_id, since_at=tx.now)
    )


def full(tx: Transaction, person_id: int) -> None:
    """Somebody was nudged as often as they may be, just now."""
    ticket_id = asked(tx).id
    tx.execute(update(tickets_table).where(tickets_table.c.id == ticket_id).values(look_at=None))
    for ago in range(3):
        nudges.note(Transaction(tx.connection, tx.now - ago), person_id, [ticket_id])
