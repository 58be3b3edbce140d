"""What works beside the requests: one process at a time, from its start to its last call."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

from bot.clock import Clock
from bot.desk import inbox, keys, network, outbox, unplaced
from bot.logs import describe
from bot.store import Store, Transaction, Unavailable, give_way
from handlers.arrivals import Arrivals
from handlers.catching_up import CatchingUp
from handlers.delivery import Delivery
from handlers.due import Due
from handlers.live_homes import LiveHomes

log = logging.getLogger(__name__)

DRAIN_SECONDS = 4.0
"""How long what is in hand may take at the end; process managers kill after ten."""

TIDY_SECONDS = 3600.0
AGAIN_SECONDS = 1.0

Lock = Callable[[], AbstractAsyncContextManager[bool | None]]
"""What one process at a time can enter; true where it had to wait for another."""


@dataclass(slots=True)
class Workers:
    """The inbox's worker, the outbox's, what is due, and what goes on beside them."""

    store: Store
    clock: Clock
    lock: Lock
    arrivals: Arrivals
    delivery: Delivery
    catching_up: CatchingUp
    due: Due
    live_homes: LiveHomes
    at_work: bool = False

    @property
    def in_hand(self) -> int:
        """Events, messages and what is due that are being dealt with now."""
        due = self.due.in_hand if self.at_work else 0
        return self.arrivals.in_hand + self.delivery.in_hand + due

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work, as soon as no other process does, until the end; then finish what is in hand."""
        work = asyncio.create_task(self._work())
        try:
            yield
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _work(self) -> None:
        async with self.lock() as took_over:
            self.at_work = True
            if took_over:
                self.catching_up.took_over()
            runs = (self.arrivals.run, self.delivery.run, self.due.run)
            queues = [_begun(run, self.clock) for run in runs]
            others = (self.catching_up.run, self.live_homes.run, self._tidy)
            beside = [_begun(run, self.clock) for run in others]
            try:
                # Unlike gathering, waiting leaves them alone when it is cancelled itself.
                await asyncio.wait([*queues, *beside])
            finally:
                for task in beside:
                    task.cancel()
                await self._finish(queues)
                self.at_work = False

    async def _finish(self, queues: Sequence[asyncio.Task[None]]) -> None:
        """Let the queues' workers end by themselves: one that is cancelled while it claims
        messages would leave them claimed and unsent.
        """
        self.arrivals.stop()
        self.delivery.stop()
        self.due.stop()
        await asyncio.wait(queues, timeout=DRAIN_SECONDS)
        for task in queues:
            task.cancel()
        await asyncio.gather(self.arrivals.drain(DRAIN_SECONDS), self.delivery.drain(DRAIN_SECONDS))

    async def _tidy(self) -> None:
        while True:
            try:
                await self.store.run(inbox.tidy)
                await self.store.run(outbox.tidy)
                await self.store.run(keys.tidy)
                await self.store.run(unplaced.tidy)
                # What another process wrote, such as `liaison settings`, stirs nobody in this one.
                await self.store.run(_stir)
            except Unavailable:
                log.warning("the desk could not be tidied")
            await self.clock.sleep(TIDY_SECONDS)


def _stir(tx: Transaction) -> None:
    for queue in (inbox.QUEUE, outbox.QUEUE, network.QUEUE):
        tx.stir(queue)


def _begun(run: Callable[[], Coroutine[None, None, None]], clock: Clock) -> asyncio.Task[None]:
    return asyncio.create_task(_kept_up(run, clock))


async def _kept_up(run: Callable[[], Coroutine[None, None, None]], clock: Clock) -> None:
    """Run a worker to its end, and begin it anew should it fail in a way nobody foresaw."""
    give_way()
    while True:
        try:
            await run()
        except Exception as error:  # noqa: BLE001 (a worker that is gone would go unnoticed)
            log.error("a worker failed: %s", describe(error))  # noqa: TRY400 (no message texts)
            await clock.sleep(AGAIN_SECONDS)
        else:
            return
