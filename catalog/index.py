"""The full-text index beside the records: written in the importer's own transaction."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from catalog import records, shipped
from catalog.glossary import filed
from catalog.models import Language, Place, Resource
from catalog.terms import language_of, of_name, of_text
from catalog.text import words

LAYOUT = 1
"""Raised when the terms or the tables below change, so that older files are indexed anew."""

TABLES = """
CREATE VIRTUAL TABLE search_text USING fts5(
    title, body, filed, names,
    tokenize = "unicode61 remove_diacritics 2 tokenchars '_'"
);
CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_text, row);
CREATE TABLE search_records (key INTEGER PRIMARY KEY, facts TEXT NOT NULL, words TEXT NOT NULL);
CREATE TABLE search_words (word TEXT PRIMARY KEY, records INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE search_titles (
    title TEXT NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (title, key)
) WITHOUT ROWID;
CREATE INDEX search_titles_key ON search_titles (key);
CREATE TABLE search_state (fingerprint TEXT NOT NULL);
"""

_COUNT = (
    "INSERT INTO search_words VALUES (?, ?)"
    " ON CONFLICT (word) DO UPDATE SET records = records + excluded.records"
)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the index keeps of one record."""

    key: int
    columns: tuple[str, str, str, str]
    facts: str
    words: frozenset[str]
    titles: frozenset[str]


def create(db: Database) -> None:
    """Make the index's tables (all named `search_…`) where they are missing."""
    if db.conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_state'").fetchone():
        return
    for statement in TABLES.split(";\n"):
        db.conn.execute(statement)
    db.conn.execute("INSERT INTO search_state VALUES (?)", (_fingerprint(),))


def put(db: Database, rows: Iterable[tuple[int, Resource]]) -> None:
    """Index each resource under its key in `resources`, replacing what was there under that key.

    Runs inside the caller's transaction; commits nothing.
    """
    names = _Names(db)
    batch: list[_Entry] = []
    for key, resource in rows:
        batch.append(_entry(key, resource, names))
        if len(batch) == _BATCH:
            _write(db, batch)
            batch = []
    _write(db, batch)


def remove(db: Database, keys: Iterable[int]) -> None:
    """Take resources out of the index. Keys that are not in it are left alone."""
    gone: Counter[str] = Counter()
    for key in keys:
        row = db.conn.execute("SELECT words FROM search_records WHERE key = ?", (key,)).fetchone()
        if row is not None:
            gone.update(row[0].split())
            for table, column in _BY_KEY.items():
                db.conn.execute(f"DELETE FROM {table} WHERE {column} = ?", (key,))  # noqa: S608 - constants
    db.conn.executemany(_COUNT, ((word, -times) for word, times in gone.items()))
    if gone:
        db.conn.execute("DELETE FROM search_words WHERE records <= 0")


_BY_KEY = {"search_text": "rowid", "search_records": "key", "search_titles": "key"}


def is_current(db: Database) -> bool:
    """Whether the index was written by this release's rules and glossary."""
    (fingerprint,) = db.conn.execute("SELECT fingerprint FROM search_state").fetchone()
    return bool(fingerprint == _fingerprint())


def rebuild(db: Database) -> None:
    """Index every record anew, in the caller's transaction."""
    for (name,) in db.conn.execute(
        "SELECT name FROM sqlite_master WHERE name IN ('search_terms', 'search_text',"
        " 'search_records', 'search_words', 'search_titles', 'search_state')"
    ).fetchall():
        db.conn.execute(f"DROP TABLE {name}")
    create(db)
    keys = [key for (key,) in db.conn.execute("SELECT key FROM resources")]
    for start in range(0, len(keys), _BATCH):
        put(db, records.fetch(db, "key", keys[start : start + _BATCH]))


def _fingerprint() -> str:
    shipped_words = [shipped.data(name) for name in ("glossary.json", "stop_words.json")]
    text = json.dumps([LAYOUT, shipped_words], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _write(db: Database, entries: list[_Entry]) -> None:
    remove(db, [entry.key for entry in entries])
    db.conn.executemany(
        "INSERT INTO search_text (rowid, title, body, filed, names) VALUES (?, ?, ?, ?, ?)",
        ((entry.key, *entry.columns) for entry in entries),
    )
    db.conn.executemany(
        "INSERT INTO search_records VALUES (?, ?, ?)",
        ((entry.key, entry.facts, " ".join(entry.words)) for entry in entries),
    )
    db.conn.executemany(
        "INSERT INTO search_titles VALUES (?, ?)",
        ((title, entry.key) for entry in entries for title in entry.titles),
    )
    counted = Counter(word for entry in entries for word in entry.words)
    db.conn.executemany(_COUNT, counted.items())


class _Names:
    """The names under which publishers and places are looked for, by their ids."""

    def __init__(self, db: Database) -> None:
        self.publishers: dict[str, list[str]] = {
            publisher: [abbr, *json.loads(aka)]
            for publisher, abbr, aka in db.conn.execute("SELECT id, abbr, aka FROM publishers")
        }
        self.states: dict[str, list[str]] = {
            iso: sorted({name_en, name_es})
            for iso, name_en, name_es in db.conn.execute("SELECT iso, name_en, name_es FROM states")
        }

    def of(self, resource: Resource) -> list[str]:
        """Publishers, authors, year and places of a record, as people write them."""
        named = [*resource.publishers, *resource.authors, resource.date[:4]]
        for publisher in resource.publisher_ids:
            named += self.publishers.get(publisher, [])
        for place in resource.places:
            named += [*self.states.get(place.iso, []), place.city]
        return [name for name in named if name]


def _entry(key: int, resource: Resource, names: _Names) -> _Entry:
    language = _language(resource)
    titles = [*_titles(resource, language)]
    body = [*_body(resource, language)]
    named = names.of(resource)
    text = [*(text for text, _ in titles), *(text for text, _ in body), *named]
    return _Entry(
        key,
        (
            " ".join(term for text, spoken in titles for term in of_text(text, spoken)),
            " ".join(term for text, spoken in body for term in of_text(text, spoken)),
            " ".join(_filed(resource)),
            " ".join(term for name in named for term in of_name(name)),
        ),
        _facts(resource),
        frozenset(word for part in text for word in words(part) if word.isalpha()),
        frozenset(folded for title, _ in titles if (folded := title_key(title))),
    )


def title_key(title: str) -> str:
    """How a title is kept to be found whole: its folded words."""
    return " ".join(words(title))


def _titles(resource: Resource, language: Language | None) -> Iterator[tuple[str, Language | None]]:
    yield resource.title, language_of(resource.title, language)
    for title in resource.title_alt:
        yield title, language_of(title, None)
    if resource.title_es:
        yield resource.title_es, "es"


def _body(resource: Resource, language: Language | None) -> Iterator[tuple[str, Language | None]]:
    yield resource.summary, language_of(resource.summary, language)
    if resource.summary_es:
        yield resource.summary_es, "es"


def _language(resource: Resource) -> Language | None:
    if resource.languages[:1] == ("es",):
        return "es"
    return "en" if resource.languages[:1] == ("en",) else None


def _filed(resource: Resource) -> Iterator[str]:
    yield from (filed("t", topic) for topic in resource.topics)
    yield from (filed("l", language) for language in resource.languages)
    yield from (filed("o", publisher) for publisher in resource.publisher_ids)
    if resource.type:
        yield filed("k", resource.type)
    for place in resource.places:
        yield from place_terms(place)


def place_terms(place: Place) -> Iterator[str]:
    """How a place stands in the index: a city under its state too, the country not at all."""
    if not place.is_national:
        yield filed("p", place.iso)
    if place.city:
        yield filed("p", f"{place.iso} {place.city}")


def _facts(resource: Resource) -> str:
    """What the ranking needs to know of a record, as JSON: see `ranking.Facts`."""
    return json.dumps(
        [
            resource.type,
            resource.status,
            resource.date or resource.added,
            [filed("t", topic) for topic in resource.topics],
            [[place.iso, place.city] for place in resource.places],
            [filed("o", publisher) for publisher in resource.publisher_ids],
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
