"""Coordinators who are away, who stands in for them, and tickets that change hands.

A ticket of somebody who is away is with who stands in for them, or with who stands in for that one;
where nobody who is there does, it is everybody's who is. It comes back with who was away, unless it
was closed or went to somebody else meanwhile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update

from bot.desk import course, duty, handovers, network, outbox, people, rights, tickets
from bot.desk.errors import IsAway, NotForOthers, StandInNeeded
from bot.desk.masking import Masked
from bot.desk.outbox import Address
from bot.desk.people import Person
from bot.store import Row, Transaction
from bot.store.tables import absences
from bot.store.tables import tickets as rows

STANDS_IN = "duty_stands_in"
IS_BACK = "duty_is_back"
HANDED_OVER = "duty_handed_over"

AT_ONCE = 100
"""Tickets that change hands in one unit of work; the clock goes on with the others."""


def leave(tx: Transaction, person: Person, until_at: int | None, stand_in_id: int | None) -> None:
    """A coordinator is away from now on, until then or until they say otherwise; what they have
    goes to their stand-in, who is told. Who is away already changes how. Raises NotForOthers,
    StandInNeeded, IsAway.
    """
    if not rights.is_coordinator(person):
        raise NotForOthers
    stand_in = _stand_in(tx, person, stand_in_id)
    before = _row(tx, person.id)
    since_at = before.since_at if before is not None else tx.now
    _keep(tx, person.id, since_at, until_at, stand_in)
    recalled = _recalled(tx, person.id, since_at) if before is not None else []
    if stand_in is not None:
        moved = [ticket for ticket in recalled if ticket.assignee_id != stand_in.id]
        count = len(recalled) + _count(tx, person.id)
        for ticket in moved[:AT_ONCE]:
            handovers.settle(tx, ticket.id)
            _lend(tx, ticket, person.id, stand_in)
        sweep(tx)
        _tell_stand_in(tx, person.id, stand_in, until_at, count)
    tx.stir(network.QUEUE)


def come_back(tx: Transaction, person: Person) -> None:
    """Somebody is there again, and what others held for them is with them; all are told. Nothing
    where they were not away.
    """
    tx.execute(update(absences).where(absences.c.person_id == person.id).values(until_at=tx.now))
    row = _row(tx, person.id)
    if row is not None:
        _give_back(tx, row)
    tx.stir(network.QUEUE)


def due(tx: Transaction) -> int | None:
    """Bring back who is there again, and hand on what fell to somebody away; when it must be done
    next, in milliseconds since 1970. So much in one go.
    """
    over = tx.execute(
        select(absences).where(absences.c.until_at <= tx.now).order_by(absences.c.until_at)
    ).all()
    for row in over:
        if not _give_back(tx, row):
            return tx.now
    if sweep(tx):
        return tx.now
    until_at: int | None = tx.execute(select(func.min(absences.c.until_at))).scalar()
    return until_at


def sweep(tx: Transaction) -> bool:
    """Give what somebody away has, or is given while they are, to who is there for them; whether
    there is more of it.
    """
    left = AT_ONCE
    for person_id in duty.stand_ins(tx):
        holder = duty.in_place_of(tx, person_id)
        if holder is None:
            continue
        found = _open_of(tx, person_id, left)
        for ticket in found:
            _lend(tx, ticket, person_id, holder)
        left -= len(found)
        if not left:
            return True
    return False


# By hand


def hand_over(
    tx: Transaction, ticket: Row, by: Person, to: Person, words: Masked | str = ""
) -> Row:
    """Give a ticket to another coordinator for good, with a note; they are told. Raises
    WrongStatus, NotForOthers, IsAway.
    """
    if ticket.assignee_id == to.id:
        return ticket
    if duty.absence(tx, to.id) is not None:
        raise IsAway(to.name)
    giver_id = ticket.assignee_id or by.id
    changed = tickets.assign(tx, ticket, by, to)
    handovers.settle(tx, ticket.id)
    number = handovers.add(tx, ticket.id, giver_id, to.id, for_a_while=False, words=words)
    if to.id != by.id:
        told = Address(reader_id=to.id)
        data = {"handover": number, "by": by.id}
        outbox.post(tx, HANDED_OVER, told, cause=f"handover:{number}", data=data)
    return changed


def _stand_in(tx: Transaction, person: Person, stand_in_id: int | None) -> Person | None:
    able = {each.id: each for each in duty.candidates(tx, person.id)}
    if stand_in_id is None:
        if able:
            raise StandInNeeded
        return None
    if stand_in_id not in able:
        raise IsAway(people.find(tx, stand_in_id).name)
    return able[stand_in_id]


def _keep(
    tx: Transaction, person_id: int, since_at: int, until_at: int | None, stand_in: Person | None
) -> None:
    tx.execute(delete(absences).where(absences.c.person_id == person_id))
    tx.execute(
        insert(absences).values(
            person_id=person_id,
            since_at=since_at,
            until_at=until_at,
            stand_in_id=stand_in.id if stand_in else None,
        )
    )


def _lend(tx: Transaction, ticket: Row, giver_id: int, to: Person) -> None:
    handovers.settle(tx, ticket.id, giver_id)
    handovers.add(tx, ticket.id, giver_id, to.id, for_a_while=True)
    tickets.assign(tx, ticket, None, to)


def _recalled(tx: Transaction, person_id: int, since_at: int) -> list[Row]:
    """The open tickets of somebody away that others still hold for them."""
    ways = handovers.ways(tx, person_id, since_at)
    return [
        ticket
        for ticket in handovers.given_since(tx, person_id, since_at)
        if ticket.state != "closed"
        and handovers.leads(ways[ticket.id], person_id, ticket.assignee_id)
    ]


def _give_back(tx: Transaction, row: Row) -> bool:
    """Whether all of it is back. Who is no coordinator any more gets nothing back."""
    person = people.find(tx, row.person_id)
    if rights.is_coordinator(person):
        theirs = _recalled(tx, person.id, row.since_at)
        _tell_back(tx, row, theirs)
        ways = handovers.ways(tx, person.id, row.since_at)
        for ticket in theirs[:AT_ONCE]:
            for giver_id in handovers.passed(ways[ticket.id], person.id):
                handovers.settle(tx, ticket.id, giver_id)
            tickets.assign(tx, ticket, None, person)
        if len(theirs) > AT_ONCE:
            return False
    for ticket in handovers.given_since(tx, person.id, row.since_at):
        handovers.settle(tx, ticket.id, person.id)
    tx.execute(delete(absences).where(absences.c.person_id == person.id))
    return True


def _tell_stand_in(
    tx: Transaction, person_id: int, to: Person, until_at: int | None, count: int
) -> None:
    data = {"person": person_id, "until": until_at, "count": count}
    told = Address(reader_id=to.id)
    outbox.post(tx, STANDS_IN, told, cause=f"away:{person_id}:{tx.now}", data=data)


def _tell_back(tx: Transaction, row: Row, theirs: Sequence[Row]) -> None:
    """Once to who is back, and once to each who held something for them."""
    held = Counter(ticket.assignee_id for ticket in theirs)
    if row.stand_in_id is not None:
        held.setdefault(row.stand_in_id, 0)
    counts = {row.person_id: len(theirs), **held}
    for reader_id, count in counts.items():
        data = {"person": row.person_id, "count": count}
        cause = f"back:{row.person_id}:{row.since_at}"
        outbox.post(tx, IS_BACK, Address(reader_id=reader_id), cause=cause, data=data)


def _open_of(tx: Transaction, person_id: int | None, limit: int) -> list[Row]:
    found: list[Row] = tx.execute(
        select(rows)
        .where(rows.c.assignee_id == person_id, rows.c.state.in_(course.OPEN))
        .order_by(rows.c.id)
        .limit(limit)
    ).all()
    return found


def _count(tx: Transaction, person_id: int) -> int:
    number: int = tx.execute(
        select(func.count())
        .select_from(rows)
        .where(rows.c.assignee_id == person_id, rows.c.state.in_(course.OPEN))
    ).scalar_one()
    return number


def _row(tx: Transaction, person_id: int) -> Row | None:
    row: Row | None = tx.execute(
        select(absences).where(absences.c.person_id == person_id)
    ).one_or_none()
    return row
