"""Slack is away for an hour, or doesn't know the bot's token: nothing is lost meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.desk import outbox
from bot.sandbox import Clock, Sandbox
from catalog import Catalog
from tests.faults.hurried import slack
from tests.faults.pairs import Found
from tests.stories.hours import HOUR, NOW, PAIRS, Hour, Place, begun, slowed_down


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with slack(Clock(standing_at=NOW)) as sandbox:
        yield sandbox


@pytest.fixture
def place(library: Path, tmp_path: Path) -> Iterator[Place]:
    with Catalog.open(library) as catalog:
        yield Place(tmp_path, catalog)


@pytest.fixture
async def hour(sandbox: Sandbox, place: Place) -> AsyncIterator[Hour]:
    async with begun(sandbox, place) as hour:
        yield hour


async def test_slack_s_hour_away_loses_nothing(hour: Hour) -> None:
    hour.sandbox.faults.add("*", "drop_before", times=None)
    before = len(hour.sandbox.calls)
    await hour.everybody_says("First", "Second", "Third")
    await hour.passes(HOUR)
    assert hour.found().lost == 6 * PAIRS
    # Slack is left in peace meanwhile: of each thread one message is looked for now and then.
    assert len(hour.sandbox.calls) - before < 400
    hour.sandbox.faults.clear()
    await hour.everything_arrives(within=300)
    assert hour.found() == Found(said=8 * PAIRS)
    assert slowed_down(hour.sandbox.calls) == []


async def test_the_process_is_not_to_be_restarted_meanwhile(hour: Hour) -> None:
    hour.sandbox.faults.add("*", "drop_before", times=None)
    await hour.everybody_says("First")
    seen = []
    for _ in range(6):
        await hour.passes(HOUR / 6)
        seen.append((await hour.answers("/livez"), await hour.answers("/healthz")))
    assert seen == [(200, 503)] * 6
    hour.sandbox.faults.clear()
    await hour.everything_arrives(within=300)
    assert (await hour.answers("/livez"), await hour.answers("/healthz")) == (200, 200)


async def test_many_threads_are_caught_up_within_the_rate_tiers(
    sandbox: Sandbox, place: Place
) -> None:
    async with begun(sandbox, place, pairs=28) as hour:
        sandbox.faults.add("*", "drop_before", times=None)
        await hour.everybody_says("First")
        await hour.passes(600)
        sandbox.faults.clear()
        await hour.everything_arrives(within=1_200)
        assert slowed_down(sandbox.calls) == []


async def test_a_token_that_is_revoked_for_a_while_holds_nothing(hour: Hour) -> None:
    hour.sandbox.set(token_revoked=True)
    before = len(hour.sandbox.calls)
    await hour.everybody_says("First", "Second")
    await hour.passes(HOUR)
    # Each thread tries its first message once a minute.
    assert len(hour.sandbox.calls) - before < 62 * 2 * PAIRS
    assert await hour.answers("/healthz") == 503
    assert await hour.world.bot.store.run(outbox.stuck) == []
    hour.sandbox.set(token_revoked=False)
    await hour.everything_arrives(within=300)
    assert hour.found() == Found(said=6 * PAIRS)
    assert await hour.answers("/healthz") == 200
