"""Filters, and lists without words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from catalog import records
from tests.catalog.finder import Finder, row


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    finder = Finder()
    yield finder
    finder.db.close()


@pytest.fixture
def small() -> Iterator[Finder]:
    finder = Finder([])
    yield finder
    finder.db.close()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("sanctuary type:report,toolkit", {"type": {"report", "toolkit"}}),
        ("type:ordinance", {"type": {"ordinance"}}),
    ],
)
def test_filters_let_only_their_values_through(
    finder: Finder, text: str, field: dict[str, set[str]]
) -> None:
    hits = finder.page(text, limit=100).hits
    assert hits
    assert {hit.resource.type for hit in hits} <= field["type"]


def test_filters_add_up(finder: Finder) -> None:
    page = finder.page("place:CA topic:schools lang:es by:ACLU-NorCal", limit=50)
    assert page.query.unknown
    page = finder.page("place:CA topic:schools lang:es", limit=50)
    assert {hit.resource.id for hit in page.hits} == {
        "aclu-ca-myschoolmyrights-es",
        "aclu-norcal-inmigracion-estudiantes",
    }
    assert page.total == 2


def test_a_city_filter_takes_the_city_alone(finder: Finder) -> None:
    hits = finder.page('place:"Austin, TX"', limit=50).hits
    assert {hit.resource.id for hit in hits} == {
        "res-austin-freedom-city-2018",
        "res-austin-sb4-2024",
    }


def test_filters_without_words_list_the_newest_first(finder: Finder) -> None:
    page = finder.page("by:ILRC", limit=100)
    dates = [hit.resource.date for hit in page.hits if hit.resource.date]
    assert dates == sorted(dates, reverse=True)
    assert page.total == len(page.hits)
    assert {hit.score for hit in page.hits} == {0.0}


def test_an_empty_query_lists_everything(finder: Finder) -> None:
    assert finder.page("").total == records.count(finder.db)


def test_past_events_are_listed_last(small: Finder, tmp_path: Path) -> None:
    rows = [
        row("past", "Convening", type="event", date="2026-11-21"),
        row("old", "Convening report", type="report", date="2001"),
        row("coming", "Convening", type="event", date="2026-12-01"),
    ]
    small.add_rows(rows, tmp_path)
    assert small.ids("") == ["coming", "old", "past"]
    assert small.ids("convening") == ["coming", "past", "old"]


def test_new_goes_by_the_date_else_by_the_day_of_entry(small: Finder, tmp_path: Path) -> None:
    small.add_rows([row("entered-old", "A")], tmp_path, date(2026, 1, 1))
    rows = [
        row("entered", "B"),
        row("dated", "C", date="2026-10-01"),
        row("old", "D", date="2026-09-01"),
        row("month", "E", date="2026-10"),
        row("year", "F", date="2026"),
    ]
    small.add_rows(rows, tmp_path)
    assert set(small.ids("is:new")) == {"entered", "dated", "month"}
    assert set(small.ids("since:2026-09-15")) == {"entered", "dated", "month", "year"}
    assert set(small.ids("since:2026-10")) == {"entered", "dated", "month", "year"}
