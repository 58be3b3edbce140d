"""The bot is replaced while people write: nobody notices."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.desk import spoken
from bot.sandbox import Clock, Sandbox
from bot.store import Row, Transaction
from catalog import Catalog
from handlers.delivery import Delivery
from tests.faults import restarts
from tests.faults.hurried import slack
from tests.stories.hours import NOW, Place, at_work, begun

SEED = 20261122


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with slack(Clock(standing_at=NOW)) as sandbox:
        yield sandbox


@pytest.fixture
def place(library: Path, tmp_path: Path) -> Iterator[Place]:
    with Catalog.open(library) as catalog:
        yield Place(tmp_path, catalog)


async def test_nobody_notices_that_the_bot_is_replaced(tmp_path: Path) -> None:
    went = await restarts.run(3, SEED, tmp_path)
    assert went.harmless, went
    assert went.restarts == 3
    assert max(went.stops) < restarts.STOP_SECONDS
    assert went.found.said > 20
    assert went.commands > 10


async def test_what_was_about_to_be_sent_at_the_stop_is_sent_after_the_start(
    sandbox: Sandbox, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, going_on = threading.Event(), threading.Event()
    written, stop = spoken.written, Delivery.stop

    def slowly(tx: Transaction, copy: Row) -> Row:
        reading.set()
        going_on.wait()
        return written(tx, copy)

    def stopping(worker: Delivery) -> None:
        going_on.set()
        stop(worker)

    async with begun(sandbox, place, pairs=1) as hour:
        monkeypatch.setattr(spoken, "written", slowly)
        monkeypatch.setattr(Delivery, "stop", stopping)
        await hour.pairs[0].official.say("Just before the stop")
        await asyncio.to_thread(reading.wait)
    async with at_work(sandbox, place, hour.pairs) as again:
        await again.everything_arrives(within=30)
