"""A coordinator asks experts and partners, in an order, and sees what came of it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import update

from bot.desk import offered, offers, people, records, tickets, turns
from bot.sandbox import Person
from bot.store import Transaction
from bot.store.tables import experts as expert_rows
from bot.store.tables import people as person_rows
from tests.readable import readable
from tests.stories.joined import member
from tests.stories.tickets import PRAIRIE, TicketDesk


def block(person: Person, action_id: str) -> dict[str, Any]:
    """A field of the form before somebody."""
    view = person.view or {}
    found: dict[str, Any] = next(
        each["element"]
        for each in view["blocks"]
        if each.get("element", {}).get("action_id") == action_id
    )
    return found


def values(options: list[dict[str, Any]]) -> list[str]:
    return [option["value"] for option in options]


def decline_all(tx: Transaction, reason: offers.Reason, words: str = "") -> None:
    """Whoever is asked now declines."""
    for offer in records.offers_of(tx, 1):
        if offer.state == "open":
            offers.decline(tx, offer, None, reason, words)


def end_all(tx: Transaction) -> None:
    """The time of whoever is asked now is over."""
    for offer in records.offers_of(tx, 1):
        if offer.state == "open":
            turns.expire(tx, offer)


async def opens(desk: TicketDesk, handle: str) -> None:
    await desk.press("dana", await desk.card(handle), "card_ask_expert")


async def says(desk: TicketDesk, handle: str) -> str:
    return re.sub(r"<!date[^>]*>", "WHEN", readable(await desk.card(handle)))


async def test_the_best_are_first_and_those_who_are_free_are_chosen(desk: TicketDesk) -> None:
    tomas = await desk.list_expert("tomas", scopes={"topics": ("schools",)})
    ruth = await desk.list_expert("ruth", scopes={"topics": ("detainers",)})
    away = await desk.list_expert("luis", away_until=4_000_000_000_000)
    handle = await desk.ask(topic="detainers", visibility="expert")
    await opens(desk, handle)
    menu = block(desk.dana, "offer_to")
    assert values(menu["options"]) == [f"expert:{each}" for each in (ruth, tomas, away)]
    # Schools are another topic: a coordinator may choose him, and isn't led to.
    assert values(menu["initial_options"]) == [f"expert:{ruth}"]
    assert menu["options"][0]["description"]["text"].startswith("Harbor Legal Aid; Detainers")


async def test_they_are_asked_in_the_order_chosen_each_for_so_long(desk: TicketDesk) -> None:
    ruth, tomas = await desk.list_expert("ruth"), await desk.list_expert("tomas")
    handle = await desk.ask(visibility="expert")
    await opens(desk, handle)
    chosen = [f"expert:{tomas}", f"expert:{ruth}"]
    await desk.submits("dana", {"offer_to": chosen, "offer_minutes": "60"})
    assert desk.dana.view is None
    made = await desk.run(records.offers_of, 1)
    assert [(each.expert_id, each.state, each.minutes) for each in made] == [
        (tomas, "open", 60),
        (ruth, "waiting", 60),
    ]
    said = await says(desk, handle)
    assert (
        "*Asked so far*\n"
        "• Tomás Vega, Harbor Legal Aid: asked, has until WHEN\n"
        "• Ruth Adeyemi, Harbor Legal Aid: comes next"
    ) in said
    assert "*Waits on*: the expert, since WHEN" in said


async def test_a_form_that_comes_twice_asks_once(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    handle = await desk.ask(visibility="expert")
    await opens(desk, handle)
    desk.world.sandbox.faults.add("view_submission", "twice")
    await desk.submits("dana")
    assert len(await desk.run(records.offers_of, 1)) == 1


async def test_whom_the_requester_does_not_allow_is_not_there_and_why(desk: TicketDesk) -> None:
    await desk.list_expert("tomas")
    ruth = await desk.list_expert("ruth")
    await desk.list_partner()
    handle = await desk.ask(visibility="expert", chosen_expert_id=ruth)
    await opens(desk, handle)
    assert values(block(desk.dana, "offer_to")["options"]) == [f"expert:{ruth}"]
    assert "The person who asked allows one expert" in desk.told("dana")


async def test_a_private_one_can_be_offered_to_nobody(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    handle = await desk.ask(visibility="coordinator")
    await opens(desk, handle)
    assert "lets only coordinators see this" in desk.told("dana")
    assert "[Ask]" not in desk.told("dana")


async def test_what_was_narrowed_meanwhile_is_refused(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    handle = await desk.ask(visibility="expert")
    await opens(desk, handle)
    ticket = await desk.ticket(handle)
    await desk.run(_narrow, ticket.id)
    await desk.submits("dana")
    assert "doesn't let them see it" in desk.told("dana")
    assert await desk.run(records.offers_of, 1) == []


async def test_a_partner_with_a_channel_is_there_where_it_is_allowed(desk: TicketDesk) -> None:
    await desk.list_partner()
    handle = await desk.ask(visibility="partner")
    await opens(desk, handle)
    assert values(block(desk.dana, "offer_to")["options"])[-1] == f"partner:{PRAIRIE}"
    await desk.submits("dana", {"offer_to": [f"partner:{PRAIRIE}"]})
    assert "Prairie Law Center: asked" in await says(desk, handle)


async def test_who_is_behind_slack_connect_is_asked_in_their_partner_s_channel(
    desk: TicketDesk,
) -> None:
    await desk.list_partner()
    handle = await desk.ask(visibility="partner")
    assert "*Prairie Law Center* · in their shared channel, for Omar" in await says(desk, handle)
    await opens(desk, handle)
    menu = block(desk.dana, "offer_to")
    assert values(menu["options"]) == [f"partner:{PRAIRIE}"]
    assert values(menu["initial_options"]) == [f"partner:{PRAIRIE}"]
    assert menu["options"][0]["description"]["text"].startswith("in their shared channel, for Omar")
    await desk.submits("dana")
    [offer] = await desk.run(records.offers_of, 1)
    assert (offer.expert_id, offer.organization_id) == (None, PRAIRIE)


async def test_who_is_outside_is_refused_and_it_is_said_where_they_can_be_asked(
    desk: TicketDesk,
) -> None:
    """A form that was opened before they moved, or that was forged."""
    tomas = await desk.list_expert("tomas")
    await desk.list_partner()
    handle = await desk.ask(visibility="partner")
    await opens(desk, handle)
    await desk.run(_moves, tomas)
    await desk.submits("dana", {"offer_to": [f"expert:{tomas}"]})
    assert "is in another workspace" in desk.told("dana")
    assert "Choose Prairie Law Center" in desk.told("dana")
    assert await desk.run(records.offers_of, 1) == []


async def test_when_nobody_took_it_the_coordinators_hear_why(desk: TicketDesk) -> None:
    ruth, tomas = await desk.list_expert("ruth"), await desk.list_expert("tomas")
    handle = await desk.ask(visibility="expert")
    await desk.offer(handle, ruth, tomas)
    await desk.run(decline_all, "busy", "Back in <June>")
    await desk.run(end_all)
    [note] = await desk.card_thread(handle)
    assert readable(note) == (
        "*Nobody took it.* It is with you again.\n"
        "• Ruth Adeyemi, Harbor Legal Aid: declined, is too busy (“Back in &lt;June&gt;”)\n"
        "• Tomás Vega, Harbor Legal Aid: did not answer in time"
    )
    assert "June" not in note["text"]
    assert (await desk.ticket(handle)).waits_on == "coordinator"


async def test_who_declined_is_proposed_last_and_chosen_by_nobody_else(desk: TicketDesk) -> None:
    ruth, tomas = await desk.list_expert("ruth"), await desk.list_expert("tomas")
    handle = await desk.ask(visibility="expert")
    await desk.offer(handle, ruth)
    await desk.run(decline_all, "not_my_topic")
    await opens(desk, handle)
    menu = block(desk.dana, "offer_to")
    assert values(menu["options"]) == [f"expert:{tomas}", f"expert:{ruth}"]
    assert values(menu["initial_options"]) == [f"expert:{tomas}"]


async def test_who_is_being_asked_is_not_asked_again(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask(visibility="expert")
    await desk.offer(handle, ruth)
    await opens(desk, handle)
    assert "There is nobody to ask now." in desk.told("dana")


async def test_all_offers_are_taken_back(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask(visibility="expert")
    await desk.offer(handle, ruth)
    await desk.press("dana", await desk.card(handle), "card_more")
    await desk.dana.click_in_view("more_act:take_back")
    await desk.settled()
    assert "Ruth Adeyemi, Harbor Legal Aid: taken back" in await says(desk, handle)
    assert (await desk.ticket(handle)).state == "taken"


async def test_closing_takes_the_offers_back(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask(visibility="expert")
    await desk.offer(handle, ruth)
    await desk.press("dana", await desk.card(handle), "card_more")
    await desk.dana.click_in_view("more_form:close")
    await desk.submits("dana", {"ticket_outcome": "by_coordinator"})
    [offer] = await desk.run(records.offers_of, 1)
    assert offer.state == "withdrawn"
    *_, last = await desk.run(offered.MOVES.history, offer.id)
    dana = await desk.run(people.meet, member(desk.dana))
    assert (last.event, last.actor_id) == ("withdrawn", dana.id)


def _moves(tx: Transaction, person_id: int) -> None:
    """An expert works at the partner now, in its own workspace."""
    tx.execute(
        update(person_rows).where(person_rows.c.id == person_id).values(team_id="T0PARTNER1")
    )
    at_partner = update(expert_rows).where(expert_rows.c.person_id == person_id)
    tx.execute(at_partner.values(organization_id=PRAIRIE))


def _narrow(tx: Transaction, ticket_id: int) -> None:
    """As the requester might."""
    ticket = records.find(tx, ticket_id)
    tickets.let_see(tx, ticket, people.find(tx, ticket.requester_id), "coordinator")
