"""Where a database is opened: the one file that knows what is special about an engine."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

log = logging.getLogger(__name__)

SAFE_WITH_TWO = (3, 51, 3)
"""Before this SQLite, two connections that checkpoint at once can corrupt a write-ahead log
(sqlite.org/wal.html#walresetbug)."""

OLDEST = (3, 37, 0)
"""Older ones lack what Alembic and the statements here use."""

BUSY_SECONDS = 5.0

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    # In WAL mode only FULL syncs at each commit: NORMAL lost acknowledged commits in
    # simulated power cuts (`make power-cuts`).
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}",
)


class TooOld(Exception):
    """The database engine of this machine is too old. Its words say which one is needed."""


def open_sqlite(path: Path, *, vfs: str = "") -> Engine:
    """An engine with one connection to a file, made when missing.

    It runs on the module that sqlite-utils uses, because two SQLite libraries on one file drop
    its locks. `vfs` names another file system of that library. Raises TooOld.
    """
    check_version(sqlite3.sqlite_version_info)
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        _address(path, vfs),
        module=sqlite3,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        # An error's message would quote what a person wrote.
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def bears_two_processes(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite can be used by two processes on one file."""
    return version >= SAFE_WITH_TWO


def check_version(version: tuple[int, ...]) -> None:
    """Say loudly what this SQLite can't do. Raises TooOld."""
    shown = ".".join(map(str, version))
    if version < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise TooOld(f"SQLite {shown} is too old; Liaison needs {needed} or newer")
    if not bears_two_processes(version):
        log.warning(
            "SQLite %s can damage a database that two processes write: a new Liaison will wait "
            "until the old one has ended. The pysqlite3 package brings a newer SQLite.",
            shown,
        )


def _address(path: Path, vfs: str) -> URL:
    if not vfs:
        return URL.create("sqlite", database=str(path))
    return URL.create("sqlite", database=f"file:{path}", query={"vfs": vfs, "uri": "true"})


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 (the driver's own type)
    # The driver would begin transactions by itself, and too late.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads first can fail at its first write.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
