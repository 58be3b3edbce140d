"""Values read from a catalogue file, read again once anybody has changed the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from sqlite_utils import Database

T = TypeVar("T")

Stamp = tuple[int, int]


def stamp(db: Database) -> Stamp:
    """What differs after every change: other connections' commits, and this one's writes."""
    (version,) = db.conn.execute("PRAGMA data_version").fetchone()
    return version, db.conn.total_changes


class Fresh(Generic[T]):
    """A value that is as new as the database, and costs one pragma while nothing changed."""

    def __init__(self, db: Database, read: Callable[[Database], T]) -> None:
        self._db = db
        self._read = read
        self._stamp: Stamp | None = None

    def get(self) -> T:
        """The value; read now when the database has changed since the last time."""
        # The stamp is taken before the value: a change between the two is seen the next time.
        now = stamp(self._db)
        if now != self._stamp:
            self._value = self._read(self._db)
            self._stamp = now
        return self._value
