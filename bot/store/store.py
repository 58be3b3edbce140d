"""Units of work: plain functions, each run in one transaction on a thread of their own."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bot.store.engine import open_sqlite
from bot.store.migrate import migrate

P = ParamSpec("P")
Result = TypeVar("Result")


IN_A_ROW = 8
"""How many units that people wait for may go before one that nobody does."""

_gives_way: ContextVar[bool] = ContextVar("gives_way", default=False)


def give_way() -> None:
    """From here on, what this task asks of the desk, and the tasks that it starts, comes after what
    people wait for: they have three seconds, and the queues keep.
    """
    _gives_way.set(True)


class Unavailable(Exception):
    """The database could not do it now: locked, full, or out of reach.

    Nothing was changed; only where the disk failed in the very commit may it still show up after
    a restart, and then a second delivery finds it done.
    """


@dataclass(slots=True)
class Transaction:
    """What a unit of work works on. `now` is in milliseconds since 1970."""

    connection: Connection
    now: int
    stirred: set[str] = field(default_factory=set)

    def execute(self, statement: Executable, rows: list[dict[str, Any]] | None = None) -> Any:  # noqa: ANN401 (a result of any shape)
        """Run a statement, once for each of the rows where there are some."""
        return self.connection.execute(statement, rows)

    def stir(self, queue: str) -> None:
        """Wake the queue's worker once this is committed."""
        self.stirred.add(queue)


class Store:
    """The desk's database. One thread owns the one connection, so that nothing else waits."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")
        self._line = _Line()
        self._stirred: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    @classmethod
    def open(cls, path: Path, clock: Callable[[], float] = time.time, *, vfs: str = "") -> Self:
        """The database in a file, made and brought up to date. Raises TooOld, Unavailable."""
        engine = open_sqlite(path, vfs=vfs)
        try:
            migrate(engine)
        except DBAPIError as problem:
            engine.dispose()
            raise Unavailable from problem
        return cls(engine, clock)

    async def run(
        self,
        work: Callable[Concatenate[Transaction, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        """Do a unit of work and commit it; what it raises undoes it. Raises Unavailable.

        When this returns, what was changed is on disk.
        """
        loop = asyncio.get_running_loop()
        unit = _Unit(self._engine, int(self._clock() * 1000))

        def do() -> Result:
            try:
                return unit.run(work, *args, **kwargs)
            finally:
                # From here, because whoever waits for the result may have given up meanwhile.
                for queue in unit.stirred:
                    loop.call_soon_threadsafe(self._stirred[queue].set)

        done: Future[Result] = Future()
        self._line.join(lambda: _settle(done, do), behind=_gives_way.get())
        # As many turns as there are units: each does whichever is first in line by then.
        self._thread.submit(self._line.serve)
        return await asyncio.wrap_future(done)

    def stirred(self, queue: str) -> asyncio.Event:
        """Set when a queue got something to do; its worker clears it."""
        return self._stirred[queue]

    def close(self) -> None:
        """Finish what is begun and let the file go."""
        self._thread.shutdown(wait=True)
        self._engine.dispose()


@dataclass(slots=True)
class _Line:
    """Who is next: those that people wait for, and now and then one of the others."""

    _ahead: deque[Callable[[], None]] = field(default_factory=deque)
    _behind: deque[Callable[[], None]] = field(default_factory=deque)
    _in_a_row: int = 0

    def join(self, unit: Callable[[], None], *, behind: bool) -> None:
        (self._behind if behind else self._ahead).append(unit)

    def serve(self) -> None:
        """Do the next one. Only the desk's thread comes here."""
        others_turn = bool(self._behind) and (not self._ahead or self._in_a_row >= IN_A_ROW)
        self._in_a_row = 0 if others_turn else self._in_a_row + 1
        (self._behind if others_turn else self._ahead).popleft()()


def _settle(done: Future[Result], do: Callable[[], Result]) -> None:
    if not done.set_running_or_notify_cancel():
        return
    try:
        result = do()
    except BaseException as problem:  # noqa: BLE001 (whatever it is, it is for who waits)
        done.set_exception(problem)
    else:
        done.set_result(result)


@dataclass(slots=True)
class _Unit:
    engine: Engine
    now: int
    stirred: set[str] = field(default_factory=set)

    def run(
        self,
        work: Callable[Concatenate[Transaction, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        try:
            with self.engine.begin() as connection:
                transaction = Transaction(connection, self.now)
                result = work(transaction, *args, **kwargs)
                # Only what is committed may wake anybody. A commit that fails may have been made.
                self.stirred = transaction.stirred
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeoutError) as problem:
            raise Unavailable from problem
        return result
