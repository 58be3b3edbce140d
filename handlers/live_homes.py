"""Homes that are looked at follow what happens: nobody has to open theirs again to see it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.clock import Clock
from bot.desk import moves
from bot.store import Store, Unavailable
from handlers.home import Home

log = logging.getLogger(__name__)

SETTLE_SECONDS = 5.0
"""What happens within so long is shown at once: a person reads no faster, and a busy minute is no
hundred Homes.
"""


@dataclass(slots=True)
class LiveHomes:
    """Draws them again after something moved. `at_it` is whether it does just now."""

    store: Store
    home: Home
    clock: Clock
    at_it: bool = False

    async def run(self) -> None:
        """Follow until cancelled."""
        stirred = self.store.stirred(moves.QUEUE)
        while True:
            await stirred.wait()
            await self.clock.sleep(SETTLE_SECONDS)
            stirred.clear()
            self.at_it = True
            await self._follow()
            self.at_it = False

    async def _follow(self) -> None:
        for member in self.home.looked_at():
            try:
                await self.home.follow(member)
            except Unavailable:
                log.warning("a Home could not be drawn again")
