"""Words in the DM's main box and under closed requests: what they are for is asked, once."""

from __future__ import annotations

from sqlalchemy import func, select, update

from bot.desk import unplaced
from bot.store import Transaction
from bot.store.tables import pending
from tests.readable import buttons, readable
from tests.stories.joined import Json, bare
from tests.stories.tickets import TicketDesk

REOPENED = "*#1 is open again:* Ana Rivera reopened it."
GONE = "These words are no longer waiting: they were dealt with, or a day went by."
NOT_THEIRS = "There is no such request, or it isn't yours."


async def writes(desk: TicketDesk, text: str, who: str = "ana") -> Json:
    """Somebody writes in the main box of their DM."""
    said = await desk.person(who).say("dm", text)
    await desk.settled()
    return said


def main_box(desk: TicketDesk, who: str = "ana") -> list[Json]:
    """What the bot says there, but for status lines."""
    return [
        message
        for message in desk.person(who).sees("dm")
        if message.get("bot_id")
        and not message.get("thread_ts")
        and not message["text"].startswith(("Your request", "Su solicitud"))
    ]


async def heard(desk: TicketDesk, handle: str) -> list[str]:
    """What reached the coordinators' thread."""
    return [bare(readable(each)) for each in await desk.card_thread(handle)]


def waiting(tx: Transaction) -> int:
    """How many messages wait for a choice."""
    count: int = tx.execute(select(func.count()).select_from(pending)).scalar_one()
    return count


def a_day_goes_by(tx: Transaction) -> None:
    """What waits has waited for more than a day, and the desk is tidied."""
    tx.execute(update(pending).values(at=tx.now - unplaced.PENDING_MS - 1))
    unplaced.tidy(tx)


async def test_without_an_open_request_the_library_answers(desk: TicketDesk) -> None:
    await writes(desk, "detainers")
    assert "[Details]" in readable(main_box(desk)[-1])


async def test_with_an_open_one_the_bot_asks(desk: TicketDesk) -> None:
    handle = await desk.ask("ana", "Can we refuse?")
    await writes(desk, "The vote is on Monday")
    assert readable(main_box(desk)[-1]) == (
        "Add this to #1, or is it a new request?\n"
        "(Your message went to nobody yet. It is kept for a day.)\n"
        "[Add to #1: Can we refuse?] [New request] [Look it up]"
    )
    assert await heard(desk, handle) == []


async def test_it_asks_in_spanish(desk: TicketDesk) -> None:
    await desk.ask("luis", "¿Puede negarse?")
    await writes(desk, "La votación es el lunes", "luis")
    assert readable(main_box(desk, "luis")[-1]) == (
        "¿Lo agregamos a la #1 o es una solicitud nueva?\n"
        "(Su mensaje todavía no le llegó a nadie. Se guarda por un día.)\n"
        "[Agregar a la #1: ¿Puede negarse?] [Solicitud nueva] [Buscar en la biblioteca]"
    )


async def test_five_of_them_newest_first(desk: TicketDesk) -> None:
    for number in range(1, 8):
        await desk.ask("ana", f"Question {number}")
    await writes(desk, "The vote is on Monday")
    asked = main_box(desk)[-1]
    assert [each.split(":")[0] for each in buttons(asked)[:-2]] == [
        *("Add to #7", "Add to #6", "Add to #5", "Add to #4", "Add to #3")
    ]


async def test_its_notice_says_nothing_of_the_words(desk: TicketDesk) -> None:
    await desk.ask("ana", "Can we refuse?")
    await writes(desk, "The vote is on Monday")
    assert main_box(desk)[-1]["text"] == "What is this message for?"


async def test_asking_for_help_is_answered_with_help(desk: TicketDesk) -> None:
    await desk.ask("ana")
    await writes(desk, "help")
    assert "/resources" in readable(main_box(desk)[-1])


async def test_added_they_reach_the_request_and_stand_in_its_thread(desk: TicketDesk) -> None:
    older = await desk.ask("ana", "Can we refuse?")
    await desk.ask("ana", "Another thing")
    await writes(desk, "The vote is on Monday")
    await desk.press("ana", main_box(desk)[-1], "add_words:1")
    assert await heard(desk, older) == ["The vote is on Monday"]
    assert await desk.reads(older) == ["(*Ana Rivera*)\nThe vote is on Monday"]
    assert readable(main_box(desk)[-1]) == "Your message was added to #1."
    assert await desk.run(waiting) == 0


async def test_what_is_passed_on_is_as_it_was_written(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await writes(desk, "Is 3 < 4 & https://example.org so?")
    await desk.press("ana", main_box(desk)[-1], "add_words:1")
    assert await heard(desk, handle) == ["Is 3 &lt; 4 &amp; <https://example.org> so?"]


async def test_personal_data_is_hidden_and_that_is_said(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await writes(desk, "Her number is A 012 345 678")
    assert "we hid: an A-number" in readable(main_box(desk)[-1])
    await desk.press("ana", main_box(desk)[-1], "add_words:1")
    assert await heard(desk, handle) == ["Her number is [A-###]"]


async def test_pressed_twice_they_are_added_once(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await writes(desk, "The vote is on Monday")
    asked = main_box(desk)[-1]
    await desk.press("ana", asked, "add_words:1")
    await desk.ana.click(asked, "add_words:1", stale=True)
    await desk.settled()
    assert await heard(desk, handle) == ["The vote is on Monday"]
    assert GONE in desk.told("ana")


async def test_a_press_that_comes_twice_counts_once(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await writes(desk, "The vote is on Monday")
    delivery = await desk.ana.click(main_box(desk)[-1], "add_words:1")
    again = await desk.world.sandbox.deliver_payload("block_actions", delivery.payload)
    await desk.settled()
    assert again.ok
    assert await heard(desk, handle) == ["The vote is on Monday"]
    assert desk.told("ana") == ""


async def test_an_event_that_comes_twice_is_asked_about_once(desk: TicketDesk) -> None:
    await desk.ask("ana")
    await writes(desk, "The vote is on Monday")
    told = [each for each in desk.world.sandbox.deliveries if "The vote" in str(each.payload)]
    await desk.world.sandbox.deliver_payload("event", told[-1].payload)
    await desk.settled()
    assert len(main_box(desk)) == 1


async def test_somebody_else_s_words_are_not_theirs_to_add(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await writes(desk, "The vote is on Monday")
    asked = main_box(desk)[-1]
    assert NOT_THEIRS in await desk.forges("mei", asked, "add_words:1")
    assert GONE in await desk.forges("mei", asked, "look_up_words")
    assert GONE in await desk.forges("mei", asked, "new_with_words")
    assert await heard(desk, handle) == []


async def test_a_request_that_was_closed_meanwhile_is_not_opened_by_it(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await writes(desk, "The vote is on Monday")
    await desk.close(handle, "ana")
    await desk.press("ana", main_box(desk)[-1], "add_words:1")
    assert "This request is closed. Reopen it first." in desk.told("ana")
    assert await desk.run(waiting) == 1


async def test_looked_up_the_library_answers(desk: TicketDesk) -> None:
    await desk.ask("ana")
    await writes(desk, "detainers")
    asked = main_box(desk)[-1]
    await desk.press("ana", asked, "look_up_words")
    assert readable(main_box(desk)[-2]) == "We looked this up for you in the library."
    assert "[Details]" in readable(main_box(desk)[-1])
    assert await desk.run(waiting) == 0


async def test_a_new_request_opens_the_form_with_the_words(desk: TicketDesk) -> None:
    await desk.ask("ana")
    await writes(desk, "Is 3 < 4 in our ordinance?")
    await desk.press("ana", main_box(desk)[-1], "new_with_words")
    assert "Is 3 < 4 in our ordinance?" in str(desk.ana.view)
    assert readable(main_box(desk)[-1]).startswith(
        "You began a new request with this message. If you closed the form, choose again.\n"
    )


async def test_after_a_closed_form_another_choice_is_still_there(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await writes(desk, "The vote is on Monday")
    await desk.press("ana", main_box(desk)[-1], "new_with_words")
    await desk.ana.close_view()
    await desk.press("ana", main_box(desk)[-1], "add_words:1")
    assert await heard(desk, handle) == ["The vote is on Monday"]


async def test_after_a_day_they_are_forgotten(desk: TicketDesk) -> None:
    await desk.ask("ana")
    await writes(desk, "The vote is on Monday")
    asked = main_box(desk)[-1]
    await desk.run(a_day_goes_by)
    assert readable(main_box(desk)[-1]) == "We no longer keep this message. It went to nobody."
    await desk.ana.click(asked, "add_words:1", stale=True)
    assert GONE in desk.told("ana")


async def test_taken_back_before_the_choice_nothing_is_asked_any_more(desk: TicketDesk) -> None:
    await desk.ask("ana")
    said = await writes(desk, "The vote is on Monday")
    await desk.ana.delete(said)
    await desk.settled()
    assert main_box(desk) == []
    assert await desk.run(waiting) == 0


async def test_edited_before_the_choice_the_edit_counts(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    said = await writes(desk, "The vote is on Monday")
    await desk.ana.edit(said, "The vote is on Tuesday")
    await desk.settled()
    await desk.press("ana", main_box(desk)[-1], "add_words:1")
    assert await heard(desk, handle) == ["The vote is on Tuesday"]


async def test_edits_and_deletions_follow_once_they_were_added(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    said = await writes(desk, "The vote is on Monday")
    await desk.press("ana", main_box(desk)[-1], "add_words:1")
    await desk.ana.edit(said, "The vote is on Tuesday")
    await desk.settled()
    edited = await heard(desk, handle)
    await desk.ana.delete(said)
    await desk.settled()
    assert edited == ["The vote is on Tuesday"]
    assert await heard(desk, handle) == []
    assert await desk.reads(handle) == []


async def test_words_under_a_closed_request_can_open_it_again(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle, "ana")
    await desk.writes(handle, "One more thing")
    asked = (await desk.thread(handle))[-1]
    before = await heard(desk, handle)
    await desk.press("ana", asked, "reopen_with")
    assert readable(asked) == (
        "This request is closed, so your message went to nobody. Reopen the request with this "
        "message? It is kept for a day.\n[Reopen with this message]"
    )
    assert before == []
    assert await heard(desk, handle) == [REOPENED, "One more thing"]
    assert (await desk.ticket(handle)).state == "taken"
    assert (await desk.reads(handle))[-1] == "Your message was added to #1."


async def test_their_edit_follows_too(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle, "ana")
    said = await desk.writes(handle, "One more thing")
    asked = (await desk.thread(handle))[-1]
    await desk.press("ana", asked, "reopen_with")
    await desk.ana.edit(said, "One last thing")
    await desk.settled()
    assert await heard(desk, handle) == [REOPENED, "One last thing"]


async def test_nobody_else_opens_it_with_them(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle, "ana")
    await desk.writes(handle, "One more thing")
    asked = (await desk.thread(handle))[-1]
    assert GONE in await desk.forges("mei", asked, "reopen_with")
    assert (await desk.ticket(handle)).state == "closed"


async def test_an_expert_s_words_on_a_closed_request_stay_theirs(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.close(handle, "ana")
    before = len(await desk.reads(handle))
    await desk.writes_as_expert(handle, "By the way")
    said = (await desk.offer_thread(handle))[-1]
    assert readable(said) == "This request is closed, so these words went to nobody."
    assert len(await desk.reads(handle)) == before
    assert await desk.run(waiting) == 0
