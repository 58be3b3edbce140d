"""What the machines that drive the desk's queues stand on: a real database, and time by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Engine

from bot.desk import moves
from bot.desk.moves import Entry, Moves
from bot.store import Row, Transaction
from bot.store.engine import open_sqlite
from bot.store.tables import log, metadata
from tests.empty import empty_desk

P = ParamSpec("P")
Result = TypeVar("Result")

NOW = 1_796_000_000_000
DAY = 24 * 3600 * 1000
MEMORY = Path("/dev/shm")  # noqa: S108 (where there is one, syncing costs nothing)


@contextmanager
def desk() -> Iterator[Engine]:
    """A new database of the desk, for as long as the block lasts."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        engine = open_sqlite(empty_desk(Path(folder) / "desk.db"))
        try:
            yield engine
        finally:
            engine.dispose()


class Queue(RuleBasedStateMachine):
    """A queue under test, and the clock.

    `steps` counts all units of work that were ever done, by name; `moved` all moves, by state and
    event.
    """

    moves: Moves
    steps: ClassVar[Counter[str]] = Counter()
    moved: ClassVar[Counter[tuple[str, str]]] = Counter()

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.now = NOW
        self.stirred = False
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())

    def do(
        self,
        work: Callable[Concatenate[Transaction, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        """A unit of work, committed."""
        self.steps[work.__name__] += 1
        with self.engine.begin() as connection:
            tx = Transaction(connection, self.now)
            result = work(tx, *args, **kwargs)
        self.stirred = bool(tx.stirred - {moves.QUEUE})
        return result

    @rule(milliseconds=st.sampled_from((1, 400, 1_000, 5_000, 60_000, 700_000, 4_000_000)))
    def time_passes(self, milliseconds: int) -> None:
        self.now += milliseconds

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        """Looked at in one transaction, which is quicker than an invariant for each law."""
        with self.engine.begin() as connection:
            tx = Transaction(connection, self.now)
            rows = list(tx.execute(self.moves.table.select()).all())
            _must_agree(self.moves, rows, _logs(tx))
            self.check(tx, rows)

    def check(self, tx: Transaction, rows: list[Row]) -> None:
        """What holds after every step."""
        raise NotImplementedError

    def teardown(self) -> None:
        """Count which moves there were."""
        with self.engine.begin() as connection:
            logs = _logs(Transaction(connection, self.now))
        for entries in logs.values():
            state = ""
            for entry in entries:
                self.moved[state, entry.event] += 1
                state = self.moves.rules[state, entry.event]

    def rows(self) -> list[Row]:
        """All there is in the queue."""
        with self.engine.begin() as connection:
            return list(connection.execute(self.moves.table.select()).all())


def shown(row: object, names: Sequence[str]) -> tuple[object, ...]:
    """Some of the values of a row, or of a model's, to compare."""
    return tuple(getattr(row, name) for name in names)


def _must_agree(moves: Moves, rows: list[Row], logs: dict[str, list[Entry]]) -> None:
    """Each row is what its log leads to, without a gap, and no log is without its row."""
    for row in rows:
        entries = logs.pop(f"{moves.table.name}:{row.id}")
        assert moves.replay(entries) == (row.state, row.version)
        assert [entry.version for entry in entries] == list(range(1, row.version + 1))
    assert not logs


def _logs(tx: Transaction) -> dict[str, list[Entry]]:
    logs: dict[str, list[Entry]] = {}
    for row in tx.execute(log.select().order_by(log.c.subject, log.c.version)):
        entry = Entry(row.version, row.event, row.note, row.at)
        logs.setdefault(row.subject, []).append(entry)
    return logs
