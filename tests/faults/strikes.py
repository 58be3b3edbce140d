"""One thing that fails, once: the N-th statement, commit or call to Slack of a process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from bot.sandbox.faults import CALL_KINDS
from bot.sandbox.server import Sandbox

Where = Literal["statement", "commit", "committed", "call"]

DATABASE_KINDS = ("database is locked", "database or disk is full", "disk I/O error")
"""What SQLite says of itself when it can't (sqlite.org/rescode.html: BUSY, FULL, IOERR)."""

KINDS: dict[Where, tuple[str, ...]] = {
    "statement": DATABASE_KINDS,
    "commit": DATABASE_KINDS,
    # The disk kept it and said that it did not: a write-ahead log whose last sync failed.
    "committed": ("disk I/O error",),
    "call": CALL_KINDS,
}

LATE_SECONDS = 0.5
"""How much later a late call is carried out; less than what a message is given to settle."""


@dataclass(slots=True)
class Counts:
    """How many statements, commits and calls there were, and whether one of them was struck."""

    statements: int = 0
    commits: int = 0
    calls: int = 0
    struck: bool = False

    def of(self, where: Where) -> int:
        """How many chances there were to strike here."""
        return {"statement": self.statements, "call": self.calls}.get(where, self.commits)


@dataclass(frozen=True, slots=True)
class Strike:
    """What fails, how, and which of them, counted from one; the number 0 never comes.

    Without `echoes` the bot is not told of its own messages, and has to look for them.
    """

    where: Where
    kind: str
    number: int
    echoes: bool = True

    def __str__(self) -> str:
        deaf = "" if self.echoes else " without echoes"
        return f"{self.kind} at {self.where} {self.number}{deaf}"

    @property
    def leaves_callers_waiting(self) -> bool:
        """Whether it ends with the caller's patience, which no clock of ours can hurry."""
        return self.kind in ("hang", "late")


NEVER = (
    Strike("statement", DATABASE_KINDS[0], 0),
    Strike("statement", DATABASE_KINDS[0], 0, echoes=False),
)


def every_strike(heard: Counts, deaf: Counts) -> list[list[Strike]]:
    """Each kind of failure of each thing that can fail, with echoes and without: by kind."""
    return [
        [
            Strike(where, kind, number, echoes)
            for number in range(1, (heard if echoes else deaf).of(where) + 1)
        ]
        for where, kinds in KINDS.items()
        for kind in kinds
        for echoes in _echoes(where, kind)
    ]


def _echoes(where: Where, kind: str) -> tuple[bool, ...]:
    # To the code one failure of the database is like another: they share the two between them.
    return (True, False) if where == "call" else (kind == DATABASE_KINDS[0],)


@dataclass(slots=True)
class Striking:
    """Counts what a process does, and strikes once."""

    strike: Strike
    sandbox: Sandbox
    counts: Counts = field(default_factory=Counts)

    @contextmanager
    def on(self) -> Iterator[Counts]:
        """Strike every database that is open in this process, and every call to the sandbox."""
        calls, rules = len(self.sandbox.calls), self.sandbox.faults.rules
        if self.strike.where == "call" and self.strike.number:
            self.sandbox.faults.add(
                "*", self.strike.kind, skip=self.strike.number - 1, seconds=self._seconds
            )
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", self._commit)
        try:
            yield self.counts
        finally:
            event.remove(Engine, "before_cursor_execute", self._statement)
            event.remove(Engine, "commit", self._commit)
            self.counts.calls = len(self.sandbox.calls) - calls
            if self.strike.where == "call" and self.strike.number:
                # A rule that has done its work is gone.
                self.counts.struck = not rules
                self.sandbox.faults.clear()

    @property
    def _seconds(self) -> float:
        return LATE_SECONDS if self.strike.kind == "late" else 1.0

    def _statement(self, *_what: object) -> None:
        self.counts.statements += 1
        if self._is_struck("statement", self.counts.statements):
            # Within a statement the engine itself makes its own error of it.
            raise sqlite3.OperationalError(self.strike.kind)

    def _commit(self, connection: Connection) -> None:
        self.counts.commits += 1
        if self._is_struck("committed", self.counts.commits):
            connection.connection.commit()
            raise self._error()
        if self._is_struck("commit", self.counts.commits):
            raise self._error()

    def _is_struck(self, where: Where, number: int) -> bool:
        struck = self.strike.where == where and self.strike.number == number
        self.counts.struck |= struck
        return struck

    def _error(self) -> OperationalError:
        return OperationalError(None, None, sqlite3.OperationalError(self.strike.kind))
