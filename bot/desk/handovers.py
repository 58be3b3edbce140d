"""Which tickets went from one coordinator to another, and which of them are to come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, insert, select, update

from bot.store import Row, Transaction
from bot.store.tables import absences, handovers, tickets

Way = Mapping[int, int]
"""From whom a ticket went to whom for a while, by our numbers."""


def add(
    tx: Transaction,
    ticket_id: int,
    giver_id: int,
    taker_id: int,
    *,
    for_a_while: bool,
    words: str = "",
) -> int:
    """Note that a ticket went over; the number of the note. `words` are masked."""
    key = tx.execute(
        insert(handovers).values(
            ticket_id=ticket_id,
            from_id=giver_id,
            to_id=taker_id,
            is_for_a_while=for_a_while,
            words=words,
            at=tx.now,
        )
    ).inserted_primary_key
    return int(key.id)


def find(tx: Transaction, number: int) -> Row:
    """A note. Raises LookupError."""
    row: Row | None = tx.execute(select(handovers).where(handovers.c.id == number)).one_or_none()
    if row is None:
        raise LookupError(number)
    return row


def settle(tx: Transaction, ticket_id: int, giver_id: int | None = None) -> None:
    """Expect a ticket back no more; where somebody is named, only to them."""
    is_theirs = [] if giver_id is None else [handovers.c.from_id == giver_id]
    tx.execute(
        update(handovers)
        .where(handovers.c.ticket_id == ticket_id, _is_out(), *is_theirs)
        .values(back_at=tx.now)
    )


def given_since(tx: Transaction, giver_id: int, at: int) -> list[Row]:
    """The tickets that somebody's stand-ins were given for a while since then, oldest first."""
    rows: list[Row] = tx.execute(
        select(tickets)
        .where(
            tickets.c.id.in_(
                select(handovers.c.ticket_id).where(
                    handovers.c.from_id == giver_id, handovers.c.at >= at, _is_out()
                )
            )
        )
        .order_by(tickets.c.id)
    ).all()
    return rows


def ways(tx: Transaction, giver_id: int, at: int) -> dict[int, Way]:
    """The way that each of these tickets went for a while, by its number."""
    theirs = select(handovers.c.ticket_id).where(
        handovers.c.from_id == giver_id, handovers.c.at >= at, _is_out()
    )
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row in tx.execute(
        select(handovers)
        .where(handovers.c.ticket_id.in_(theirs), _is_out())
        .order_by(handovers.c.id)
    ):
        found[row.ticket_id][row.from_id] = row.to_id
    return dict(found)


def leads(way: Way, giver_id: int, holder_id: int | None) -> bool:
    """Whether a way leads from somebody to who has the ticket now, through stand-ins alone."""
    return holder_id in _steps(way, giver_id)


def passed(way: Way, giver_id: int) -> set[int]:
    """Everyone who gave the ticket on, on its way from somebody."""
    return {giver_id, *(each for each in _steps(way, giver_id) if each in way)}


def first_giver(tx: Transaction, ticket: Row) -> int | None:
    """The number of who is away and for whom a ticket's coordinator has it; none where it is
    their own.
    """
    back = {
        row.to_id: row.from_id
        for row in tx.execute(
            select(handovers)
            .join(absences, absences.c.person_id == handovers.c.from_id)
            .where(handovers.c.ticket_id == ticket.id, _is_out())
            .order_by(handovers.c.id)
        )
    }
    steps = [each for each in _steps(back, ticket.assignee_id) if each != ticket.assignee_id]
    return steps[-1] if steps else None


def _steps(way: Mapping[int, int], begin: int | None) -> list[int]:
    """Everyone to whom a way leads, in order; a circle ends where it closes."""
    found: list[int] = []
    at = way.get(begin) if begin is not None else None
    while at is not None and at not in found:
        found.append(at)
        at = way.get(at)
    return found


def _is_out() -> ColumnElement[bool]:
    return and_(handovers.c.is_for_a_while, handovers.c.back_at.is_(None))
