"""Many threads of one channel: they are written to no faster than Slack lets a channel be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import joining
from bot.desk.joining import End
from bot.sandbox import Clock, Sandbox
from bot.store import Transaction
from catalog import Catalog
from tests.faults.hurried import slack
from tests.faults.pairs import Pair, Side, pairs_in
from tests.stories.hours import NOW, Hour, Place, at_work, slowed_down
from tests.stories.joined import member

THREADS = 12


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with slack(Clock(standing_at=NOW)) as sandbox:
        yield sandbox


@pytest.fixture
async def hour(sandbox: Sandbox, library: Path, tmp_path: Path) -> AsyncIterator[Hour]:
    """Officials in their DMs, each joined to a thread of one private channel."""
    pairs = await pairs_in(sandbox, THREADS)
    ana = sandbox.person("ana")
    await ana.invite("staff-room", "bot")
    heads = [(await ana.say("staff-room", "A thread"))["ts"] for _ in pairs]
    pairs = [
        Pair(pair.official, Side(ana, head, "staff-room"))
        for pair, head in zip(pairs, heads, strict=True)
    ]

    def link(tx: Transaction) -> None:
        for pair in pairs:
            own, other = pair.official, pair.expert
            here = End(member(own.person), own.place, own.head, since_ts=own.newest)
            channel = End(None, other.place, other.head, since_ts=other.newest)
            joining.link(tx, [here, channel])

    with Catalog.open(library) as catalog:
        async with at_work(sandbox, Place(tmp_path, catalog), pairs) as hour:
            await hour.world.bot.store.run(link)
            yield hour


async def test_a_channel_with_many_threads_is_written_to_at_slack_s_pace(hour: Hour) -> None:
    for pair in hour.pairs:
        await pair.official.say(f"From {pair.official.person.user.key}")
    await hour.everything_arrives(within=60)
    assert slowed_down(hour.sandbox.calls) == []


async def test_many_rewritings_at_once_go_at_slack_s_pace(hour: Hour) -> None:
    said = [
        (pair.official, await pair.official.say(f"{number} from {pair.official.person.user.key}"))
        for number in range(5)
        for pair in hour.pairs
    ]
    await hour.everything_arrives(within=600)
    for side, message in said:
        corrected = f"{message['text']}, corrected"
        await side.person.edit(message, corrected)
        message["text"] = corrected
    await hour.everything_arrives(within=600)
    assert slowed_down(hour.sandbox.calls) == []
