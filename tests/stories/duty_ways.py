"""What coordinators set, and how they stand in for each other, by their own hands."""

from __future__ import annotations

from bot.desk import network, people
from tests.stories.joined import member
from tests.stories.tickets import TRIAGE, TicketDesk
from tests.stories.whole_way import Step, closes_windows, press, press_on

NOTE = "You know this city, zahandover."


async def sets_all_of_it(desk: TicketDesk) -> None:
    await _home(desk, "open_settings")
    changed: dict[str, dict[str, object]] = {
        "hours": {"setting:subdivision": "QC", "setting:opens": "08:00"},
        "due": {"setting:first_today": "3"},
        "offers": {"setting:silent_days": "8"},
        "channel": {},
        "language": {},
        "stand_in": {},
        "kept": {"setting:retention_days": "100"},
    }
    for name, values in changed.items():
        await press_on(desk, "dana", f"settings_form:{name}")
        if name == "hours":
            await desk.dana.click_in_view("setting:country", "CA")
            await desk.settled()
        await desk.submits("dana", values)
    await closes_windows(desk, "dana")


async def hands_over(desk: TicketDesk) -> None:
    cora = await desk.run(people.meet, member(desk.person("cora")))
    await desk.run(network.change, None, {"stand_in": cora.id})
    for way in ("more_form:assign", "more_act:stand_in"):
        await desk.ask("ana", "And who has this one?", visibility="expert")
        await press(desk, "dana", TRIAGE, "card_more")
        await press_on(desk, "dana", way)
        if way == "more_form:assign":
            await desk.submits("dana", {"words": NOTE})
        await closes_windows(desk, "dana")


async def is_away(desk: TicketDesk) -> None:
    await _home(desk, "open_away")
    await desk.submits("dana")
    await _home(desk, "away_back")


DUTY_WAYS: tuple[Step, ...] = (sets_all_of_it, hands_over, is_away)


async def _home(desk: TicketDesk, action_id: str) -> None:
    await desk.dana.open_home()
    await desk.settled()
    await desk.dana.click_in_home(action_id)
    await desk.settled()
