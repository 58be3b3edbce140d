"""Publishing Home while Slack is slow, faulty, or answers nothing: the newest is what stays."""

from __future__ import annotations

import asyncio

from bot.app import SLACK_SECONDS
from bot.sandbox.record import Call
from tests.readable import readable
from tests.stories.tickets import TicketDesk

SLOW = 0.3
OUT_OF_PATIENCE = SLACK_SECONDS + 1


def published(desk: TicketDesk) -> list[Call]:
    """What was published, in the order in which it came to Slack."""
    return [call for call in desk.world.sandbox.calls if call.method == "views.publish"]


async def opened(desk: TicketDesk) -> None:
    await desk.dana.open_home()
    await desk.settled()


def shown(desk: TicketDesk) -> str:
    return readable(desk.dana.home or {})


async def carried_out(desk: TicketDesk) -> Call:
    """The call that Slack was late with, once it came to it."""
    late = next(call for call in published(desk) if call.fault == "late")
    async with asyncio.timeout(10):
        while late.status is None:  # noqa: ASYNC110 (the stand-in tells nobody)
            await asyncio.sleep(0.05)
    return late


async def test_of_two_at_once_the_newest_is_shown(desk: TicketDesk) -> None:
    await opened(desk)
    desk.world.sandbox.faults.add("views.publish", "late", seconds=SLOW)
    await desk.dana.click_in_home("agenda_list:experts")
    await desk.dana.click_in_home("agenda_list:due")
    await desk.settled()
    assert "[Due today (0) ✓]" in shown(desk)


async def test_many_at_once_are_published_as_few(desk: TicketDesk) -> None:
    await opened(desk)
    before = len(published(desk))
    desk.world.sandbox.faults.add("views.publish", "late", seconds=SLOW)
    for name in ("experts", "requesters", "due", "needs", "requesters"):
        await desk.dana.click_in_home(f"agenda_list:{name}")
    await desk.settled()
    assert "[Waiting on requesters (0) ✓]" in shown(desk)
    assert len(published(desk)) - before <= 3


async def test_one_that_comes_late_does_not_go_over_the_newer(desk: TicketDesk) -> None:
    """Slack carries the first out after the bot has given it up and published another."""
    await opened(desk)
    desk.world.sandbox.faults.add("views.publish", "late", seconds=OUT_OF_PATIENCE)
    await desk.dana.click_in_home("agenda_list:experts")
    await desk.dana.click_in_home("agenda_list:due")
    await desk.settled()
    assert (await carried_out(desk)).error == "hash_conflict"
    assert "[Due today (0) ✓]" in shown(desk)


async def test_after_one_that_failed_the_next_is_shown(desk: TicketDesk) -> None:
    await opened(desk)
    desk.world.sandbox.faults.add("views.publish", "500_before")
    await desk.dana.click_in_home("agenda_list:experts")
    await desk.settled()
    assert "[Needs me now (0) ✓]" in shown(desk)
    await desk.dana.click_in_home("agenda_list:due")
    await desk.settled()
    assert "[Due today (0) ✓]" in shown(desk)


async def test_one_that_arrived_without_an_answer_is_replaced(desk: TicketDesk) -> None:
    await opened(desk)
    desk.world.sandbox.faults.add("views.publish", "drop_after")
    await desk.dana.click_in_home("agenda_list:experts")
    await desk.settled()
    await desk.dana.click_in_home("agenda_list:due")
    await desk.settled()
    assert "[Due today (0) ✓]" in shown(desk)
