"""One clock for every wait of the sandbox, which a test can hurry."""

import asyncio
import heapq
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

# Two sums of the same seconds differ in the last digits of a float: so much counts as the same.
_SAME_SECONDS = 1e-5
_FEW = 100


class Clock:
    """Epoch seconds that run with the machine, or stand still until they are advanced.

    Waiting is done on this clock only, so `advance(60)` ends every wait that is due by then.
    """

    def __init__(self, *, standing_at: float | None = None) -> None:
        self._standing = standing_at is not None
        self._start = standing_at or 0.0
        self._ahead = 0.0
        self._deadlines: dict[asyncio.Timeout, float] = {}
        # The same, the next one first; an entry whose wait is over stays until it is in the way.
        self._next: list[tuple[float, int, asyncio.Timeout]] = []
        self._numbers = count()

    def now(self) -> float:
        """Seconds since 1970."""
        return (self._start if self._standing else time.time()) + self._ahead

    def advance(self, seconds: float) -> None:
        """Moves the clock on and wakes whatever is due."""
        self._ahead += seconds
        waiting = self._due() if self._standing else list(self._deadlines)
        for timeout in waiting:
            if not timeout.expired():
                timeout.reschedule(self._loop_time(self._deadlines[timeout]))

    def due(self) -> bool:
        """Whether a wait is over whose task has not run on yet."""
        return self.until_next() == 0

    def until_next(self) -> float | None:
        """Seconds until the next wait is over; None where nobody waits."""
        while self._next and self._next[0][2] not in self._deadlines:
            heapq.heappop(self._next)
        return self._left(self._next[0][0]) if self._next else None

    @asynccontextmanager
    async def timeout(self, seconds: float) -> AsyncIterator[None]:
        """Raises `TimeoutError` in the block after that many seconds of this clock."""
        deadline = self.now() + seconds
        async with asyncio.timeout_at(self._loop_time(deadline)) as timeout:
            self._deadlines[timeout] = deadline
            heapq.heappush(self._next, (deadline, next(self._numbers), timeout))
            try:
                yield
            finally:
                del self._deadlines[timeout]
                self._tidy()

    async def sleep(self, seconds: float) -> None:
        """Waits that many seconds of this clock."""
        try:
            async with self.timeout(seconds):
                await asyncio.Event().wait()
        except TimeoutError:
            return

    def _loop_time(self, deadline: float) -> float | None:
        """When the event loop should wake for `deadline`; None for never."""
        left = self._left(deadline)
        if self._standing and left:
            return None
        return asyncio.get_running_loop().time() + left

    def _left(self, deadline: float) -> float:
        left = deadline - self.now()
        return left if left > _SAME_SECONDS else 0.0

    def _due(self) -> list[asyncio.Timeout]:
        """The waits that are over, without a look at the others."""
        found = []
        while self.until_next() == 0:
            found.append(heapq.heappop(self._next))
        for entry in found:
            heapq.heappush(self._next, entry)
        return [timeout for *_, timeout in found]

    def _tidy(self) -> None:
        """Forgets waits that ended early, once they are most of what is kept."""
        if len(self._next) > 2 * len(self._deadlines) + _FEW:
            self._next = [entry for entry in self._next if entry[2] in self._deadlines]
            heapq.heapify(self._next)
