"""What experts and those who ask say of themselves in Home, by their own hands."""

from __future__ import annotations

from tests.stories.tickets import HARBOR, TicketDesk
from tests.stories.whole_way import Step, closes_windows, press_on


async def says_what_they_answer(desk: TicketDesk) -> None:
    await _presses(desk, "ruth", "home_as_expert", "scopes_change")
    await desk.submits("ruth", {"expert_topics": ["detainers"], "expert_places": "TX"})


async def says_what_they_do_not_want(desk: TicketDesk) -> None:
    await _presses(desk, "ruth", "not_for_change")
    await desk.submits("ruth", {"not_for_topics": ["schools"]})


async def looks_at_all_they_asked(desk: TicketDesk) -> None:
    for number in range(20):
        await desk.ask("ana", f"And that one, {number}?")
    await _presses(desk, "ana", "requests_all")
    await press_on(desk, "ana", "requests_next", "requests_previous")
    await closes_windows(desk, "ana")


async def says_whom_they_avoid(desk: TicketDesk) -> None:
    await _presses(desk, "ana", "avoided_change")
    await desk.submits("ana", {"avoided_partners": [HARBOR]})


PEOPLE_WAYS: tuple[Step, ...] = (
    says_what_they_answer,
    says_what_they_do_not_want,
    looks_at_all_they_asked,
    says_whom_they_avoid,
)


async def _presses(desk: TicketDesk, who: str, *action_ids: str) -> None:
    """Somebody opens Home and presses buttons there, one after the other."""
    await desk.person(who).open_home()
    await desk.settled()
    for action_id in action_ids:
        await desk.person(who).click_in_home(action_id)
        await desk.settled()
