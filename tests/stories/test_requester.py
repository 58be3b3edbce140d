"""The requester's own thread: the live status line, adding to it, closing and opening again."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.desk import records, rights, tickets
from bot.store import Transaction
from bot.store.tables import tickets as tickets_table
from tests.readable import buttons, readable
from tests.stories.joined import bare, member
from tests.stories.tickets import QUESTION, TicketDesk

NOT_THEIRS = "There is no such request, or it isn't yours."
EVERY_BUTTON = ["own_detail", "own_aside", "own_viewers", "own_close", "own_delete"]


async def the_words(desk: TicketDesk, handle: str) -> list[str]:
    """What others and the bot say in the requester's thread, without names and small print."""
    return [bare(each) for each in await desk.reads(handle)]


async def grows_old(desk: TicketDesk, handle: str, days: int) -> None:
    """So many days go by after a ticket was closed."""

    def age(tx: Transaction) -> None:
        closed_at = tx.now - days * 24 * 3600 * 1000
        row = tickets_table.c.handle == handle
        tx.execute(update(tickets_table).where(row).values(closed_at=closed_at))

    await desk.run(age)


async def test_the_status_line_says_what_was_asked_and_where_it_stands(desk: TicketDesk) -> None:
    handle = await desk.ask("ana", needed_by="week")
    assert await desk.status_of(handle) == (
        "*#1* · Received\n"
        f"{QUESTION}\n"
        "(What you write in this thread goes to the coordinator.\n"
        "Needed by: This week)\n"
        "[Add detail] [Who can see this] [Close request] [Delete my text]"
    )


async def test_the_status_line_in_spanish(desk: TicketDesk) -> None:
    handle = await desk.ask("luis", "¿Puede negarse el condado?")
    _where, *rest = (await desk.status_of(handle)).splitlines()
    assert rest == [
        "¿Puede negarse el condado?",
        "(Lo que escriba en este hilo le llega a la coordinación.)",
        "[Agregar detalle] [Quién puede ver esto] [Cerrar la solicitud] [Borrar mi texto]",
    ]


async def test_the_status_line_is_edited_in_place(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    before = await desk.status(handle)
    await desk.run(_taken, desk, handle)
    after = await desk.status(handle)
    assert after["ts"] == before["ts"]
    assert readable(after).startswith("*#1* · With Dana Kim\n")
    assert len(desk.ana.sees("dm")) == 1


async def test_who_is_asked_and_who_is_on_it(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert", is_urgent=True)
    await desk.offer(handle, ruth)
    asked = await desk.status_of(handle)
    await desk.accept(handle, "ruth")
    assert asked.startswith("*#1* · Asked an expert · :rotating_light: Urgent\n")
    assert (await desk.status_of(handle)).startswith(
        "*#1* · With Ruth Adeyemi, Harbor Legal Aid · :rotating_light: Urgent\n"
    )


async def test_a_promise_and_the_last_delivery_stand_in_it(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.run(_promised, desk, handle, "2026-12-01")
    before = await desk.status_of(handle)
    await desk.writes(handle, "It is for Monday")
    after = await desk.status_of(handle)
    assert "An answer is promised by Dec 1, 2026" in before
    assert "Last message delivered" not in before
    assert "Last message delivered <!date^" in after


async def test_what_was_not_delivered_is_not_said_to_be(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    desk.world.sandbox.workspace.channels["C0TRIAGE01"].is_archived = True
    await desk.writes(handle, "It is for Monday")
    assert "Last message delivered" not in await desk.status_of(handle)
    assert "This message did not arrive.\n>It is for Monday\n[Try again]" in (
        await desk.reads(handle)
    )


async def test_the_longest_question_stands_there_whole(desk: TicketDesk) -> None:
    question = "Ordinance & <detainers> " * 125
    handle = await desk.ask("ana", question)
    said = await desk.status_of(handle)
    assert said.replace("\n", "").count("Ordinance &amp; &lt;detainers&gt;") == 125


async def test_a_question_rings_nobody(desk: TicketDesk) -> None:
    await desk.ask("ana", "<!channel> <@U0DANAKIMM> <https://evil.example|the ordinance>")
    assert desk.world.sandbox.mentions == []


async def test_its_notice_says_nothing_of_the_question(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    assert (await desk.status(handle))["text"] == "Your request #1"


async def test_a_reply_in_the_thread_flips_who_is_to_speak(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.writes_as_expert(handle, "Yes, it can")
    answered = await desk.status_of(handle)
    await desk.writes(handle, "And the state law?")
    assert answered.startswith("*#1* · Answered · With Ruth Adeyemi, Harbor Legal Aid\n")
    assert (await desk.ticket(handle)).waits_on == "expert"
    assert (await desk.status_of(handle)).startswith("*#1* · With Ruth Adeyemi")


async def test_a_detail_goes_to_whoever_reads_along(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("ana", await desk.status(handle), "own_detail")
    assert "Ruth Adeyemi, Harbor Legal Aid and the coordinator read it." in readable(
        desk.ana.view or {}
    )
    await desk.submits("ana", {"words": "The vote is on <Monday> & I need it"})
    said = "The vote is on &lt;Monday&gt; &amp; I need it"
    assert (await the_words(desk, handle))[-1] == said
    assert [bare(readable(each)) for each in await desk.card_thread(handle)][-1] == said
    assert said in [bare(readable(each)) for each in await desk.offer_thread(handle)]
    assert desk.ana.view is None


async def test_a_detail_is_masked_and_its_writer_told(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.press("ana", await desk.status(handle), "own_detail")
    await desk.submits("ana", {"words": "Her number is A 012 345 678"})
    assert await desk.reads(handle) == [
        "(*Ana Rivera*)\nHer number is [A-###]",
        "(Before passing this on we hid: an A-number. Please leave such things out.)",
    ]


async def test_blanks_are_no_detail(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.press("ana", await desk.status(handle), "own_detail")
    delivery = await desk.ana.submit({"words": "   "})
    assert delivery.errors == {"words": "Please write something first."}


async def test_an_aside_is_the_coordinator_s_alone(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    before = len(await desk.offer_thread(handle))
    await desk.press("ana", await desk.status(handle), "own_aside")
    await desk.submits("ana", {"words": "Can someone else help?"})
    said = "(*Ana Rivera* · to the coordinator alone)\nCan someone else help?"
    assert (await desk.reads(handle))[-1] == said
    assert "Can someone else help?" in readable((await desk.card_thread(handle))[-1])
    assert len(await desk.offer_thread(handle)) == before


async def test_without_an_expert_there_is_nobody_to_leave_out(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    assert "Write to the coordinator" not in buttons(await desk.status(handle))


async def test_closing_says_how_it_ended_and_takes_offers_back(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, ruth)
    await desk.press("ana", await desk.status(handle), "own_close")
    await desk.submits("ana", {"own_outcome": "by_resource"})
    assert (await desk.status_of(handle)).startswith("*#1* · Closed · answered by a resource\n")
    assert buttons(await desk.status(handle)) == ["Reopen", "Who can see this", "Delete my text"]
    assert (await desk.run(_offer_states, handle)) == ["withdrawn"]


async def test_the_expert_can_be_thanked_only_where_there_is_one(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.press("ana", await desk.status(handle), "own_close")
    [outcomes] = [
        block["element"]["options"]
        for block in (desk.ana.view or {})["blocks"]
        if block.get("block_id") == "own_outcome"
    ]
    assert [each["value"] for each in outcomes] == ["withdrawn", "by_resource", "by_coordinator"]


async def test_reopened_it_goes_on_where_it_stood(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.close(handle, "ana")
    await desk.press("ana", await desk.status(handle), "own_reopen")
    await desk.writes(handle, "One more thing")
    assert (await desk.status_of(handle)).startswith("*#1* · With Ruth Adeyemi")
    assert "One more thing" in readable((await desk.offer_thread(handle))[-1])


async def test_after_two_weeks_it_stays_closed(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle, "ana")
    await grows_old(desk, handle, 15)
    await desk.press("ana", await desk.status(handle), "own_reopen")
    assert "This was closed more than 14 days ago." in desk.told("ana")
    assert (await desk.ticket(handle)).state == "closed"


async def test_an_old_button_is_judged_by_how_things_stand(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    before = await desk.status(handle)
    await desk.close(handle, "dana")
    await desk.ana.click(before, "own_detail", stale=True)
    delivery = await desk.ana.submit({"words": "One more thing"})
    assert delivery.errors == {"words": "This request is closed. Reopen it first."}


async def test_a_form_that_comes_twice_counts_once(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.press("ana", await desk.status(handle), "own_detail")
    await desk.ana.fill({"words": "One more thing"})
    delivery = await desk.ana.submit()
    await desk.world.sandbox.deliver_payload("view_submission", delivery.payload)
    await desk.settled()
    assert await the_words(desk, handle) == ["One more thing"]


async def test_a_press_that_comes_twice_counts_once(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle, "ana")
    delivery = await desk.ana.click(await desk.status(handle), "own_reopen")
    await desk.settled()
    await desk.close(handle, "dana")
    again = await desk.world.sandbox.deliver_payload("block_actions", delivery.payload)
    await desk.settled()
    assert again.ok
    assert (await desk.ticket(handle)).state == "closed"


@pytest.mark.parametrize("action_id", EVERY_BUTTON)
async def test_a_stranger_s_press_finds_nothing(desk: TicketDesk, action_id: str) -> None:
    handle = await desk.ask_and_accept()
    assert NOT_THEIRS in await desk.forges("mei", await desk.status(handle), action_id)


@pytest.mark.parametrize("action_id", EVERY_BUTTON)
async def test_an_expert_s_press_is_not_theirs_to_make(desk: TicketDesk, action_id: str) -> None:
    handle = await desk.ask_and_accept()
    said = await desk.forges("ruth", await desk.status(handle), action_id)
    assert "Only the person who asked can do this." in said


@pytest.mark.parametrize(
    ("action_id", "values"),
    [
        ("own_detail", {"words": "Let me in"}),
        ("own_aside", {"words": "Let me in"}),
        ("own_close", {}),
        ("own_viewers", {"own_visibility": "partner"}),
        ("own_delete", {}),
    ],
)
async def test_a_stranger_s_form_finds_nothing(
    desk: TicketDesk, action_id: str, values: dict[str, object]
) -> None:
    theirs = await desk.ask("mei", visibility="expert")
    await desk.offer(theirs, await desk.list_expert("ruth"))
    await desk.accept(theirs, "ruth")
    handle = await desk.ask("ana")
    before = await desk.ticket(handle)
    await desk.press("mei", await desk.status(theirs), action_id)
    desk.smuggle("mei", handle)
    delivery = await desk.person("mei").submit(values)
    await desk.settled()
    assert NOT_THEIRS in (delivery.errors.get("words") or desk.told("mei"))
    assert await desk.ticket(handle) == before


async def test_nobody_else_reopens_it(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle, "ana")
    assert NOT_THEIRS in await desk.forges("mei", await desk.status(handle), "own_reopen")
    assert (await desk.ticket(handle)).state == "closed"


def _taken(tx: Transaction, desk: TicketDesk, handle: str) -> None:
    ticket, dana = rights.for_coordinator(tx, handle, member(desk.dana))
    tickets.take(tx, ticket, dana)


def _promised(tx: Transaction, desk: TicketDesk, handle: str, on: str) -> None:
    ticket, dana = rights.for_coordinator(tx, handle, member(desk.dana))
    tickets.promise(tx, ticket, dana, on)


def _offer_states(tx: Transaction, handle: str) -> list[str]:
    ticket = tx.execute(tickets_table.select().where(tickets_table.c.handle == handle)).one()
    return [offer.state for offer in records.offers_of(tx, ticket.id)]
