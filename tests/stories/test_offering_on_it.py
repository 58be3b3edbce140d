"""An expert who is on a ticket: what they can do, and how it ends."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import people, records, relay, rights, tickets
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.store import Transaction
from tests.readable import readable
from tests.stories.joined import member
from tests.stories.tickets import QUESTION, TicketDesk

Json = dict[str, Any]


@pytest.fixture
async def handle(desk: TicketDesk) -> str:
    """A ticket of Ana's that Ruth is on."""
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, ruth)
    await desk.press("ruth", await desk.offered(handle), "offer_accept")
    return handle


async def posted(desk: TicketDesk, handle: str) -> list[Json]:
    """What the bot posted in Ruth's thread; the banner first."""
    return [each for each in await desk.offer_thread(handle) if "bot_id" in each]


async def expert_reads(desk: TicketDesk, handle: str) -> list[str]:
    return [readable(each) for each in await posted(desk, handle)]


async def internal(desk: TicketDesk, handle: str) -> list[str]:
    """What stands below the card."""
    return [readable(each) for each in await desk.card_thread(handle) if "bot_id" in each]


async def presses(desk: TicketDesk, handle: str, action_id: str) -> None:
    await desk.press("ruth", (await posted(desk, handle))[0], action_id)


async def closes(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "expert_close")
    await desk.submits("ruth")


async def steps_back(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "expert_step_back")
    await desk.submits("ruth", {"reason": "conflict", "words": "We sued that <county>"})


def removed(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_requester(tx, handle, by)
    tickets.remove_expert(tx, ticket, person)


# To the coordinators alone


async def test_words_for_the_coordinators_reach_nobody_else(desk: TicketDesk, handle: str) -> None:
    before = await desk.reads(handle)
    await presses(desk, handle, "expert_aside")
    await desk.submits("ruth", {"words": "Is she on <https://a.example|this> & that?"})
    shown = "Is she on &lt;https://a.example|this&gt; &amp; that?"
    assert shown in (await internal(desk, handle))[-1]
    assert await desk.reads(handle) == before


async def test_empty_words_are_not_sent(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "expert_aside")
    sent = await desk.ruth.submit({"words": "   "})
    assert sent.errors == {"words": "Please write something."}


async def test_a_refused_form_keeps_its_words(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "expert_aside")
    await desk.close(handle)
    sent = await desk.ruth.submit({"words": "One more thing"})
    assert sent.errors == {"words": "This request is closed. Reopen it first."}
    assert desk.ruth.view


# Closed


async def test_closed_as_answered_all_see_it(desk: TicketDesk, handle: str) -> None:
    await closes(desk, handle)
    ticket = await desk.ticket(handle)
    assert (ticket.state, ticket.outcome) == ("closed", "by_expert")
    assert readable(await desk.offered(handle)).startswith(
        f"*Closed: answered by an expert*\n{QUESTION}"
    )
    assert (await expert_reads(desk, handle))[0] == (
        "This request is closed: what you write here is not passed on."
    )


async def test_closed_twice_is_once(desk: TicketDesk, handle: str) -> None:
    [banner] = await posted(desk, handle)
    await closes(desk, handle)
    await desk.ruth.click(banner, "expert_close", stale=True)
    await desk.settled()
    assert "This request is closed. Reopen it first." in desk.told("ruth")


async def test_opened_again_the_expert_is_on_it_still(desk: TicketDesk, handle: str) -> None:
    await closes(desk, handle)
    await desk.run(opened_again, handle, member(desk.ana))
    await desk.writes_as_expert(handle, "What else?")
    assert (await desk.reads(handle))[-1] == ("(*Ruth Adeyemi, Harbor Legal Aid*)\nWhat else?")
    assert "[Write to the coordinator alone]" in (await expert_reads(desk, handle))[0]


# Stepped back


async def test_who_steps_back_says_why_to_the_coordinators(desk: TicketDesk, handle: str) -> None:
    await steps_back(desk, handle)
    assert (await internal(desk, handle))[-1] == (
        "*Ruth Adeyemi, Harbor Legal Aid* stepped back: a conflict of interest.\n"
        "We sued that &lt;county&gt;"
    )
    ticket = await desk.ticket(handle)
    assert (ticket.state, ticket.waits_on, ticket.expert_id) == ("taken", "coordinator", None)


async def test_the_requester_is_told_that_the_expert_left(desk: TicketDesk, handle: str) -> None:
    await steps_back(desk, handle)
    told = (await desk.reads(handle))[-1]
    assert told.startswith("Ruth Adeyemi, Harbor Legal Aid is not on your request any more")
    assert "sued" not in str(await desk.reads(handle))


async def test_nothing_of_it_is_left_to_who_stepped_back(desk: TicketDesk, handle: str) -> None:
    await steps_back(desk, handle)
    assert readable(await desk.offered(handle)) == (
        "You stepped back from this. Thank you for what you did."
    )
    assert await expert_reads(desk, handle) == [
        "You are not on this any more: what you write here is not passed on."
    ]


# Removed


async def test_a_removed_expert_sees_that_it_is_over(desk: TicketDesk, handle: str) -> None:
    await desk.run(removed, handle, member(desk.ana))
    assert readable(await desk.offered(handle)) == (
        "This is over for you: someone else takes it from here. Thank you for your help."
    )


async def test_words_after_that_go_nowhere_and_it_is_said_once(
    desk: TicketDesk, handle: str
) -> None:
    await desk.run(removed, handle, member(desk.ana))
    before = await desk.reads(handle)
    for text in ("Wait", "detainers in Texas"):
        await desk.writes_as_expert(handle, text)
    assert await desk.reads(handle) == before
    assert await internal(desk, handle) == []
    assert (await expert_reads(desk, handle))[1:] == [
        "You are not on this any more: what you write here is not passed on."
    ]


async def test_a_removed_expert_hears_nothing_more(desk: TicketDesk, handle: str) -> None:
    said = await desk.writes(handle, "First words")
    await desk.run(removed, handle, member(desk.ana))
    await desk.writes(handle, "Between us")
    await desk.ana.edit(said, "First words, changed")
    await desk.settled()
    assert "Between us" not in str(await posted(desk, handle))
    assert "changed" not in str(await posted(desk, handle))


async def test_a_removed_expert_s_words_can_still_be_taken_back(
    desk: TicketDesk, handle: str
) -> None:
    said = await desk.writes_as_expert(handle, "Too much said")
    await desk.run(removed, handle, member(desk.ana))
    await desk.ruth.delete(said)
    await desk.settled()
    assert "Too much said" not in str(await desk.reads(handle))


async def test_deleted_words_go_from_a_removed_expert_too(desk: TicketDesk, handle: str) -> None:
    said = await desk.writes(handle, "Too much said")
    await desk.run(removed, handle, member(desk.ana))
    await desk.ana.delete(said)
    await desk.settled()
    assert "Too much said" not in str(await posted(desk, handle))


async def test_what_did_not_arrive_is_not_sent_after_they_left(
    desk: TicketDesk, handle: str
) -> None:
    talk = desk.world.sandbox.workspace.channels[desk.ruth.dm]
    talk.is_archived = True
    await desk.writes(handle, "Held up")
    await desk.run(removed, handle, member(desk.ana))
    talk.is_archived = False
    await desk.writes_as_expert(handle, "Anybody?")
    assert "Held up" not in str(await posted(desk, handle))
    assert (await expert_reads(desk, handle))[-1].startswith("You are not on this any more")


async def test_what_was_on_its_way_when_they_left_goes_nowhere(
    desk: TicketDesk, handle: str
) -> None:
    await desk.run(both_speak_and_it_ends, handle, member(desk.ana), member(desk.ruth))
    assert "From Ana" not in str(await posted(desk, handle))


async def test_what_they_said_before_they_left_arrives_under_their_name(
    desk: TicketDesk, handle: str
) -> None:
    await desk.run(both_speak_and_it_ends, handle, member(desk.ana), member(desk.ruth))
    assert "(*Ruth Adeyemi, Harbor Legal Aid*)\nFrom Ruth" in await desk.reads(handle)


@pytest.mark.parametrize("action_id", ["expert_aside", "expert_close", "expert_step_back"])
async def test_a_removed_expert_s_buttons_do_nothing(
    desk: TicketDesk, handle: str, action_id: str
) -> None:
    [banner] = await posted(desk, handle)
    await desk.run(removed, handle, member(desk.ana))
    await desk.ruth.click(banner, action_id, stale=True)
    await desk.settled()
    assert "There is no such request, or it isn't yours." in desk.told("ruth")
    assert (await desk.ticket(handle)).state == "taken"


async def test_a_removed_expert_can_be_asked_again(desk: TicketDesk, handle: str) -> None:
    ruth = (await desk.ticket(handle)).expert_id
    await desk.run(removed, handle, member(desk.ana))
    await desk.offer(handle, ruth)
    await desk.press("ruth", await desk.offered(handle), "offer_accept")
    await desk.writes_as_expert(handle, "Here again")
    assert (await desk.reads(handle))[-1] == ("(*Ruth Adeyemi, Harbor Legal Aid*)\nHere again")


def both_speak_and_it_ends(tx: Transaction, handle: str, ana: Member, ruth: Member) -> None:
    """In one moment, so that nothing of it was sent before it ends."""
    ticket, person = rights.for_requester(tx, handle, ana)
    relay.speak(tx, records.requester_thread(tx, ticket).id, person.id, Masked("From Ana"))
    thread = records.expert_thread(tx, ticket)
    assert thread
    relay.speak(tx, thread.id, people.meet(tx, ruth).id, Masked("From Ruth"), own=False)
    tickets.remove_expert(tx, ticket, person)


def opened_again(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_requester(tx, handle, by)
    tickets.reopen(tx, ticket, person)
