"""The library as the rest of Liaison sees it: one catalogue file, opened."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from catalog import fresh, index, query, records, reference, schema, selection, shipped, vocabulary
from catalog.fresh import Fresh
from catalog.importers import saving
from catalog.models import (
    ImportReport,
    Kind,
    Language,
    Page,
    Place,
    Publisher,
    Query,
    Refusal,
    Resource,
    Section,
    State,
    Topic,
    WrittenLanguage,
)
from catalog.search import Searcher
from catalog.text import words

ADD_SECONDS = 1.0
"""How long adding one record waits for another process: a person waits for it, and so does Slack.
"""


class Catalog:
    """A catalogue file, for one thread. What another process imports is seen at the next call."""

    def __init__(self, db: Database, path: str | Path, today: Callable[[], date]) -> None:
        self._db = db
        self._path = path
        self._vocabulary = Fresh(db, vocabulary.load)
        self._first_day = Fresh(db, records.first_day)
        self._searcher = Searcher(db)
        self._sections: tuple[Hashable, tuple[Section, ...]] = None, ()
        self.today = today

    @classmethod
    def open(cls, path: str | Path, *, today: Callable[[], date] = date.today) -> Self:
        """Open a catalogue file, made with its folders and tables when missing.

        Raises CatalogError for a file that is no catalogue, or is a newer Liaison's.
        """
        db = schema.connect(path)
        try:
            with schema.explained(path):
                reference.refresh(db)
                _index_anew(db)
        except BaseException:
            db.close()
            raise
        return cls(db, path, today)

    def search(
        self,
        text: str | Query,
        *,
        limit: int = 10,
        offset: int = 0,
        language: Language = "en",
        home: Place | None = None,
    ) -> Page:
        """A slice of the answers to a question, best first. No text raises an error.

        `home` is where the person serves: what is from there stands higher among the answers to
        words that name no place.
        Words that find nothing but name a shelf ("upcoming events") open the shelf.
        """
        asked = self.parse(text) if isinstance(text, str) else text
        search = partial(
            self._searcher.search,
            limit=limit,
            offset=offset,
            language=language,
            today=self.today(),
            home=home,
        )
        page = search(asked)
        shelf = None if page.total else self._named_shelf(asked)
        return search(self.parse(shelf.query)) if shelf else page

    def parse(self, text: str) -> Query:
        """What a text asks for: words and filters."""
        return query.parse(text, self._vocabulary.get(), self.today())

    def text_of(self, asked: Query) -> str:
        """The text that asks for a query."""
        return query.write(asked)

    def get(self, id: str) -> Resource | None:  # noqa: A002 - it is called that everywhere
        """The resource of this id, if there is one."""
        return records.by_id(self._db, id)

    def topics(self) -> tuple[Topic, ...]:
        """The taxonomy, in its order."""
        return self._vocabulary.get().topics

    def kinds(self) -> tuple[Kind, ...]:
        """What sorts of document there are."""
        return self._vocabulary.get().kinds

    def publishers(self) -> tuple[Publisher, ...]:
        """Who publishes, by name."""
        return self._vocabulary.get().publishers

    def states(self) -> tuple[State, ...]:
        """The states and territories, by name."""
        return self._vocabulary.get().states

    def languages(self) -> tuple[WrittenLanguage, ...]:
        """The languages in which resources may be written, by English name."""
        return self._vocabulary.get().languages

    def topic(self, id: str) -> Topic | None:  # noqa: A002 - it is called that everywhere
        """The topic of this id, if there is one."""
        return next((topic for topic in self.topics() if topic.id == id), None)

    def kind(self, id: str) -> Kind | None:  # noqa: A002 - it is called that everywhere
        """The kind of this id, if there is one."""
        return next((kind for kind in self.kinds() if kind.id == id), None)

    def state(self, iso: str) -> State | None:
        """The state of this ISO code, if there is one."""
        return next((state for state in self.states() if state.iso == iso), None)

    def sections(self) -> tuple[Section, ...]:
        """The shelves to browse, each with how many resources opening it would list."""
        version = self.version
        if self._sections[0] != version:
            shelves = self._vocabulary.get().sections
            counted = tuple(
                replace(section, resources=self.search(section.query, limit=1).total)
                for section in shelves
            )
            # Every Home and every search window shows them.
            self._sections = version, counted
        return self._sections[1]

    def _named_shelf(self, asked: Query) -> Section | None:
        """The shelf whose name holds all words of a query that is nothing but words."""
        named = set(words(asked.words))
        if not named or asked.has_filters:
            return None
        shelves = self._vocabulary.get().sections
        return next((it for it in shelves if any(named <= set(words(n)) for n in it.names)), None)

    def newest(self, limit: int = 10) -> tuple[Resource, ...]:
        """The latest resources: by their own date, else by the day they entered the catalogue."""
        keys, _ = selection.newest(self._db, Query(), self.today(), limit=limit, offset=0)
        return tuple(records.read(self._db, keys))

    def newness(self) -> Callable[[Resource], bool]:
        """Tells whether a resource is marked as new today: one that `is:new` finds."""
        since = (self.today() - timedelta(days=selection.NEW_DAYS)).isoformat()
        first_day = self._first_day.get()

        def is_new(resource: Resource) -> bool:
            later = resource.added if resource.added > first_day else ""
            return (resource.date or later) >= since

        return is_new

    @property
    def version(self) -> Hashable:
        """What differs after every change of the file, and from one day to the next."""
        return fresh.stamp(self._db), self.today()

    @property
    def count(self) -> int:
        """How many resources there are."""
        return records.count(self._db)

    def import_file(self, path: str | Path) -> ImportReport:
        """Take in a JSONL or CSV file: all of it, or nothing when any row is refused.

        Raises CatalogError for a file that can't be read, and for a catalogue that can't be
        written.
        """
        with schema.explained(self._path):
            return saving.import_file(self._db, Path(path), self.today())

    def described(self, values: Mapping[str, object]) -> Resource | tuple[Refusal, ...]:
        """The record that values come to, by the names of an import's fields, or why they can't
        be taken. Nothing is written.
        """
        return saving.described(self._db, values)

    def add(self, values: Mapping[str, object]) -> ImportReport:
        """Take in one record, as `import_file` takes a row. It is found at once; adding the same
        again changes nothing.

        Raises CatalogError for a catalogue that can't be written, or not within a second.
        """
        with schema.explained(self._path), schema.patience(self._db, ADD_SECONDS):
            return saving.add(self._db, values, self.today())

    def load_shipped(self) -> ImportReport:
        """Take in the records that come with Liaison, when these are not in yet as they are now."""
        report = ImportReport(str(shipped.RECORDS))
        if schema.meta(self._db, "shipped") != shipped.records_hash():
            with schema.writing(self._db):
                report = self.import_file(shipped.RECORDS)
                schema.set_meta(self._db, "shipped", shipped.records_hash())
        return report

    def answers(self) -> bool:
        """Whether the file can be read."""
        try:
            return schema.meta(self._db, "schema") is not None
        except sqlite3.Error:
            return False

    def takes_a_write(self) -> bool:
        """Whether the file can be written, or is being written by another process right now."""
        return schema.is_writable(self._db)

    def close(self) -> None:
        """Close the file. The catalogue can't be used any more."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _index_anew(db: Database) -> None:
    """Write the full-text index again where another release wrote it."""
    if not index.is_current(db):
        with schema.writing(db):
            index.rebuild(db)
