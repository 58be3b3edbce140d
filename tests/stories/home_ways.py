"""What people press in Home to see something else there, by their own hands."""

from __future__ import annotations

from bot.desk.agenda import PAGE
from tests.stories.tickets import TicketDesk
from tests.stories.whole_way import Step, closes_windows


async def looks_as_each(desk: TicketDesk) -> None:
    await _opens(desk, "dana")
    await _presses(desk, "dana", "home_as_own")
    await _presses(desk, "dana", "home_as_coordinator")
    await _opens(desk, "ruth")
    await _presses(desk, "ruth", "home_as_own")
    await _presses(desk, "ruth", "home_as_expert")


async def picks_out(desk: TicketDesk) -> None:
    await _opens(desk, "dana")
    await _presses(desk, "dana", "agenda_list:due")
    await _presses(desk, "dana", "agenda_filter:kind", "general-assistance")
    await _presses(desk, "dana", "agenda_clear")
    await _presses(desk, "dana", "agenda_list:needs")


async def turns_pages(desk: TicketDesk) -> None:
    for number in range(PAGE + 1):
        await desk.ask("ana", f"And this one, {number}?", visibility="expert")
    await _opens(desk, "dana")
    await _presses(desk, "dana", "agenda_next")
    await _presses(desk, "dana", "agenda_previous")


async def works_from_home(desk: TicketDesk) -> None:
    await _presses(desk, "dana", "card_view")
    await closes_windows(desk, "dana")
    await _presses(desk, "dana", "card_take")
    await _presses(desk, "dana", "card_ask_expert")
    await closes_windows(desk, "dana")


HOME_WAYS: tuple[Step, ...] = (looks_as_each, picks_out, turns_pages, works_from_home)


async def _opens(desk: TicketDesk, who: str) -> None:
    await desk.person(who).open_home()
    await desk.settled()


async def _presses(desk: TicketDesk, who: str, action_id: str, value: object = None) -> None:
    await desk.person(who).click_in_home(action_id, value)
    await desk.settled()
