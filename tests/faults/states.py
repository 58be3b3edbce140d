"""All that a database says, in a few letters, to compare it with what it said before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

Rows = Callable[[str], Iterable[Any]]
"""Something that answers a statement with its rows."""


class Corrupt(Exception):
    """SQLite finds the file damaged. Its words say how."""


def state(rows: Rows) -> str:
    """A digest of every table: its definition and all of its rows."""
    digest = hashlib.sha256()
    for name, sql in [tuple(row) for row in rows(_TABLES)]:
        digest.update(repr((name, sql)).encode())
        for row in rows(f'SELECT * FROM "{name}"'):  # noqa: S608 (a name of the database itself)
            digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def read(path: Path) -> str:
    """The state of a file, opened on the ordinary file system. Raises Corrupt."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            if problems != ["ok"]:
                raise Corrupt("; ".join(problems))
            return state(connection.execute)
    except sqlite3.DatabaseError as problem:
        raise Corrupt(str(problem)) from problem


_TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
EMPTY = hashlib.sha256().hexdigest()
"""The state of a database without a table, or of none."""
