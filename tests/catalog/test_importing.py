"""What an import adds, changes and leaves as it was."""

from __future__ import annotations

from collections.abc import Callable

from sqlite_utils import Database

from catalog import records, vocabulary
from catalog.models import ImportReport, Place

ImportRows = Callable[..., ImportReport]


def test_a_row_replaces_the_record_of_its_id(db: Database, import_rows: ImportRows) -> None:
    import_rows({"id": "a", "title": "A", "topics": ["schools"]}, {"id": "b", "title": "B"})

    report = import_rows(
        {"id": "a", "title": "A", "topics": ["287g"]},
        {"id": "b", "title": "B"},
        {"id": "c", "title": "C"},
    )

    assert (report.added, report.changed, report.unchanged) == (("c",), ("a",), 1)
    changed = records.by_id(db, "a")
    assert changed is not None
    assert changed.topics == ("287g",)


def test_a_record_keeps_the_day_it_came_in(db: Database, import_rows: ImportRows) -> None:
    import_rows({"id": "a", "title": "A", "added": "2020-02-02"})

    import_rows({"id": "a", "title": "Changed"})

    changed = records.by_id(db, "a")
    assert changed is not None
    assert (changed.title, changed.added) == ("Changed", "2020-02-02")


def test_new_publishers_and_cities_enter_the_vocabulary(
    db: Database, import_rows: ImportRows
) -> None:
    import_rows(
        {"id": "a", "title": "A", "publishers": ["City of Galena"], "jurisdictions": ["Galena, IL"]}
    )

    words = vocabulary.load(db)
    assert ("city-of-galena", 1) in [(it.id, it.resources) for it in words.publishers]
    assert (Place("US-IL", "Galena"), 1) in [(it.place, it.resources) for it in words.cities]


def test_a_publisher_is_known_by_every_spelling(db: Database, import_rows: ImportRows) -> None:
    spellings = [
        "NILC",
        "nilc",
        "National Immigration Law Center",
        "national immigration law center",
    ]

    import_rows(
        {"id": "a", "title": "A", "publishers": spellings},
        {"id": "b", "title": "B", "publishers": ["¿?"]},
    )

    first, second = (records.by_id(db, it) for it in "ab")
    assert first is not None
    assert second is not None
    assert first.publishers == ("National Immigration Law Center",)
    assert (second.publishers, second.publisher_ids) == (("¿?",), ("¿?",))


def test_a_city_alone_is_its_known_place(db: Database, import_rows: ImportRows) -> None:
    places = ["Chicago", None, {"iso": "", "city": ""}, {"iso": "TX"}, "chicago, il"]

    import_rows({"id": "a", "title": "A", "jurisdictions": places})

    resource = records.by_id(db, "a")
    assert resource is not None
    assert resource.places == (Place("US-IL", "Chicago"), Place("US-TX"))


def test_values_that_say_nothing_are_left_out(db: Database, import_rows: ImportRows) -> None:
    import_rows(
        {"id": "a", "title": "A", "authors": None, "topics": "schools", "checked": "", "url": " "}
        | {"title_is_descriptive": "yes", "jurisdictions": None, "publishers": [None, ""]}
    )

    resource = records.by_id(db, "a")
    assert resource is not None
    assert (resource.topics, resource.title_is_descriptive) == (("schools",), True)
    assert (resource.authors, resource.checked, resource.publishers) == ((), "", ())
