"""What somebody's Home shows them: as whom they look, and at which of a coordinator's lists. It is
kept, so that it is there again the next time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, cast

from sqlalchemy import insert, select, update

from bot.desk import people, rights
from bot.desk.agenda import FILTERS, LISTS, LONGEST, Filters, ListName
from bot.desk.errors import NotAnExpert, NotForOthers
from bot.desk.people import Member, Person
from bot.store import Transaction
from bot.store.tables import desks
from bot.store.tables import tickets as tickets_rows

As = Literal["coordinator", "expert", "own"]
"""As whom somebody looks at Home; `own` are their own requests and the library, which all have."""

FARTHEST = 1_000_000
"""No list has so many pages."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person's Home shows. `page` counts from 0."""

    seen_as: As = "own"
    listed: ListName = "needs"
    filters: Filters = field(default_factory=Filters)
    page: int = 0


def roles(tx: Transaction, person: Person) -> tuple[As, ...]:
    """As whom somebody can look, the one that they begin with first."""
    held: list[As] = []
    if rights.is_coordinator(person):
        held.append("coordinator")
    if "expert" in person.roles or _is_on_one(tx, person):
        held.append("expert")
    return (*held, "own")


def read(tx: Transaction, person: Person) -> Desk:
    """What somebody's Home shows; nothing of a role that they no longer have."""
    row = tx.execute(select(desks).where(desks.c.person_id == person.id)).one_or_none()
    can = roles(tx, person)
    if row is None:
        return Desk(can[0])
    kept = _object(row.filters)
    listed = kept.get("list")
    return Desk(
        row.role if row.role in can else can[0],
        listed if listed in LISTS else "needs",
        Filters(**{name: _text(kept.get(name)) for name in FILTERS}),
        max(0, row.page),
    )


def look_as(tx: Transaction, by: Member, seen_as: As) -> None:
    """Somebody looks as another of their roles. Raises NotForOthers, NotAnExpert."""
    person = people.meet(tx, by)
    if seen_as not in roles(tx, person):
        raise NotAnExpert if seen_as == "expert" else NotForOthers
    _keep(tx, person, replace(read(tx, person), seen_as=seen_as))


def open_list(tx: Transaction, by: Member, listed: ListName) -> None:
    """A coordinator looks at another list, from its beginning. Raises NotForOthers."""
    person, desk = _coordinators(tx, by)
    _keep(tx, person, replace(desk, listed=listed, page=0))


def pick_out(tx: Transaction, by: Member, name: str, value: str) -> None:
    """A coordinator sets a filter, or takes it away with an empty value; the list begins anew.
    Raises NotForOthers, ValueError for what is no filter.
    """
    if name not in FILTERS:
        raise ValueError(name)
    person, desk = _coordinators(tx, by)
    values: dict[str, Any] = {name: value[:LONGEST]}
    _keep(tx, person, replace(desk, filters=replace(desk.filters, **values), page=0))


def clear(tx: Transaction, by: Member) -> None:
    """A coordinator takes all filters away. Raises NotForOthers."""
    person, desk = _coordinators(tx, by)
    _keep(tx, person, replace(desk, filters=Filters(), page=0))


def turn(tx: Transaction, by: Member, page: int) -> None:
    """A coordinator turns to a page. Raises NotForOthers."""
    person, desk = _coordinators(tx, by)
    _keep(tx, person, replace(desk, page=max(0, min(page, FARTHEST))))


def _coordinators(tx: Transaction, by: Member) -> tuple[Person, Desk]:
    person = people.meet(tx, by)
    if not rights.is_coordinator(person):
        raise NotForOthers
    return person, read(tx, person)


def _is_on_one(tx: Transaction, person: Person) -> bool:
    """Whether somebody is on an open ticket: also who is listed no more looks after what they took
    on.
    """
    theirs = select(tickets_rows.c.id).where(
        tickets_rows.c.expert_id == person.id, tickets_rows.c.state == "accepted"
    )
    return tx.execute(theirs.limit(1)).first() is not None


def _keep(tx: Transaction, person: Person, desk: Desk) -> None:
    picked = {each.name: getattr(desk.filters, each.name) for each in fields(Filters)}
    kept = {name: value for name, value in {"list": desk.listed, **picked}.items() if value}
    values = {"role": desk.seen_as, "filters": json.dumps(kept), "page": desk.page}
    known = update(desks).where(desks.c.person_id == person.id).values(**values)
    if not tx.execute(known).rowcount:
        tx.execute(insert(desks).values(person_id=person.id, **values))


def _object(text: str) -> Mapping[str, Any]:
    """What was kept; nothing where it can't be read."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""
