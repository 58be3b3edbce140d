"""A catalogue file: made, opened, refused, and kept whole through a crash."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from catalog import Catalog, CatalogError, index, schema, shipped

TODAY = date(2027, 1, 15)

CRASH = """
import os, sys
from catalog import Catalog, index
with Catalog.open(sys.argv[1]) as catalog:
    put = index.put
    def put_and_crash(db, rows):
        put(db, rows)
        os._exit(9)
    index.put = put_and_crash
    catalog.import_file(sys.argv[2])
"""


def rows(*ids: str) -> str:
    return "".join(f'{{"id": "{it}", "title": "Title {it}"}}\n' for it in ids)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.db"


@pytest.fixture
def catalog(path: Path) -> Iterator[Catalog]:
    with Catalog.open(path, today=lambda: TODAY) as catalog:
        yield catalog


def test_a_missing_file_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "catalog.db"

    with Catalog.open(path) as catalog:
        assert catalog.count == 0
        assert len(catalog.topics()) == 20

    assert path.exists()


def test_an_empty_file_becomes_a_catalogue(path: Path) -> None:
    path.touch()

    with Catalog.open(path) as catalog:
        assert catalog.count == 0


def test_a_file_that_is_no_database_is_told_so(path: Path) -> None:
    path.write_text("title,date\n" * 100)

    with pytest.raises(CatalogError, match=r"catalog\.db can't be used as a catalogue: "):
        Catalog.open(path)


def test_a_folder_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="can't be used as a catalogue: "):
        Catalog.open(tmp_path)


def test_a_folder_that_cannot_be_made_is_told_so(path: Path) -> None:
    path.touch()

    with pytest.raises(CatalogError, match="can't be used as a catalogue: "):
        Catalog.open(path / "below" / "catalog.db")


def test_another_database_is_told_so(path: Path) -> None:
    other = Database(path)
    other.table("tickets").insert({"id": 1})
    other.close()

    with pytest.raises(CatalogError, match=r"is a database, but not a catalogue of Liaison\."):
        Catalog.open(path)


def test_a_file_of_a_newer_release_is_told_so(path: Path) -> None:
    db = schema.connect(path)
    with schema.writing(db):
        schema.set_meta(db, "schema", str(schema.VERSION + 1))
    db.close()

    with pytest.raises(CatalogError, match=r"was written by a newer Liaison\."):
        Catalog.open(path)


def test_a_catalogue_whose_vocabulary_cannot_be_written_is_told_so(path: Path) -> None:
    Catalog.open(path).close()
    db = Database(path)
    db.execute("UPDATE meta SET value = 'another' WHERE name = 'vocabulary'")
    db.execute("CREATE TRIGGER full BEFORE UPDATE ON meta BEGIN SELECT RAISE (ABORT, 'full'); END")
    db.close()

    with pytest.raises(CatalogError, match="can't be used as a catalogue: full"):
        Catalog.open(path)


def test_a_catalogue_that_cannot_be_written_says_so_at_an_import(
    catalog: Catalog, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "rows.jsonl").write_text(rows("a"))
    other = Database(path)
    other.table("resources").drop()
    other.close()

    with pytest.raises(CatalogError, match="can't be used as a catalogue: no such table"):
        catalog.import_file(tmp_path / "rows.jsonl")


def test_the_vocabulary_of_another_release_is_replaced(path: Path) -> None:
    Catalog.open(path).close()
    db = Database(path)
    db.execute("UPDATE meta SET value = 'another' WHERE name = 'vocabulary'")
    db.execute("UPDATE kinds SET name_en = 'Old name'")
    db.execute("INSERT INTO topic_synonyms VALUES ('schools', 'en', 999, 'dropped since')")
    db.close()

    with Catalog.open(path) as catalog:
        kind, topic = catalog.kind("report"), catalog.topic("schools")

    assert kind is not None
    assert topic is not None
    assert kind.name_en == "Report"
    assert "dropped since" not in topic.synonyms_en


def test_the_index_of_another_release_is_written_anew(path: Path) -> None:
    with Catalog.open(path) as catalog:
        catalog.load_shipped()
    db = Database(path)
    db.execute("UPDATE search_state SET fingerprint = 'another'")
    db.close()

    Catalog.open(path).close()

    db = Database(path)
    assert index.is_current(db)
    assert db.table("search_records").count == db.table("resources").count
    db.close()


def test_a_crash_in_the_middle_of_an_import_leaves_what_was_there(
    path: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    old.write_text(rows("a", "b"))
    new.write_text(rows("a", "b", "c").replace("Title", "Changed"))
    with Catalog.open(path) as catalog:
        catalog.import_file(old)

    crashed = subprocess.run([sys.executable, "-c", CRASH, path, new], check=False)  # noqa: S603 - our own script

    assert crashed.returncode == 9
    with Catalog.open(path) as catalog:
        assert catalog.count == 2
        assert [it.title for it in catalog.newest()] == ["Title a", "Title b"]
        assert catalog.import_file(new).changed == ("a", "b")


def test_a_catalogue_takes_a_write_also_while_another_process_writes(
    catalog: Catalog, path: Path
) -> None:
    other = Database(path)
    assert catalog.takes_a_write()

    with schema.writing(other):
        assert catalog.takes_a_write()

    other.close()


def test_a_catalogue_on_a_read_only_file_takes_no_write(path: Path) -> None:
    Catalog.open(path).close()
    db = Database(sqlite3.connect(f"file:{path}?mode=ro", uri=True))

    assert not schema.is_writable(db)
    db.close()


def test_a_closed_catalogue_answers_no_more(path: Path) -> None:
    catalog = Catalog.open(path)
    assert catalog.answers()

    catalog.close()

    assert not catalog.answers()


def test_a_failed_write_inside_another_keeps_nothing_of_either(path: Path) -> None:
    db = schema.connect(path)

    def fail() -> None:
        with schema.writing(db):
            schema.set_meta(db, "one", "1")
            with schema.writing(db):
                schema.set_meta(db, "two", "2")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert (schema.meta(db, "one"), schema.meta(db, "two")) == (None, None)
    db.close()


def test_the_records_that_ship_are_loaded_once(catalog: Catalog) -> None:
    first, second = catalog.load_shipped(), catalog.load_shipped()

    assert len(first.added) == catalog.count == 197
    assert (second.added, second.path) == ((), str(shipped.RECORDS))
