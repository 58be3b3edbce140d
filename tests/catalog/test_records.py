"""Resources written to and read from a catalogue, and its vocabulary with counts."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from catalog import records, schema, vocabulary
from catalog.models import AmbiguousName, City, Place, Resource, State


def write(db: Database, *resources: Resource) -> None:
    with schema.writing(db):
        records.write(db, list(enumerate(resources, start=records.free_key(db))))


ONE = Resource("one", "One", date="2025", added="2026-01-01")
TWO = Resource("two", "Two", places=(Place("US-TX", "Austin"),), added="2026-01-01")
THREE = Resource("three", "Three", publishers=("Demos",), publisher_ids=("demos", "aclu"))


def test_resources_are_read_in_the_order_of_their_keys_asked_for(db: Database) -> None:
    write(db, ONE, TWO, THREE)

    assert records.read(db, [3, 1, 2, 1]) == [THREE, ONE, TWO, ONE]


def test_a_key_that_is_gone_is_left_out(db: Database) -> None:
    write(db, ONE, TWO)

    with schema.writing(db):
        records.remove(db, [1])

    assert records.read(db, [1, 2]) == [TWO]
    assert records.count(db) == 1


def test_a_resource_read_before_is_not_read_again(db: Database) -> None:
    write(db, ONE, TWO)

    assert records.read(db, [2])[0] is records.by_id(db, "two")


def test_an_unknown_id_gives_nothing(db: Database) -> None:
    assert records.by_id(db, "nowhere") is None


def test_more_resources_than_memory_holds_are_read_all_the_same(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "CACHED", 2)
    write(db, ONE, TWO, THREE)

    assert records.read(db, [1, 2]) == [ONE, TWO]
    assert records.read(db, [3, 2, 1]) == [THREE, TWO, ONE]


def test_removing_a_resource_removes_what_hangs_on_it(db: Database) -> None:
    write(db, THREE)

    with schema.writing(db):
        records.remove(db, [1])

    assert db.table("resource_publishers").count == 0


def test_the_vocabulary_counts_what_lies_under_each_value(db: Database) -> None:
    write(
        db,
        Resource("a", "A", type="report", topics=("schools",), languages=("es",)),
        Resource("b", "B", type="report", places=(Place("US-TX"), Place("US-TX", "Austin"))),
        THREE,
    )

    words = vocabulary.load(db)

    counts = {
        it.id: it.resources
        for group in (words.kinds, words.topics, words.publishers, words.languages)
        for it in group
        if it.resources
    }
    assert counts == {"report": 2, "schools": 1, "demos": 1, "aclu": 1, "es": 1}
    assert State("US-TX", "Texas", "Texas", resources=1) in words.states
    assert City(Place("US-TX", "Austin"), resources=1) in words.cities


def test_the_vocabulary_knows_names_that_several_places_bear(db: Database) -> None:
    words = vocabulary.load(db)

    assert AmbiguousName("Washington", (Place("US-WA"), Place("US-DC"))) in words.ambiguous
    assert words.access_levels == ("public", "password-by-request", "by-request")
    assert "page" in words.url_roles
    assert words.statuses[0] == Resource("a", "A").status
