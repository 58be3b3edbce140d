"""What is due at its time, whether or not anybody does anything: the clock's worker."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.clock import Clock, stirred_or_due
from bot.desk import away, digest, network, rounds, turns
from bot.store import Store, Transaction, Unavailable

log = logging.getLogger(__name__)

DATABASE_SECONDS = 1.0

Work = Callable[[Transaction], int | None]
"""A unit of work that does some of what is due; it answers when more is, in milliseconds since
1970."""

UNITS: Sequence[Work] = (away.due, turns.due, rounds.due, digest.due)


@dataclass(slots=True)
class Due:
    """The worker that does what is due. There is one in all processes together."""

    store: Store
    clock: Clock
    units: Sequence[Work] = UNITS
    _stopping: bool = False
    _does: Literal["turn", "wait", "rest"] = "rest"

    @property
    def in_hand(self) -> int:
        """Whether something is being done, or is looked for at once: 1 or 0."""
        if self._stopping or self._does == "rest":
            return 0
        return int(self._does == "turn" or self.store.stirred(network.QUEUE).is_set())

    async def run(self) -> None:
        """Do what is due, now and when the next is, until it is stopped."""
        stirred = self.store.stirred(network.QUEUE)
        while not self._stopping:
            stirred.clear()
            self._does = "turn"
            try:
                due_at = await self._turn()
            finally:
                self._does = "rest"
            self._does = "wait"
            await stirred_or_due(stirred, self.clock, self._wait(due_at))

    def stop(self) -> None:
        """Begin nothing more; what is being done is done whole."""
        self._stopping = True
        self.store.stirred(network.QUEUE).set()

    async def _turn(self) -> int | None:
        """Each unit once, one transaction after the other, so that none holds up other work."""
        try:
            moments = [await self.store.run(unit) for unit in self.units]
        except Unavailable:
            log.warning("what is due could not be read")
            self._does = "rest"
            # Whatever stirs it meanwhile: a database that can't be read is not asked at once.
            await self.clock.sleep(DATABASE_SECONDS)
            return int(self.clock.now() * 1000)
        return min((at for at in moments if at is not None), default=None)

    def _wait(self, due_at: int | None) -> float | None:
        return None if due_at is None else max(0.001, due_at / 1000 - self.clock.now())
