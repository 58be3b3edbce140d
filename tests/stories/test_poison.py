"""An event that can't be handled: set aside and kept, told of, and for a person to decide."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from bot.desk import inbox, relay, spoken
from bot.sandbox import Clock
from bot.store import Transaction, tables
from catalog import Catalog
from tests.conftest import World
from tests.faults.hurried import slack, started
from tests.stories.joined import Joined, Json, join

WORDS = "is Maria Lopez detained"
LONGEST_WAIT = 40.0
"""Seconds after which an event that failed is surely tried again, but for the last times."""


@dataclass
class Broken:
    """Whether passing on fails, and how often it did."""

    monkeypatch: pytest.MonkeyPatch
    world: World
    joined: Joined
    failures: list[str] = field(default_factory=list)

    def breaks(self) -> None:
        """From now on passing on what names her fails, with an error that quotes a person."""
        say = relay.say

        def fail(tx: Transaction, said: spoken.Said) -> bool:
            if "Lopez" in said.text:
                self.failures.append(said.ts)
                raise RuntimeError(said.text)
            return say(tx, said)

        self.monkeypatch.setattr(relay, "say", fail)

    def mended(self) -> None:
        """It works again."""
        self.monkeypatch.undo()

    async def fails(self) -> Json:
        """Ana writes something that can't be handled, and time goes by until it is set aside."""
        message = await self.joined.says("ana", WORDS)
        for _ in range(inbox.ATTEMPTS - 1):
            self.world.sandbox.clock.advance(LONGEST_WAIT)
            await self.world.settled()
        return message

    async def bodies(self) -> list[str | None]:
        """What is kept of the events that were set aside or given up."""

        def read(tx: Transaction) -> list[str | None]:
            states = tables.inbox.c.state.in_(("poison", "dropped"))
            found: list[str | None] = list(
                tx.execute(select(tables.inbox.c.body).where(states)).scalars()
            )
            return found

        return await self.world.bot.store.run(read)

    async def health(self) -> tuple[int, bool]:
        """What `/healthz` answers, and what it says of the inbox."""
        url = f"{self.world.bot_url}/healthz"
        async with ClientSession() as session, session.get(url) as answer:
            return answer.status, (await answer.json())["checks"]["inbox"]


@pytest.fixture
async def broken(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Broken]:
    with Catalog.open(library) as catalog:
        async with (
            slack(Clock()) as sandbox,
            started(sandbox, tmp_path, catalog) as world,
        ):
            broken = Broken(monkeypatch, world, await join(world, "ana", "ruth"))
            broken.breaks()
            yield broken


async def poisoned(broken: Broken) -> list[inbox.Poison]:
    return await broken.world.bot.store.run(inbox.poisoned)


async def test_after_five_failures_it_is_set_aside(broken: Broken) -> None:
    message = await broken.fails()
    assert broken.failures == [message["ts"]] * 5
    [poison] = await poisoned(broken)
    assert poison.kind == "message"


async def test_it_is_not_tried_any_more(broken: Broken) -> None:
    await broken.fails()
    broken.world.sandbox.clock.advance(3_600)
    await broken.world.settled()
    assert len(broken.failures) == 5


async def test_after_four_it_is_not_set_aside_yet(broken: Broken) -> None:
    await broken.joined.says("ana", WORDS)
    for _ in range(3):
        broken.world.sandbox.clock.advance(LONGEST_WAIT)
        await broken.world.settled()
    assert await poisoned(broken) == []
    broken.mended()
    broken.world.sandbox.clock.advance(LONGEST_WAIT)
    await broken.world.settled()
    assert broken.joined.words("ruth") == [WORDS]


async def test_neither_the_log_nor_the_problem_names_a_word(
    broken: Broken, caplog: pytest.LogCaptureFixture
) -> None:
    await broken.fails()
    [poison] = await poisoned(broken)
    assert poison.problem.startswith("RuntimeError at ")
    assert f"event {poison.id} is set aside: RuntimeError" in caplog.text
    assert "Lopez" not in caplog.text + poison.problem


async def test_it_is_kept(broken: Broken) -> None:
    await broken.fails()
    [body] = await broken.bodies()
    assert body
    assert WORDS in body


async def test_health_says_so_while_it_is_there(broken: Broken) -> None:
    assert await broken.health() == (200, True)
    await broken.fails()
    assert await broken.health() == (503, False)
    [poison] = await poisoned(broken)
    await broken.world.bot.store.run(inbox.drop, poison.id)
    assert await broken.health() == (200, True)


async def test_what_follows_it_goes_on(broken: Broken) -> None:
    await broken.fails()
    await broken.joined.says("ana", "And what about schools?")
    assert broken.joined.words("ruth") == ["And what about schools?"]


async def test_other_threads_go_on_before_it_is_set_aside(broken: Broken) -> None:
    await broken.joined.says("ana", WORDS)
    await broken.joined.says("ruth", "Are you there?")
    assert broken.joined.words("ana") == ["Are you there?"]


async def test_tried_again_it_is_handled(broken: Broken) -> None:
    await broken.fails()
    broken.mended()
    [poison] = await poisoned(broken)
    assert await broken.world.bot.store.run(inbox.retry, poison.id)
    await broken.world.settled()
    assert broken.joined.words("ruth") == [WORDS]
    assert await poisoned(broken) == []
    assert await broken.bodies() == []


async def test_tried_again_in_vain_it_is_set_aside_again(broken: Broken) -> None:
    await broken.fails()
    [poison] = await poisoned(broken)
    await broken.world.bot.store.run(inbox.retry, poison.id)
    await broken.world.settled()
    for _ in range(inbox.ATTEMPTS - 1):
        broken.world.sandbox.clock.advance(LONGEST_WAIT)
        await broken.world.settled()
    assert len(broken.failures) == 10
    assert [each.id for each in await poisoned(broken)] == [poison.id]


async def test_dropped_it_is_wiped(broken: Broken) -> None:
    await broken.fails()
    [poison] = await poisoned(broken)
    assert await broken.world.bot.store.run(inbox.drop, poison.id)
    assert await broken.bodies() == [None]
    assert await poisoned(broken) == []
    assert broken.joined.words("ruth") == []


async def test_it_is_decided_once(broken: Broken) -> None:
    await broken.fails()
    [poison] = await poisoned(broken)
    run = broken.world.bot.store.run
    asked = (run(inbox.drop, poison.id), run(inbox.drop, poison.id), run(inbox.retry, poison.id))
    assert list(await asyncio.gather(*asked)) == [True, False, False]
