"""What nobody speaks on any more is closed together, after one look and a second one."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.desk import tickets
from bot.desk.stale import BATCH, MOST_OURS, MOST_SILENT
from bot.store import Transaction
from bot.store.tables import tickets as rows
from tests.desk.queues import DAY
from tests.stories.test_triage_reply import replies
from tests.stories.tickets import TicketDesk

LINE = "We heard nothing for a while."
WITHDRAWN: dict[str, object] = {"ticket_outcome": "withdrawn", "words": LINE}


async def silent(desk: TicketDesk, who: str = "ana", *, days: int = 20, **request: Any) -> str:  # noqa: ANN401 (the fields of a Request)
    """A request that was answered, and on which nobody spoke for so long."""
    handle = await desk.ask(who, **request)
    await replies(desk, handle)
    await ages(desk, handle, days)
    return handle


async def unanswered(desk: TicketDesk, *, days: int = 20) -> str:
    """A request that nobody answered for so long."""
    handle = await desk.ask("ana")
    await ages(desk, handle, days)
    return handle


async def ages(desk: TicketDesk, handle: str, days: int) -> None:
    await desk.run(_age, handle, days)


async def opens(desk: TicketDesk) -> str:
    """Dana opens the list from her Home."""
    await desk.dana.open_home()
    await desk.dana.click_in_home("open_stale")
    await desk.settled()
    return desk.told("dana")


def boxes(desk: TicketDesk) -> list[dict[str, Any]]:
    """The boxes before Dana, each with whether it is ticked at first."""
    view = desk.dana.view or {}
    elements = [each["element"] for each in view["blocks"] if each["type"] == "input"]
    return [
        {**choice, "ticked": choice in element.get("initial_options", [])}
        for element in elements
        if element["type"] == "checkboxes"
        for choice in element["options"]
    ]


def numbers(desk: TicketDesk, *, ticked: bool) -> list[str]:
    """The numbers of the requests whose boxes are ticked at first, or are not."""
    return [each["text"]["text"].split()[0] for each in boxes(desk) if each["ticked"] == ticked]


# The list


async def test_the_list_says_what_each_is_and_since_when(desk: TicketDesk) -> None:
    await silent(desk, place="US-TX/Austin")
    await opens(desk)
    [box] = boxes(desk)
    assert box["text"]["text"] == "#1 · Austin, Texas · General assistance"
    assert box["description"]["text"].startswith("silent since ")
    assert box["description"]["text"].endswith("; waits on the person who asked")


async def test_what_nobody_answered_stands_apart_and_is_not_ticked(desk: TicketDesk) -> None:
    await unanswered(desk)
    await silent(desk)
    shown = await opens(desk)
    assert numbers(desk, ticked=True) == ["#2"]
    assert numbers(desk, ticked=False) == ["#1"]
    assert shown.index("## Answered, and silent since") < shown.index("## Waiting on us")
    assert "nobody answered this yet, since " in boxes(desk)[1]["description"]["text"]


async def test_the_days_can_be_changed(desk: TicketDesk) -> None:
    await silent(desk, days=20)
    await silent(desk, days=40)
    await opens(desk)
    assert numbers(desk, ticked=True) == ["#2", "#1"]
    await desk.dana.click_in_view("stale_days", "30")
    await desk.settled()
    assert numbers(desk, ticked=True) == ["#2"]
    await desk.dana.click_in_view("stale_days", "60")
    await desk.settled()
    assert "None: somebody has spoken on every open request since then." in desk.told("dana")
    await desk.dana.click_in_view("stale_days", "7")
    await desk.settled()
    assert numbers(desk, ticked=True) == ["#2", "#1"]


async def test_the_fullest_list_fits_and_counts_the_rest(desk: TicketDesk) -> None:
    place, kind = "US-TX/Austin", "legal-question-detainers-funding"
    await desk.run(_copy, await silent(desk, place=place, kind=kind), MOST_SILENT)
    await desk.run(_copy, await unanswered(desk), MOST_OURS + 1)
    shown = await opens(desk)
    assert len(boxes(desk)) == MOST_SILENT + MOST_OURS
    assert "(1 more is not shown: close these first.)" in shown
    assert "(2 more are not shown: close these first.)" in shown
    await desk.submits("dana", {**WITHDRAWN, "words": "<&>" * 160})
    assert f"*Close {MOST_SILENT} requests?*" in desk.told("dana")


async def test_many_are_closed_together_each_once(desk: TicketDesk) -> None:
    handles = [await silent(desk) for _ in range(BATCH + 1)]
    await opens(desk)
    await desk.dana.submit(WITHDRAWN)
    desk.world.sandbox.faults.add("view_submission", "twice")
    await desk.submits("dana")
    assert f"{BATCH + 1} requests are closed." in desk.told("dana")
    for handle in handles:
        assert str(await desk.reads(handle)).count(LINE) == 1


async def test_it_can_be_read_in_spanish(desk: TicketDesk) -> None:
    await unanswered(desk)
    await silent(desk)
    for press in ("home_as_own", "choose_language:es", "home_as_coordinator"):
        await desk.dana.open_home()
        await desk.dana.click_in_home(press)
        await desk.settled()
    assert "Esperan de nuestro lado" in await opens(desk)
    await desk.submits("dana", WITHDRAWN)
    assert "*¿Cerrar 1 solicitud?*" in desk.told("dana")
    await desk.submits("dana")
    assert "Se cerró 1 solicitud." in desk.told("dana")


# Closing them


async def test_it_takes_a_second_look_and_then_each_is_told(desk: TicketDesk) -> None:
    first, second = await silent(desk, "ana"), await silent(desk, "mei")
    await opens(desk)
    await desk.submits("dana", WITHDRAWN)
    shown = desk.told("dana")
    assert (
        "*Close 2 requests?* Each person is told in their own thread, and can reopen it within "
        "14 days."
    ) in shown
    assert f"(How it ended: withdrawn)\n>{LINE}" in shown
    assert (await desk.ticket(first)).state != "closed"
    await desk.submits("dana")
    assert desk.told("dana") == "# Liaison\n2 requests are closed.\n[Close]"
    for handle in (first, second):
        assert (await desk.ticket(handle)).outcome == "withdrawn"
        assert f"*Dana Kim:* {LINE}" in (await desk.reads(handle))[-1]
        assert "Reopen" in str((await desk.status(handle))["blocks"])


async def test_what_is_not_ticked_stays(desk: TicketDesk) -> None:
    keep, close = await silent(desk), await silent(desk)
    await opens(desk)
    value = next(each["value"] for each in boxes(desk) if close in each["value"])
    await desk.submits("dana", {"stale_choice:0": [value], **WITHDRAWN})
    assert "*Close 1 request?*" in desk.told("dana")
    await desk.submits("dana")
    assert (await desk.ticket(keep)).state != "closed"
    assert (await desk.ticket(close)).state == "closed"


async def test_unticking_at_the_second_look_asks_once_more(desk: TicketDesk) -> None:
    await silent(desk)
    close = await silent(desk)
    await opens(desk)
    await desk.submits("dana", WITHDRAWN)
    value = next(each["value"] for each in boxes(desk) if close in each["value"])
    await desk.submits("dana", {"stale_choice:0": [value]})
    assert "*Close 1 request?*" in desk.told("dana")
    await desk.submits("dana", {"words": "Another line."})
    assert ">Another line." in desk.told("dana")
    await desk.submits("dana", {"ticket_outcome": "referred"})
    assert "(How it ended: referred to someone else)" in desk.told("dana")
    await desk.submits("dana")
    assert (await desk.ticket(close)).outcome == "referred"


async def test_nothing_ticked_is_told(desk: TicketDesk) -> None:
    await unanswered(desk)
    await opens(desk)
    sent = await desk.dana.submit(WITHDRAWN)
    assert sent.errors == {"ticket_outcome": "Tick at least one request above."}


async def test_what_moved_meanwhile_is_left_out_and_said(desk: TicketDesk) -> None:
    await silent(desk)
    spoken = await silent(desk)
    await opens(desk)
    await desk.dana.submit(WITHDRAWN)
    await desk.writes(spoken, "Wait, one more thing")
    await desk.submits("dana")
    assert "1 request is closed. Left out, because something happened there meanwhile: #2." in (
        desk.told("dana")
    )
    assert (await desk.ticket(spoken)).state != "closed"


async def test_when_all_have_moved_the_second_look_says_so(desk: TicketDesk) -> None:
    handle = await silent(desk)
    await opens(desk)
    await desk.writes(handle, "Wait")
    await desk.submits("dana", WITHDRAWN)
    assert "Something happened on each of them meanwhile" in desk.told("dana")


@pytest.mark.parametrize("fault", ["twice", "ack_lost"])
async def test_a_second_delivery_closes_and_tells_nobody_twice(
    desk: TicketDesk, fault: str
) -> None:
    handle = await silent(desk)
    await opens(desk)
    await desk.dana.submit(WITHDRAWN)
    desk.world.sandbox.faults.add("view_submission", fault)
    await desk.submits("dana")
    if fault == "ack_lost":
        await desk.submits("dana")
    assert "1 request is closed." in desk.told("dana")
    assert str(await desk.reads(handle)).count(LINE) == 1


async def test_personal_data_in_the_line_is_hidden_and_said(desk: TicketDesk) -> None:
    handle = await silent(desk)
    await opens(desk)
    await desk.dana.submit({**WITHDRAWN, "words": "Call 512-555-0147 <now>"})
    assert "we hid: a phone number" in desk.told("dana")
    await desk.submits("dana")
    assert (await desk.ticket(handle)).closing_words == "Call [tel. ###] <now>"


# Whose it is


@pytest.mark.parametrize("who", ["mei", "ana"])
async def test_nobody_else_sees_or_closes_any(desk: TicketDesk, who: str) -> None:
    handle = await silent(desk)
    await opens(desk)
    await desk.dana.submit(WITHDRAWN)
    view = desk.dana.view or {}
    names = ("type", "title", "submit", "close", "callback_id", "blocks", "private_metadata")
    person = desk.person(who)
    desk.world.sandbox.core.views.open(person.user, {name: view[name] for name in names})
    sent = await person.submit()
    assert sent.errors == {"words": "Only coordinators can do this."}
    assert (await desk.ticket(handle)).state != "closed"


def _age(tx: Transaction, handle: str, days: int) -> None:
    ticket = tx.execute(select(rows).where(rows.c.handle == handle)).one()
    tickets.retime(tx, ticket, spoken_at=tx.now - days * DAY)


def _copy(tx: Transaction, handle: str, times: int) -> None:
    """More of the same, with nothing of it in Slack."""
    ticket = tx.execute(select(rows).where(rows.c.handle == handle)).one()
    kept = {name: value for name, value in ticket._asdict().items() if name != "id"}
    for number in range(times):
        tx.execute(insert(rows).values({**kept, "handle": f"t-copy{ticket.id:06}{number:06}"}))
