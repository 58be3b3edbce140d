"""Counts the library's searches for the reports: by month, and without anybody's name or words.

A search is answered from memory, and writing each one down would make it wait for the disk. So they
are counted here and added to the desk's counts now and then: what a process that is killed had
counted in its last minute is not in any report.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.desk import tallies
from bot.store import Store, Unavailable
from handlers.background import Background

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0


@dataclass(slots=True)
class Tallying:
    """What was counted and not yet kept. `heard` hears of each search too."""

    store: Store
    clock: Clock
    background: Background
    heard: Callable[[bool], None]
    _counts: Counter[str] = field(default_factory=Counter)
    _kept_at: float = 0.0

    def searched(self, found: bool) -> None:  # noqa: FBT001 (the only thing there is to hear)
        """Count a search."""
        self.heard(found)
        self._counts[tallies.SEARCHES] += 1
        if not found:
            self._counts[tallies.MISSES] += 1
        if self.clock.now() - self._kept_at >= EVERY_SECONDS:
            self._kept_at = self.clock.now()
            self.background.start("keeping counts", self.keep())

    async def keep(self) -> None:
        """Add what was counted to the desk's counts."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            await self.store.run(tallies.add, counts)
        except Unavailable:
            log.warning("counts could not be kept; they will be with the next ones")
            self._counts += counts
