"""One clock for every wait of the sandbox, which a test can hurry."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Clock:
    """Epoch seconds that run with the machine, or stand still until they are advanced.

    Waiting is done on this clock only, so `advance(60)` ends every wait that is due by then.
    """

    def __init__(self, *, standing_at: float | None = None) -> None:
        self._standing = standing_at is not None
        self._start = standing_at or 0.0
        self._ahead = 0.0
        self._deadlines: dict[asyncio.Timeout, float] = {}

    def now(self) -> float:
        """Seconds since 1970."""
        return (self._start if self._standing else time.time()) + self._ahead

    def advance(self, seconds: float) -> None:
        """Moves the clock on and wakes whatever is due."""
        self._ahead += seconds
        for timeout, deadline in list(self._deadlines.items()):
            if not timeout.expired():
                timeout.reschedule(self._loop_time(deadline))

    def due(self) -> bool:
        """Whether a wait is over whose task has not run on yet."""
        now = self.now()
        return any(deadline <= now for deadline in self._deadlines.values())

    @asynccontextmanager
    async def timeout(self, seconds: float) -> AsyncIterator[None]:
        """Raises `TimeoutError` in the block after that many seconds of this clock."""
        deadline = self.now() + seconds
        async with asyncio.timeout_at(self._loop_time(deadline)) as timeout:
            self._deadlines[timeout] = deadline
            try:
                yield
            finally:
                del self._deadlines[timeout]

    async def sleep(self, seconds: float) -> None:
        """Waits that many seconds of this clock."""
        try:
            async with self.timeout(seconds):
                await asyncio.Event().wait()
        except TimeoutError:
            return

    def _loop_time(self, deadline: float) -> float | None:
        """When the event loop should wake for `deadline`; None for never."""
        left = deadline - self.now()
        if self._standing and left > 0:
            return None
        return asyncio.get_running_loop().time() + left
