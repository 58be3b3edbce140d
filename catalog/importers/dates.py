"""Dates as people write them in files, made ISO dates cut to their precision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from catalog.importers.values import FieldError, Text

Order = Literal["day-first", "month-first"]

PRECISIONS = ("year", "month", "day")

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ]\d\d:\d\d\S*)?")
_NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: \d\d?:\d\d\S*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})")
_YEARS = range(1700, 2200)


def read(value: object, order: Order | None = None) -> str:
    """A date such as `2018-07` or `14/07/2018` as an ISO date at its precision.

    `order` is that of the column, where another of its dates proves it. Raises FieldError when
    the date doesn't exist, or could be two different days.
    """
    text = Text(100)(value)
    if not text:
        return ""
    if iso := _ISO.fullmatch(text):
        return _existing(text, *filter(None, iso.groups()))
    if numeric := _NUMERIC.fullmatch(text):
        first, second, year = numeric.groups()
        return _existing(text, year, *_month_and_day(first, second, year, order))
    if month_year := _MONTH_YEAR.fullmatch(text):
        return _existing(text, month_year[2], month_year[1])
    raise FieldError(f"“{text}” can't be read as a date; write 2025-04-03, 2025-04 or 2025")


def order_of(values: Iterable[str]) -> Order | None:
    """The order of day and month in a column; None when nothing proves it, or two things do."""
    found = filter(None, (_NUMERIC.fullmatch(value.strip()) for value in values))
    proofs = {proof for match in found if (proof := _proof(match[1], match[2]))}
    return proofs.pop() if len(proofs) == 1 else None


def precision(iso: str) -> str:
    """How exact an ISO date is: `year`, `month`, `day`, or nothing for no date."""
    return PRECISIONS[iso.count("-")] if iso else ""


def cut(iso: str, wanted: str) -> str:
    """An ISO date without what is finer than a precision. Raises FieldError for a coarser one."""
    if not wanted or not iso:
        return iso
    if wanted not in PRECISIONS:
        raise FieldError(f"“{wanted}” is no precision; write year, month or day")
    parts = iso.split("-")
    length = PRECISIONS.index(wanted) + 1
    if length > len(parts):
        raise FieldError(f"says {wanted}, but the date is only {iso}")
    return "-".join(parts[:length])


def _proof(first: str, second: str) -> Order | None:
    """The order of two numbers of which only one can be a month."""
    if int(first) > 12 >= int(second):
        return "day-first"
    return "month-first" if int(second) > 12 >= int(first) else None


def _month_and_day(first: str, second: str, year: str, order: Order | None) -> tuple[str, str]:
    known = _proof(first, second) or order
    if known is None and int(first) != int(second):
        one, other = f"{int(first):02}", f"{int(second):02}"
        raise FieldError(f"may be two days; write {year}-{other}-{one} or {year}-{one}-{other}")
    return (first, second) if known == "month-first" else (second, first)


def _existing(text: str, year: str, month: str = "", day: str = "") -> str:
    """The ISO date of these parts. Raises FieldError when the calendar has no such date."""
    try:
        found = date(int(year), int(month or 1), int(day or 1))
    except ValueError as problem:
        raise FieldError(f"“{text}” is no date of the calendar: {problem}") from problem
    if found.year not in _YEARS:
        raise FieldError(f"“{text}” lies outside the years {_YEARS[0]} to {_YEARS[-1]}")
    return "-".join(found.isoformat().split("-")[: 1 + bool(month) + bool(day)])
