"""Steps of the stories about how requests end, and what becomes of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from bot.store import Transaction
from bot.store.tables import tickets as tickets_table
from tests.readable import readable
from tests.stories.offering import under_offer
from tests.stories.tickets import TicketDesk
from tests.stories.whole_way import bearing

Json = dict[str, Any]

DAY = 24 * 3600 * 1000


async def the_expert_s(desk: TicketDesk, handle: str, action_id: str) -> Json:
    """The message in the expert's thread with such a button."""
    for message in await desk.offer_thread(handle):
        if action_id in str(message.get("blocks")):
            return message
    raise LookupError(action_id)


async def expert_closes(desk: TicketDesk, handle: str, **values: object) -> None:
    """Ruth closes it by her form."""
    await desk.press("ruth", await the_expert_s(desk, handle, "expert_close"), "expert_close")
    await desk.submits("ruth", values)


async def dana_closes(desk: TicketDesk, handle: str, **values: object) -> None:
    """Dana closes it by her form, from the card."""
    await desk.press("dana", await desk.card(handle), "card_more")
    await desk.dana.click_in_view("more_form:close")
    await desk.settled()
    await desk.submits("dana", {"ticket_outcome": "referred", **values})


async def ana_closes(desk: TicketDesk, handle: str, **values: object) -> None:
    """Ana closes it by her form."""
    await desk.press("ana", await desk.status(handle), "own_close")
    await desk.submits("ana", values)


async def questions(desk: TicketDesk, handle: str) -> list[Json]:
    """What asks Ana whether it helped, or did, oldest first."""
    own = [each for each in await desk.thread(handle) if each.get("bot_id")]
    return [each for each in own if "is closed:" in readable(each) or "went on" in readable(each)]


async def asked(desk: TicketDesk, handle: str) -> Json:
    """The question whether it helped."""
    return next(each for each in await desk.thread(handle) if "helped:" in str(each.get("blocks")))


async def thanked(desk: TicketDesk, handle: str) -> list[str]:
    """What the bot posted in the expert's thread."""
    return await under_offer(desk, handle, -1)


async def days_go_by(desk: TicketDesk, handle: str, days: int) -> None:
    """So many days go by after a ticket was closed."""

    def age(tx: Transaction) -> None:
        row = tickets_table.c.handle == handle
        tx.execute(update(tickets_table).where(row).values(closed_at=tx.now - days * DAY))

    await desk.run(age)


def newest(desk: TicketDesk, who: str, channel: str, action_id: str) -> Json:
    """The newest message with such a button that somebody sees."""
    return bearing(desk.person(who), channel, action_id)
