"""Who is away comes back by the date that they said, and not in the night."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.desk import people, rights, tickets
from bot.sandbox import Sandbox
from bot.store import Transaction
from catalog import Catalog
from tests.stories.days import MORNING, Day, at_work, slack_on
from tests.stories.hours import Place
from tests.stories.joined import meet, member


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with slack_on(MORNING) as sandbox:
        yield sandbox


@pytest.fixture
def place(library: Path, tmp_path: Path) -> Iterator[Place]:
    with Catalog.open(library) as catalog:
        yield Place(tmp_path, catalog)


async def away_until(day: Day, iso: str) -> str:
    """Dana has a ticket, Tomás triages too, and Dana goes away; the ticket's handle."""
    handle = await day.ask()
    await day.person("dana").open_home()
    await meet(day.world, "tomas")
    await day.run(_prepare, handle, member(day.dana), member(day.person("tomas")))
    await day.dana.open_home()
    await day.dana.click_in_home("open_away")
    await day.dana.submit({"away_until": iso})
    await day.settled()
    return handle


def _prepare(tx: Transaction, handle: str, dana: people.Member, other: people.Member) -> None:
    people.give_role(tx, people.meet(tx, other).id, "coordinator")
    ticket, person = rights.for_coordinator(tx, handle, dana)
    tickets.take(tx, ticket, person)


async def holder(day: Day, handle: str) -> str:
    ticket = await day.ticket(handle)
    found: people.Person = await day.run(people.find, ticket.assignee_id)
    return found.name


async def test_it_all_comes_back_when_work_begins_that_day(sandbox: Sandbox, place: Place) -> None:
    async with at_work(sandbox, place) as day:
        handle = await away_until(day, "2027-01-15")
        await day.passes_until("2027-01-15 08:59")
        assert await holder(day, handle) == "Tomás Vega"
        await day.passes_until("2027-01-15 09:01")
        assert await holder(day, handle) == "Dana Kim"
        [told] = day.reads_in_dm("dana", "Welcome back")
        assert day.when(told) == "Fri 01-15 09:00"


async def test_after_days_of_downtime_it_comes_back_once(sandbox: Sandbox, place: Place) -> None:
    async with at_work(sandbox, place) as day:
        handle = await away_until(day, "2027-01-15")
    sandbox.clock.advance(5 * 24 * 3_600)
    for _start in range(2):
        async with at_work(sandbox, place) as day:
            await day.run(_coordinates, member(day.person("tomas")))
            await day.settled()
            assert await holder(day, handle) == "Dana Kim"
            assert len(day.reads_in_dm("dana", "Welcome back")) == 1


def _coordinates(tx: Transaction, who: people.Member) -> None:
    people.give_role(tx, people.meet(tx, who).id, "coordinator")
