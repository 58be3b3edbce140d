"""How a request ends: in whose words, who reads them, whether it helped, and opening it again."""

from __future__ import annotations

import pytest

from bot.desk import rights, tickets
from bot.store import Transaction
from tests.readable import buttons, readable
from tests.stories.closings import (
    ana_closes,
    asked,
    dana_closes,
    days_go_by,
    expert_closes,
    questions,
    thanked,
)
from tests.stories.joined import member
from tests.stories.tickets import TicketDesk

NOT_THEIRS = "There is no such request, or it isn't yours."

# In whose words


async def test_a_coordinator_s_line_is_read_by_who_asked(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await dana_closes(desk, handle, words="We sent you to <Iowa> Legal Aid")
    ticket = await desk.ticket(handle)
    assert (ticket.outcome, ticket.closing_words) == ("referred", "We sent you to <Iowa> Legal Aid")
    assert readable(await asked(desk, handle)).startswith(
        "*Your request #1 is closed:* referred to someone else.\n"
        "*Dana Kim:* We sent you to &lt;Iowa&gt; Legal Aid\n"
        "*Did it help?*\n"
    )
    assert "Iowa" not in str(await thanked(desk, handle))


async def test_the_form_says_who_will_read_it(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("dana", await desk.card(handle), "card_more")
    await desk.dana.click_in_view("more_form:close")
    await desk.settled()
    reads = "(The person who asked reads it in their thread. The expert doesn't.)"
    assert reads in readable(desk.dana.view or {})


async def test_an_expert_s_line_is_read_by_who_asked_and_on_the_card(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await expert_closes(desk, handle, words="The county may refuse", expert_outcome="by_resource")
    assert (await desk.ticket(handle)).outcome == "by_resource"
    said = "*Ruth Adeyemi, Harbor Legal Aid:* The county may refuse"
    assert said in readable(await asked(desk, handle))
    assert said in readable(await desk.card(handle))


async def test_the_line_of_who_asked_is_read_by_who_worked_on_it(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await ana_closes(desk, handle, words="Thank you & all", own_outcome="by_expert")
    assert (await thanked(desk, handle))[-1] == (
        "*Closed:* answered by an expert. Thank you for your help.\n"
        "*Ana Rivera:* Thank you &amp; all"
    )
    assert "*Ana Rivera:* Thank you &amp; all" in readable(await desk.card(handle))
    assert "Thank you" not in readable(await asked(desk, handle))


async def test_a_hidden_name_stays_hidden_in_the_last_line(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept(shown_as="nobody")
    await ana_closes(desk, handle, words="Thank you")
    assert "*Local official:* Thank you" in (await thanked(desk, handle))[-1]


async def test_what_only_coordinators_may_see_is_not_on_the_card(desk: TicketDesk) -> None:
    handle = await desk.ask("ana", visibility="coordinator")
    await dana_closes(desk, handle, words="Between us")
    card = await desk.card(handle)
    assert "Between us" not in readable(card)
    await desk.press("dana", card, "card_view")
    assert "*Dana Kim:* Between us" in readable(desk.dana.view or {})


@pytest.mark.parametrize("who", ["ana", "dana", "ruth"])
async def test_personal_numbers_are_kept_from_a_closing_line(desk: TicketDesk, who: str) -> None:
    handle = await desk.ask_and_accept()
    closes = {"ana": ana_closes, "dana": dana_closes, "ruth": expert_closes}[who]
    await closes(desk, handle, words="For A 012 345 678")
    assert (await desk.ticket(handle)).closing_words == "For [A-###]"
    told = str(desk.person(who).view) + str(await desk.reads(handle))
    assert "we hid: an A-number" in told


async def test_the_longest_lines_fit(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await ana_closes(desk, handle, words="&" * 500, own_outcome="by_expert")
    await desk.press("ana", await asked(desk, handle), "helped:partly")
    await desk.press("ana", await asked(desk, handle), "helped_comment")
    await desk.submits("ana", {"words": "<" * 500})
    assert "&lt;" * 500 in readable(await desk.card(handle))
    assert "&amp;" * 500 in (await thanked(desk, handle))[-1]


async def test_not_a_request_is_said_and_nothing_is_asked(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.press("dana", await desk.card(handle), "card_more")
    await desk.dana.click_in_view("more_act:not_ours")
    await desk.settled()
    assert await desk.reads(handle) == [
        "*Your request #1 is closed:* not something this desk can help with."
    ]


# Whether it helped


async def test_three_faces_each_with_its_word(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    assert buttons(await asked(desk, handle)) == ["🙂 Yes", "😐 Partly", "🙁 No"]


async def test_in_spanish(desk: TicketDesk) -> None:
    handle = await desk.ask("luis", "¿Puede negarse el condado?")
    await desk.close(handle)
    assert "*¿Le sirvió?*" in readable(await asked(desk, handle))
    assert buttons(await asked(desk, handle)) == ["🙂 Sí", "😐 En parte", "🙁 No"]


async def test_its_notice_says_nothing_of_the_request(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.close(handle)
    assert (await asked(desk, handle))["text"] == "Your request #1 is closed"


async def test_a_face_is_kept_and_shown_to_coordinators(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await expert_closes(desk, handle)
    await desk.press("ana", await asked(desk, handle), "helped:partly")
    assert (await desk.ticket(handle)).helped == "partly"
    assert "You said: 😐 Partly" in readable(await asked(desk, handle))
    assert "*Did it help?* 😐 Partly" in readable(await desk.card(handle))


async def test_a_second_face_takes_the_place_of_the_first(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    await desk.press("ana", await asked(desk, handle), "helped:no")
    await desk.press("ana", await asked(desk, handle), "helped:yes")
    assert (await desk.ticket(handle)).helped == "yes"
    assert buttons(await asked(desk, handle)) == ["🙂 Yes ✓", "😐 Partly", "🙁 No", "Add a comment"]


async def test_a_comment_is_masked_and_read_by_coordinators_alone(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.close(handle)
    await desk.press("ana", await asked(desk, handle), "helped:yes")
    await desk.press("ana", await asked(desk, handle), "helped_comment")
    await desk.submits("ana", {"words": "Very <good>, call 515-555-0123"})
    said = "*Did it help?* 🙂 Yes “Very &lt;good&gt;, call [tel. ###]”"
    assert said in readable(await desk.card(handle))
    assert "Very" not in str(await desk.offer_thread(handle))
    assert "we hid: a phone number" in (await desk.reads(handle))[-1]


async def test_the_expert_is_thanked_and_told_nothing_of_it(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.close(handle)
    before = await thanked(desk, handle)
    await desk.press("ana", await asked(desk, handle), "helped:no")
    assert before[-1].endswith("Thank you for your help.")
    assert await thanked(desk, handle) == before


async def test_no_offers_to_reopen(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    await desk.press("ana", await asked(desk, handle), "helped:no")
    await desk.press("ana", await asked(desk, handle), "own_reopen")
    assert (await desk.ticket(handle)).state == "taken"


async def test_who_took_it_back_is_not_asked(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await ana_closes(desk, handle, own_outcome="withdrawn")
    assert await desk.reads(handle) == []


async def test_closed_again_without_a_new_answer_nobody_is_asked_again(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.writes_as_expert(handle, "Yes")
    await desk.close(handle)
    await desk.press("ana", await asked(desk, handle), "helped:no")
    await desk.press("ana", await desk.status(handle), "own_reopen")
    between = readable((await questions(desk, handle))[0])
    await desk.close(handle)
    assert between == "This request was closed here, and went on."
    assert len([each for each in await questions(desk, handle) if "[🙂" in readable(each)]) == 1
    assert (await desk.ticket(handle)).helped == "no"


async def test_after_a_new_answer_they_are_asked_of_that(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.close(handle)
    await desk.press("ana", await asked(desk, handle), "helped:no")
    await desk.press("ana", await desk.status(handle), "own_reopen")
    await desk.writes_as_expert(handle, "Then try this")
    await desk.close(handle)
    first, second = await questions(desk, handle)
    assert readable(first) == "This request was closed here, and went on."
    assert buttons(second) == ["🙂 Yes", "😐 Partly", "🙁 No"]
    assert (await desk.ticket(handle)).helped == ""


async def test_a_face_that_comes_twice_counts_once(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    delivery = await desk.ana.click(await asked(desk, handle), "helped:no")
    await desk.settled()
    await desk.press("ana", await asked(desk, handle), "helped:yes")
    await desk.world.sandbox.deliver_payload("block_actions", delivery.payload)
    await desk.settled()
    assert (await desk.ticket(handle)).helped == "yes"


async def test_after_two_weeks_it_stays_as_it_is(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    await desk.press("ana", await asked(desk, handle), "helped:yes")
    before = await asked(desk, handle)
    await days_go_by(desk, handle, 15)
    await desk.press("ana", before, "helped:no")
    assert "This was closed more than 14 days ago." in desk.told("ana")
    assert (await desk.ticket(handle)).helped == "yes"


@pytest.mark.parametrize("who", ["mei", "ruth", "dana"])
async def test_nobody_else_answers_for_them(desk: TicketDesk, who: str) -> None:
    handle = await desk.ask_and_accept()
    await desk.close(handle)
    said = await desk.forges(who, await asked(desk, handle), "helped:yes")
    assert NOT_THEIRS in said or "Only the person who asked can do this." in said
    assert (await desk.ticket(handle)).helped == ""


async def test_what_they_said_goes_with_their_text(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await ana_closes(desk, handle, words="zalast", own_outcome="by_expert")
    await desk.press("ana", await asked(desk, handle), "helped:yes")
    await desk.press("ana", await asked(desk, handle), "helped_comment")
    await desk.submits("ana", {"words": "zacomment"})
    await desk.press("ana", await desk.status(handle), "own_delete")
    await desk.submits("ana")
    ticket = await desk.ticket(handle)
    assert (ticket.helped, ticket.comment, ticket.closing_words) == ("yes", "", "")
    shown = [await desk.card(handle), *await desk.thread(handle), *await desk.offer_thread(handle)]
    assert [each for each in shown if "zalast" in str(each) or "zacomment" in str(each)] == []


async def test_what_others_said_at_the_end_stays(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await dana_closes(desk, handle, words="Ask Iowa")
    await desk.press("ana", await desk.status(handle), "own_delete")
    await desk.submits("ana")
    assert (await desk.ticket(handle)).closing_words == "Ask Iowa"


async def test_what_is_written_afterwards_can_be_deleted_too(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    await desk.press("ana", await desk.status(handle), "own_delete")
    await desk.submits("ana")
    before = buttons(await desk.status(handle))
    await desk.press("ana", await asked(desk, handle), "helped:yes")
    await desk.press("ana", await asked(desk, handle), "helped_comment")
    await desk.submits("ana", {"words": "zacomment"})
    assert "Delete my text" not in before
    assert "Delete my text" in buttons(await desk.status(handle))


# Opening it again


async def test_who_has_it_and_who_is_on_it_are_told(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("dana", await desk.card(handle), "card_take")
    await desk.close(handle, "ana")
    await desk.press("ana", await desk.status(handle), "own_reopen")
    told = readable((await desk.card_thread(handle))[-1])
    assert told == f"*#1 is open again:* Ana Rivera reopened it. <@{desk.dana.id}>, it is with you."
    assert (await thanked(desk, handle))[-1] == (
        "This request is open again. What you write here is passed on."
    )


async def test_reopened_from_the_card_who_asked_is_told(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    await desk.press("dana", await desk.card(handle), "card_reopen")
    assert (await desk.reads(handle))[-1] == (
        "Dana Kim opened your request again. What you write in this thread is passed on."
    )


async def test_words_under_a_closed_one_open_it_with_them(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.close(handle)
    await desk.writes(handle, "One more thing")
    await desk.press("ana", (await desk.thread(handle))[-1], "reopen_with")
    assert (await desk.ticket(handle)).state == "accepted"
    told = await thanked(desk, handle)
    assert "One more thing" in told[-1]
    assert "This request is open again. What you write here is passed on." in told


async def test_after_two_weeks_it_is_offered_nowhere(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    await desk.press("ana", await asked(desk, handle), "helped:no")
    await days_go_by(desk, handle, 15)
    await desk.run(redrawn, handle, desk)
    everywhere = [await desk.status(handle), await desk.card(handle), *await desk.thread(handle)]
    assert [each for each in everywhere if "Reopen" in str(buttons(each))] == []
    assert "You said: 🙁 No" in str([readable(each) for each in everywhere])


async def test_after_two_weeks_words_begin_a_new_request(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle)
    await days_go_by(desk, handle, 15)
    await desk.writes(handle, "One more thing")
    told = (await desk.thread(handle))[-1]
    assert buttons(told) == ["New request"]
    await desk.press("ana", told, "new_with_words")
    assert "One more thing" in readable(desk.ana.view or {})
    assert buttons((await desk.thread(handle))[-1]) == ["New request"]


async def test_merged_and_opened_again_it_stands_by_itself(desk: TicketDesk) -> None:
    first = await desk.ask("luis", "¿Puede negarse el condado?")
    handle = await desk.ask("ana")
    await desk.press("dana", await desk.card(handle), "card_more")
    await desk.dana.click_in_view("more_form:merge")
    await desk.settled()
    await desk.submits("dana", {"words": "#1"})
    if (await desk.ticket(handle)).state != "closed":
        await desk.submits("dana")
    assert (await desk.ticket(handle)).outcome == "duplicate"
    await desk.press("ana", await desk.status(handle), "own_reopen")
    ticket = await desk.ticket(handle)
    assert (ticket.state, ticket.merged_into, ticket.waits_on) == ("taken", None, "coordinator")
    assert (await desk.ticket(first)).state == "received"
    assert "Luis" not in str(await desk.thread(handle))


def redrawn(tx: Transaction, handle: str, desk: TicketDesk) -> None:
    ticket, _dana = rights.for_coordinator(tx, handle, member(desk.dana))
    tickets.touch(tx, ticket)
