"""Dates in spreadsheets, in the order that their column proves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from catalog import records
from catalog.models import ImportReport, Refusal

ImportSheet = Callable[[str], ImportReport]


def dates(db: Database) -> list[str]:
    return [resource.date for _, resource in records.fetch(db, "key", list(range(1, 10)))]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["15/02/2025", "03/04/2025"], ["2025-02-15", "2025-04-03"]),
        (["02/15/2025", "03/04/2025"], ["2025-02-15", "2025-03-04"]),
        (["15.02.2025", "05-05-2025"], ["2025-02-15", "2025-05-05"]),
        (["02/2025", "2025"], ["2025-02", "2025"]),
        (["2025-02-15 00:00:00", "2025-02-15T08:30:00Z"], ["2025-02-15", "2025-02-15"]),
        (["15/02/2025 0:00", ""], ["2025-02-15", ""]),
    ],
)
def test_dates_are_read_in_the_order_that_their_column_proves(
    db: Database, import_sheet: ImportSheet, cells: list[str], expected: list[str]
) -> None:
    import_sheet("title,fecha\n" + "".join(f"T{n},{cell}\n" for n, cell in enumerate(cells)))

    assert dates(db) == expected


@pytest.mark.parametrize("others", [[], ["15/02/2025", "02/15/2025"]])
def test_a_date_that_may_be_two_days_is_refused_with_both(
    import_sheet: ImportSheet, others: list[str]
) -> None:
    cells = ["03/04/2025", *others]

    report = import_sheet("title,date\n" + "".join(f"T{n},{it}\n" for n, it in enumerate(cells)))

    assert report.refused == (
        Refusal(2, "date", "may be two days; write 2025-04-03 or 2025-03-04"),
    )


@pytest.mark.parametrize(
    ("date", "precision", "reason"),
    [
        (
            "31/02/2025",
            "",
            "“31/02/2025” is no date of the calendar: day is out of range for month",
        ),
        ("soon", "", "“soon” can't be read as a date; write 2025-04-03, 2025-04 or 2025"),
        ("1492", "", "“1492” lies outside the years 1700 to 2199"),
        ("2025", "month", "says month, but the date is only 2025"),
        ("2025", "week", "“week” is no precision; write year, month or day"),
    ],
)
def test_a_date_that_is_none_is_refused(
    import_sheet: ImportSheet, date: str, precision: str, reason: str
) -> None:
    report = import_sheet(f"title,date,precision\nA,{date},{precision}\n")

    assert report.refused == (Refusal(2, "date", reason),)


def test_a_date_is_cut_to_its_precision(db: Database, import_sheet: ImportSheet) -> None:
    import_sheet("title,date,precision\nA,2016-01-01,year\n")

    (resource,) = (resource for _, resource in records.fetch(db, "key", [1]))
    assert (resource.date, resource.date_precision) == ("2016", "year")
