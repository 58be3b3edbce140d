"""Filters and listings in SQL: which records a query may answer with, and the newest of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlite_utils import Database

from catalog.models import Place, Query

NEW_DAYS = 60
"""For how many days a record is new, by its own date, else by the day it entered the catalogue."""

_DAY = "iif(r.date <> '', r.date, r.added)"
# What came in with the first import is the collection itself, not news.
_NEWNESS = (
    "iif(r.date <> '', r.date, iif(r.added > (SELECT min(added) FROM resources), r.added, ''))"
)

Condition = tuple[str, Sequence[str]]


def where(query: Query, today: date) -> Condition:
    """The filters as a condition on `resources r`, empty without any, and its parameters."""
    conditions = [*_conditions(query, today)]
    texts = [text for text, _ in conditions]
    return " AND ".join(texts), [value for _, values in conditions for value in values]


def among(column: str, query: Query, today: date) -> Condition:
    """The filters as a further condition on a column of keys, empty without any."""
    condition, values = where(query, today)
    if not condition:
        return "", ()
    return f"AND {column} IN (SELECT r.key FROM resources r WHERE {condition})", values  # noqa: S608 - constants


def _conditions(query: Query, today: date) -> Iterator[Condition]:
    if query.types:
        yield f"r.type IN ({_marks(query.types)})", query.types
    for table, column, values in (
        ("resource_topics", "topic", query.topics),
        ("resource_publishers", "publisher_id", query.publishers),
        ("resource_languages", "language", query.languages),
    ):
        if values:
            among = f"{column} IN ({_marks(values)})"
            yield f"r.key IN (SELECT key FROM {table} WHERE {among})", values  # noqa: S608 - constants
    if query.places:
        yield _in_places(query.places)
    if query.since:
        # A date cut to its year or month may lie behind any day of it.
        yield f"{_DAY} >= substr(?, 1, length({_DAY}))", (query.since,)
    if query.new:
        yield f"{_NEWNESS} >= ?", ((today - timedelta(days=NEW_DAYS)).isoformat(),)


def _in_places(places: Sequence[Place]) -> Condition:
    """A state holds its cities; the country only what is for the whole of it."""
    either = " OR ".join("iso = ? AND city = ?" if place.city else "iso = ?" for place in places)
    values = [part for place in places for part in (place.iso, place.city) if part]
    return f"r.key IN (SELECT key FROM resource_places WHERE {either})", values  # noqa: S608 - constants


def newest(
    db: Database, query: Query, today: date, *, limit: int, offset: int
) -> tuple[list[int], int]:
    """A slice of the keys that meet the filters, newest first, past events last; and how many."""
    condition, values = where(query, today)
    source = f"FROM resources r WHERE {condition or 'TRUE'}"
    (total,) = db.conn.execute(f"SELECT count(*) {source}", values).fetchone()
    rows = db.conn.execute(
        f"SELECT r.key {source} ORDER BY"
        " r.type = 'event' AND r.date <> '' AND r.date < substr(?, 1, length(r.date)),"
        f" {_NEWNESS} DESC, r.added DESC, r.key LIMIT ? OFFSET ?",
        (*values, today.isoformat(), limit, offset),
    )
    return [key for (key,) in rows], total


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
