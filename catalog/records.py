# ruff: noqa: S608 - table and column names below are constants of this module
"""Resources as rows of the catalogue: written whole, read by key or by id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from catalog.fresh import Fresh
from catalog.models import Place, Resource

CACHED = 20_000
"""Resources kept in memory, about 2 kB each; past that the memory is emptied and fills anew."""

SCALARS = (
    "id", "title", "title_es", "summary", "summary_es", "type", "date", "date_precision",
    "url", "url_role", "access", "status", "currency", "currency_es", "checked", "added",
)  # fmt: skip
LISTS = ("title_alt", "authors", "found_on")

_COLUMNS = ("key", *SCALARS, "title_is_descriptive", *LISTS)
_INSERT = f"INSERT INTO resources ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_LINKS = {
    "resource_topics": ("topic",),
    "resource_places": ("iso", "city"),
    "resource_publishers": ("name", "publisher_id"),
    "resource_languages": ("language",),
}


def _links(table: str, columns: tuple[str, ...]) -> str:
    """A resource's rows of one link table as a JSON array of arrays, in their order."""
    names = ", ".join(columns)
    rows = f"SELECT {names} FROM {table} WHERE key = r.key ORDER BY position"
    return f"(SELECT json_group_array(json_array({names})) FROM ({rows}))"


_SELECT = (
    f"SELECT {', '.join(_COLUMNS)}, {', '.join(_links(*link) for link in _LINKS.items())}"
    " FROM resources r WHERE "
)


def read(db: Database, keys: Sequence[int]) -> list[Resource]:
    """The resources under these keys, in this order; a key that is gone is left out."""
    found = by_key(db, keys)
    return [found[key] for key in keys if key in found]


def by_key(db: Database, keys: Sequence[int]) -> dict[int, Resource]:
    """The resources under these keys, by key; a key that is gone is left out."""
    known = _memory(db).get()
    found = {key: known[key] for key in keys if key in known}
    missing = [key for key in keys if key not in found]
    if missing:
        found |= _remember(known, fetch(db, "key", missing))
    return found


def by_id(db: Database, id: str) -> Resource | None:  # noqa: A002 - it is called that everywhere
    """The resource of this id, if there is one."""
    row = db.conn.execute("SELECT key FROM resources WHERE id = ?", (id,)).fetchone()
    return next(iter(read(db, row)), None) if row else None


def count(db: Database) -> int:
    """How many resources the catalogue holds."""
    (number,) = db.conn.execute("SELECT count(*) FROM resources").fetchone()
    return int(number)


def first_day(db: Database) -> str:
    """The day on which the first records came in: these are the collection itself, not news."""
    (day,) = db.conn.execute("SELECT coalesce(min(added), '') FROM resources").fetchone()
    return str(day)


def free_key(db: Database) -> int:
    """The first of the keys behind all that are in use."""
    (last,) = db.conn.execute("SELECT coalesce(max(key), 0) FROM resources").fetchone()
    return int(last) + 1


def fetch(
    db: Database, column: str, values: Sequence[int] | Sequence[str]
) -> Iterator[tuple[int, Resource]]:
    """The resources whose `key` or `id` is among the values, with their keys, from the file."""
    among = f"{column} IN (SELECT value FROM json_each(?))"
    for row in db.conn.execute(_SELECT + among, (json.dumps(values),)):
        yield row[0], _resource(row)


def write(db: Database, rows: Sequence[tuple[int, Resource]]) -> None:
    """Write resources under keys that are free, in the caller's transaction."""
    db.conn.executemany(_INSERT, (_row(key, resource) for key, resource in rows))
    for table, columns in _LINKS.items():
        marks = ", ".join("?" * (2 + len(columns)))
        links = ((key, *link) for key, resource in rows for link in _linked(table, resource))
        db.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", links)


def remove(db: Database, keys: Iterable[int]) -> None:
    """Take resources out, with all that hangs on them, in the caller's transaction."""
    db.conn.executemany("DELETE FROM resources WHERE key = ?", ((key,) for key in keys))


def _row(key: int, resource: Resource) -> tuple[Any, ...]:
    return (
        key,
        *(getattr(resource, name) for name in SCALARS),
        int(resource.title_is_descriptive),
        *(json.dumps(getattr(resource, name), ensure_ascii=False) for name in LISTS),
    )


def _linked(table: str, resource: Resource) -> Iterator[tuple[Any, ...]]:
    """Rows for a link table, without the key: position, then the table's columns."""
    values: Iterable[tuple[str, ...]]
    if table == "resource_topics":
        values = ((topic,) for topic in resource.topics)
    elif table == "resource_places":
        values = ((place.iso, place.city) for place in resource.places)
    elif table == "resource_languages":
        values = ((language,) for language in resource.languages)
    else:
        # Ids beyond the names stand for parent organizations, which have no name of their own here.
        values = zip_longest(resource.publishers, resource.publisher_ids, fillvalue="")
    return ((position, *value) for position, value in enumerate(values))


def _resource(row: tuple[Any, ...]) -> Resource:
    scalars = dict(zip(SCALARS, row[1:], strict=False))
    descriptive, *lists = row[1 + len(SCALARS) :]
    alt, authors, found_on, topics, places, publishers, languages = map(json.loads, lists)
    return Resource(
        **scalars,
        title_is_descriptive=bool(descriptive),
        title_alt=tuple(alt),
        authors=tuple(authors),
        found_on=tuple(found_on),
        topics=tuple(topic for (topic,) in topics),
        places=tuple(Place(iso, city) for iso, city in places),
        publishers=tuple(name for name, _ in publishers if name),
        publisher_ids=tuple(publisher for _, publisher in publishers),
        languages=tuple(language for (language,) in languages),
    )


_memories: WeakKeyDictionary[Database, Fresh[dict[int, Resource]]] = WeakKeyDictionary()


def _memory(db: Database) -> Fresh[dict[int, Resource]]:
    """The resources parsed so far; empty again after every change of the database."""
    return _memories.setdefault(db, Fresh(db, _nothing))


def _nothing(_: Database) -> dict[int, Resource]:
    return {}


def _remember(
    known: dict[int, Resource], rows: Iterable[tuple[int, Resource]]
) -> dict[int, Resource]:
    fetched = dict(rows)
    if len(known) + len(fetched) > CACHED:
        known.clear()
    known.update(fetched)
    return fetched
