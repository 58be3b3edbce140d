"""The bot and Slack on one clock that stands still until it is moved on: hours in a moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from bot.sandbox import Sandbox
from bot.sandbox.record import Call
from catalog import Catalog
from tests.conftest import World
from tests.faults.hurried import started, working
from tests.faults.pairs import Found, Pair, compare, link_all, pairs_in

NOW = 1_800_000_000.0
HOUR = 3_600.0
PAIRS = 5


@dataclass(frozen=True)
class Hour:
    """Some joined threads, and time that passes."""

    world: World
    pairs: list[Pair]
    busy: Callable[[], bool]

    @property
    def sandbox(self) -> Sandbox:
        """The local Slack."""
        return self.world.sandbox

    async def passes(self, seconds: float) -> None:
        """Time goes by, from one wait to the next."""
        end = self.sandbox.clock.now() + seconds - 1e-3
        await self._until(lambda: self.sandbox.clock.now() >= end, seconds + 1)

    async def everything_arrives(self, within: float) -> float:
        """Wait until all that was said is read; the seconds that took. Raises TimeoutError."""
        return await self._until(lambda: not self.found().lost, within)

    async def everybody_says(self, *texts: str) -> None:
        """Each writes the same few things in their thread."""
        for text in texts:
            for pair in self.pairs:
                for side, _reader in pair.sides():
                    await side.say(f"{text} {side.person.user.key}")

    async def answers(self, path: str) -> int:
        """What one of the bot's own addresses answers."""
        async with ClientSession() as session, session.get(self.world.bot_url + path) as answer:
            return answer.status

    def found(self) -> Found:
        """How what is read differs from what was said."""
        total = Found()
        for pair in self.pairs:
            for writer, reader in pair.sides():
                total += compare([each["text"] for each in writer.said], reader.read())
        return total

    async def _until(self, predicate: Callable[[], bool], limit: float) -> float:
        return await self.sandbox.run_until(predicate, step=60, limit=limit, busy=self.busy)


@dataclass(frozen=True)
class Place:
    """Where the bot's data is, and its library."""

    folder: Path
    catalog: Catalog


@asynccontextmanager
async def at_work(sandbox: Sandbox, place: Place, pairs: list[Pair]) -> AsyncIterator[Hour]:
    """The bot, until it is left; it may be started again."""
    async with started(sandbox, place.folder, place.catalog) as world:
        yield Hour(world, pairs, working(world.bot))


@asynccontextmanager
async def begun(sandbox: Sandbox, place: Place, pairs: int = PAIRS) -> AsyncIterator[Hour]:
    """The bot, and threads in which everybody has said something."""
    found = await pairs_in(sandbox, pairs)
    async with at_work(sandbox, place, found) as hour:
        await hour.world.bot.store.run(link_all, found)
        await hour.everybody_says("Before")
        await hour.everything_arrives(within=120)
        yield hour


def slowed_down(calls: Sequence[Call]) -> list[str]:
    """The methods that Slack told to wait."""
    return [call.method for call in calls if call.status == 429]
