"""Who can see a request, and how its requester takes that back."""

from __future__ import annotations

import re

from bot.desk import records
from bot.store import Transaction
from bot.store.tables import tickets as tickets_table
from tests.readable import buttons, readable
from tests.stories.tickets import TicketDesk

MOMENT = re.compile(r"<!date\^[^>]*>")


async def seen_by(desk: TicketDesk, handle: str, who: str = "ana") -> list[str]:
    """Who can see it, as the window before its requester says: names, and who added them."""
    await desk.press(who, await desk.status(handle), "own_viewers")
    said = MOMENT.sub("NOW", readable(desk.person(who).view or {}))
    return [line for line in said.splitlines() if line.startswith(("*", "("))]


def states(tx: Transaction, handle: str) -> list[str]:
    """How a ticket's offers stand."""
    ticket = tx.execute(tickets_table.select().where(tickets_table.c.handle == handle)).one()
    return [offer.state for offer in records.offers_of(tx, ticket.id)]


async def test_at_first_it_is_the_requester_and_the_coordinators(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    assert await seen_by(desk, handle) == [
        "*You* · since NOW",
        "(Coordinators see every request: Dana Kim.)",
    ]


async def test_an_expert_is_named_with_who_added_them(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    assert "*Ruth Adeyemi* · expert · since NOW · added by Dana Kim" in await seen_by(desk, handle)


async def test_an_expert_who_was_asked_sees_it_too(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, ruth)
    assert "*Ruth Adeyemi, Harbor Legal Aid* · asked, and did not answer yet" in await seen_by(
        desk, handle
    )


async def test_a_partner_s_channel_is_everyone_in_it(desk: TicketDesk) -> None:
    partner = await desk.list_partner()
    handle = await desk.ask("ana", visibility="partner")
    await desk.offer(handle, partner)
    assert (
        "*Everyone in the channel of Prairie Law Center* · since NOW · added by Dana Kim"
        in await seen_by(desk, handle)
    )


async def test_it_is_said_in_spanish(desk: TicketDesk) -> None:
    handle = await desk.ask("luis")
    assert await seen_by(desk, handle, "luis") == [
        "*Usted* · desde NOW",
        "(El equipo de coordinación ve todas las solicitudes: Dana Kim.)",
    ]


async def test_a_removed_expert_hears_no_more(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("ana", await desk.status(handle), "own_viewers")
    await desk.ana.click_in_view("own_remove")
    await desk.settled()
    heard = len(await desk.offer_thread(handle))
    await desk.writes(handle, "Between us")
    assert "Ruth" not in readable(desk.ana.view or {})
    assert len(await desk.offer_thread(handle)) == heard
    assert (await desk.ticket(handle)).expert_id is None


async def test_removing_twice_is_told(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("ana", await desk.status(handle), "own_viewers")
    stale = desk.ana.view
    delivery = await desk.ana.click_in_view("own_remove")
    payload = delivery.payload | {
        "view": stale,
        "actions": [delivery.payload["actions"][0] | {"action_ts": "1800000000.000001"}],
    }
    await desk.settled()
    await desk.world.sandbox.deliver_payload("block_actions", payload)
    assert (await desk.ticket(handle)).state == "taken"
    assert "This request has moved on meanwhile." in desk.told("ana")


async def test_nobody_is_offered_for_removal_where_nobody_is_on_it(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.press("ana", await desk.status(handle), "own_viewers")
    assert buttons(desk.ana.view or {}) == []


async def test_narrowed_to_coordinators_offers_are_taken_back(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, ruth)
    await desk.press("ana", await desk.status(handle), "own_viewers")
    await desk.submits("ana", {"own_visibility": "coordinator"})
    ticket = await desk.ticket(handle)
    assert (ticket.visibility, ticket.state, ticket.waits_on) == (
        "coordinator",
        "taken",
        "coordinator",
    )
    assert await desk.run(states, handle) == ["withdrawn"]


async def test_narrowed_to_one_expert_only_the_partner_is_taken_back(desk: TicketDesk) -> None:
    partner, ruth = await desk.list_partner(), await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="partner")
    await desk.offer(handle, partner, ruth)
    await desk.press("ana", await desk.status(handle), "own_viewers")
    await desk.submits("ana", {"own_visibility": "expert"})
    assert await desk.run(states, handle) == ["withdrawn", "open"]
    assert (await desk.ticket(handle)).state == "offered"
    assert not [line for line in await seen_by(desk, handle) if "Prairie" in line]


async def test_narrowed_under_an_expert_who_is_on_it_they_leave(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("ana", await desk.status(handle), "own_viewers")
    await desk.submits("ana", {"own_visibility": "coordinator"})
    assert (await desk.ticket(handle)).expert_id is None


async def test_widened_the_expert_who_is_on_it_stays(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("ana", await desk.status(handle), "own_viewers")
    await desk.submits("ana", {"own_visibility": "partner"})
    ticket = await desk.ticket(handle)
    assert (ticket.visibility, ticket.state) == ("partner", "accepted")


async def test_of_a_closed_request_nothing_can_be_changed(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle, "ana")
    await desk.press("ana", await desk.status(handle), "own_viewers")
    assert "submit" not in (desk.ana.view or {})
