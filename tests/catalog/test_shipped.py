"""The records and the vocabulary that come with Liaison."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from catalog import Catalog, shipped
from catalog.models import Resource

ORIGINAL = Path(__file__).parents[2].parent / "shared" / "catalog" / "resources.jsonl"


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    path = tmp_path_factory.mktemp("library") / "catalog.db"
    with Catalog.open(path, today=lambda: date(2026, 12, 1)) as catalog:
        catalog.load_shipped()
        yield catalog


@pytest.fixture
def resources(catalog: Catalog) -> tuple[Resource, ...]:
    return catalog.newest(1000)


def test_all_of_them_are_taken_and_nothing_of_them_is_ignored(tmp_path: Path) -> None:
    with Catalog.open(tmp_path / "catalog.db") as catalog:
        report = catalog.load_shipped()

    assert report.ok
    assert len(report.added) == 197
    assert report.ignored == ()


def test_each_is_filed_and_told_in_both_languages(resources: tuple[Resource, ...]) -> None:
    for resource in resources:
        assert resource.title_es, resource.id
        assert resource.summary, resource.id
        assert resource.summary_es, resource.id
        assert bool(resource.currency) == bool(resource.currency_es), resource.id
        assert resource.topics, resource.id
        assert resource.places, resource.id
        assert resource.languages, resource.id


def test_each_has_an_address_or_says_where_it_is_listed(resources: tuple[Resource, ...]) -> None:
    for resource in resources:
        assert resource.url or resource.found_on, resource.id
        assert bool(resource.url) == (resource.url_role != "listed-on"), resource.id


def test_each_was_checked_and_entered_on_a_day(resources: tuple[Resource, ...]) -> None:
    assert {(resource.checked, resource.added) for resource in resources} == {
        ("2026-11-22", "2026-11-22")
    }


def test_none_is_of_a_kind_without_items(resources: tuple[Resource, ...]) -> None:
    assert "collection" not in {resource.type for resource in resources}


def test_every_topic_and_every_shelf_holds_something(catalog: Catalog) -> None:
    assert [topic.id for topic in catalog.topics() if not topic.resources] == []
    assert [shelf.id for shelf in catalog.sections() if not shelf.resources] == []


def test_no_private_person_or_contact_is_named() -> None:
    for path in shipped.FOLDER.iterdir():
        text = path.read_text("utf-8")
        assert not re.search(r"tarsi|dunlop|helpdesk", text, re.IGNORECASE), path.name
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w+", text), path.name


def test_translations_are_kept_for_the_original_wording() -> None:
    known = shipped.translations()

    assert known["City Examples"] == "Ejemplos de ciudades"
    assert all(english and spanish for english, spanish in known.items())


def test_the_original_collection_is_taken_as_it_stands_and_gets_its_spanish(
    tmp_path: Path,
) -> None:
    if not ORIGINAL.exists():
        pytest.skip("the original collection is not beside this checkout")
    with Catalog.open(tmp_path / "catalog.db") as catalog:
        first, second = catalog.import_file(ORIGINAL), catalog.import_file(ORIGINAL)
        resources = catalog.newest(1000)

    assert (len(first.added), second.unchanged) == (200, 200)
    assert first.ignored == ("seed", "seed_section", "notes", "provenance")
    assert all(resource.title_es and resource.summary_es for resource in resources)
