"""What of all open tickets a coordinator looks at: four lists, filters, and a page of one of them.

One reading over one index counts, however many tickets are open; only the tickets of the page are
looked into. The days are the network's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from bot.desk import course, experts, offered
from bot.desk.lines import Line, Look, read
from bot.desk.people import Person
from bot.store import Row, Transaction
from bot.store.tables import experts as experts_rows
from bot.store.tables import offers
from bot.store.tables import tickets as rows

ListName = Literal["needs", "experts", "requesters", "due"]
LISTS: tuple[ListName, ...] = get_args(ListName)

PAGE = 15

AGES = (1, 3, 7, 30)
"""Days: what was asked longer ago can be picked out."""

LONGEST = 75
"""Characters of a filter: what Slack's menus surely carry."""

MINE = "mine"
NOBODYS = "nobody"

_DAY = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What is picked out; empty for any. `place` is a state's ISO code, for it and all in it, or
    the country's, for what is said of no state; `age` is one of `AGES`; `whose` is `MINE` or
    `NOBODYS`.
    """

    kind: str = ""
    topic: str = ""
    place: str = ""
    partner: str = ""
    age: str = ""
    whose: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is picked out."""
        return any(asdict(self).values())


FILTERS = tuple(each.name for each in fields(Filters))


@dataclass(frozen=True, slots=True)
class Agenda:
    """One list's page, and how many there are of each. `page` counts from 0; `overdue` is of those
    that are due today; `partners` are the ids and names by which can be filtered.
    """

    listed: ListName
    filters: Filters
    counts: Mapping[ListName, int]
    overdue: int
    page: int
    lines: Sequence[Line]
    partners: Sequence[tuple[str, str]] = ()

    @property
    def pages(self) -> int:
        """How many pages the list has, at least one."""
        return max(1, -(-self.counts[self.listed] // PAGE))


def agenda(
    tx: Transaction, person: Person, listed: ListName, filters: Filters, page: int
) -> Agenda:
    """A page of a list for a coordinator; past its end, the last one."""
    look = Look(tx, person)
    narrowed = and_(rows.c.state.in_(course.OPEN), *_narrowed(look, filters))
    found = tx.execute(_counting(look, narrowed)).one()
    counts: dict[ListName, int] = {name: getattr(found, name) or 0 for name in LISTS}
    last = max(0, (counts[listed] - 1) // PAGE)
    page = max(0, min(page, last))
    shown = _page(tx, look, listed, narrowed, page) if counts[listed] else []
    partners = _partners(tx)
    return Agenda(
        *(listed, filters, counts, found.overdue or 0, page),
        *(read(tx, look, shown, partners), list(partners.items())),
    )


def counted(tx: Transaction, person: Person) -> Agenda:
    """How many there are of each list, without a page of one: that is half of the reading."""
    look = Look(tx, person)
    found = tx.execute(_counting(look, rows.c.state.in_(course.OPEN))).one()
    counts: dict[ListName, int] = {name: getattr(found, name) or 0 for name in LISTS}
    return Agenda("needs", Filters(), counts, found.overdue or 0, 0, ())


def pressing(tx: Transaction, person: Person, most: int, most_overdue: int) -> list[int]:
    """The numbers of the first that need a coordinator: so many, whatever presses them, and more of
    those that are overdue, up to so many in all.
    """
    look = Look(tx, person)
    first = _first(look, "needs", rows.c.state.in_(course.OPEN), columns=[rows.c.due_at])
    found = tx.execute(first.limit(most_overdue)).all()
    return [
        row.id
        for place, row in enumerate(found)
        if place < most or (row.due_at is not None and row.due_at <= look.now)
    ]


def lines(tx: Transaction, person: Person, ticket_ids: Sequence[int]) -> list[Line]:
    """Some tickets as they stand now for a coordinator, in this order."""
    found = {row.id: row for row in tx.execute(select(rows).where(rows.c.id.in_(ticket_ids)))}
    shown = [found[ticket_id] for ticket_id in ticket_ids if ticket_id in found]
    return read(tx, Look(tx, person), shown, _partners(tx))


def _lists(look: Look) -> dict[ListName, ColumnElement[bool]]:
    """What is in each list."""
    waits_on, unsettled = rows.c.waits_on, rows.c.waits_on.in_(("coordinator", "expert"))
    pressing = and_(waits_on == "expert", or_(_is_due(look), _is_near(look)))
    return {
        "needs": and_(_is_for(look), or_(waits_on == "coordinator", pressing)),
        "experts": waits_on == "expert",
        "requesters": waits_on == "requester",
        "due": and_(unsettled, _is_due(look)),
    }


def _is_due(look: Look) -> ColumnElement[bool]:
    """Due today, or before."""
    return and_(rows.c.due_at.is_not(None), rows.c.due_at < look.day_ends_at)


def _is_near(look: Look) -> ColumnElement[bool]:
    """There is a vote on it within days."""
    return rows.c.vote_on.between(look.today, look.near)


def _is_for(look: Look) -> ColumnElement[bool]:
    """No other coordinator who is there minds it."""
    if not look.others:
        return true()
    return or_(rows.c.assignee_id.is_(None), rows.c.assignee_id.not_in(look.others))


def _counting(look: Look, narrowed: ColumnElement[bool]) -> Select[Any]:
    """One reading for all counts."""
    lists = _lists(look)
    overdue = and_(lists["due"], rows.c.due_at <= look.now)
    counted = [*lists.items(), ("overdue", overdue)]
    return select(
        *(func.sum(case((holds, 1), else_=0)).label(name) for name, holds in counted)
    ).where(narrowed)


def _page(
    tx: Transaction, look: Look, listed: ListName, narrowed: ColumnElement[bool], page: int
) -> list[Row]:
    """The tickets of a page, in the list's order."""
    found_ids = _first(look, listed, narrowed).limit(PAGE).offset(page * PAGE)
    ids = tx.execute(found_ids).scalars()
    place = {ticket_id: number for number, ticket_id in enumerate(ids)}
    found = tx.execute(select(rows).where(rows.c.id.in_(place))).all()
    return sorted(found, key=lambda ticket: place[ticket.id])


def _first(
    look: Look,
    listed: ListName,
    narrowed: ColumnElement[bool],
    *,
    columns: Sequence[ColumnElement[Any]] = (),
) -> Select[Any]:
    """A list's tickets, by what presses most: of what needs somebody, first what is overdue, then
    what is voted on soon; who waits longest first where nothing presses.
    """
    late = case((rows.c.due_at <= look.now, 0), else_=1)
    order: dict[ListName, list[ColumnElement[Any]]] = {
        "needs": [late, case((_is_near(look), 0), else_=1), rows.c.due_at],
        "experts": [rows.c.due_at],
        "requesters": [rows.c.ball_at],
        "due": [rows.c.due_at],
    }
    return (
        select(rows.c.id, *columns)
        .where(narrowed, _lists(look)[listed])
        .order_by(*order[listed], rows.c.id)
    )


def _narrowed(look: Look, filters: Filters) -> list[ColumnElement[bool]]:
    """What the filters let through.

    A column that has an index of its own is put so that it is read where it stands, in the index
    of the agenda: by its own, each ticket would have to be looked into.
    """
    wanted = [
        column.concat("") == value  # read where it stands
        for column, value in ((rows.c.kind, filters.kind), (rows.c.topic, filters.topic))
        if value
    ]
    if filters.place:
        inside = rows.c.place.startswith(f"{filters.place}/", autoescape=True)
        wanted.append(or_(rows.c.place == filters.place, inside))
    if filters.partner:
        wanted.append(_is_with(filters.partner))
    if filters.age:
        wanted.append(_is_older(look, filters.age))
    if filters.whose:
        wanted.append(_is_whose(look, filters.whose))
    return wanted


def _is_older(look: Look, age: str) -> ColumnElement[bool]:
    days = {str(each): each for each in AGES}.get(age)
    return false() if days is None else rows.c.opened_at < look.now - days * _DAY


def _is_whose(look: Look, whose: str) -> ColumnElement[bool]:
    if whose == MINE:
        return rows.c.assignee_id + 0 == look.person_id  # read where it stands
    return (rows.c.assignee_id + 0).is_(None) if whose == NOBODYS else false()


def _is_with(partner: str) -> ColumnElement[bool]:
    """Somebody of the partner is on it, or it is offered to them."""
    theirs = select(experts_rows.c.person_id).where(experts_rows.c.organization_id == partner)
    asked = select(offers.c.ticket_id).where(
        offers.c.state.in_(offered.OPEN),
        or_(offers.c.organization_id == partner, offers.c.expert_id.in_(theirs)),
    )
    return or_(rows.c.expert_id.in_(theirs), rows.c.id.in_(asked))


def _partners(tx: Transaction) -> dict[str, str]:
    """Every partner's name, by its id."""
    return {each.id: each.name for each in experts.organizations_all(tx)}
