"""A campaign: people talk, Slack fails, the bot dies and lives, and everything is compared.

Everything runs on real time; Slack tries what a dead bot missed again at once, after a minute and
after five, as it does. At the end the faults stop, the bot lives, an hour passes on Slack's clock
alone, so that whatever it still wants to deliver comes, and the bot finishes what it has.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Sandbox
from bot.sandbox.transport.answer import Transport
from tests.faults.crash import desk
from tests.faults.crash.ledger import HARMS, Ledger, Thread, Verdict, deliveries
from tests.faults.crash.life import Life
from tests.faults.crash.points import Choice
from tests.faults.crash.talk import Talk
from tests.ports import free_port

Echoes = Literal["metadata", "plain"]

SHARE = 0.25
KINDS = (
    *("429", "500_before", "500_after", "drop_before", "drop_after", "late", "hang"),
    *("garbage_before", "garbage", "internal_error_after", "twice", "ack_lost"),
)
LATE_SECONDS = 0.5
SETTLE_SECONDS = 2
"""Longer than any store of the sandbox's comes late: four times, since machines are slow."""

AT_RANDOM = "at random"
LIFETIME = (0.0, 1.5)
"""Seconds that a life goes on after people have said their share of messages in it."""
SHARE_SECONDS = 8.0
"""How long a life may take until then."""
BORN_DEAD = 0.1
"""The share of lives that end within those first seconds, ready or not."""

AN_HOUR = 3600.0
CALM, CALM_SECONDS = 3, 0.2
"""How often it must be calm, and the seconds between."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything; messages are spread evenly over the kills.

    `limit` are the seconds in which something must happen at the end.
    """

    kills: int
    messages: int
    transport: Transport
    echoes: Echoes
    seed: int
    links: int
    limit: float = 300.0


@dataclass(slots=True)
class Report:
    """What came of a campaign."""

    plan: Plan
    kills: Counter[str] = field(default_factory=Counter)
    never: list[str] = field(default_factory=list)
    said: int = 0
    edited: int = 0
    taken_back: int = 0
    calls: int = 0
    faulty: float = 0.0
    minutes: float = 0.0
    left: Counter[str] = field(default_factory=Counter)
    exit_code: int | None = None
    verdict: Verdict = field(default_factory=Verdict)
    stories: list[str] = field(default_factory=list)

    @property
    def harmless(self) -> bool:
        """Whether all that was said stands where it should, once, and nothing else does."""
        return not (self.verdict.harms.total() or self.left.total() or self.exit_code)


@dataclass(slots=True)
class Campaign:
    """One bot in one sandbox, with its data and its log in a folder."""

    plan: Plan
    folder: Path
    sandbox: Sandbox = field(init=False)
    ledger: Ledger = field(init=False)
    talk: Talk = field(init=False)
    report: Report = field(init=False)
    choice: Choice = field(init=False)
    settings: dict[str, str] = field(default_factory=dict)
    _joined: int = 0

    async def run(self) -> Report:
        """Everything, from the first life to the verdict."""
        started = time.monotonic()
        self.report = Report(self.plan)
        random = Random(self.plan.seed)  # noqa: S311 (repeatable, not secret)
        self.choice = Choice(random, most=2 + self.plan.messages // max(1, self.plan.kills))
        async with self.slack():
            self.sandbox.faults.mix(self.plan.seed, SHARE, KINDS, LATE_SECONDS)
            talking = asyncio.create_task(self.talk.run())
            for number in range(1, self.plan.kills + 1):
                self.talk.share = self.plan.messages * number // (self.plan.kills + 1)
                await self._join(1 + self.plan.links * 2 * number // self.plan.kills)
                await self._live_and_die(random)
            await self._join(self.plan.links)
            await self._live(talking)
            self._count_calls()
            await self._finish()
            self._judge()
        self.report.minutes = (time.monotonic() - started) / 60
        return self.report

    @asynccontextmanager
    async def slack(self) -> AsyncIterator[None]:
        """The sandbox with its people, and the desk with their links."""
        self.sandbox = Sandbox(
            Manifest.read(MANIFEST), rate_limits=False, transport=self.plan.transport
        )
        self.sandbox.set(echo_metadata=self.plan.echoes == "metadata", delayed_events=True)
        await self.sandbox.start()
        port = free_port()
        self.sandbox.bot_url = f"http://127.0.0.1:{port}/slack/events"
        self.settings = self._environment(port)
        self.ledger = Ledger([self._link(number) for number in range(self.plan.links)])
        self.talk = Talk(
            *(self.sandbox, self.ledger.links, self.plan.messages, self.plan.seed),
            backlog=lambda: desk.under_way(self.folder),
        )
        await self._join(1)
        try:
            yield
        finally:
            await self.sandbox.stop()

    def _environment(self, port: int) -> dict[str, str]:
        over_http = self.plan.transport == "http"
        return {
            "SLACK_BOT_TOKEN": self.sandbox.bot_token,
            "SLACK_SIGNING_SECRET": self.sandbox.signing_secret if over_http else "",
            "SLACK_APP_TOKEN": "" if over_http else self.sandbox.app_token,
            "SLACK_API_URL": self.sandbox.api_url,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "LIAISON_DATA": str(self.folder),
            "LIAISON_SETTLE_SECONDS": str(SETTLE_SECONDS),
        }

    def _link(self, number: int) -> list[Thread]:
        """Two people; in each fifth link a third one too, whose words stay inside."""
        ends = [("official", True), ("expert", True)]
        ends += [("coordinator", False)] if number % 5 == 1 else []
        return [
            Thread(self.sandbox.add_person(f"{role}-{number}"), speaks) for role, speaks in ends
        ]

    async def _join(self, links: int) -> None:
        """So many links there are from now on: all of them by the time of half of the kills."""
        await desk.join(self.folder, self.ledger.links[self._joined : links])
        self._joined = max(self._joined, min(links, self.plan.links))

    async def _live_and_die(self, random: Random) -> None:
        points = self.choice.next()
        life = await Life.begin(self.settings, self.folder / "bot.log", points)
        lifetime = self._lifetime(life, random, born_dead=random.random() < BORN_DEAD)
        died_at = await life.die(lifetime) or AT_RANDOM
        self.report.kills[died_at] += 1
        self.choice.hit[died_at] += 1

    async def _lifetime(self, life: Life, random: Random, *, born_dead: bool) -> None:
        """Some moments, and mostly until people have said their share."""
        seconds = random.uniform(*LIFETIME)
        if not born_dead:
            await life.ready()
            await _until(lambda: self.talk.paused, SHARE_SECONDS)
        await asyncio.sleep(seconds)

    async def _live(self, talking: asyncio.Task[None]) -> None:
        """A life that ends in peace: the rest is said, though Slack is no better than before."""
        life = await Life.begin(self.settings, self.folder / "bot.log")
        self.talk.share = self.plan.messages
        said = -1
        while not talking.done() and self.talk.said > said:
            said = self.talk.said
            await _until(talking.done, self.plan.limit)
        self.talk.stop()
        await talking
        await life.stop()

    def _count_calls(self) -> None:
        record, report = self.sandbox.core.record, self.report
        report.calls = len(record.calls) + record.calls_gone
        report.faulty = sum(1 for call in record.calls if call.fault) / len(record.calls)
        report.said, report.edited = self.talk.said, self.talk.edited
        report.taken_back = self.talk.taken_back
        report.never = [point.name for point in self.choice.never()]

    def _judge(self) -> None:
        verdict = self.report.verdict = self.ledger.judge(self.sandbox)
        for harm, (where, ts) in verdict.examples.items():
            story = [f"{harm}: {HARMS[harm]}, such as {ts} in {where}"]
            self.report.stories.append("\n    ".join(story + deliveries(self.sandbox, ts)))

    async def _finish(self) -> None:
        self.sandbox.faults.clear()
        life = await Life.begin(self.settings, self.folder / "bot.log")
        try:
            await life.ready()
            self.sandbox.clock.advance(AN_HOUR)
            for _ in range(CALM):
                if await _until(self._is_calm, self.plan.limit):
                    await asyncio.sleep(CALM_SECONDS)
        finally:
            self.report.exit_code = await life.stop()
        found = desk.states(self.folder)
        names = desk.UNDER_WAY + desk.FOR_A_PERSON
        self.report.left = Counter({name: found[name] for name in names if found[name]})

    def _is_calm(self) -> bool:
        """Whether nothing is under way, here or there."""
        return not (self.sandbox.core.dispatcher.in_flight or desk.under_way(self.folder))


async def _until(holds: Callable[[], bool], seconds: float) -> bool:
    """Wait for something, but not for ever; whether it came."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:  # noqa: ASYNC110 (another process's doing)
        await asyncio.sleep(0.02)
    return holds()
