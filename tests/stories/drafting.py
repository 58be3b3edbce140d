"""Steps of the stories about resources made of requests."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from bot.desk import drafts
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import drafts as draft_rows
from tests.readable import readable
from tests.stories.tickets import TicketDesk

Json = dict[str, Any]

ASKED = "Can the zaquestion board of Maple Elementary refuse Rivera's detainers?"
"""Ana's question, with words that must stand nowhere else."""

DRAFT: dict[str, object] = {
    "draft_title": "Xylograph guide to declining holds",
    "draft_summary": "What a local body can do when asked to hold a person.",
    "draft_title_es": "Guía xilográfica",
    "draft_address": "https://guides.example/holds",
    "draft_type": "toolkit",
    "topic": "detainers",
}


async def answered(desk: TicketDesk, question: str = ASKED, **request: Any) -> str:  # noqa: ANN401 (the fields of a Request)
    """A ticket of Ana's that was answered and closed; its handle."""
    handle = await desk.ask("ana", question, **request)
    await desk.close(handle)
    return handle


async def begins(desk: TicketDesk, handle: str) -> Json:
    """Dana opens the form behind View; the form."""
    await desk.press("dana", await desk.card(handle), "card_view")
    await desk.dana.click_in_view("draft_make")
    await desk.settled()
    return desk.dana.view or {}


async def drafted(desk: TicketDesk, handle: str, **values: object) -> None:
    """Dana fills in the form, and leaves what may be found in it as it is."""
    await begins(desk, handle)
    await desk.submits("dana", {**DRAFT, **values})
    if "Make a resource" in readable(desk.dana.view or {"blocks": []}):
        await desk.submits("dana")
    await closes_windows(desk, "dana")


async def closes_windows(desk: TicketDesk, who: str) -> None:
    """Somebody closes what is before them."""
    while desk.person(who).view is not None:
        await desk.person(who).close_view()
    await desk.settled()


async def its_question(desk: TicketDesk, handle: str) -> Json:
    """The newest message in Ana's thread about a draft."""
    own = [each for each in await desk.thread(handle) if each["text"] == TEXT]
    return own[-1]


TEXT = "A resource made of your request"
ANSWERED = "The draft of a resource was answered"


async def its_answer(desk: TicketDesk, handle: str) -> Json:
    """The newest message below the card about a draft."""
    own = [each for each in await desk.card_thread(handle) if each["text"] == ANSWERED]
    return own[-1]


async def agreed(desk: TicketDesk, **values: object) -> str:
    """A draft that Ana said yes to; the handle of its ticket."""
    handle = await answered(desk)
    await drafted(desk, handle, **values)
    await desk.press("ana", await its_question(desk, handle), "draft_yes")
    return handle


async def publishes(desk: TicketDesk, handle: str, who: str = "dana") -> None:
    """Somebody presses Publish below the card."""
    await desk.press(who, await its_answer(desk, handle), "draft_publish")


async def the_draft(desk: TicketDesk, handle: str) -> Row:
    """The newest draft made of a ticket."""
    ticket = await desk.ticket(handle)
    rows = await desk.world.bot.store.run(drafts.of_ticket, ticket.id)
    return rows[-1]


def begun(tx: Transaction, by: Member) -> dict[str, Any]:
    """Publishing begins, and goes no further; what the library was to be given."""
    handle = tx.execute(select(draft_rows.c.handle)).scalar_one()
    draft, person = drafts.for_coordinator(tx, handle, by)
    return dict(drafts.begin(tx, draft, person))


def everything(tx: Transaction) -> str:
    """All that is kept of drafts."""
    return json.dumps([list(row) for row in tx.execute(draft_rows.select())])
