"""Offers and the time: one expert after the other, and what a night or a restart does to them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.desk import records, turns
from bot.sandbox import Sandbox
from bot.store import Transaction, Unavailable
from catalog import Catalog
from handlers.due import Due
from tests.readable import readable
from tests.stories.days import MORNING, Day, at_work, slack_on
from tests.stories.hours import HOUR, Place
from tests.stories.tickets import QUESTION

MINUTE = 60.0
OVER = "The time for this is over. Thank you all the same."


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with slack_on(MORNING) as sandbox:
        yield sandbox


@pytest.fixture
def place(library: Path, tmp_path: Path) -> Iterator[Place]:
    with Catalog.open(library) as catalog:
        yield Place(tmp_path, catalog)


async def states(day: Day, handle: str) -> list[str]:
    """How a ticket's offers stand."""
    ticket = await day.ticket(handle)
    rows = await day.world.bot.store.run(records.offers_of, ticket.id)
    return [row.state for row in rows]


async def offered(day: Day, *, minutes: int = 60) -> str:
    """A ticket that is offered to Ruth, and after her to Tomás."""
    ruth, tomas = await day.list_expert("ruth"), await day.list_expert("tomas")
    handle = await day.ask("ana", visibility="expert")
    await day.offer(handle, ruth, tomas, minutes=minutes)
    return handle


async def test_in_time_nothing_happens_by_itself(sandbox: Sandbox, place: Place) -> None:
    async with at_work(sandbox, place) as day:
        handle = await offered(day)
        await day.passes(59 * MINUTE)
        assert await states(day, handle) == ["open", "waiting"]


async def test_who_is_silent_is_followed_by_the_next(sandbox: Sandbox, place: Place) -> None:
    async with at_work(sandbox, place) as day:
        handle = await offered(day)
        await day.passes(61 * MINUTE)
        assert await states(day, handle) == ["expired", "open"]
        assert readable(await day.offered(handle, 0)) == OVER
        assert QUESTION in readable(await day.offered(handle, 1))


async def test_when_all_were_silent_it_is_back(sandbox: Sandbox, place: Place) -> None:
    async with at_work(sandbox, place) as day:
        handle = await offered(day)
        await day.passes(2 * HOUR + MINUTE)
        ticket = await day.ticket(handle)
        assert await states(day, handle) == ["expired", "expired"]
        assert (ticket.state, ticket.waits_on) == ("taken", "coordinator")


async def test_too_late_is_told(sandbox: Sandbox, place: Place) -> None:
    async with at_work(sandbox, place) as day:
        handle = await offered(day)
        head = await day.offered(handle, 0)
        await day.passes(61 * MINUTE)
        await day.ruth.click(head, "offer_accept", stale=True)
        await day.settled()
        assert "The time for this is over; someone else was asked." in day.told("ruth")
        assert (await day.ticket(handle)).expert_id is None


async def test_an_offer_made_meanwhile_has_its_own_time(sandbox: Sandbox, place: Place) -> None:
    async with at_work(sandbox, place) as day:
        first = await offered(day, minutes=600)
        await day.passes(HOUR)
        ruth = await day.list_expert("ruth")
        second = await day.ask("ana", visibility="expert")
        await day.offer(second, ruth, minutes=5)
        await day.passes(6 * MINUTE)
        assert await states(day, first) == ["open", "waiting"]
        assert await states(day, second) == ["expired"]


async def test_after_a_night_away_each_is_asked_once(sandbox: Sandbox, place: Place) -> None:
    async with at_work(sandbox, place) as day:
        handle = await offered(day)
    sandbox.clock.advance(12 * HOUR)
    async with at_work(sandbox, place) as day:
        await day.passes(MINUTE)
        assert await states(day, handle) == ["open", "waiting"]
    sandbox.clock.advance(11.5 * HOUR)
    async with at_work(sandbox, place) as day:
        await day.passes(MINUTE)
        assert await states(day, handle) == ["expired", "open"]
        heads = [each for each in day.person("tomas").sees("dm") if QUESTION in str(each)]
        assert len(heads) == 1
        assert readable(await day.offered(handle, 0)) == OVER


async def test_a_restart_between_offer_and_acceptance_changes_nothing(
    sandbox: Sandbox, place: Place
) -> None:
    async with at_work(sandbox, place) as day:
        handle = await offered(day)
    async with at_work(sandbox, place) as day:
        await day.press("ruth", await day.offered(handle, 0), "offer_accept")
        await day.writes(handle, "It is about holds.")
        head = await day.offered(handle, 0)
        await day.ruth.say("dm", "Yes, you can.", head["ts"])
        await day.settled()
        assert (await day.reads(handle))[-1].endswith("\nYes, you can.")
        assert "It is about holds." in str(await day.offer_thread(handle, 0))


async def test_what_was_written_while_it_was_away_and_before_accepting_stays(
    sandbox: Sandbox, place: Place
) -> None:
    async with at_work(sandbox, place) as day:
        handle = await offered(day)
        head = await day.offered(handle, 0)
    await sandbox.person("ruth").say("dm", "Who is it?", head["ts"])
    async with at_work(sandbox, place) as day:
        await day.press("ruth", head, "offer_accept")
        await day.passes(20 * MINUTE)
        assert "Who is it?" not in str(await day.reads(handle))


async def test_it_goes_on_once_the_database_can_be_read_again(
    sandbox: Sandbox, place: Place
) -> None:
    looks = 0

    def fails_twice(tx: Transaction) -> int | None:
        nonlocal looks
        looks += 1
        if looks < 3:
            raise Unavailable
        return turns.due(tx)

    async with at_work(sandbox, place) as day:
        worker = Due(day.world.bot.store, sandbox.clock, units=[fails_twice])
        running = asyncio.create_task(worker.run())
        await sandbox.run_until(lambda: looks == 3, limit=10, busy=day.busy)
        worker.stop()
        await asyncio.wait_for(running, timeout=10)
