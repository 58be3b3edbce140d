"""Units of work: plain functions, each run in one transaction on a thread of their own."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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

        return await loop.run_in_executor(self._thread, do)

    def stirred(self, queue: str) -> asyncio.Event:
        """Set when a queue got something to do; its worker clears it."""
        return self._stirred[queue]

    def close(self) -> None:
        """Finish what is begun and let the file go."""
        self._thread.shutdown(wait=True)
        self._engine.dispose()


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
