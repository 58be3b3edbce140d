"""Checked resources written into a catalogue: what is new is added, what differs is changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from catalog import index, records, vocabulary
from catalog.importers import files, spanish
from catalog.importers.reading import Reading
from catalog.importers.rows import Row, Rows
from catalog.models import ImportReport, Publisher, Refusal, Resource
from catalog.schema import writing


def import_file(db: Database, path: Path, today: date) -> ImportReport:
    """Check all rows of a file and, when none is refused, write them in one transaction.

    A row replaces the record of its id. A record without an `added` day of its own gets today's,
    or keeps what it had. Raises CatalogError for a file that can't be read.
    """
    return _take(db, files.rows(path), str(path), today)


def add(db: Database, values: Mapping[str, object], today: date) -> ImportReport:
    """Write one record, given by the names of a row's fields, unless it is refused. Adding the same
    once more changes nothing.
    """
    return _take(db, [Row(1, dict(values))], "", today)


def described(db: Database, values: Mapping[str, object]) -> Resource | tuple[Refusal, ...]:
    """The record that such values come to, or why they can't be taken; nothing is written."""
    reading = Reading(Rows(vocabulary.load(db)))
    reading.take([Row(1, dict(values))])
    return tuple(reading.refused) or reading.resources[0]


def _take(db: Database, given: Iterable[Row | Refusal], path: str, today: date) -> ImportReport:
    rows = Rows(vocabulary.load(db))
    reading = Reading(rows)
    reading.take(given)
    report = ImportReport(path, refused=tuple(reading.refused), ignored=tuple(reading.ignored))
    if reading.refused:
        return report
    with writing(db):
        _add_publishers(db, rows.publishers.new)
        return _save(db, reading.resources, today, report)


def _save(
    db: Database, resources: Sequence[Resource], today: date, report: ImportReport
) -> ImportReport:
    old = {it.id: (key, it) for key, it in records.fetch(db, "id", [it.id for it in resources])}
    free = records.free_key(db)
    added: list[tuple[int, Resource]] = []
    changed: list[tuple[int, Resource]] = []
    for resource in resources:
        key, before = old.get(resource.id, (free + len(added), None))
        after = _dated(spanish.kept(resource, before), before, today)
        if before is None:
            added.append((key, after))
        elif after != before:
            changed.append((key, after))
    _write(db, added, changed)
    return replace(
        report,
        added=tuple(resource.id for _, resource in added),
        changed=tuple(resource.id for _, resource in changed),
        unchanged=len(resources) - len(added) - len(changed),
    )


def _dated(new: Resource, old: Resource | None, today: date) -> Resource:
    return new if new.added else replace(new, added=old.added if old else today.isoformat())


def _write(
    db: Database, added: list[tuple[int, Resource]], changed: list[tuple[int, Resource]]
) -> None:
    rows = [*added, *changed]
    records.remove(db, [key for key, _ in changed])
    records.write(db, rows)
    _add_cities(db, (resource for _, resource in rows))
    index.put(db, rows)


def _add_publishers(db: Database, new: Iterable[Publisher]) -> None:
    db.conn.executemany(
        "INSERT OR IGNORE INTO publishers (id, name) VALUES (?, ?)",
        ((publisher.id, publisher.name) for publisher in new),
    )


def _add_cities(db: Database, resources: Iterable[Resource]) -> None:
    places = {place for resource in resources for place in resource.places if place.city}
    db.conn.executemany(
        "INSERT OR IGNORE INTO cities (iso, city) VALUES (?, ?)",
        ((place.iso, place.city) for place in places),
    )
