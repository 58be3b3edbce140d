"""The time, and waiting for it: handed to whatever needs it, so that a test can hurry it."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Seconds since 1970, and waits measured in them."""

    def now(self) -> float:
        """The time."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait so long."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """The time."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait so long."""
        await asyncio.sleep(seconds)


async def stirred_or_due(stirred: asyncio.Event, clock: Clock, seconds: float | None) -> None:
    """Wait until an event is set, or for so long at most; without end where that is None."""
    waits: list[asyncio.Future[object]] = [asyncio.ensure_future(stirred.wait())]
    if seconds is not None:
        waits.append(asyncio.ensure_future(clock.sleep(seconds)))
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
