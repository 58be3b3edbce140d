"""The bot is away while people write: it fetches what Slack has given up delivering."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox import Clock, Sandbox
from catalog import Catalog
from handlers.catching_up import WAIT_SECONDS
from tests.faults.hurried import slack
from tests.faults.pairs import Found, link_all, pairs_in
from tests.stories.hours import HOUR, NOW, PAIRS, Hour, Place, at_work, begun, slowed_down


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with slack(Clock(standing_at=NOW)) as sandbox:
        yield sandbox


@pytest.fixture
def place(library: Path, tmp_path: Path) -> Iterator[Place]:
    with Catalog.open(library) as catalog:
        yield Place(tmp_path, catalog)


@pytest.fixture
async def left(sandbox: Sandbox, place: Place) -> Hour:
    """The bot has ended, and people wrote for an hour to nobody."""
    async with begun(sandbox, place) as hour:
        pass
    for text in ("First", "Second", "Third"):
        await hour.everybody_says(text)
    await hour.passes(HOUR)
    return hour


async def test_what_was_missed_comes_before_what_is_said_now(
    left: Hour, sandbox: Sandbox, place: Place
) -> None:
    async with at_work(sandbox, place, left.pairs) as hour:
        await hour.everybody_says("Now")
        await hour.everything_arrives(within=300)
        assert hour.found() == Found(said=10 * PAIRS)
        assert slowed_down(sandbox.calls) == []


async def test_what_was_missed_comes_though_nobody_says_anything(
    left: Hour, sandbox: Sandbox, place: Place
) -> None:
    async with at_work(sandbox, place, left.pairs) as hour:
        await hour.everything_arrives(within=300)
        assert hour.found() == Found(said=8 * PAIRS)


async def test_what_was_missed_is_looked_for_once(
    left: Hour, sandbox: Sandbox, place: Place
) -> None:
    before = len(sandbox.calls)
    async with at_work(sandbox, place, left.pairs) as hour:
        await hour.everything_arrives(within=300)
        await hour.everybody_says("Now")
        await hour.everything_arrives(within=300)
    looked = [call for call in sandbox.calls[before:] if call.method == "conversations.replies"]
    assert len(looked) == 2 * PAIRS


async def test_what_is_missed_is_late_and_not_lost_when_slack_can_t_be_asked(
    left: Hour, sandbox: Sandbox, place: Place
) -> None:
    fault = sandbox.faults.add("conversations.replies", "500_before", times=None)
    async with at_work(sandbox, place, left.pairs) as hour:
        await hour.everybody_says("Now")
        await hour.passes(WAIT_SECONDS + 10)
        sandbox.faults.rules.remove(fault)
        await hour.everybody_says("And then")
        await hour.everything_arrives(within=300)


async def test_what_was_said_before_a_link_is_not_missed(sandbox: Sandbox, place: Place) -> None:
    pairs = await pairs_in(sandbox, 1)
    sandbox.set(hold_events=True)
    await pairs[0].official.say("Between us: the mayor is against it")
    pairs[0].official.said.clear()
    sandbox.held.clear()
    sandbox.set(hold_events=False)
    async with at_work(sandbox, place, pairs) as hour:
        await hour.world.bot.store.run(link_all, pairs)
    await hour.passes(60)
    async with at_work(sandbox, place, pairs) as hour:
        await hour.passes(60)
        assert pairs[0].expert.read() == []


@asynccontextmanager
async def cut_off(hour: Hour) -> AsyncIterator[None]:
    """The bot runs on, and for an hour nothing that Slack sends gets there."""
    there, hour.sandbox.bot_url = hour.sandbox.bot_url, "http://127.0.0.1:9/slack/events"
    yield
    await hour.passes(HOUR)
    hour.sandbox.bot_url = there


async def test_what_slack_delivers_hours_later_is_passed_on(sandbox: Sandbox, place: Place) -> None:
    sandbox.set(delayed_events=True)
    async with begun(sandbox, place) as hour:
        async with cut_off(hour):
            await hour.everybody_says("First", "Second")
        await hour.everything_arrives(within=2 * HOUR)
        assert hour.found().doubled == 0


async def test_what_slack_gave_up_is_fetched_by_a_bot_that_ran_on(
    sandbox: Sandbox, place: Place
) -> None:
    async with begun(sandbox, place) as hour:
        async with cut_off(hour):
            await hour.everybody_says("First", "Second")
        await hour.everybody_says("Now")
        await hour.passes(600)
        assert hour.found().lost == 0
