"""What a report is made of: the tickets of some months, read in slices and counted, not kept.

A ticket belongs to the month in which it was asked. The desk has one thread for everything, so no
slice holds it for longer than a few thousand tickets take: what changes between two slices is
counted as it is when its own slice is read.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, insert, select, tuple_

from bot.desk import network, people, rights
from bot.desk.errors import NotForOthers
from bot.desk.people import Member
from bot.store import Transaction
from bot.store.tables import experts, log
from bot.store.tables import tickets as rows

By = Literal["month", "topic", "place", "kind", "partner"]
"""What a report's lines are: the place is the state, the partner that of the expert on it."""

SUBJECT = "reports"
SLICE = 5_000
MOST_MONTHS = 120
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months, each written as `2026-01`, the last one included. Raises ValueError."""

    first: str
    last: str

    def __post_init__(self) -> None:
        if not 0 < _number(self.last) - _number(self.first) + 1 <= MOST_MONTHS:
            raise ValueError(f"from {self.first} to {self.last} are not 1 to {MOST_MONTHS} months")

    @classmethod
    def recent(cls, today: date, months: int, *, ago: int = 0) -> Span:
        """So many months, up to this one or to one some months ago."""
        last = today.year * _MONTHS + today.month - 1 - ago
        return cls(_month(last - months + 1), _month(last))

    @property
    def months(self) -> tuple[str, ...]:
        """Every month, in order."""
        return tuple(map(_month, range(_number(self.first), _number(self.last) + 1)))

    def starts(self, zone: str) -> list[int]:
        """When each month begins by a zone's clock, and at last when it is all over, in
        milliseconds since 1970.
        """
        numbers = range(_number(self.first), _number(self.last) + 2)
        begins = (datetime(*divmod_month(each), 1, tzinfo=ZoneInfo(zone)) for each in numbers)
        return [int(begin.timestamp() * 1000) for begin in begins]


When = Callable[[date], Span]
"""Which months, told the day that it is for the network."""


@dataclass(slots=True)
class Counted:
    """What is counted of the tickets of one line. Times are in milliseconds that were worked."""

    asked: int = 0
    answered: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    helped: Counter[str] = field(default_factory=Counter)
    first_took: list[int] = field(default_factory=list)
    whole_took: list[int] = field(default_factory=list)

    def add(self, other: Counted) -> None:
        """Count another's tickets too."""
        self.asked += other.asked
        self.answered += other.answered
        self.outcomes += other.outcomes
        self.helped += other.helped
        self.first_took += other.first_took
        self.whole_took += other.whole_took


@dataclass(slots=True)
class Gathering:
    """A report under way: what was counted so far by line, and from where on to read."""

    by: By
    span: Span
    starts: list[int]
    lines: defaultdict[str, Counted] = field(default_factory=lambda: defaultdict(Counted))
    after: tuple[int, int] | None = None


def begin(tx: Transaction, by: By, when: When, member: Member | None) -> Gathering:
    """Begin a report for a coordinator, or for the command line where there is no member. That it
    was asked for is logged, and nothing of what is in it. Raises NotForOthers.
    """
    person = people.meet(tx, member) if member else None
    if person is not None and not rights.is_coordinator(person):
        raise NotForOthers
    settings = network.read(tx)
    span = when(settings.hours.day(tx.now))
    last = tx.execute(select(func.max(log.c.version)).where(log.c.subject == SUBJECT)).scalar()
    tx.execute(
        insert(log).values(
            subject=SUBJECT,
            version=(last or 0) + 1,
            event="asked_for",
            note=json.dumps({"by": by, "from": span.first, "to": span.last}),
            at=tx.now,
            actor_id=person.id if person else None,
        )
    )
    return Gathering(by, span, span.starts(settings.zone))


def gather(tx: Transaction, so_far: Gathering, limit: int = SLICE) -> bool:
    """Count the next tickets; whether there are more."""
    found = tx.execute(_next(so_far, limit)).all()
    starts, months, lines = so_far.starts, so_far.span.months, so_far.lines
    for _id, opened_at, key, outcome, helped, answered_at, first_took, whole_took in found:
        if so_far.by == "month":
            key = months[bisect_right(starts, opened_at) - 1]
        elif so_far.by == "place":
            key = key.partition("/")[0]
        line = lines[key or ""]
        line.asked += 1
        line.answered += answered_at is not None
        line.outcomes[outcome] += 1
        line.helped[helped] += 1
        if first_took is not None:
            line.first_took.append(first_took)
        if whole_took is not None:
            line.whole_took.append(whole_took)
    if found:
        so_far.after = (found[-1].opened_at, found[-1].id)
    return len(found) == limit


def divmod_month(number: int) -> tuple[int, int]:
    """Year and month of a month counted from the year 0."""
    year, month = divmod(number, _MONTHS)
    return year, month + 1


def _next(so_far: Gathering, limit: int) -> Select[tuple[object, ...]]:
    """In the order of an index, so that each slice begins where the one before it ended."""
    key, starts = _key(so_far.by), so_far.starts
    wanted = select(
        rows.c.id,
        rows.c.opened_at,
        key.label("key"),
        rows.c.outcome,
        rows.c.helped,
        rows.c.answered_at,
        rows.c.first_took,
        rows.c.whole_took,
    ).where(rows.c.opened_at >= starts[0], rows.c.opened_at < starts[-1])
    if so_far.by == "partner":
        on_it = rows.outerjoin(experts, experts.c.person_id == rows.c.expert_id)
        wanted = wanted.select_from(on_it)
    if so_far.after is not None:
        wanted = wanted.where(tuple_(rows.c.opened_at, rows.c.id) > so_far.after)
    return wanted.order_by(rows.c.opened_at, rows.c.id).limit(limit)


def _key(by: By) -> ColumnElement[str]:
    columns: dict[By, ColumnElement[str]] = {
        "month": rows.c.topic,
        "topic": rows.c.topic,
        "place": rows.c.place,
        "kind": rows.c.kind,
        "partner": experts.c.organization_id,
    }
    return columns[by]


def _number(month: str) -> int:
    """Raises ValueError."""
    if len(month) != len("2026-01"):
        raise ValueError(f"“{month}” is no month; write it as 2026-01")
    try:
        begin = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise ValueError(f"“{month}” is no month; write it as 2026-01") from None
    return begin.year * _MONTHS + begin.month - 1


def _month(number: int) -> str:
    year, month = divmod_month(number)
    return f"{year:04}-{month:02}"
