"""An expert in the workspace is asked, and does not accept, or can't any more."""

from __future__ import annotations

import pytest

from bot.desk import experts, offers, outbox, records, rights, tickets
from bot.desk.people import Member
from bot.store import Transaction
from tests.stories.joined import member
from tests.stories.offering import (
    declines,
    head,
    internal,
    offer_to_two,
    presses,
    says,
    states,
    under_offer,
)
from tests.stories.tickets import QUESTION, TicketDesk


@pytest.fixture
async def handle(desk: TicketDesk) -> str:
    """A ticket of Ana's that Dana offers to Ruth, and after her to Tomás."""
    return await offer_to_two(desk)


# Declined


async def test_declined_the_next_one_is_asked(desk: TicketDesk, handle: str) -> None:
    await declines(desk, handle, reason="conflict", words="My sister works there: 512-555-0199")
    assert await head(desk, handle) == "You declined this. Thank you for saying so."
    assert await states(desk, handle) == ["declined", "open"]
    assert QUESTION in await head(desk, handle, 1)
    ticket = await desk.ticket(handle)
    [offer, _next] = await desk.world.bot.store.run(records.offers_of, ticket.id)
    assert (offer.reason, offer.words) == ("conflict", "My sister works there: [tel. ###]")
    assert "(Before passing this on we hid: a phone number." in desk.told("ruth")


async def test_declined_by_all_it_is_back_with_the_coordinator(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, ruth)
    await declines(desk, handle, reason="busy")
    ticket = await desk.ticket(handle)
    assert (ticket.state, ticket.waits_on) == ("taken", "coordinator")


async def test_who_declined_is_told_when_pressing_again(desk: TicketDesk, handle: str) -> None:
    before = await desk.offered(handle, 0)
    await declines(desk, handle, reason="busy")
    for action_id in ("offer_accept", "offer_decline", "offer_suggest", "offer_more"):
        await desk.ruth.click(before, action_id, stale=True)
        await desk.settled()
        assert "You declined this already." in desk.told("ruth")


async def test_who_declined_is_told_when_writing(desk: TicketDesk, handle: str) -> None:
    await declines(desk, handle, reason="busy")
    for text in ("But", "then"):
        await says(desk, handle, text)
    assert await under_offer(desk, handle) == [
        "This is over: nothing that you write here is passed on."
    ]


async def test_a_form_that_was_overtaken_says_so(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_decline")
    await desk.run(take_back, handle, member(desk.dana))
    sent = await desk.ruth.submit({"reason": "busy", "words": "Sorry"})
    assert "This was taken back" in str(sent.errors)
    assert desk.ruth.view


# Suggested


async def test_a_suggested_expert_is_told_to_the_coordinator(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_suggest")
    tomas = str((await desk.world.bot.store.run(listed))["Tomás Vega"])
    await desk.submits("ruth", {"suggested": tomas, "words": "He did *this* before"})
    assert (await internal(desk, handle))[0] == (
        "*Ruth Adeyemi, Harbor Legal Aid* declined, and suggests: "
        "Tomás Vega, Harbor Legal Aid. He did *this* before"
    )
    assert await head(desk, handle) == "You suggested someone else. Thank you."


async def test_a_suggestion_names_somebody(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_suggest")
    sent = await desk.ruth.submit({"words": "  "})
    assert sent.errors == {"words": "Choose someone, or write a name."}
    assert await states(desk, handle) == ["open", "waiting"]


async def test_nobody_suggests_themselves(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_suggest")
    assert "Ruth" not in str(desk.ruth.view)
    assert "Tomás Vega, Harbor Legal Aid" in str(desk.ruth.view)


# Asked for more


async def test_a_question_goes_to_the_coordinators_only(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_more")
    await desk.submits("ruth", {"words": "Which county? <!here> Call 512-555-0199"})
    [asked] = await internal(desk, handle)
    assert asked.startswith(
        "*Ruth Adeyemi, Harbor Legal Aid* wants to know more before answering:\n"
        "Which county? &lt;!here&gt; Call [tel. ###]\n"
    )
    assert await desk.reads(handle) == []
    assert await states(desk, handle) == ["open", "waiting"]


async def test_the_writer_is_told_what_was_masked(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_more")
    await desk.submits("ruth", {"words": "Call 512-555-0199"})
    assert "It is on its way.\n(Before passing this on we hid: a phone number." in desk.told("ruth")


async def test_a_coordinator_answers_below_the_offer(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_more")
    await desk.submits("ruth", {"words": "Which county?"})
    [asked] = await desk.card_thread(handle)
    await desk.press("dana", asked, "offer_tell")
    await desk.submits("dana", {"words": "A small one."})
    assert await under_offer(desk, handle) == ["(*Dana Kim*)\nA small one."]
    assert (await internal(desk, handle))[-1] == (
        "*Dana Kim* answered Ruth Adeyemi, Harbor Legal Aid:\nA small one."
    )
    assert await desk.reads(handle) == []


async def test_only_a_coordinator_answers(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_more")
    await desk.submits("ruth", {"words": "Which county?"})
    await desk.ruth.close_view()
    [asked] = await desk.card_thread(handle)
    asked["channel"] = desk.ruth.dm
    await desk.ruth.click(asked, "offer_tell", stale=True)
    await desk.settled()
    assert "Only coordinators can do this." in desk.told("ruth")


# Taken back


async def test_taken_back_while_it_is_open(desk: TicketDesk, handle: str) -> None:
    before = await desk.offered(handle, 0)
    await desk.run(take_back, handle, member(desk.dana))
    assert (await head(desk, handle)).startswith("This was taken back")
    await desk.ruth.click(before, "offer_accept", stale=True)
    await desk.settled()
    assert "This was taken back" in desk.told("ruth")
    assert (await desk.ticket(handle)).expert_id is None


async def test_a_ticket_that_is_closed_is_offered_no_more(desk: TicketDesk, handle: str) -> None:
    await desk.run(withdrawn_by_its_requester, handle, member(desk.ana))
    assert (await head(desk, handle)).startswith("This was taken back")
    assert await states(desk, handle) == ["withdrawn", "withdrawn"]


async def test_deleted_words_go_from_the_offer(desk: TicketDesk, handle: str) -> None:
    await desk.run(words_deleted, handle, member(desk.ana))
    shown = await head(desk, handle)
    assert QUESTION not in shown
    assert "(The person who asked deleted what they wrote.)" in shown
    assert "[Accept]" in shown


# Refused by Slack


async def test_an_offer_that_slack_refuses_goes_to_the_next(desk: TicketDesk) -> None:
    ruth, tomas = await desk.list_expert("ruth"), await desk.list_expert("tomas")
    handle = await desk.ask("ana", visibility="expert")
    desk.world.sandbox.deactivate("ruth")
    await desk.offer(handle, ruth, tomas)
    assert await states(desk, handle) == ["declined", "open"]
    assert QUESTION in await head(desk, handle, 1)


async def test_an_offer_that_slack_refuses_comes_back(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    desk.world.sandbox.deactivate("ruth")
    await desk.offer(handle, ruth)
    ticket = await desk.ticket(handle)
    [offer] = await desk.world.bot.store.run(records.offers_of, ticket.id)
    assert (ticket.state, ticket.waits_on) == ("taken", "coordinator")
    assert (offer.state, offer.reason) == ("declined", "unreachable")
    assert await desk.world.bot.store.run(outbox.stuck) == []


def take_back(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_coordinator(tx, handle, by)
    offers.take_back(tx, ticket, person)


def withdrawn_by_its_requester(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_requester(tx, handle, by)
    tickets.close(tx, ticket, person, "withdrawn")


def words_deleted(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_requester(tx, handle, by)
    tickets.delete_text(tx, ticket, person)


def listed(tx: Transaction) -> dict[str, int]:
    return {each.person.name: each.person.id for each in experts.listed(tx)}
