"""The engines that the search benchmark compares, each given the same text."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import bm25s
import Stemmer
from datasette.app import Datasette
from rank_bm25 import BM25Okapi
from sqlite_utils import Database

from catalog import Catalog
from catalog.text import fold, words
from tests.benchmarks.search_data import Row, text_of

MOST = 10
_SPOKEN = {"en": "english", "es": "spanish"}


class Engine(Protocol):
    """Anything that orders records by how well they answer."""

    name: str

    def ids(self, question: str) -> list[str]:
        """The ids of the best answers, best first."""
        ...


class Liaison:
    """This project's library: a text in, a page out."""

    name = "Liaison"

    def __init__(self, rows: Sequence[Row], folder: Path) -> None:
        path = folder / "rows.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
        self.catalog = Catalog.open(":memory:")
        report = self.catalog.import_file(path)
        if not report.ok:
            raise ValueError(f"refused: {report.refused[:3]}")

    def ids(self, question: str) -> list[str]:
        page = self.catalog.search(question, limit=MOST)
        return [hit.resource.id for hit in page.hits]


class Bm25s:
    """bm25s, its words stemmed by one language."""

    def __init__(self, rows: Sequence[Row], language: str) -> None:
        self.name = f"bm25s stemmed ({language})"
        self._language = language
        self._stemmer = Stemmer.Stemmer(_SPOKEN[language])
        self._rows = [row["id"] for row in rows]
        self._index = bm25s.BM25()
        self._index.index(self._tokens([text_of(row) for row in rows]), show_progress=False)

    def _tokens(self, texts: list[str]) -> Any:  # noqa: ANN401 - a type of an untyped package
        return bm25s.tokenize(
            [fold(text) for text in texts],
            stopwords=self._language,
            stemmer=self._stemmer,
            show_progress=False,
        )

    def ids(self, question: str) -> list[str]:
        k = min(MOST, len(self._rows))
        found, scores = self._index.retrieve(self._tokens([question]), k=k, show_progress=False)
        return [self._rows[at] for at, score in zip(found[0], scores[0], strict=True) if score > 0]


class RankBm25:
    """rank_bm25's BM25Okapi over folded words."""

    name = "rank_bm25"

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = [row["id"] for row in rows]
        self._index = BM25Okapi([words(text_of(row)) for row in rows])

    def ids(self, question: str) -> list[str]:
        scores = self._index.get_scores(words(question))
        order = sorted(range(len(self._rows)), key=lambda at: -scores[at])
        return [self._rows[at] for at in order[:MOST] if scores[at] > 0]


def _table(rows: Sequence[Row], path: str) -> Database:
    db = Database(path)
    records = ({"id": row["id"], "text": text_of(row)} for row in rows)
    db.table("records").insert_all(records, pk="id")
    db.table("records").enable_fts(["text"], tokenize="unicode61 remove_diacritics 2")
    return db


class SqliteUtils:
    """sqlite-utils' `search()`, its words quoted as it advises."""

    name = "sqlite-utils search()"

    def __init__(self, rows: Sequence[Row]) -> None:
        self._table = _table(rows, ":memory:").table("records")

    def ids(self, question: str) -> list[str]:
        found = self._table.search(question, columns=["id"], limit=MOST, quote=True)
        return [str(row["id"]) for row in found]


class DatasetteSearch:
    """Datasette's `_search`, asked in this process, without a network between."""

    name = "Datasette _search"

    def __init__(self, rows: Sequence[Row], folder: Path) -> None:
        path = folder / "datasette.db"
        path.unlink(missing_ok=True)
        _table(rows, str(path)).close()
        self._app = Datasette([str(path)])
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self._app.invoke_startup())

    def ids(self, question: str) -> list[str]:
        parameters = {"_search": question, "_shape": "array", "_size": str(MOST)}
        return self._loop.run_until_complete(self._ask(parameters))

    async def _ask(self, parameters: dict[str, str]) -> list[str]:
        answer = await self._app.client.get("/datasette/records.json", params=parameters)
        rows = answer.json()
        return [str(row["id"]) for row in rows] if isinstance(rows, list) else []
