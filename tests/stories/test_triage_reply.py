"""A coordinator speaks to the person who asked, which is always a deliberate act."""

from __future__ import annotations

from typing import Any

import pytest

from tests.readable import readable
from tests.stories.tickets import TRIAGE, TicketDesk

ANSWER = "Yes: your county can refuse them."


async def replies(desk: TicketDesk, handle: str, text: str = ANSWER) -> None:
    """Dana writes a reply, sees it, and sends it."""
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.dana.submit({"words": text})
    await desk.submits("dana")


async def note(desk: TicketDesk, handle: str, text: str = ANSWER) -> dict[str, Any]:
    """Dana writes something in the card's thread."""
    said = await desk.dana.say(TRIAGE, text, (await desk.card(handle))["ts"])
    await desk.settled()
    return said


def offered(desk: TicketDesk) -> list[dict[str, Any]]:
    """The resources to choose from in the form before Dana."""
    view = desk.dana.view or {}
    return [
        choice
        for block in view["blocks"]
        if block.get("element", {}).get("type") == "radio_buttons"
        for choice in block["element"]["options"]
    ]


def is_done(desk: TicketDesk) -> bool:
    """Whether no form is before Dana any more."""
    return desk.dana.view is None


async def test_a_reply_is_shown_first_and_then_goes(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_reply")
    assert "This reaches Ana Rivera, under your name." in desk.told("dana")
    await desk.submits("dana", {"words": ANSWER})
    preview = desk.told("dana")
    assert f"(*Dana Kim*)\n{ANSWER}" in preview
    assert f"_{ANSWER}_" in preview
    assert await desk.reads(handle) == []
    await desk.submits("dana")
    assert is_done(desk)
    assert await desk.reads(handle) == [f"(*Dana Kim*)\n{ANSWER}"]


async def test_the_card_s_thread_has_it_too_and_the_requester_speaks_next(
    desk: TicketDesk,
) -> None:
    handle = await desk.ask()
    await replies(desk, handle)
    assert [readable(each) for each in await desk.card_thread(handle)] == [
        f"(*Dana Kim*)\n{ANSWER}"
    ]
    assert "*Waits on*: the person who asked" in readable(await desk.card(handle))


async def test_a_word_in_between_goes_and_the_request_stays_with_us(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.dana.submit({"words": "We are on it."})
    assert "Is more to come?" in desk.told("dana")
    await desk.submits("dana", {"reply_more": ["more"]})
    assert await desk.reads(handle) == ["(*Dana Kim*)\nWe are on it."]
    assert (await desk.ticket(handle)).answered_at is None
    assert "*Waits on*: the coordinator" in readable(await desk.card(handle))


async def test_that_more_is_to_come_stays_said_while_the_words_change(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.dana.submit({"words": "We are on it."})
    await desk.submits("dana", {"words": "We are on it!", "reply_more": ["more"]})
    await desk.submits("dana")
    assert (await desk.ticket(handle)).waits_on == "coordinator"


async def test_what_was_changed_is_shown_again_before_it_goes(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.dana.submit({"words": ANSWER})
    await desk.submits("dana", {"words": "No, I was wrong."})
    assert "(*Dana Kim*)\nNo, I was wrong." in desk.told("dana")
    assert await desk.reads(handle) == []
    await desk.submits("dana")
    assert await desk.reads(handle) == ["(*Dana Kim*)\nNo, I was wrong."]


async def test_personal_data_is_hidden_and_the_preview_says_so(
    desk: TicketDesk, caplog: pytest.LogCaptureFixture
) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.dana.submit({"words": "Her number A 012 345 678"})
    assert "(*Dana Kim*)\nHer number [A-###]\n" in desk.told("dana")
    assert "we hid: an A-number" in desk.told("dana")
    await desk.submits("dana")
    assert await desk.reads(handle) == ["(*Dana Kim*)\nHer number [A-###]"]
    posted = [each for each in desk.world.sandbox.calls if each.method.startswith("chat.")]
    assert not [each for each in posted if "345 678" in str(each.args)]
    assert "345 678" not in caplog.text


async def test_a_reply_is_passed_on_as_it_was_typed(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await replies(desk, handle, "Ask <!channel> & <@U0TOMASVEG>")
    assert await desk.reads(handle) == [
        "(*Dana Kim*)\nAsk &lt;!channel&gt; &amp; &lt;@U0TOMASVEG&gt;"
    ]
    assert desk.world.sandbox.mentions == []


async def test_the_longest_reply_fits_and_arrives_whole(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await replies(desk, handle, "<&> " * 749 + "END")
    [said] = await desk.reads(handle)
    assert said.count("&lt;&amp;&gt;") == 749
    assert "END" in said


async def test_an_expert_who_is_on_it_hears_it_too(desk: TicketDesk) -> None:
    handle = await desk.ask_and_accept()
    await desk.press("dana", await desk.card(handle), "card_reply")
    assert "This reaches Ana Rivera and Ruth Adeyemi (Harbor Legal Aid), under" in desk.told("dana")
    await desk.dana.submit({"words": ANSWER})
    await desk.submits("dana")
    assert ANSWER in str(await desk.offer_thread(handle))


async def test_a_form_that_comes_twice_is_sent_once(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.dana.submit({"words": ANSWER})
    desk.world.sandbox.faults.add("view_submission", "twice")
    await desk.submits("dana")
    assert await desk.reads(handle) == [f"(*Dana Kim*)\n{ANSWER}"]


async def test_who_sends_again_because_slack_lost_the_answer_sent_once(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.dana.submit({"words": ANSWER})
    desk.world.sandbox.faults.add("view_submission", "ack_lost")
    await desk.submits("dana")
    await desk.submits("dana")
    assert is_done(desk)
    assert await desk.reads(handle) == [f"(*Dana Kim*)\n{ANSWER}"]


async def test_a_reply_to_what_was_closed_meanwhile_stays_in_the_form(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_reply")
    await desk.dana.submit({"words": ANSWER})
    await desk.close(handle)
    sent = await desk.dana.submit()
    assert sent.errors == {"words": "This request is closed. Reopen it first."}
    assert f"_{ANSWER}_" in desk.told("dana")


async def test_a_note_in_the_card_s_thread_can_be_sent(desk: TicketDesk) -> None:
    handle = await desk.ask()
    said = await note(desk, handle)
    await desk.dana.message_shortcut("send_to_requester", said)
    await desk.settled()
    assert f"Your reply: _{ANSWER}_" in desk.told("dana")
    assert await desk.reads(handle) == []
    await desk.dana.submit()
    await desk.submits("dana")
    assert await desk.reads(handle) == [f"(*Dana Kim*)\n{ANSWER}"]


async def test_anywhere_else_the_shortcut_says_where_it_works(desk: TicketDesk) -> None:
    await desk.ask()
    said = await desk.dana.say("general", "Hello all")
    await desk.settled()
    await desk.dana.message_shortcut("send_to_requester", said)
    await desk.settled()
    assert "This works on a message in a request's thread" in desk.told("dana")


async def test_a_stranger_in_the_channel_can_t_use_the_shortcut(desk: TicketDesk) -> None:
    await desk.dana.invite(TRIAGE, "tomas")
    handle = await desk.ask()
    said = await note(desk, handle)
    await desk.person("tomas").message_shortcut("send_to_requester", said)
    await desk.settled()
    assert "There is no such request, or it isn't yours." in desk.told("tomas")
    assert desk.person("tomas").view is None


async def test_one_of_the_best_resources_is_sent_with_a_line(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_send_resource")
    choices = offered(desk)
    assert len(choices) == 3
    await desk.submits("dana", {"resource_choice": choices[1]["value"], "words": "See <section> 2"})
    assert is_done(desk)
    [said] = await desk.reads(handle)
    assert said.startswith("(*Dana Kim*)\nSee &lt;section&gt; 2\n*<http")
    assert choices[1]["text"]["text"][:40] in said


async def test_another_resource_is_searched_for_first(desk: TicketDesk) -> None:
    handle = await desk.ask("luis", "Escuelas", language="es")
    await desk.press("dana", await desk.card(handle), "card_send_resource")
    await desk.submits("dana", {"resource_search": "ending 287(g) toolkit"})
    found = offered(desk)[0]["value"]
    assert await desk.reads(handle) == []
    await desk.submits("dana", {"resource_choice": found})
    [said] = await desk.reads(handle)
    resource = desk.world.catalog.get(found)
    assert resource
    assert resource.title_in("es") in said


async def test_without_a_choice_nothing_is_sent(desk: TicketDesk) -> None:
    handle = await desk.ask()
    await desk.press("dana", await desk.card(handle), "card_send_resource")
    sent = await desk.dana.submit()
    assert sent.errors == {"resource_search": "Choose one above, or search for another."}
    assert await desk.reads(handle) == []
