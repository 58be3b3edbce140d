"""Who among the coordinators is there, and who stands in for whom."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select

from bot.desk import network, people
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
    return present(tx) or people.coordinators(tx)


def on_hand(tx: Transaction, ticket: Row) -> list[Person]:
    """To whom to turn about a ticket: the coordinator who has it, or who stands in for them; where
    neither is there, all who are.
    """
    one = in_place_of(tx, ticket.assignee_id)
    return [one] if one is not None else there(tx)


def in_place_of(tx: Transaction, person_id: int | None) -> Person | None:
    """Who does a coordinator's work now: they do, or who stands in for them; none where nobody
    does who is there.
    """
    away = stand_ins(tx)
    seen: set[int] = set()
    while person_id is not None and person_id in away and person_id not in seen:
        seen.add(person_id)
        person_id = away[person_id]
    if person_id is None or person_id in away:
        return None
    person = people.find(tx, person_id)
    return person if "coordinator" in person.roles else None


def candidates(tx: Transaction, person_id: int | None) -> list[Person]:
    """Every coordinator who is there but this one: the network's stand-in first."""
    usual = network.read(tx).stand_in
    found = [each for each in present(tx) if each.id != person_id]
    return sorted(found, key=lambda each: (each.id != usual, each.name.casefold(), each.id))


def usual_stand_in(tx: Transaction, person_id: int | None) -> Person | None:
    """The network's stand-in, where they are there and somebody else than this one."""
    usual = network.read(tx).stand_in
    return next((each for each in present(tx) if each.id == usual != person_id), None)


def stands_in_for(tx: Transaction, person_id: int) -> list[tuple[Person, int | None]]:
    """For whom somebody stands in, and until when, in milliseconds since 1970."""
    found = tx.execute(
        select(absences)
        .where(absences.c.stand_in_id == person_id, _lasts(tx))
        .order_by(absences.c.person_id)
    ).all()
    return [(people.find(tx, row.person_id), row.until_at) for row in found]


def stand_ins(tx: Transaction) -> dict[int, int | None]:
    """Everyone who is away, by our numbers, each with who stands in for them."""
    away = select(absences).where(_lasts(tx)).order_by(absences.c.person_id)
    return {row.person_id: row.stand_in_id for row in tx.execute(away)}


def present(tx: Transaction) -> list[Person]:
    """The coordinators who are there."""
    away = stand_ins(tx)
    return [each for each in people.coordinators(tx) if each.id not in away]


def _lasts(tx: Transaction) -> ColumnElement[bool]:
    return or_(absences.c.until_at.is_(None), absences.c.until_at > tx.now)
