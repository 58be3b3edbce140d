"""Who answers: experts, and the partner organizations they work at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, insert, select, true, update

from bot.desk import people
from bot.desk.errors import NotAnExpert
from bot.desk.people import Member, Person
from bot.store import Row, Transaction
from bot.store.tables import experts, organizations, tickets
from bot.store.tables import people as person_rows

SCOPES = ("topics", "places", "languages", "kinds")

CAPACITY = 3
"""Requests at a time, where nobody says otherwise."""
MOST = 99

_MORNING = time(12, tzinfo=UTC)
"""In all of the country, this moment lies on the same day as in Greenwich, at night or early."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A partner. `channel_id` is its shared channel, empty where there is none; `channel_team_id`
    is the partner's own team, as Slack said it, empty until then.
    """

    id: str
    name: str
    channel_id: str = ""
    channel_team_id: str = ""


@dataclass(frozen=True, slots=True)
class Expert:
    """Somebody who answers. Empty scopes mean any; `away_until` is in milliseconds since 1970;
    `load` is how many open tickets they are on; `not_for` is as `routing` reads it.
    """

    person: Person
    organization: Organization
    topics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    capacity: int = 3
    away_until: int | None = None
    is_listed: bool = True
    load: int = 0
    not_for: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """Our number of them."""
        return self.person.id

    @property
    def organization_id(self) -> str:
        """Their partner's id."""
        return self.organization.id

    @property
    def team_id(self) -> str:
        """Their workspace."""
        return self.person.team_id

    @property
    def has_channel(self) -> bool:
        """Whether their partner has a shared channel."""
        return bool(self.organization.channel_id)

    @property
    def shown(self) -> str:
        """The name under which their words are passed on."""
        return (
            f"{self.person.name}, {self.organization.name}"
            if self.person.name
            else (self.organization.name)
        )

    def is_away(self, now: int) -> bool:
        """Whether they are away; `now` is in milliseconds since 1970."""
        return self.away_until is not None and self.away_until > now


class Candidate(NamedTuple):
    """What of an expert matters for whom to ask: as of an `Expert`, but for who they are. A tuple,
    because a thousand of them are made for each card.
    """

    id: int
    organization_id: str
    topics: tuple[str, ...]
    places: tuple[str, ...]
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    not_for: tuple[str, ...]
    capacity: int
    away_until: int | None
    load: int
    team_id: str
    has_channel: bool


def keep_organization(
    tx: Transaction, organization_id: str, name: str, channel_id: str = ""
) -> None:
    """Add a partner, or change its name and channel; an empty channel leaves the one it has."""
    known = tx.execute(
        select(organizations).where(organizations.c.id == organization_id)
    ).one_or_none()
    if known is None:
        tx.execute(
            insert(organizations).values(id=organization_id, name=name, channel_id=channel_id)
        )
        return
    moved = {"channel_id": channel_id, "channel_team_id": ""} if channel_id else {}
    if channel_id == known.channel_id:
        moved = {}
    tx.execute(
        update(organizations)
        .where(organizations.c.id == organization_id)
        .values(name=name, **moved)
    )


def organization(tx: Transaction, organization_id: str) -> Organization:
    """A partner by its id. Raises LookupError."""
    row = tx.execute(
        select(organizations).where(organizations.c.id == organization_id)
    ).one_or_none()
    if row is None:
        raise LookupError(organization_id)
    return _organization(row)


def organizations_all(tx: Transaction) -> list[Organization]:
    """Every partner, by name."""
    rows = tx.execute(select(organizations).order_by(organizations.c.name)).all()
    return [_organization(row) for row in rows]


def organization_of_channel(tx: Transaction, channel_id: str) -> Organization | None:
    """The partner whose shared channel this is."""
    row = tx.execute(
        select(organizations).where(organizations.c.channel_id == channel_id)
    ).one_or_none()
    return _organization(row) if row else None


def keep(
    tx: Transaction,
    member: Member,
    organization_id: str,
    *,
    scopes: Mapping[str, tuple[str, ...]] | None = None,
    capacity: int = 3,
    away_until: int | None = None,
    not_for: tuple[str, ...] | None = None,
) -> Expert:
    """List somebody as an expert of a partner, or change what is known of one; without `not_for`,
    what they are not to be sent stays.
    """
    person = people.meet(tx, member)
    values = {
        **({} if not_for is None else {"not_for": ",".join(not_for)}),
        "organization_id": organization_id,
        **{name: ",".join((scopes or {}).get(name, ())) for name in SCOPES},
        "capacity": capacity,
        "away_until": away_until,
        "is_listed": True,
    }
    if _row(tx, person.id) is None:
        tx.execute(insert(experts).values(person_id=person.id, since_at=tx.now, **values))
    else:
        tx.execute(update(experts).where(experts.c.person_id == person.id).values(**values))
    people.give_role(tx, person.id, "expert")
    return find(tx, person.id)


def unlist(tx: Transaction, person_id: int) -> None:
    """List somebody no more: nothing new is offered to them. What they are on stays theirs."""
    tx.execute(update(experts).where(experts.c.person_id == person_id).values(is_listed=False))
    people.take_role(tx, person_id, "expert")


def find(tx: Transaction, person_id: int) -> Expert:
    """An expert by our number, listed or not. Raises NotAnExpert."""
    found = _found(tx, experts.c.person_id == person_id)
    if not found:
        raise NotAnExpert
    return found[0]


def listed(tx: Transaction) -> list[Expert]:
    """Everyone to whom a ticket can be offered, by partner and name."""
    return _found(tx, experts.c.is_listed)


def candidates(tx: Transaction, home: str) -> list[Candidate]:
    """Everyone to whom a ticket can be offered, in no order: quick to read, for they may be a
    thousand, of whom a few are shown. Nearly all are of the home workspace.
    """
    columns = (experts.c.person_id, experts.c.organization_id, *_LISTS)
    rows = tx.execute(
        select(*columns, experts.c.capacity, experts.c.away_until, _LOAD).where(experts.c.is_listed)
    ).all()
    elsewhere = _elsewhere(tx, home)
    reachable = _with_channel(tx)
    return [_candidate(row, elsewhere.get(row[0], home), row[1] in reachable) for row in rows]


def _elsewhere(tx: Transaction, home: str) -> dict[int, str]:
    """The workspaces of those experts who are not of the home one."""
    # Not joined: an engine would begin with all people.
    of = select(person_rows.c.team_id).where(person_rows.c.id == experts.c.person_id)
    team_id = of.scalar_subquery()
    rows = tx.execute(
        select(experts.c.person_id, team_id.label("team_id")).where(
            experts.c.is_listed, team_id != home
        )
    ).all()
    return {row.person_id: row.team_id for row in rows}


def _with_channel(tx: Transaction) -> frozenset[str]:
    """The partners that have a shared channel, by their ids."""
    found = select(organizations.c.id).where(organizations.c.channel_id != "")
    return frozenset(tx.execute(found).scalars())


def several(tx: Transaction, person_ids: Collection[int]) -> dict[int, Expert]:
    """Experts by our numbers of them, listed or not; at most a few hundred."""
    return {each.id: each for each in _found(tx, experts.c.person_id.in_(person_ids))}


def of_organization(tx: Transaction, organization_id: str) -> list[Expert]:
    """A partner's listed experts."""
    return _found(tx, experts.c.is_listed & (experts.c.organization_id == organization_id))


def known(tx: Transaction) -> list[Expert]:
    """Everyone who is or was listed, by partner."""
    return _found(tx, true())


def settle(tx: Transaction, person_id: int, capacity: int, away_until: int | None) -> Expert:
    """An expert says how many requests they take, and until when none. Raises NotAnExpert."""
    return _set_own(tx, person_id, {"capacity": capacity, "away_until": away_until})


def answer(tx: Transaction, person_id: int, scopes: Mapping[str, tuple[str, ...]]) -> Expert:
    """An expert says what they answer. Raises NotAnExpert."""
    return _set_own(tx, person_id, {name: ",".join(scopes[name]) for name in SCOPES})


def spare(tx: Transaction, person_id: int, not_for: tuple[str, ...]) -> Expert:
    """An expert says what they don't want to be sent. Raises NotAnExpert."""
    return _set_own(tx, person_id, {"not_for": ",".join(not_for)})


def drop_channel(tx: Transaction, organization_id: str) -> None:
    """A partner is reached by its people only."""
    tx.execute(
        update(organizations)
        .where(organizations.c.id == organization_id)
        .values(channel_id="", channel_team_id="")
    )


def morning_of(day: str) -> int:
    """When somebody is back who is away until an ISO date, in milliseconds since 1970. Raises
    ValueError.
    """
    return int(datetime.combine(date.fromisoformat(day), _MORNING).timestamp()) * 1000


def day_of(at: int) -> str:
    """The ISO date of a time in milliseconds since 1970."""
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()


def is_listed_at(tx: Transaction, person_id: int, organization_id: str) -> bool:
    """Whether a person speaks for a partner."""
    return any(each.person.id == person_id for each in of_organization(tx, organization_id))


def _set_own(tx: Transaction, person_id: int, values: Mapping[str, object]) -> Expert:
    if not find(tx, person_id).is_listed:
        raise NotAnExpert
    tx.execute(update(experts).where(experts.c.person_id == person_id).values(**values))
    return find(tx, person_id)


def _found(tx: Transaction, which: ColumnElement[bool]) -> list[Expert]:
    rows = tx.execute(
        select(
            experts,
            organizations.c.name,
            organizations.c.channel_id,
            organizations.c.channel_team_id,
            _LOAD,
        )
        .join(organizations, organizations.c.id == experts.c.organization_id)
        .where(which)
        .order_by(organizations.c.name, experts.c.person_id)
    ).all()
    known = people.several(tx, [row.person_id for row in rows])
    return [_expert(known[row.person_id], row) for row in rows]


_LISTS = (*(experts.c[name] for name in SCOPES), experts.c.not_for)
_LOAD = (
    select(func.count())
    .where(tickets.c.expert_id == experts.c.person_id, tickets.c.state == "accepted")
    .correlate(experts)
    .scalar_subquery()
    .label("load")
)


def _expert(person: Person, row: Row) -> Expert:
    return Expert(
        person,
        Organization(row.organization_id, row.name, row.channel_id, row.channel_team_id),
        **{name: _ids(getattr(row, name)) for name in SCOPES},
        capacity=row.capacity,
        away_until=row.away_until,
        is_listed=row.is_listed,
        load=row.load,
        not_for=_ids(row.not_for),
    )


def _candidate(row: Sequence[Any], team_id: str, has_channel: bool) -> Candidate:  # noqa: FBT001 (a field's value)
    """By position, in the order of the query's columns."""
    number, partner, topics, places, languages, kinds, not_for, capacity, away_until, load = row
    lists = (_ids(topics), _ids(places), _ids(languages), _ids(kinds), _ids(not_for))
    return Candidate(number, partner, *lists, capacity, away_until, load, team_id, has_channel)


@lru_cache(maxsize=8192)
def _ids(text: str) -> tuple[str, ...]:
    """The ids of a list as it is stored."""
    return tuple(filter(None, text.split(",")))


def _organization(row: Row) -> Organization:
    return Organization(row.id, row.name, row.channel_id, row.channel_team_id)


def _row(tx: Transaction, person_id: int) -> Row | None:
    row: Row | None = tx.execute(
        select(experts).where(experts.c.person_id == person_id)
    ).one_or_none()
    return row
