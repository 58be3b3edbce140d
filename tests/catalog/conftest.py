"""An empty catalogue in memory, and files to import into it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalog import reference, schema
from catalog.importers.saving import import_file
from catalog.models import ImportReport

TODAY = date(2027, 1, 15)

Import = Callable[[str, bytes], ImportReport]


@pytest.fixture
def db() -> Iterator[Database]:
    db = schema.connect(":memory:")
    reference.refresh(db)
    yield db
    db.close()


@pytest.fixture
def import_bytes(db: Database, tmp_path: Path) -> Import:
    """Imports a file of this name and content."""

    def run(name: str, content: bytes) -> ImportReport:
        path = tmp_path / name
        path.write_bytes(content)
        return import_file(db, path, TODAY)

    return run


@pytest.fixture
def import_rows(import_bytes: Import) -> Callable[..., ImportReport]:
    """Imports rows as a JSONL file."""

    def run(*rows: object) -> ImportReport:
        return import_bytes("rows.jsonl", "\n".join(map(json.dumps, rows)).encode())

    return run


@pytest.fixture
def import_sheet(import_bytes: Import) -> Callable[[str], ImportReport]:
    """Imports a text as a CSV file."""

    def run(text: str) -> ImportReport:
        return import_bytes("sheet.csv", text.encode())

    return run
