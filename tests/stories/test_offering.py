"""An expert in the workspace: asked, and what they answer."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import experts, offers, outbox, tickets
from bot.desk.people import Member
from bot.sandbox import Person
from bot.store import Transaction
from tests.readable import readable
from tests.stories.joined import meet, member
from tests.stories.tickets import QUESTION, TicketDesk

Json = dict[str, Any]


@pytest.fixture
async def handle(desk: TicketDesk) -> str:
    """A ticket of Ana's that Dana offers to Ruth, and after her to Tomás."""
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
    rows = await desk.world.bot.store.run(offers.of_ticket, ticket.id)
    return [row.state for row in rows]


def letters(person: Person) -> list[Json]:
    """What the bot posted in somebody's DM, outside threads."""
    seen = [each for each in person.sees("dm") if each.get("bot_id")]
    return [each for each in seen if each.get("thread_ts", each["ts"]) == each["ts"]]


# Asked


async def test_an_expert_is_asked_in_their_dm(desk: TicketDesk, handle: str) -> None:
    shown = await head(desk, handle)
    assert shown.startswith(f"*Dana Kim asks: can you help with this?*\n{QUESTION}\n")
    assert "*From*: Ana Rivera" in shown
    assert shown.endswith("[Accept] [Decline] [Suggest someone] [Ask for more]")


async def test_only_the_first_one_is_asked(desk: TicketDesk, handle: str) -> None:
    assert await states(desk, handle) == ["open", "waiting"]
    assert letters(desk.person("tomas")) == []


@pytest.mark.parametrize(
    ("shown_as", "who"), [("role", "*From*: Mayor, Iowa"), ("nobody", "*From*: Local official")]
)
async def test_the_name_that_the_requester_chose_is_shown(
    desk: TicketDesk, shown_as: str, who: str
) -> None:
    ruth = await desk.list_expert("ruth")
    asked: Json = {"visibility": "expert", "shown_as": shown_as, "role": "mayor", "place": "US-IA"}
    handle = await desk.ask("ana", **asked)
    await desk.offer(handle, ruth)
    assert who in await head(desk, handle)
    assert "Ana" not in str(await desk.offered(handle))


async def test_an_expert_who_reads_spanish_is_asked_in_spanish(desk: TicketDesk) -> None:
    luis = await desk.list_expert("luis")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, luis)
    shown = await head(desk, handle)
    assert shown.startswith("*Dana Kim pregunta: ¿puede ayudar con esto?*")
    await desk.press("luis", await desk.offered(handle), "offer_accept")
    assert "Lo que escriba en este hilo le llega a *Ana Rivera*." in str(
        await under_offer(desk, handle)
    )


# Accepted


async def test_accepted_both_talk(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    await desk.writes(handle, "It is about holds.")
    await says(desk, handle, "Yes, you can.")
    assert (await under_offer(desk, handle))[-1] == "(*Ana Rivera*)\nIt is about holds."
    assert (await desk.reads(handle))[-1] == ("(*Ruth Adeyemi, Harbor Legal Aid*)\nYes, you can.")


async def test_accepted_the_head_and_a_banner_say_so(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    assert (await head(desk, handle)).startswith(f"*You are on this.*\n{QUESTION}\n")
    [banner] = await under_offer(desk, handle)
    assert banner.startswith("What you write in this thread goes to *Ana Rivera*.")


async def test_the_requester_is_told_who_is_on_it(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    [told] = await desk.reads(handle)
    assert told.startswith("*Ruth Adeyemi, Harbor Legal Aid is on your request now.*")
    assert "(Ruth Adeyemi, Harbor Legal Aid and the coordinators can read it.)" in told


async def test_once_accepted_nobody_else_is_asked(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    assert await states(desk, handle) == ["accepted", "withdrawn"]
    assert letters(desk.person("tomas")) == []


async def test_what_was_written_before_is_not_passed_on(desk: TicketDesk, handle: str) -> None:
    early = await says(desk, handle, "Who is it?")
    await presses(desk, handle, "offer_accept")
    await desk.ruth.edit(early, "Who is it, please?")
    await desk.settled()
    assert len(await desk.reads(handle)) == 1
    assert (await desk.ticket(handle)).waits_on == "expert"
    told = [each for each in await under_offer(desk, handle) if "before you accepted" in each]
    assert len(told) == 1


async def test_what_is_written_before_is_explained_once(desk: TicketDesk, handle: str) -> None:
    for text in ("Who is it?", "Hello?"):
        await says(desk, handle, text)
    assert await under_offer(desk, handle) == [
        "Press *Accept* first: nothing that you write here is passed on until then."
    ]


async def test_accepted_twice_is_once(desk: TicketDesk, handle: str) -> None:
    before = await desk.offered(handle, 0)
    await presses(desk, handle, "offer_accept")
    await desk.ruth.click(before, "offer_accept", stale=True)
    await desk.settled()
    assert "You accepted this already." in desk.told("ruth")
    assert len(await under_offer(desk, handle)) == 1


async def test_a_press_that_slack_delivers_twice_is_one(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    delivered = desk.world.sandbox.deliveries
    click = next(each for each in reversed(delivered) if each.kind == "block_actions")
    again = await desk.world.sandbox.deliver_payload("block_actions", click.payload)
    await desk.settled()
    assert again.ok
    assert len(await under_offer(desk, handle)) == 1
    assert desk.told("ruth") == ""


async def test_somebody_else_may_not_accept(desk: TicketDesk, handle: str) -> None:
    await meet(desk.world, "mei")
    forged = await desk.offered(handle, 0)
    forged["channel"] = desk.person("mei").dm
    await desk.person("mei").click(forged, "offer_accept", stale=True)
    await desk.settled()
    assert "There is no such request, or it isn't yours." in desk.told("mei")
    assert await states(desk, handle) == ["open", "waiting"]


# Declined


async def test_declined_the_next_one_is_asked(desk: TicketDesk, handle: str) -> None:
    await declines(desk, handle, reason="conflict", words="My sister works there: 512-555-0199")
    assert await head(desk, handle) == "You declined this. Thank you for saying so."
    assert await states(desk, handle) == ["declined", "open"]
    assert QUESTION in await head(desk, handle, 1)
    ticket = await desk.ticket(handle)
    [offer, _next] = await desk.world.bot.store.run(offers.of_ticket, ticket.id)
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
    [offer] = await desk.world.bot.store.run(offers.of_ticket, ticket.id)
    assert (ticket.state, ticket.waits_on) == ("taken", "coordinator")
    assert (offer.state, offer.reason) == ("declined", "unreachable")
    assert await desk.world.bot.store.run(outbox.stuck) == []


def take_back(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = tickets.for_coordinator(tx, handle, by)
    offers.take_back(tx, ticket, person)


def withdrawn_by_its_requester(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = tickets.for_requester(tx, handle, by)
    tickets.close(tx, ticket, person, "withdrawn")


def words_deleted(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = tickets.for_requester(tx, handle, by)
    tickets.delete_text(tx, ticket, person)


def listed(tx: Transaction) -> dict[str, int]:
    return {each.person.name: each.person.id for each in experts.listed(tx)}
