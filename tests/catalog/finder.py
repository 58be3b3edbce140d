"""A catalogue in memory that tests ask as people do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from catalog import query, reference, schema, shipped, vocabulary
from catalog.importers.saving import import_file
from catalog.models import Language, Page, Query
from catalog.search import Searcher

TODAY = date(2026, 11, 22)

Row = dict[str, Any]


def row(name: str, title: str, **other: object) -> Row:
    """A row to import, by its id."""
    return {"id": name, "title": title, **other}


class Finder:
    """A catalogue of some rows, or of the shipped records."""

    def __init__(self, rows: Sequence[Row] | None = None, folder: Path | None = None) -> None:
        self.db = schema.connect(":memory:")
        reference.refresh(self.db)
        if rows is None:
            self.add(shipped.RECORDS)
        elif folder:
            self.add_rows(rows, folder)
        self.searcher = Searcher(self.db)
        self.vocabulary = vocabulary.load(self.db)

    def add_rows(self, rows: Sequence[Row], folder: Path, day: date = TODAY) -> None:
        """Import rows, on a day."""
        path = folder / "rows.jsonl"
        path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
        self.add(path, day)

    def add(self, path: Path, day: date = TODAY) -> None:
        """Import a file, on a day."""
        report = import_file(self.db, path, day)
        assert report.ok, report.refused

    def parse(self, text: str) -> Query:
        """The query of a text."""
        return query.parse(text, self.vocabulary, TODAY)

    def page(self, text: str, limit: int = 10, offset: int = 0, language: Language = "en") -> Page:
        """The answers to a text."""
        return self.searcher.search(
            self.parse(text), limit=limit, offset=offset, language=language, today=TODAY
        )

    def ids(self, text: str, limit: int = 10) -> list[str]:
        """The ids of the answers to a text, best first."""
        return [hit.resource.id for hit in self.page(text, limit).hits]
