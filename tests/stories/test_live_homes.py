"""A Home that somebody looks at follows what happens, without a click of theirs."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk import moves
from bot.desk.people import Member
from bot.store import Unavailable
from handlers.home import LOOKED_AT_SECONDS, Home
from handlers.live_homes import SETTLE_SECONDS
from tests.readable import readable
from tests.stories.tickets import TicketDesk


def shown(desk: TicketDesk, who: str) -> str:
    return readable(desk.person(who).home or {})


def published(desk: TicketDesk, who: str) -> int:
    user_id = desk.person(who).id
    calls = [call for call in desk.world.sandbox.calls if call.method == "views.publish"]
    return sum(call.args["user_id"] == user_id for call in calls)


async def a_moment(desk: TicketDesk) -> None:
    """As long as Homes wait for more to happen; then until they are drawn."""
    live = desk.world.bot.workers.live_homes
    moved = live.store.stirred(moves.QUEUE)
    async with asyncio.timeout(10):
        while moved.is_set() or live.at_it:
            desk.world.sandbox.clock.advance(SETTLE_SECONDS)
            await asyncio.sleep(0.01)
    await desk.settled()


async def opens(desk: TicketDesk, who: str) -> None:
    await desk.person(who).open_home()
    await desk.settled()


async def test_a_coordinator_sees_a_new_request_come(desk: TicketDesk) -> None:
    await opens(desk, "dana")
    assert "[Needs me now (0) ✓]" in shown(desk, "dana")
    await desk.ask("ana")
    await a_moment(desk)
    assert "[Needs me now (1) ✓]" in shown(desk, "dana")


async def test_an_expert_sees_an_offer_come(desk: TicketDesk) -> None:
    expert = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    await opens(desk, "ruth")
    assert "You have until" not in shown(desk, "ruth")
    await desk.offer(handle, expert)
    await a_moment(desk)
    assert "You have until" in shown(desk, "ruth")


async def test_who_asked_sees_how_far_it_is(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await opens(desk, "ana")
    before = shown(desk, "ana")
    await desk.close(handle)
    await a_moment(desk)
    assert shown(desk, "ana") != before


async def test_what_is_the_same_is_not_published_again(desk: TicketDesk) -> None:
    await desk.ask("luis")
    await opens(desk, "ana")
    await opens(desk, "dana")
    before = published(desk, "ana"), published(desk, "dana")
    await desk.ask("luis", "And who pays for it?")
    await a_moment(desk)
    assert published(desk, "ana") == before[0]
    assert published(desk, "dana") == before[1] + 1


async def test_nobody_s_home_is_touched_who_went_long_ago(desk: TicketDesk) -> None:
    await opens(desk, "dana")
    before = published(desk, "dana")
    desk.world.sandbox.clock.advance(LOOKED_AT_SECONDS + 1)
    await desk.ask("ana")
    await a_moment(desk)
    assert published(desk, "dana") == before


async def test_homes_go_on_after_the_desk_could_not_be_read(
    desk: TicketDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, follow, refused = desk.world.bot.workers.live_homes.home, Home.follow, [1]

    async def once_refused(self: Home, member: Member) -> None:
        if refused:
            refused.pop()
            raise Unavailable
        await follow(self, member)

    monkeypatch.setattr(Home, "follow", once_refused)
    assert home.looked_at()
    await desk.ask("ana")
    await a_moment(desk)
    assert refused == []
    await desk.ask("luis")
    await a_moment(desk)
    assert "[Needs me now (2) ✓]" in shown(desk, "dana")


async def test_what_slack_would_not_show_is_shown_with_the_next_thing(desk: TicketDesk) -> None:
    desk.world.sandbox.faults.add("views.publish", "500_before")
    await desk.ask("ana")
    await a_moment(desk)
    refused = [call for call in desk.world.sandbox.calls if call.fault == "500_before"]
    assert [call.method for call in refused] == ["views.publish"]
    await desk.ask("luis")
    await a_moment(desk)
    assert "[Needs me now (2) ✓]" in shown(desk, "dana")
