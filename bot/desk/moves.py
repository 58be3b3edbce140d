"""Rows that move from state to state by rule, each move kept in an append-only log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, delete, insert, select, update

from bot.store import Row, Transaction
from bot.store.tables import log

AT_ONCE = 500
"""Values in one statement: engines bound them."""

QUEUE = "moves"
"""Stirred by every move."""

Event = str
State = str


@dataclass(frozen=True, slots=True)
class Entry:
    """One move in the log."""

    version: int
    event: Event
    note: str
    at: int
    actor_id: int | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """The rules of one table: which event leads from which state to which.

    The table has the columns `id`, `state` and `version`; a row's first event leads from "".
    """

    table: Table
    rules: Mapping[tuple[State, Event], State]

    def begin(
        self, tx: Transaction, row_id: object, event: Event, note: str = "", by: int | None = None
    ) -> None:
        """Log the first move of a row that was just put in, in its first state."""
        self._log(tx, row_id, 1, event, note, by)

    def begin_several(self, tx: Transaction, row_ids: Sequence[object], event: Event) -> None:
        """The same of rows that were put in together."""
        entry = {"version": 1, "event": event, "note": "", "at": tx.now}
        tx.execute(insert(log), [{"subject": self._subject(each), **entry} for each in row_ids])

    def move(
        self,
        tx: Transaction,
        row: Row,
        event: Event,
        note: str = "",
        by: int | None = None,
        **values: object,
    ) -> bool:
        """Move a row and set more of its values; whether the rules let it.

        `note` says why, in words of ours: never a person's. `by` is whose doing it was.
        """
        state = self.rules.get((row.state, event))
        if state is None:
            return False
        changed = tx.execute(
            update(self.table)
            .where(self.table.c.id == row.id, self.table.c.version == row.version)
            .values(state=state, version=row.version + 1, **values)
        )
        if not changed.rowcount:
            return False
        self._log(tx, row.id, row.version + 1, event, note, by)
        return True

    def replay(self, entries: Iterable[Entry]) -> tuple[State, int]:
        """The state and version to which a row's log leads."""
        state, version = "", 0
        for entry in entries:
            state, version = self.rules[state, entry.event], entry.version
        return state, version

    def history(self, tx: Transaction, row_id: object) -> list[Entry]:
        """The log of a row, oldest first."""
        rows = tx.execute(
            select(log).where(log.c.subject == self._subject(row_id)).order_by(log.c.version)
        )
        return [Entry(row.version, row.event, row.note, row.at, row.actor_id) for row in rows]

    def forget(self, tx: Transaction, row_ids: Sequence[object]) -> None:
        """Let go of the logs of rows that are let go of."""
        for begin in range(0, len(row_ids), AT_ONCE):
            subjects = [self._subject(row_id) for row_id in row_ids[begin : begin + AT_ONCE]]
            tx.execute(delete(log).where(log.c.subject.in_(subjects)))

    def _log(
        self,
        tx: Transaction,
        row_id: object,
        version: int,
        event: Event,
        note: str,
        by: int | None,
    ) -> None:
        tx.execute(
            insert(log).values(
                subject=self._subject(row_id),
                version=version,
                event=event,
                note=note,
                at=tx.now,
                actor_id=by,
            )
        )
        tx.stir(QUEUE)

    def _subject(self, row_id: object) -> str:
        return f"{self.table.name}:{row_id}"
