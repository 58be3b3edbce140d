"""A thread of which nobody knows yet whether its head stands in Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.desk import joining, sending
from bot.desk.joining import End
from bot.sandbox import Clock, Sandbox
from catalog import Catalog
from handlers import marks
from tests.faults.hurried import slack
from tests.readable import readable
from tests.stories.hours import NOW, Place, at_work
from tests.stories.joined import bare, bots, member


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with slack(Clock(standing_at=NOW)) as sandbox:
        yield sandbox


@pytest.fixture
def place(library: Path, tmp_path: Path) -> Iterator[Place]:
    with Catalog.open(library) as catalog:
        yield Place(tmp_path, catalog)


async def test_an_answer_to_it_is_passed_on_all_the_same(sandbox: Sandbox, place: Place) -> None:
    ana, ruth = sandbox.person("ana"), sandbox.person("ruth")
    sandbox.faults.add("chat.postMessage", "500_after", times=2)
    async with at_work(sandbox, place, []) as hour:
        # The heads stand there, and neither Slack's answers nor its echoes tell so.
        sandbox.set(hold_events=True)
        await hour.world.bot.store.run(joining.link, [End(member(ana)), End(member(ruth))])
        await sandbox.run_until(lambda: bool(ruth.sees("dm")), limit=30, busy=hour.busy)
        sandbox.held.clear()
        sandbox.set(hold_events=False)
        head = ana.sees("dm")[0]["ts"]
        await ana.say("dm", "Is there an ordinance on this?", head)
        await hour.passes(150)
        thread = ruth.sees("dm")[0]["ts"]
        assert [bare(readable(copy)) for copy in bots(ruth, thread)] == [
            "Is there an ordinance on this?"
        ]
        assert bots(ana, head) == []


@pytest.mark.parametrize("transactions", range(1, 7))
async def test_whenever_the_head_becomes_known(
    sandbox: Sandbox, place: Place, transactions: int
) -> None:
    ana, ruth = sandbox.person("ana"), sandbox.person("ruth")
    sandbox.faults.add("chat.postMessage", "500_after", times=2)
    async with at_work(sandbox, place, []) as hour:
        sandbox.set(hold_events=True)
        store, kinds = hour.world.bot.store, hour.world.bot.workers.delivery.kinds
        await store.run(joining.link, [End(member(ana)), End(member(ruth))])
        await sandbox.run_until(lambda: bool(ruth.sees("dm")), limit=30, busy=hour.busy)
        held = list(sandbox.held)
        sandbox.held.clear()
        sandbox.set(hold_events=False)
        run, left = store.run, iter(range(transactions, 0, -1))

        async def settled_between(*work: Any, **more: Any) -> Any:  # noqa: ANN401 (any unit of work)
            result = await run(*work, **more)
            if next(left, 0) == 1:
                for echo in held:
                    event = echo["event"]
                    await run(sending.arrived, marks.of(event), event["ts"], kinds)
            return result

        setattr(store, "run", settled_between)  # noqa: B010 (a method can't be assigned)
        head = ana.sees("dm")[0]["ts"]
        await ana.say("dm", "Is there an ordinance on this?", head)
        await hour.passes(150)
        thread = ruth.sees("dm")[0]["ts"]
        assert [bare(readable(copy)) for copy in bots(ruth, thread)] == [
            "Is there an ordinance on this?"
        ]
        assert bots(ana, head) == []


async def test_what_was_never_opened_is_sent_without_looking(
    sandbox: Sandbox, place: Place
) -> None:
    ruth = sandbox.person("ruth")
    sandbox.faults.add("conversations.open", "hang", times=None)
    async with at_work(sandbox, place, []) as hour:
        await hour.world.bot.store.run(
            joining.link, [End(member(sandbox.person("ana"))), End(member(ruth))]
        )
        while not any(call.method == "conversations.open" for call in sandbox.calls):  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.01)
    sandbox.faults.clear()
    async with at_work(sandbox, place, []) as hour:
        await hour.passes(90)
        assert len(ruth.sees("dm")) == 1
    assert not [call for call in sandbox.calls if call.method == "conversations.history"]
