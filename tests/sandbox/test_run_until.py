"""Days of the clock in a moment of ours."""

import asyncio
import itertools
import threading
from contextlib import suppress

import pytest

from tests.sandbox.conftest import NOW, Slack
from tests.sandbox.fake_bot import Reply


async def test_time_passes_until_it_is_so(slack: Slack) -> None:
    slack.bot.answers["event"] = Reply(status=503)
    await slack.ana.say("dm", "hello")
    passed = await slack.sandbox.run_until(lambda: len(slack.bot.received) == 4)
    assert passed == 360
    assert slack.clock.now() == NOW + 360


async def test_nothing_passes_where_it_is_so_already(slack: Slack) -> None:
    await slack.ana.say("dm", "hello")
    assert await slack.sandbox.run_until(lambda: len(slack.bot.received) == 1) == 0


async def test_it_stops_at_each_wait_however_long_the_step(slack: Slack) -> None:
    woke = []

    async def app() -> None:
        for _ in range(1_000):
            await slack.clock.sleep(90)
            woke.append(slack.clock.now())

    task = asyncio.create_task(app())
    await asyncio.sleep(0)
    passed = await slack.sandbox.run_until(lambda: len(woke) == 960, step=3_600, limit=90_000)
    assert passed == 86_400
    assert woke == [NOW + 90 * number for number in range(1, 961)]
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_it_waits_for_calls_before_time_passes(slack: Slack) -> None:
    async def app() -> None:
        for _ in range(20):
            await slack.api("auth.test")

    task = asyncio.create_task(app())
    assert await slack.sandbox.run_until(lambda: len(slack.sandbox.calls) == 20) == 0
    await task


async def test_it_waits_while_the_app_says_that_it_is_busy(slack: Slack) -> None:
    enough, asked, done = threading.Event(), itertools.count(), asyncio.Event()

    async def work() -> None:
        await asyncio.to_thread(enough.wait)
        done.set()

    def busy() -> bool:
        if next(asked) == 100:
            enough.set()
        return not done.is_set()

    task = asyncio.create_task(work())
    try:
        assert await slack.sandbox.run_until(done.is_set, limit=5, busy=busy) == 0
    finally:
        enough.set()
        await task


async def test_it_gives_up_at_its_limit(slack: Slack) -> None:
    with pytest.raises(TimeoutError, match="not in 5 seconds"):
        await slack.sandbox.run_until(lambda: False, step=2, limit=5)
    assert slack.clock.now() == NOW + 5
