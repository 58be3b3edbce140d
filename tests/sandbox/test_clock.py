"""The clock that can be hurried."""

import asyncio
import time

import pytest

from bot.sandbox import Clock


async def test_a_standing_clock_moves_only_when_advanced() -> None:
    clock = Clock(standing_at=100.0)
    clock.advance(5)
    assert clock.now() == 105.0


async def test_a_running_clock_goes_with_the_machine_and_can_be_ahead_of_it() -> None:
    clock = Clock()
    clock.advance(1000)
    assert clock.now() >= time.time() + 999


async def test_advancing_wakes_whoever_is_due_and_no_one_else() -> None:
    clock = Clock(standing_at=0.0)
    short, long = (asyncio.create_task(clock.sleep(seconds)) for seconds in (10, 20))
    await asyncio.sleep(0)
    clock.advance(10)
    assert clock.due()
    await short
    assert not clock.due()
    assert not long.done()
    clock.advance(10)
    await long


async def test_a_timeout_strikes_once_the_clock_gets_there() -> None:
    clock = Clock(standing_at=0.0)

    async def wait() -> None:
        async with clock.timeout(3):
            await asyncio.Event().wait()

    task = asyncio.create_task(wait())
    await asyncio.sleep(0)
    clock.advance(3)
    clock.advance(1)
    with pytest.raises(TimeoutError):
        await task


async def test_a_running_clock_wakes_by_itself() -> None:
    await Clock().sleep(0.001)
