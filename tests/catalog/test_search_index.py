"""The index beside the records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalog import index, schema
from catalog.models import Place, Resource
from tests.catalog.finder import Finder

JAIL = Resource(
    "jail",
    "Jail rules",
    title_es="Reglas de la cárcel",
    title_alt=("J-1",),
    summary="The county sheriff and form I-247A.",
    publishers=("City of Springfield",),
    publisher_ids=("ilrc",),
    type="ordinance",
    topics=("detainers",),
    places=(Place("US-TX", "Austin"), Place("US")),
    languages=("en",),
    added="2026-11-22",
)


@pytest.fixture
def db() -> Iterator[Database]:
    db = schema.connect(":memory:")
    db.conn.execute("INSERT INTO publishers (id, name, abbr) VALUES ('ilrc', 'Center', 'ILRC')")
    db.conn.execute("INSERT INTO states VALUES ('US-TX', 'Texas', 'Tejas')")
    yield db
    db.close()


def keys(db: Database, term: str) -> list[int]:
    rows = db.conn.execute(
        "SELECT rowid FROM search_text WHERE search_text MATCH ?", (f'"{term}"',)
    )
    return [key for (key,) in rows]


def known(db: Database) -> dict[str, int]:
    return dict(db.conn.execute("SELECT word, records FROM search_words").fetchall())


@pytest.mark.parametrize(
    "term",
    [
        "c_jail", "c_sheriff", "i247a", "i247", "t_detainers", "k_ordinance", "p_us_tx",
        "p_us_tx_austin", "l_en", "austin", "texa", "teja", "ilrc", "springfield", "j1",
    ],
)  # fmt: skip
def test_a_record_is_found_by_what_it_says_and_what_it_is_filed_under(
    db: Database, term: str
) -> None:
    index.put(db, [(7, JAIL)])
    assert keys(db, term) == [7]


def test_the_country_is_no_term(db: Database) -> None:
    index.put(db, [(7, JAIL)])
    assert keys(db, "p_us") == []


def test_putting_again_replaces(db: Database) -> None:
    index.put(db, [(7, JAIL)])
    index.put(db, [(7, Resource("jail", "School rules"))])
    assert keys(db, "c_jail") == []
    assert keys(db, "c_school") == [7]
    assert known(db) == {"school": 1, "rules": 1}


def test_removing_leaves_nothing_behind(db: Database) -> None:
    index.put(db, [(7, JAIL), (8, Resource("other", "Jail rules"))])
    index.remove(db, [7, 99])
    assert keys(db, "c_jail") == [8]
    assert known(db) == {"jail": 1, "rules": 1}
    index.remove(db, [8])
    for table in ("search_text", "search_records", "search_titles", "search_words"):
        assert db.table(table).count == 0


def test_making_tables_twice_changes_nothing(db: Database) -> None:
    index.put(db, [(7, JAIL)])
    index.create(db)
    assert keys(db, "c_jail") == [7]


def test_titles_in_every_language_are_kept_whole(db: Database) -> None:
    index.put(db, [(7, JAIL)])
    titles = {title for (title,) in db.conn.execute("SELECT title FROM search_titles")}
    assert titles == {"jail rules", "reglas de la carcel", "j 1"}


def test_an_index_of_other_rules_is_told_and_rebuilt(tmp_path: Path) -> None:
    finder = Finder([{"id": "jail", "title": "Jail rules"}], tmp_path)
    assert index.is_current(finder.db)
    finder.db.conn.execute("UPDATE search_state SET fingerprint = 'older'")
    finder.db.conn.execute("UPDATE search_words SET records = 5")
    assert not index.is_current(finder.db)
    index.rebuild(finder.db)
    assert index.is_current(finder.db)
    assert known(finder.db) == {"jail": 1, "rules": 1}
    assert finder.ids("cárcel") == ["jail"]
    finder.db.close()


def test_many_records_are_put_in_batches(db: Database) -> None:
    index.put(db, ((key, Resource(str(key), "Jail")) for key in range(1, 1202)))
    assert known(db) == {"jail": 1201}
