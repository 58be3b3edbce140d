"""Search results and import reports as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalog import Catalog, listing
from catalog.models import Hit, ImportReport, Page, Query, Resource, Topic, UnknownFilter


@pytest.fixture
def catalog(monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalog]:
    monkeypatch.setenv("COLUMNS", "40")
    with Catalog.open(":memory:") as catalog:
        yield catalog


def test_a_title_gets_what_the_terminal_leaves_it(catalog: Catalog) -> None:
    resource = Resource("a", "A title that is too long to stand on one line", type="faq")

    text = listing.page(Page(Query("a"), (Hit(resource, 1.0),), total=1), catalog, "en")

    assert text.splitlines() == [
        "Title                     Publisher  Type                Date",
        "A title that is too lon…             Questions and ans…",
        "1 of 1 result.",
    ]


def test_without_results_the_nearest_topics_are_named(catalog: Catalog) -> None:
    topic = Topic("schools", "Schools", "Escuelas")

    text = listing.page(Page(Query("a"), nearest_topics=(topic,)), catalog, "es")

    assert text == "Nothing good found.\nNearest topics: Escuelas (topic:schools)."


def test_an_unknown_filter_without_neighbours_is_told_alone(catalog: Catalog) -> None:
    query = Query("a", unknown=(UnknownFilter("by", "zzz"),))

    text = listing.page(Page(query), catalog, "en")

    assert text.splitlines()[0] == "by:zzz is not in the library and was left out."


def test_large_numbers_are_readable() -> None:
    assert listing.report(ImportReport("a.csv", unchanged=100_000)) == (
        "a.csv: 0 added, 0 changed, 100,000 left as they were."
    )
