"""What a catalogue has read is as new as its file, whoever writes it."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalog import Catalog, fresh
from catalog.fresh import Fresh


@pytest.fixture(autouse=True)
def _time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that more than a look's validity lies between any two looks."""
    seconds = count()
    monkeypatch.setattr(fresh, "monotonic", lambda: float(next(seconds)))


def test_what_another_process_imports_is_seen_at_the_next_look(tmp_path: Path) -> None:
    path, one, two = tmp_path / "catalog.db", tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text('{"id": "a", "title": "Old title"}')
    two.write_text(
        '{"id": "a", "title": "New title", "topics": ["schools"], "publishers": ["City of Elgin"]}'
    )
    with Catalog.open(path) as catalog, Catalog.open(path) as other:
        catalog.import_file(one)
        before, found_before = catalog.get("a"), catalog.search("old").total

        other.import_file(two)

        after, topic = catalog.get("a"), catalog.topic("schools")
        found_after, publishers = catalog.search("old").total, catalog.publishers()
    assert before is not None
    assert after is not None
    assert topic is not None
    assert (before.title, after.title, topic.resources) == ("Old title", "New title", 1)
    assert "City of Elgin" in [publisher.name for publisher in publishers]
    assert (found_before, found_after) == (1, 0)


def test_a_value_is_read_once_until_the_catalogue_changes(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    db, other = Database(path), Database(path)
    table = db.table("notes")
    table.insert({"text": "one"})
    notes = Fresh(db, lambda db: list(db.table("notes").rows))

    first, again = notes.get(), notes.get()
    other.table("notes").insert({"text": "two"})
    second = notes.get()
    table.insert({"text": "three"})
    third = notes.get()

    assert first is again
    assert [len(first), len(second), len(third)] == [1, 2, 3]
    db.close()
    other.close()
