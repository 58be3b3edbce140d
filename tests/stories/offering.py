"""Steps of the stories about offers: the first one of a ticket, made to Ruth."""

from __future__ import annotations

from bot.desk import records
from bot.sandbox import Person
from tests.readable import readable
from tests.stories.tickets import Json, TicketDesk


async def offer_to_two(desk: TicketDesk) -> str:
    """A ticket of Ana's that Dana offers to Ruth, and after her to Tomás; its handle."""
    ruth, tomas = await desk.list_expert("ruth"), await desk.list_expert("tomas")
    handle = await desk.ask("ana", visibility="expert", needed_by="week")
    await desk.offer(handle, ruth, tomas)
    return handle


async def head(desk: TicketDesk, handle: str, nth: int = 0) -> str:
    return readable(await desk.offered(handle, nth))


async def under_offer(desk: TicketDesk, handle: str, nth: int = 0) -> list[str]:
    """What the bot posted below an offer."""
    return [readable(each) for each in await desk.offer_thread(handle, nth) if "bot_id" in each]


async def internal(desk: TicketDesk, handle: str) -> list[str]:
    """What stands below the card."""
    return [readable(each) for each in await desk.card_thread(handle) if "bot_id" in each]


async def says(desk: TicketDesk, handle: str, text: str) -> Json:
    """Ruth writes in the thread of the offer."""
    said = await desk.ruth.say("dm", text, (await desk.offered(handle, 0))["ts"])
    await desk.settled()
    return said


async def presses(desk: TicketDesk, handle: str, action_id: str, who: str = "ruth") -> None:
    await desk.press(who, await desk.offered(handle, 0), action_id)


async def declines(desk: TicketDesk, handle: str, **values: object) -> None:
    await presses(desk, handle, "offer_decline")
    await desk.submits("ruth", values)


async def states(desk: TicketDesk, handle: str) -> list[str]:
    ticket = await desk.ticket(handle)
    rows = await desk.world.bot.store.run(records.offers_of, ticket.id)
    return [row.state for row in rows]


def letters(person: Person) -> list[Json]:
    """What the bot posted in somebody's DM, outside threads."""
    seen = [each for each in person.sees("dm") if each.get("bot_id")]
    return [each for each in seen if each.get("thread_ts", each["ts"]) == each["ts"]]
