"""The clock that can be hurried."""

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import Clock

NOW = 1_800_000_000.0
SECONDS = st.floats(0, 100_000)


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


async def test_a_clock_says_when_the_next_wait_is_over() -> None:
    clock = Clock(standing_at=0.0)
    assert clock.until_next() is None
    sleepers = [asyncio.create_task(clock.sleep(seconds)) for seconds in (20, 5, 30)]
    await asyncio.sleep(0)
    assert clock.until_next() == 5
    clock.advance(5)
    await sleepers[1]
    assert clock.until_next() == 15
    clock.advance(100)
    await asyncio.gather(*sleepers)
    assert clock.until_next() is None


async def test_waits_that_are_given_up_are_nobody_s_next_and_soon_forgotten() -> None:
    clock = Clock(standing_at=0.0)
    async with clock.timeout(10):
        for _ in range(1_000):
            async with clock.timeout(60):
                pass
        assert clock.until_next() == 10
        assert len(clock._next) < 200  # noqa: SLF001  # what is kept can be seen nowhere else
    assert clock.until_next() is None


async def test_a_running_clock_that_is_advanced_wakes_who_sleeps_long() -> None:
    clock = Clock()
    sleeper = asyncio.create_task(clock.sleep(3_600))
    await asyncio.sleep(0)
    clock.advance(3_600)
    await sleeper


async def test_everybody_who_is_due_wakes_even_when_it_is_advanced_twice() -> None:
    clock = Clock(standing_at=NOW)
    sleepers = [asyncio.create_task(clock.sleep(number / 7)) for number in range(500)]
    await asyncio.sleep(0)
    clock.advance(30)
    clock.advance(50)
    await asyncio.gather(*sleepers)
    assert not clock.due()


@given(st.lists(SECONDS, max_size=5), SECONDS, st.integers(1, 7))
def test_who_sleeps_so_long_is_awake_once_that_has_passed_in_whatever_steps(
    before: list[float], seconds: float, steps: int
) -> None:
    async def wake() -> None:
        clock = Clock(standing_at=NOW)
        for each in before:
            clock.advance(each)
        sleeper = asyncio.create_task(clock.sleep(seconds))
        await asyncio.sleep(0)
        for _ in range(steps):
            clock.advance(seconds / steps)
        assert clock.due()
        await sleeper

    asyncio.run(wake())
