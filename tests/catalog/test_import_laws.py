"""What holds for every import: the same again changes nothing, a refusal leaves no trace."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from catalog import records, reference, schema
from catalog.importers import dates
from catalog.importers.saving import import_file
from catalog.models import ImportReport, Place, Resource
from tests.catalog.conftest import TODAY

KINDS = ("report", "toolkit", "webinar")
TOPICS = ("schools", "detainers", "287g")
PLACES = (Place("US"), Place("US-TX"), Place("US-TX", "Austin"), Place("US-IL", "Galena"))


def tidy(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


letters = st.characters(exclude_categories=("Cc", "Cs"))
some_text = st.text(letters, max_size=60).map(tidy)
a_text = some_text.filter(bool)
texts = st.lists(a_text, max_size=3, unique=True).map(tuple)
a_date = st.dates(min_value=TODAY.replace(year=1900)).flatmap(
    lambda day: st.sampled_from([f"{day:%Y-%m-%d}"[:length] for length in (4, 7, 10)])
)


@st.composite
def resources(draw: st.DrawFn) -> Resource:
    """Records as an import leaves them."""
    date = draw(st.just("") | a_date.filter(lambda date: date < "2200"))
    title = draw(a_text)
    return Resource(
        id=draw(a_text),
        title=title,
        title_es=draw(some_text),
        title_alt=draw(texts),
        summary=draw(some_text),
        summary_es=draw(some_text),
        publishers=("National Immigration Law Center",),
        publisher_ids=("nilc", "aclu"),
        authors=draw(texts),
        type=draw(st.sampled_from(KINDS)),
        topics=tuple(draw(st.lists(st.sampled_from(TOPICS), unique=True))),
        places=tuple(draw(st.lists(st.sampled_from(PLACES), unique=True))),
        languages=tuple(draw(st.lists(st.sampled_from(["en", "es", "ht"]), unique=True))),
        date=date,
        date_precision=dates.precision(date),
        url="https://example.org/a?b=c",
        url_role="page",
        currency=draw(some_text),
        title_is_descriptive=draw(st.booleans()),
        added=draw(st.dates()).isoformat(),
    )


def as_row(resource: Resource) -> dict[str, object]:
    """A record as a row that describes it."""
    row = asdict(resource)
    return row | {"jurisdictions": row.pop("places")}


several = st.lists(resources(), max_size=4, unique_by=lambda resource: resource.id)


@cache
def empty() -> Database:
    db = schema.connect(":memory:")
    reference.refresh(db)
    return db


@contextmanager
def catalogue() -> Iterator[Database]:
    """An empty catalogue, copied, since making one takes longer than the rest of an example."""
    db = Database(memory=True)
    empty().conn.backup(db.conn)
    db.conn.execute("PRAGMA foreign_keys = ON")
    yield db
    db.close()


def import_rows(db: Database, rows: Sequence[object]) -> ImportReport:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_text("\n".join([*map(json.dumps, rows), " "]), "utf-8")
        return import_file(db, path, TODAY)


def contents(db: Database) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, the full-text index's own ones included."""
    return {name: list(db.table(name).rows) for name in db.table_names()}


def shelf(db: Database) -> list[Resource]:
    keys = [key for (key,) in db.conn.execute("SELECT key FROM resources ORDER BY key")]
    return records.read(db, keys)


@given(several)
@settings(deadline=None, max_examples=60)
def test_a_row_of_a_resource_is_that_resource_again(several: list[Resource]) -> None:
    with catalogue() as db:
        import_rows(db, list(map(as_row, several)))

        assert shelf(db) == several


@given(several)
@settings(deadline=None, max_examples=30)
def test_importing_twice_changes_nothing(several: list[Resource]) -> None:
    rows = list(map(as_row, several))
    with catalogue() as db:
        import_rows(db, rows)
        before = contents(db)

        again = import_rows(db, rows)

        assert (again.added, again.changed, again.unchanged) == ((), (), len(several))
        assert contents(db) == before


@given(several, st.sampled_from([{}, {"id": "x"}, ["id"], {"id": "x", "title": "\x00"}]), st.data())
@settings(deadline=None, max_examples=30)
def test_a_refused_row_anywhere_leaves_the_catalogue_as_it_was(
    several: list[Resource], wrong: object, data: st.DataObject
) -> None:
    rows: list[object] = [as_row(replace(resource, title="New")) for resource in several]
    rows.insert(data.draw(st.integers(0, len(rows))), wrong)
    with catalogue() as db:
        import_rows(db, list(map(as_row, several[:2])))
        before = contents(db)

        report = import_rows(db, rows)

        assert not report.ok
        assert contents(db) == before


@given(st.binary(max_size=300), st.sampled_from(["a.jsonl", "a.csv"]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_at_all_are_imported_or_refused(content: bytes, name: str) -> None:
    with catalogue() as db, TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes({"a.csv": b"title\n", "a.jsonl": b"\n"}[name] + content)

        report = import_file(db, path, TODAY)

        assert report.ok == (not report.refused)
        assert len(report.added) == records.count(db)


@given(st.dates().map(str) | st.text(max_size=12) | st.from_regex(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"))
def test_a_date_is_read_as_itself_or_refused(text: str) -> None:
    try:
        iso = dates.read(text)
    except ValueError:
        return
    assert dates.read(iso) == iso
