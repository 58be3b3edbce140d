"""Who among the coordinators is there, and who stands in for whom."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from bot.desk import people
from bot.desk.people import Person
from bot.store import Row, Transaction
from bot.store.tables import absences


def absence(tx: Transaction, person_id: int) -> Row | None:
    """Somebody's time away, while it lasts."""
    row: Row | None = tx.execute(
        select(absences).where(absences.c.person_id == person_id, _lasts(tx))
    ).one_or_none()
    return row


def there(tx: Transaction) -> list[Person]:
    """The coordinators who are there; all of them where nobody is."""
    away = set(tx.execute(select(absences.c.person_id).where(_lasts(tx))).scalars())
    everyone = people.coordinators(tx)
    return [person for person in everyone if person.id not in away] or everyone


def on_hand(tx: Transaction, ticket: Row) -> list[Person]:
    """To whom to turn about a ticket: the coordinator who has it, or who stands in for them; where
    neither is there, all who are.
    """
    here = there(tx)
    person_id = ticket.assignee_id
    for _ in range(len(here) + 1):
        for person in here:
            if person.id == person_id:
                return [person]
        away = absence(tx, person_id) if person_id is not None else None
        if away is None or away.stand_in_id is None:
            break
        person_id = away.stand_in_id
    return here


def _lasts(tx: Transaction) -> ColumnElement[bool]:
    return or_(absences.c.until_at.is_(None), absences.c.until_at > tx.now)
