"""The morning digest: what needs a coordinator's hand, once each working day, when it begins. What
is overdue goes before all else, and all of it is named, down to its number where it is much.

Nothing is sent where nothing waits, and after downtime only today's. It is no nudge.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select, update

from bot.desk import agenda, duty, network, outbox
from bot.desk.agenda import Agenda
from bot.desk.lines import Line
from bot.desk.outbox import Address
from bot.desk.people import Person
from bot.store import Row, Transaction
from bot.store.tables import digests
from bot.store.tables import outbox as outbox_rows

DIGEST = "digest"

SHOWN = 6
"""Tickets that a digest tells of, each with what can be done at once: a screenful."""

NAMED = SHOWN + 20
"""Tickets that it names at most: of those beyond, only what is overdue, and only the numbers, which
fill two or three lines. The others are in Home."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest says now: how much there is of everything, the tickets it tells of, each as it
    stands, and those that it only names. `held` are messages that could not be delivered.
    """

    agenda: Agenda
    lines: Sequence[Line]
    held: int
    also: Sequence[Line] = ()


def due(tx: Transaction) -> int | None:
    """Send today's to one who is there and has not had it; when the next is due, in milliseconds
    since 1970.
    """
    hours = network.read(tx).hours
    opens_at = hours.fitting(tx.now)
    if opens_at > tx.now:
        return opens_at
    today = hours.day(tx.now)
    had = dict(tx.execute(select(digests.c.person_id, digests.c.day)).all())
    for person in duty.there(tx):
        if had.get(person.id, "") < today.isoformat():
            _note(tx, person, today.isoformat(), is_first=person.id not in had)
            _send(tx, person, today.isoformat())
            return tx.now
    return hours.fitting(hours.last_moment(today))


def today(tx: Transaction) -> str:
    """The network's day, as ISO date."""
    return network.read(tx).hours.day(tx.now).isoformat()


def read(tx: Transaction, person: Person, ticket_ids: Sequence[int]) -> Digest:
    """What a coordinator's digest says now of these tickets, and of all."""
    lines = agenda.lines(tx, person, ticket_ids)
    told = [line for line in lines if line.ticket.state != "closed"]
    also = [line for line in told[SHOWN:] if line.is_overdue]
    return Digest(agenda.counted(tx, person), told[:SHOWN], _held(tx), also)


def redraw(tx: Transaction, ticket: Row) -> None:
    """Have today's digests show how a ticket stands now."""
    for row in outbox.caused(tx, _cause(today(tx))):
        if ticket.id in json.loads(row.data)["tickets"]:
            outbox.refresh(tx, row.id)


def _send(tx: Transaction, person: Person, day: str) -> None:
    needs = agenda.pressing(tx, person, SHOWN, NAMED)
    if not needs and not _held(tx):
        return
    data = {"day": day, "tickets": needs}
    outbox.post(tx, DIGEST, Address(reader_id=person.id), cause=_cause(day), data=data)


def _note(tx: Transaction, person: Person, day: str, *, is_first: bool) -> None:
    if is_first:
        tx.execute(insert(digests).values(person_id=person.id, day=day))
    else:
        tx.execute(update(digests).where(digests.c.person_id == person.id).values(day=day))


def _held(tx: Transaction) -> int:
    counted = select(func.count()).select_from(outbox_rows).where(outbox_rows.c.state == "held")
    count: int = tx.execute(counted).scalar_one()
    return count


def _cause(day: str) -> str:
    return f"{DIGEST}:{day}"
