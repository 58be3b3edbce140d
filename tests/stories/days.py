"""The desk on a clock that stands still until it is moved on: days and weeks in a moment."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import people
from bot.sandbox import Clock, Sandbox
from tests.faults.hurried import slack, started, working
from tests.readable import readable
from tests.stories.hours import HOUR, NOW, Place
from tests.stories.joined import Json, member
from tests.stories.tickets import TicketDesk, open_triage

ZONE = ZoneInfo("America/New_York")
MORNING = NOW - 41 * HOUR
"""Ten on a Wednesday, where the network is: 13 January 2027. The Monday after is a holiday."""


def at(text: str) -> float:
    """Seconds since 1970 by the network's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


@dataclass(frozen=True)
class Day(TicketDesk):
    """The desk, and time that passes."""

    busy: Callable[[], bool]

    @property
    def sandbox(self) -> Sandbox:
        """The local Slack."""
        return self.world.sandbox

    async def passes(self, seconds: float) -> None:
        """Time goes by, from one wait to the next."""
        clock = self.sandbox.clock
        end = clock.now() + seconds - 1e-3
        await self.sandbox.run_until(
            lambda: clock.now() >= end, step=3_600, limit=seconds + 1, busy=self.busy
        )
        await self.settled()

    async def passes_until(self, text: str) -> None:
        """The same, until a time by the network's clock."""
        await self.passes(at(text) - self.sandbox.clock.now())

    async def skips_to(self, text: str) -> None:
        """The clock moves on at once: nothing is due until then."""
        self.sandbox.clock.advance(at(text) - self.sandbox.clock.now())
        await self.passes(1)

    def reads_in_dm(self, who: str, part: str) -> list[Json]:
        """What of the bot's messages in somebody's DM says something, oldest first."""
        seen = self.person(who).sees("dm")
        return [each for each in seen if each.get("bot_id") and part in readable(each)]

    def when(self, message: Json) -> str:
        """When a message was posted, by the network's clock."""
        return f"{datetime.fromtimestamp(float(message['ts']), ZONE):%a %m-%d %H:%M}"


@asynccontextmanager
async def slack_on(clock_stands_at: float) -> AsyncIterator[Sandbox]:
    """A local Slack at a time, with a triage channel in it."""
    async with slack(Clock(standing_at=clock_stands_at), rate_limits=False) as sandbox:
        open_triage(sandbox)
        yield sandbox


@asynccontextmanager
async def at_work(sandbox: Sandbox, place: Place) -> AsyncIterator[Day]:
    """The bot, until it is left; it may be started again."""
    async with started(sandbox, place.folder, place.catalog, paced=False) as world:
        dana = sandbox.person("dana")
        world.bot.settings.triage_channel = sandbox.workspace.channel("triage", dana.user).id
        await world.bot.store.run(people.name_coordinators, [member(dana)])
        yield Day(world, working(world.bot))
