"""Who can see a ticket: since when, and who let them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, insert, select, update

from bot.desk import people
from bot.desk.people import Person
from bot.store import Transaction
from bot.store.tables import organizations, viewers


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person, or everyone in a partner's channel, by its name. Times are milliseconds."""

    role: str
    person: Person | None
    organization: str
    added_by: Person | None
    since_at: int


def add(
    tx: Transaction,
    ticket_id: int,
    person_id: int | None,
    role: str,
    *,
    by: int | None,
    organization_id: str | None = None,
) -> None:
    """Note that somebody can see a ticket from now on; whoever can already is noted once."""
    known = tx.execute(
        select(viewers.c.id).where(
            viewers.c.ticket_id == ticket_id,
            viewers.c.person_id.is_(person_id)
            if person_id is None
            else viewers.c.person_id == person_id,
            viewers.c.organization_id.is_(None)
            if organization_id is None
            else viewers.c.organization_id == organization_id,
            viewers.c.role == role,
            viewers.c.until_at.is_(None),
        )
    ).first()
    if known is None:
        tx.execute(
            insert(viewers).values(
                ticket_id=ticket_id,
                person_id=person_id,
                organization_id=organization_id,
                role=role,
                added_by_id=by,
                since_at=tx.now,
            )
        )


def remove(tx: Transaction, ticket_id: int, person_id: int) -> None:
    """Note that an expert can't see a ticket any more."""
    _end(tx, ticket_id, viewers.c.person_id == person_id, viewers.c.role == "expert")


def remove_organization(tx: Transaction, ticket_id: int, organization_id: str) -> None:
    """Note that a partner's channel can't see what is said of a ticket any more."""
    _end(tx, ticket_id, viewers.c.organization_id == organization_id)


def remove_partners(tx: Transaction, ticket_id: int) -> None:
    """Note that no partner's channel can see what is said of a ticket any more."""
    _end(tx, ticket_id, viewers.c.organization_id.is_not(None))


def of(tx: Transaction, ticket_id: int) -> list[Viewer]:
    """Everyone who can see it now, longest first. Coordinators who took no part are left out:
    all of them can. So are those who took part, and are coordinators no more.
    """
    rows = tx.execute(
        select(viewers, organizations.c.name.label("organization"))
        .outerjoin(organizations, organizations.c.id == viewers.c.organization_id)
        .where(viewers.c.ticket_id == ticket_id, viewers.c.until_at.is_(None))
        .order_by(viewers.c.id)
    ).all()
    found = [
        Viewer(
            row.role,
            people.find(tx, row.person_id) if row.person_id else None,
            row.organization or "",
            people.find(tx, row.added_by_id) if row.added_by_id else None,
            row.since_at,
        )
        for row in rows
    ]
    return [each for each in found if each.role != "coordinator" or _triages(each.person)]


def _triages(person: Person | None) -> bool:
    return person is not None and "coordinator" in person.roles


def _end(tx: Transaction, ticket_id: int, *which: ColumnElement[bool]) -> None:
    tx.execute(
        update(viewers)
        .where(viewers.c.ticket_id == ticket_id, viewers.c.until_at.is_(None), *which)
        .values(until_at=tx.now)
    )
