"""Values read from a catalogue file, read again once anybody has changed the file."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlite_utils import Database

T = TypeVar("T")

Stamp = tuple[int, int]


LOOK_SECONDS = 0.001
"""How long a look at the file holds: one answer asks a dozen times, and takes less than this."""

_looks: WeakKeyDictionary[Database, tuple[float, int]] = WeakKeyDictionary()


def stamp(db: Database) -> Stamp:
    """What differs after every change: this connection's writes at once, others' commits within
    a millisecond.
    """
    now = monotonic()
    looked, version = _looks.get(db, (-1.0, 0))
    if now - looked > LOOK_SECONDS:
        (version,) = db.conn.execute("PRAGMA data_version").fetchone()
        _looks[db] = now, version
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
