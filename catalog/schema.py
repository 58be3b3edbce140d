"""The tables of a catalogue file, and how the file is opened and written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from catalog import index
from catalog.errors import CatalogError

VERSION = 1
"""The layout of the tables below. A file with a higher one was written by a newer Liaison."""

BUSY_SECONDS = 30.0
"""How long a writer waits for another process's import to end."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE topics (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL,
    name_en TEXT NOT NULL, name_es TEXT NOT NULL, description TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE topic_synonyms (
    topic TEXT NOT NULL REFERENCES topics (id), language TEXT NOT NULL,
    position INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (topic, language, position)
) WITHOUT ROWID;
CREATE TABLE kinds (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL, name_en TEXT NOT NULL, name_es TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE publishers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, abbr TEXT NOT NULL DEFAULT '',
    aka TEXT NOT NULL DEFAULT '[]', website TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE states (
    iso TEXT PRIMARY KEY, name_en TEXT NOT NULL, name_es TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE cities (
    iso TEXT NOT NULL, city TEXT NOT NULL, PRIMARY KEY (iso, city)
) WITHOUT ROWID;
CREATE TABLE ambiguous_places (
    text TEXT NOT NULL, position INTEGER NOT NULL, iso TEXT NOT NULL, city TEXT NOT NULL,
    PRIMARY KEY (text, position)
) WITHOUT ROWID;
CREATE TABLE languages (
    id TEXT PRIMARY KEY, name_en TEXT NOT NULL, name_es TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE statuses (id TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE access_levels (id TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE url_roles (id TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE sections (
    id TEXT PRIMARY KEY, position INTEGER NOT NULL,
    name_en TEXT NOT NULL, name_es TEXT NOT NULL, query TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE resources (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL, title_es TEXT NOT NULL, title_alt TEXT NOT NULL,
    summary TEXT NOT NULL, summary_es TEXT NOT NULL, authors TEXT NOT NULL,
    type TEXT NOT NULL, date TEXT NOT NULL, date_precision TEXT NOT NULL,
    url TEXT NOT NULL, url_role TEXT NOT NULL, found_on TEXT NOT NULL,
    access TEXT NOT NULL REFERENCES access_levels (id),
    status TEXT NOT NULL REFERENCES statuses (id),
    currency TEXT NOT NULL, currency_es TEXT NOT NULL,
    title_is_descriptive INTEGER NOT NULL, checked TEXT NOT NULL, added TEXT NOT NULL
);
CREATE INDEX resources_type ON resources (type);
CREATE INDEX resources_date ON resources (date);
CREATE INDEX resources_added ON resources (added);

CREATE TABLE resource_topics (
    key INTEGER NOT NULL REFERENCES resources (key) ON DELETE CASCADE,
    position INTEGER NOT NULL, topic TEXT NOT NULL REFERENCES topics (id),
    PRIMARY KEY (key, position)
) WITHOUT ROWID;
CREATE INDEX resource_topics_topic ON resource_topics (topic, key);
CREATE TABLE resource_places (
    key INTEGER NOT NULL REFERENCES resources (key) ON DELETE CASCADE,
    position INTEGER NOT NULL, iso TEXT NOT NULL, city TEXT NOT NULL,
    PRIMARY KEY (key, position)
) WITHOUT ROWID;
CREATE INDEX resource_places_place ON resource_places (iso, city, key);
CREATE TABLE resource_publishers (
    key INTEGER NOT NULL REFERENCES resources (key) ON DELETE CASCADE,
    position INTEGER NOT NULL, name TEXT NOT NULL,
    publisher_id TEXT NOT NULL REFERENCES publishers (id),
    PRIMARY KEY (key, position)
) WITHOUT ROWID;
CREATE INDEX resource_publishers_publisher ON resource_publishers (publisher_id, key);
CREATE TABLE resource_languages (
    key INTEGER NOT NULL REFERENCES resources (key) ON DELETE CASCADE,
    position INTEGER NOT NULL, language TEXT NOT NULL REFERENCES languages (id),
    PRIMARY KEY (key, position)
) WITHOUT ROWID;
CREATE INDEX resource_languages_language ON resource_languages (language, key);
"""


def connect(path: str | Path) -> Database:
    """Open a catalogue file, made with its folders and tables when missing.

    `:memory:` keeps the catalogue in memory. Raises CatalogError for a file that can't be
    used, that is no catalogue, or that a newer Liaison has written.
    """
    with explained(path):
        db = _open(path)
        try:
            _prepare(db, path)
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def explained(path: str | Path) -> Iterator[None]:
    """Tells what SQLite or the system finds wrong with a catalogue file as a CatalogError."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as problem:
        raise CatalogError(f"{path} can't be used as a catalogue: {problem}.") from problem


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One write transaction, alone from its first statement: all of it is kept, or nothing.

    Within another one it is a part of that, and kept with it.
    """
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.commit()
    except BaseException:
        db.rollback()
        raise


@contextmanager
def patience(db: Database, seconds: float) -> Iterator[None]:
    """Another process's write is waited for only so long, in place of BUSY_SECONDS."""
    db.conn.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
    try:
        yield
    finally:
        db.conn.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def is_writable(db: Database) -> bool:
    """Whether a write could begin now, or has begun in another process; waits for neither."""
    db.conn.execute("PRAGMA busy_timeout = 0")
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        # A read-only file lets a transaction begin, and objects to its first write.
        db.conn.execute("PRAGMA user_version = 0")
    except sqlite3.OperationalError as problem:
        return "locked" in str(problem)
    else:
        return True
    finally:
        db.rollback()
        db.conn.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")


def _open(path: str | Path) -> Database:
    if str(path) != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    db = Database(sqlite3.connect(str(path), timeout=BUSY_SECONDS))
    db.conn.execute("PRAGMA foreign_keys = ON")
    return db


def _prepare(db: Database, path: str | Path) -> None:
    if _version(db, path) is None:
        db.conn.execute("PRAGMA journal_mode = WAL")
        with writing(db):
            if _version(db, path) is None:
                _create(db)


def _version(db: Database, path: str | Path) -> int | None:
    """The layout of an open file; None when it is empty."""
    tables = {name for (name,) in db.conn.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return None
    if not {"meta", "resources"} <= tables:
        raise CatalogError(f"{path} is a database, but not a catalogue of Liaison.")
    version = int(meta(db, "schema") or 0)
    if version > VERSION:
        raise CatalogError(f"{path} was written by a newer Liaison. Upgrade this one to read it.")
    return version


def _create(db: Database) -> None:
    for statement in TABLES.split(";\n"):
        db.conn.execute(statement)
    index.create(db)
    set_meta(db, "schema", str(VERSION))


def meta(db: Database, name: str) -> str | None:
    """A note the catalogue keeps about itself."""
    row = db.conn.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def set_meta(db: Database, name: str, value: str) -> None:
    """Keep a note about the catalogue, in the caller's transaction."""
    db.conn.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
