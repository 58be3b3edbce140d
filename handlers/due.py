"""What is due at its time, whether or not anybody does anything: offers that nobody answered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import Clock, stirred_or_due
from bot.desk import offers
from bot.store import Store, Transaction, Unavailable

log = logging.getLogger(__name__)

DATABASE_SECONDS = 1.0


@dataclass(slots=True)
class Due:
    """The worker that ends what is due. There is one in all processes together.

    `due` is the unit of work that ends it; it answers when the next is, in milliseconds since 1970.
    """

    store: Store
    clock: Clock
    due: Callable[[Transaction], int | None] = offers.due
    _stopping: bool = False

    async def run(self) -> None:
        """End what is due, now and when the next is, until it is stopped."""
        stirred = self.store.stirred(offers.QUEUE)
        while not self._stopping:
            stirred.clear()
            try:
                due_at = await self.store.run(self.due)
            except Unavailable:
                log.warning("what is due could not be read")
                # Whatever stirs it meanwhile: a database that can't be read is not asked at once.
                await self.clock.sleep(DATABASE_SECONDS)
                continue
            await stirred_or_due(stirred, self.clock, self._wait(due_at))

    def stop(self) -> None:
        """Begin nothing more; what is being ended is ended whole."""
        self._stopping = True
        self.store.stirred(offers.QUEUE).set()

    def _wait(self, due_at: int | None) -> float | None:
        return None if due_at is None else max(0.001, due_at / 1000 - self.clock.now())
