"""One simulation, from its first morning to its verdict."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from aiohttp import ClientSession

from tests.simulation import logged, records
from tests.simulation.cast import Cast
from tests.simulation.network import opened
from tests.simulation.promises import Verdict
from tests.simulation.records import Sent
from tests.simulation.stage import Plan
from tests.simulation.verdict import Judge
from tests.simulation.walls import DAY, at

GIVE_WAY_SECONDS = 0.0005
"""The event loop and the database's thread take turns all the time here."""


def _unheard(_progress: str) -> None:
    """Nobody wants to know."""


@dataclass(slots=True)
class Diary:
    """What was sent, read day by day: the desk forgets what is a week old."""

    cast: Cast
    tell: Callable[[str], None]
    sent: dict[str, Sent] = field(default_factory=dict)
    needs: dict[date, dict[str, int]] = field(default_factory=dict)
    _since: int = 0

    def plan(self) -> None:
        """Read each night, and each morning when work begins."""
        stage = self.cast.stage
        for number in range(stage.plan.days):
            day = stage.plan.begin + timedelta(days=number)
            stage.at(at(day, 9), partial(self._look, day))
            stage.at(at(day, 24), self.read)

    async def _look(self, day: date) -> None:
        """How much needs coordinators that morning: without any, they have no digest."""
        self.needs[day] = await self.cast.stage.world.bot.store.run(records.needs)

    async def read(self) -> None:
        """Read what is new."""
        run = self.cast.stage.world.bot.store.run
        self._since, found = await run(records.sent, self._since)
        self.sent |= found
        stage = self.cast.stage
        days = round((stage.now - stage.plan.begins_at) / DAY)
        if days % 7 == 0:
            self.tell(f"{days} days: {stage.done['asked']} requests, {len(self.sent)} messages")


async def play(
    plan: Plan, library: Path, folder: Path, tell: Callable[[str], None] = _unheard
) -> tuple[Cast, Verdict]:
    """Play it, and judge it. `tell` hears how far it is, once a simulated week."""
    with logged.read() as lines, _turns():
        async with opened(plan, library, folder) as cast:
            diary = Diary(cast, tell)
            diary.plan()
            await cast.stage.run()
            await diary.read()
            judge = Judge(cast, lines, diary.sent, diary.needs, await _metrics(cast))
            return cast, await judge.judge()


async def _metrics(cast: Cast) -> str:
    address = f"{cast.stage.world.bot_url}/metrics"
    async with ClientSession() as session, session.get(address) as answer:
        return await answer.text()


@contextmanager
def _turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(GIVE_WAY_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
