"""Who answers: experts, and the partner organizations they work at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, func, insert, select, true, update

from bot.desk import people
from bot.desk.errors import NotAnExpert
from bot.desk.people import Member, Person
from bot.store import Row, Transaction
from bot.store.tables import experts, organizations, tickets

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
    `load` is how many open tickets they are on.
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
) -> Expert:
    """List somebody as an expert of a partner, or change what is known of one."""
    person = people.meet(tx, member)
    values = {
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


def of_organization(tx: Transaction, organization_id: str) -> list[Expert]:
    """A partner's listed experts."""
    return _found(tx, experts.c.is_listed & (experts.c.organization_id == organization_id))


def known(tx: Transaction) -> list[Expert]:
    """Everyone who is or was listed, by partner."""
    return _found(tx, true())


def settle(tx: Transaction, person_id: int, capacity: int, away_until: int | None) -> Expert:
    """An expert says how many requests they take, and until when none. Raises NotAnExpert."""
    if not find(tx, person_id).is_listed:
        raise NotAnExpert
    tx.execute(
        update(experts)
        .where(experts.c.person_id == person_id)
        .values(capacity=capacity, away_until=away_until)
    )
    return find(tx, person_id)


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


def _found(tx: Transaction, which: ColumnElement[bool]) -> list[Expert]:
    load = (
        select(func.count())
        .where(tickets.c.expert_id == experts.c.person_id, tickets.c.state == "accepted")
        .scalar_subquery()
    )
    rows = tx.execute(
        select(
            experts,
            organizations.c.name,
            organizations.c.channel_id,
            organizations.c.channel_team_id,
            load.label("load"),
        )
        .join(organizations, organizations.c.id == experts.c.organization_id)
        .where(which)
        .order_by(organizations.c.name, experts.c.person_id)
    ).all()
    known = people.several(tx, [row.person_id for row in rows])
    return [_expert(known[row.person_id], row) for row in rows]


def _expert(person: Person, row: Row) -> Expert:
    scopes = {name: tuple(filter(None, getattr(row, name).split(","))) for name in SCOPES}
    return Expert(
        person,
        Organization(row.organization_id, row.name, row.channel_id, row.channel_team_id),
        **scopes,
        capacity=row.capacity,
        away_until=row.away_until,
        is_listed=row.is_listed,
        load=row.load,
    )


def _organization(row: Row) -> Organization:
    return Organization(row.id, row.name, row.channel_id, row.channel_team_id)


def _row(tx: Transaction, person_id: int) -> Row | None:
    row: Row | None = tx.execute(
        select(experts).where(experts.c.person_id == person_id)
    ).one_or_none()
    return row
