"""What a network decides for itself: its hours, its targets, its manners. Each change is logged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from sqlalchemy import delete, func, insert, select, update

from bot.desk import public_holidays
from bot.desk.errors import DeskError
from bot.desk.hours import Hours
from bot.store import Transaction
from bot.store.tables import log, roles, settings, tickets

if TYPE_CHECKING:
    # The language of what several people read is one of the settings.
    from bot.desk.people import Person

SUBJECT = "settings"
QUEUE = "clock"
"""What the clock's worker waits for: something that is due at another time than before."""

Minutes = Annotated[int, Field(ge=5, le=60 * 24 * 30)]


class Unacceptable(DeskError):
    """Settings can't be this. `names` are theirs, `name` is the first one's."""

    def __init__(self, name: str, *others: str) -> None:
        super().__init__(name)
        self.name = name
        self.names = (name, *others)


class Network(BaseModel):
    """The settings, and what they are until somebody changes them.

    Times of the day are by the clock of `zone`. Targets are in working minutes: a first answer
    counts from the question, the next ones from when the requester last spoke. `country` and
    `subdivision` are ISO 3166's, for public holidays. An empty `triage_channel` is the one that the
    process was started with. `language` is that of what several people read: cards, and what is
    posted in partners' channels. `stand_in` is our number of the coordinator who is proposed to
    stand in for another, 0 for none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    zone: str = "America/New_York"
    days: tuple[Annotated[int, Field(ge=0, le=6)], ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(17)
    country: str = "US"
    subdivision: str = ""
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    first_today: Minutes = 2 * 60
    first_week: Minutes = 8 * 60
    first_vote: Minutes = 4 * 60
    first_whenever: Minutes = 16 * 60
    next_today: Minutes = 2 * 60
    next_week: Minutes = 16 * 60
    next_vote: Minutes = 8 * 60
    next_whenever: Minutes = 24 * 60
    offer_minutes: Minutes = 4 * 60
    silent_days: Annotated[int, Field(ge=3, le=60)] = 7
    nudges_a_week: Annotated[int, Field(ge=0, le=20)] = 3
    retention_days: Annotated[int, Field(ge=30, le=730)] = 90
    language: Literal["en", "es"] = "en"
    triage_channel: Annotated[str, Field(pattern=r"^([CG][A-Z0-9]{2,20})?$")] = ""
    stand_in: Annotated[int, Field(ge=0)] = 0

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("no such time zone")
        return ZoneInfo(value).key

    @field_validator("days")
    @classmethod
    def _some_day_is_worked(cls, value: tuple[int, ...]) -> tuple[int, ...]:
        if not value:
            raise ValueError("no working day")
        return tuple(sorted(set(value)))

    @property
    def hours(self) -> Hours:
        """The working hours."""
        return _hours(
            self.zone,
            self.days,
            self.opens,
            self.closes,
            self.country,
            self.subdivision,
            self.quiet_from,
            self.quiet_until,
        )

    def target(self, needed_by: str, *, is_first: bool) -> int:
        """Working minutes until an answer is due."""
        minutes: int = getattr(self, f"{'first' if is_first else 'next'}_{needed_by}")
        return minutes


@dataclass(frozen=True, slots=True)
class Change:
    """What was set, by name, when, and whose doing it was: our number of them, None for the command
    line and for what Liaison does itself. `at` is in milliseconds since 1970.
    """

    at: int
    by_id: int | None
    values: Mapping[str, Any]


NAMES = tuple(Network.model_fields)

# What changes nothing about when something is due.
_TIMELESS = frozenset(("offer_minutes", "retention_days", "language", "triage_channel", "stand_in"))


def read(tx: Transaction) -> Network:
    """The settings as they are now."""
    rows = tx.execute(select(settings.c.name, settings.c.value).order_by(settings.c.name)).all()
    return _network(tuple((row.name, row.value) for row in rows))


def change(tx: Transaction, by: Person | None, values: Mapping[str, Any]) -> Network:
    """Change some settings, by whoever; none for the command line. The settings after it.

    Raises Unacceptable.
    """
    now = read(tx)
    wanted = acceptable({**now.model_dump(), **values})
    _must_work(wanted.hours, tx.now)
    if wanted.stand_in != now.stand_in and not _triages(tx, wanted.stand_in):
        raise Unacceptable("stand_in")
    after, before = wanted.model_dump(mode="json"), now.model_dump(mode="json")
    changed = {name: after[name] for name in values if after[name] != before[name]}
    for name, value in changed.items():
        tx.execute(delete(settings).where(settings.c.name == name))
        tx.execute(
            insert(settings).values(
                name=name,
                value=json.dumps(value),
                changed_at=tx.now,
                changed_by_id=by.id if by else None,
            )
        )
    if changed:
        _note(tx, by, changed)
        _time_anew(tx, changed)
    return wanted


def triage_channel(tx: Transaction, at_start: str) -> str:
    """The id of the channel in which tickets are shown now; empty where none is. `at_start` is the
    one that the process was started with.
    """
    return read(tx).triage_channel or at_start


def acceptable(values: Mapping[str, Any]) -> Network:
    """Settings that make sense together. Raises Unacceptable."""
    for name in values:
        if name not in NAMES:
            raise Unacceptable(name)
    try:
        network = Network.model_validate(dict(values))
    except ValidationError as error:
        wrong = dict.fromkeys(str(each["loc"][0]) for each in error.errors())
        raise Unacceptable(*wrong) from None
    if network.opens >= network.closes:
        raise Unacceptable("closes")
    parts = {"": (), **public_holidays.countries()}.get(network.country)
    if parts is None:
        raise Unacceptable("country")
    if network.subdivision and network.subdivision not in parts:
        raise Unacceptable("subdivision")
    return network


def history(tx: Transaction) -> list[Any]:
    """Every change, the oldest first."""
    rows: list[Any] = tx.execute(
        select(log).where(log.c.subject == SUBJECT).order_by(log.c.version)
    ).all()
    return rows


def changes(tx: Transaction, limit: int) -> list[Change]:
    """The last changes, the newest first. What can't be read any more is left out."""
    rows = tx.execute(
        select(log).where(log.c.subject == SUBJECT).order_by(log.c.version.desc()).limit(limit)
    ).all()
    found = [Change(row.at, row.actor_id, _typed(json.loads(row.note))) for row in rows]
    return [each for each in found if each.values]


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in values.items():
        try:
            found[name] = getattr(Network.model_validate({name: value}), name)
        except (ValidationError, AttributeError):
            continue
    return found


def _triages(tx: Transaction, person_id: int) -> bool:
    held = select(roles.c.person_id).where(
        roles.c.person_id == person_id, roles.c.role == "coordinator"
    )
    return not person_id or tx.execute(held).first() is not None


def _must_work(hours: Hours, now: int) -> None:
    """Refuse hours in which nobody could be reminded of anything. Raises Unacceptable."""
    if hours.is_quiet(hours.fitting(now)):
        raise Unacceptable("quiet_until")


def _time_anew(tx: Transaction, changed: Mapping[str, Any]) -> None:
    """Have the clock look at every open ticket, a few at a time, where it would go by new rules."""
    if changed.keys() - _TIMELESS:
        is_open = tickets.c.state != "closed"
        tx.execute(update(tickets).where(is_open).values(look_at=tx.now))
        tx.stir(QUEUE)


def _note(tx: Transaction, by: Person | None, changed: Mapping[str, Any]) -> None:
    last = tx.execute(select(func.max(log.c.version)).where(log.c.subject == SUBJECT)).scalar()
    tx.execute(
        insert(log).values(
            subject=SUBJECT,
            version=(last or 0) + 1,
            event="changed",
            note=json.dumps(changed, sort_keys=True),
            at=tx.now,
            actor_id=by.id if by else None,
        )
    )


@lru_cache(maxsize=8)
def _network(rows: tuple[tuple[str, str], ...]) -> Network:
    return Network.model_validate({name: json.loads(value) for name, value in rows})


@lru_cache(maxsize=8)
def _hours(
    zone: str,
    days: tuple[int, ...],
    opens: time,
    closes: time,
    country: str,
    subdivision: str,
    quiet_from: time,
    quiet_until: time,
) -> Hours:
    """One for the same settings, for it remembers the days that it was asked for."""
    return Hours(
        zone, frozenset(days), opens, closes, country, subdivision, quiet_from, quiet_until
    )
