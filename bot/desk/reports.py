"""Reports: what was asked, how it went and how long it took, with every number under five hidden.

What is hidden, and what that promises, stands in `bot/desk/hiding.py`. A line of fewer than five
tickets is counted with the others; within a line three tables are hidden each by itself, which
part its tickets by whether they were answered, by how they ended, and by whether it helped. Times
are told of five tickets or more, and only beside the number of those on which they were measured.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from statistics import median
from typing import get_args

from bot.desk import course, gathering, tallies
from bot.desk.gathering import By, Counted, Gathering, Span, When
from bot.desk.hiding import FEWEST, Shown, hidden, hide
from bot.desk.people import Member
from bot.desk.tallies import Searched
from bot.store import Store

OUTCOMES: tuple[str, ...] = get_args(course.Outcome)
OPEN = ""
"""What stands for the outcome of what is still open."""
HELPED = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Times:
    """The median, and what nine of ten took at most; in milliseconds that were worked."""

    median: int
    most: int


@dataclass(frozen=True, slots=True)
class Line:
    """What is told of some tickets. What is hidden is None, or left out; so is what is none.

    `key` is a month (`2026-01`), or a topic's, state's, kind's or partner's id, empty where there
    is none; None for all that have no line of their own, and for everything together.
    """

    key: str | None
    asked: int
    answered: int | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict)
    helped: Mapping[str, int] = field(default_factory=dict)
    first: Times | None = None
    whole: Times | None = None

    @property
    def still_open(self) -> int | None:
        """How many were not closed when the report was made."""
        return self.outcomes.get(OPEN)


@dataclass(frozen=True, slots=True)
class Library:
    """The library's searches: how often it was asked, and how often it had nothing good."""

    searches: int | None = None
    misses: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """`others` is everything without a line of its own, where other lines have one. Where fewer
    than five were asked at all, there are neither lines nor a total. `searches` are by month, where
    that is what it is by.
    """

    by: By
    span: Span
    lines: tuple[Line, ...] = ()
    others: Line | None = None
    total: Line | None = None
    searches: Mapping[str, Library] = field(default_factory=dict)
    library: Library = field(default_factory=Library)


async def report(store: Store, by: By, when: When, member: Member | None) -> Report:
    """The report for a coordinator, or for the command line where there is no member. Raises
    NotForOthers, Unavailable.
    """
    so_far = await store.run(gathering.begin, by, when, member)
    while await store.run(gathering.gather, so_far):
        pass
    searched = await store.run(tallies.searched, so_far.span.months)
    # Sorting what many tickets took would hold up everybody else in this thread.
    return await asyncio.to_thread(compiled, so_far, searched)


def compiled(gathered: Gathering, searched: Mapping[str, Searched]) -> Report:
    """The report from what was counted."""
    by, span = gathered.by, gathered.span
    per_month, library = _library(searched, span)
    told = Report(by, span, searches=per_month if by == "month" else {}, library=library)
    keys = sorted(gathered.lines, key=lambda key: _order(by, key, gathered.lines[key]))
    everything = _together(gathered.lines.values())
    if everything.asked < FEWEST:
        return told
    apart, together = _folded(keys, [gathered.lines[key].asked for key in keys])
    counted = [gathered.lines[key] for key in apart]
    others = _together(gathered.lines[key] for key in together)
    rows = [*counted, others] if others.asked else counted
    lines = _lines([*apart, None], rows, everything)
    return Report(
        by,
        span,
        tuple(lines[: len(apart)]),
        lines[len(apart)] if apart and others.asked else None,
        lines[-1],
        told.searches,
        library,
    )


def _lines(keys: Sequence[str | None], rows: Sequence[Counted], total: Counted) -> list[Line]:
    """A line for each row, and one for everything at the end."""
    # An outcome that is not known here is one of a newer version's.
    outcomes = [*OUTCOMES, OPEN, *sorted(total.outcomes.keys() - {*OUTCOMES, OPEN})]
    helped = [*HELPED, OPEN]
    answered = hide([(row.answered, row.asked - row.answered) for row in rows])
    # How many are open, or were not spoken of, can best be spared.
    ended = hide([[row.outcomes[name] for name in outcomes] for row in rows], spare=len(OUTCOMES))
    went = hide([[row.helped[name] for name in helped] for row in rows], spare=len(HELPED))
    return [
        _line(key, row, cells[0], _named(outcomes, end), _named(HELPED, help_[: len(HELPED)]))
        for key, row, cells, end, help_ in zip(
            [*keys[: len(rows)], None],
            [*rows, total],
            *map(_all, (answered, ended, went)),
            strict=True,
        )
    ]


def _line(
    key: str | None,
    row: Counted,
    answered: int | None,
    outcomes: Mapping[str, int],
    helped: Mapping[str, int],
) -> Line:
    closed = sum(count for name, count in outcomes.items() if name != OPEN)
    return Line(
        key,
        row.asked,
        answered,
        outcomes,
        helped,
        _times(row.first_took) if answered is not None else None,
        # That they are told says that five were closed, which must show anyway.
        _times(row.whole_took) if closed >= FEWEST else None,
    )


def _all(shown: Shown) -> list[Sequence[int | None]]:
    return [*shown.rows, shown.totals]


def _named(names: Sequence[str], cells: Sequence[int | None]) -> dict[str, int]:
    return {name: cell for name, cell in zip(names, cells, strict=True) if cell}


def _times(took: Sequence[int]) -> Times | None:
    if len(took) < FEWEST:
        return None
    ordered = sorted(took)
    return Times(int(median(ordered)), ordered[ceil(0.9 * len(ordered)) - 1])


def _together(counted: Iterable[Counted]) -> Counted:
    everything = Counted()
    for each in counted:
        everything.add(each)
    return everything


def _folded(keys: Sequence[str], counts: Sequence[int]) -> tuple[list[str], list[str]]:
    """Which keys have a line of their own, and which are counted together."""
    away = hidden(counts)
    apart = [key for place, key in enumerate(keys) if place not in away]
    return apart, [key for place, key in enumerate(keys) if place in away]


def _order(by: By, key: str, counted: Counted) -> tuple[int, str]:
    return (0, key) if by == "month" else (-counted.asked, key)


def _library(searched: Mapping[str, Searched], span: Span) -> tuple[dict[str, Library], Library]:
    """The searches by month, and of the whole span."""
    months = [month for month in span.months if month in searched]
    total = sum(each.searches for each in searched.values())
    if total < FEWEST:
        return {}, Library()
    apart, together = _folded(months, [searched[month].searches for month in months])
    parts = [*([month] for month in apart), *([together] if together else [])]
    rows = [_found_and_missed(searched[month] for month in part) for part in parts]
    kept = [(part[0] if len(part) == 1 else "", row) for part, row in zip(parts, rows, strict=True)]
    some = [(month, row) for month, row in kept if sum(row)]
    shown = hide([row for _month, row in some])
    per_month = {
        month: Library(sum(row), cells[1])
        for (month, row), cells in zip(some, shown.rows, strict=True)
        if month in apart
    }
    return per_month, Library(total, shown.totals[1])


def _found_and_missed(searched: Iterable[Searched]) -> tuple[int, int]:
    each = list(searched)
    missed = sum(one.misses for one in each)
    return sum(one.searches for one in each) - missed, missed
