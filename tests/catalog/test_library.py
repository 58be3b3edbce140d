"""The library as the rest of Liaison sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from catalog import Catalog
from catalog.models import Place, Query


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    path = tmp_path_factory.mktemp("library") / "catalog.db"
    with Catalog.open(path, today=lambda: date(2026, 12, 1)) as catalog:
        catalog.load_shipped()
        yield catalog


def test_a_resource_is_got_by_its_id(catalog: Catalog) -> None:
    resource = catalog.get("ilrc-red-cards")

    assert resource is not None
    assert resource.title == "Red Cards / Tarjetas Rojas"
    assert catalog.get("nowhere") is None


def test_names_are_got_by_their_ids(catalog: Catalog) -> None:
    topic, kind, state = catalog.topic("287g"), catalog.kind("faq"), catalog.state("US-NM")

    assert topic is not None
    assert kind is not None
    assert state is not None
    assert (topic.name("es"), kind.name("en")) == ("Acuerdos 287(g)", "Questions and answers")
    assert (state.name("en"), state.name("es")) == ("New Mexico", "Nuevo México")
    assert (catalog.topic("x"), catalog.kind("x"), catalog.state("x")) == (None, None, None)


def test_languages_are_named_in_both(catalog: Catalog) -> None:
    spanish = next(it for it in catalog.languages() if it.id == "es")

    assert (spanish.name("en"), spanish.name("es")) == ("Spanish", "español")
    assert spanish.resources == 25


def test_a_question_is_answered(catalog: Catalog) -> None:
    page = catalog.search("how do we keep ICE out of the county jail", limit=10)

    assert 0 < len(page.hits) <= 10
    assert page.hits[0].score >= page.hits[-1].score


def test_a_query_is_read_searched_and_written(catalog: Catalog) -> None:
    query = catalog.parse("detainers place:TX")

    assert query.places == (Place("US-TX"),)
    assert catalog.parse(catalog.text_of(query)) == query
    assert catalog.search(query) == catalog.search("detainers place:TX")


def test_each_shelf_opens_on_as_many_resources_as_it_says(catalog: Catalog) -> None:
    for shelf in catalog.sections():
        page = catalog.search(shelf.query)
        assert page.total == shelf.resources
        assert not page.query.unknown
        assert page.query.has_filters


@pytest.mark.parametrize("text", ["upcoming events", "Próximos eventos", "latest news"])
def test_words_that_find_nothing_but_name_a_shelf_open_it(catalog: Catalog, text: str) -> None:
    assert {hit.resource.type for hit in catalog.search(text).hits} <= {
        *("event", "news", "press-release")
    }
    assert catalog.search(text).total


def test_a_shelf_is_not_opened_past_the_filters_of_a_query(catalog: Catalog) -> None:
    assert not catalog.search("upcoming events place:tx").total


def test_the_newest_come_first(catalog: Catalog) -> None:
    newest = catalog.newest(3)

    assert newest[0].id == "lp-no-secret-police"
    assert [resource.date for resource in newest] == sorted(
        (resource.date for resource in newest), reverse=True
    )


@pytest.mark.parametrize("days", [0, 30, 400])
def test_what_is_marked_as_new_is_what_is_new_finds(tmp_path: Path, days: int) -> None:
    day = date.fromordinal(date(2026, 11, 22).toordinal() + days)
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "late", "title": "Entered later", "added": "2026-12-01"}\n')
    with Catalog.open(tmp_path / "catalog.db", today=lambda: day) as catalog:
        catalog.load_shipped()
        catalog.import_file(rows)

        found = {hit.resource.id for hit in catalog.search(Query(new=True), limit=1000).hits}
        is_new = catalog.newness()
        marked = {it.id for it in catalog.newest(1000) if is_new(it)}

    assert marked == found
