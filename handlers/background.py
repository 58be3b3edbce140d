"""What is done after the answer has left: nobody waits for it, and nobody is told if it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field

from bot.logs import describe
from bot.store import give_way

log = logging.getLogger(__name__)

DRAIN_SECONDS = 2.0


@dataclass(slots=True)
class Background:
    """Tasks beside the requests, held until they end."""

    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def in_hand(self) -> int:
        """How many are under way."""
        return len(self._tasks)

    def start(self, name: str, work: Coroutine[None, None, None]) -> None:
        """Begin to do something. `name` says what in the log, should it fail."""
        task = asyncio.create_task(_done(name, work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Finish what is under way, within `DRAIN_SECONDS`."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=DRAIN_SECONDS)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _done(name: str, work: Coroutine[None, None, None]) -> None:
    give_way()
    try:
        await work
    except Exception as error:  # noqa: BLE001 (nobody else would hear of it)
        log.warning("%s failed: %s", name, describe(error))
