"""Answers that coordinators keep: in their list, and in the reply that they write."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bot.desk import replies
from bot.desk.masking import Masked
from bot.desk.replies import MOST, Saved
from bot.i18n import Language
from bot.store import Transaction
from tests.readable import buttons, readable
from tests.stories.joined import member
from tests.stories.tickets import TRIAGE, TicketDesk

THANKS: dict[str, object] = {
    "saved_reply_name": "Thanks",
    "saved_reply_en": "Hello {name}, thank you.",
}


def _keep(tx: Transaction, by: Any, saved: Saved) -> None:  # noqa: ANN401 (a Member)
    replies.keep(tx, saved, replies.coordinator(tx, by))


async def keep(desk: TicketDesk, name: str, **text: str) -> Saved:
    """Dana has kept a reply."""
    masked = {key: Masked(each) for key, each in text.items()}
    kept = Saved(None, name, cast("dict[Language, Masked]", masked))
    await desk.run(_keep, member(desk.dana), kept)
    saved: list[Saved] = await desk.run(replies.several)
    return next(each for each in saved if each.name == name)


async def the_list(desk: TicketDesk) -> str:
    """Dana opens it from her Home."""
    await desk.dana.open_home()
    await desk.dana.click_in_home("open_replies")
    await desk.settled()
    return desk.told("dana")


async def writes(desk: TicketDesk, handle: str, text: str = "") -> None:
    """Dana presses Reply, and types something."""
    await desk.press("dana", await desk.card(handle), "card_reply")
    if text:
        await desk.dana.fill({"words": text})


async def puts_in(desk: TicketDesk, saved: Saved) -> str:
    """Dana chooses one in the form before her; what then stands in its field."""
    await desk.dana.click_in_view("reply_choice", str(saved.id))
    await desk.settled()
    return words(desk)


def words(desk: TicketDesk) -> str:
    """What stands in the field of the form before Dana."""
    view = desk.dana.view or {}
    values = view["state"]["values"]
    return next(str(each["words"]["value"] or "") for each in values.values() if "words" in each)


# The list


async def test_one_is_added_changed_and_deleted(desk: TicketDesk) -> None:
    assert "Nothing is saved yet." in await the_list(desk)
    await desk.dana.click_in_view("saved_reply_add")
    await desk.submits("dana", THANKS)
    assert "*Thanks* · English · not sent yet\nHello {name}, thank you. [Edit]" in desk.told("dana")
    await desk.dana.click_in_view("saved_reply_edit")
    assert "Name: _Thanks_" in desk.told("dana")
    await desk.submits("dana", {"saved_reply_es": "Hola, {name}. Gracias."})
    assert "*Thanks* · English and Spanish" in desk.told("dana")
    await desk.dana.click_in_view("saved_reply_edit")
    await desk.dana.click_in_view("saved_reply_delete")
    await desk.settled()
    assert "Nothing is saved yet." in desk.told("dana")


async def test_the_form_says_what_can_be_filled_in(desk: TicketDesk) -> None:
    await the_list(desk)
    await desk.dana.click_in_view("saved_reply_add")
    shown = desk.told("dana")
    for name in replies.PLACEHOLDERS:
        assert f"`{{{name}}}`" in shown


@pytest.mark.parametrize(
    ("filled", "field", "sorry"),
    [
        ({"saved_reply_es": "Hola, {nombre}"}, "saved_reply_es", "{nombre}. You can write: {name}"),
        ({"saved_reply_en": "{name.__class__}"}, "saved_reply_en", "{name.__class__}. You can"),
        ({"saved_reply_en": "Call 512-555-0147"}, "saved_reply_en", "leave out a phone number"),
        ({"saved_reply_en": " "}, "saved_reply_en", "Write it in one language at least."),
        ({"saved_reply_name": " "}, "saved_reply_name", "Give it a name."),
        ({"saved_reply_name": "TAKEN"}, "saved_reply_name", "Another saved reply has this name."),
    ],
)
async def test_what_can_t_be_kept_is_said_at_its_field(
    desk: TicketDesk, filled: dict[str, object], field: str, sorry: str
) -> None:
    await keep(desk, "Taken", en="…")
    await the_list(desk)
    await desk.dana.click_in_view("saved_reply_add")
    sent = await desk.dana.submit({**THANKS, **filled})
    assert list(sent.errors) == [field]
    assert sorry in sent.errors[field]
    assert [each.name for each in await desk.run(replies.several)] == ["Taken"]


async def test_a_form_that_comes_twice_keeps_one(desk: TicketDesk) -> None:
    await the_list(desk)
    await desk.dana.click_in_view("saved_reply_add")
    desk.world.sandbox.faults.add("view_submission", "twice")
    await desk.submits("dana", THANKS)
    assert await desk.run(replies.count) == 1


async def test_a_hundred_fit_and_their_pages_too(desk: TicketDesk) -> None:
    for number in range(MOST):
        await desk.world.bot.store.run(
            _keep, member(desk.dana), Saved(None, f"{number:03} <&>", {"en": Masked("<&>" * 900)})
        )
    assert "*000 &lt;&amp;&gt;*" in await the_list(desk)
    for _turn in range(4):
        await desk.dana.click_in_view("replies_next")
    assert "*099 &lt;&amp;&gt;*" in desk.told("dana")
    assert "Next" not in buttons(desk.dana.view or {})
    await desk.dana.click_in_view("replies_previous")
    assert "*060 " in desk.told("dana")
    await desk.dana.click_in_view("saved_reply_add")
    sent = await desk.dana.submit(THANKS)
    assert "There are 100 saved replies" in sent.errors["saved_reply_name"]
    handle = await desk.ask()
    await desk.dana.close_view()
    await writes(desk, handle)
    assert desk.dana.view


@pytest.mark.parametrize("who", ["mei", "ana"])
async def test_nobody_else_may_open_it(desk: TicketDesk, who: str) -> None:
    handle = await desk.ask(visibility="expert")
    await keep(desk, "Thanks", en="Thank you")
    await desk.dana.invite(TRIAGE, who)
    await writes(desk, handle)
    core, person = desk.world.sandbox.core, desk.person(who)
    view = desk.dana.view or {}
    shown = {key: view[key] for key in ("type", "title", "submit", "close", "callback_id")}
    shown |= {"blocks": view["blocks"], "private_metadata": view["private_metadata"]}
    core.views.open(person.user, shown)
    await person.click_in_view("open_replies")
    await desk.settled()
    assert "Only coordinators can do this." in desk.told(who)


# In a reply


async def test_it_stands_in_the_reply_with_all_filled_in(desk: TicketDesk) -> None:
    text = "{name} #{number} {topic} {place} {kind} {me}"
    saved = await keep(desk, "All", en=text)
    handle = await desk.ask(topic="schools", place="US-TX/Austin")
    await writes(desk, handle)
    filled = await puts_in(desk, saved)
    assert filled == "Ana Rivera #1 Schools and students Austin, Texas General assistance Dana Kim"
    await desk.dana.submit()
    assert f"(*Dana Kim*)\n{filled}" in desk.told("dana")
    await desk.submits("dana")
    assert await desk.reads(handle) == [f"(*Dana Kim*)\n{filled}"]


async def test_what_a_ticket_does_not_have_still_reads_well(desk: TicketDesk) -> None:
    english = await keep(desk, "En", en="For {topic} in {place}")
    spanish = await keep(desk, "Es", es="Sobre {topic} en {place}")
    await writes(desk, await desk.ask())
    assert await puts_in(desk, english) == "For your question in your area"
    await desk.dana.close_view()
    await writes(desk, await desk.ask("luis", language="es"))
    assert await puts_in(desk, spanish) == "Sobre su consulta en su zona"


async def test_it_is_in_the_language_that_they_asked_in(desk: TicketDesk) -> None:
    saved = await keep(desk, "Thanks", en="Thank you, {kind}", es="Gracias, {kind}")
    await writes(desk, await desk.ask("ana", language="es"))
    assert await puts_in(desk, saved) == "Gracias, Ayuda general"
    assert "please translate" not in desk.told("dana")


async def test_without_a_text_in_it_the_other_one_comes_with_a_warning(desk: TicketDesk) -> None:
    saved = await keep(desk, "Thanks", en="Thank you")
    await writes(desk, await desk.ask("luis", language="es"))
    assert await puts_in(desk, saved) == "Thank you"
    assert "It has no text in Spanish, the language of the person who asked" in desk.told("dana")


async def test_what_was_typed_stays_above_it(desk: TicketDesk) -> None:
    saved = await keep(desk, "Thanks", en="Thank you.")
    await writes(desk, await desk.ask(), "Typed before")
    assert await puts_in(desk, saved) == "Typed before\n\nThank you."
    await desk.dana.fill({"words": "Typed before\n\nThank you. And after"})
    assert await puts_in(desk, saved) == "Typed before\n\nThank you. And after\n\nThank you."


async def test_an_untouched_one_gives_way_to_the_next(desk: TicketDesk) -> None:
    first, second = await keep(desk, "A", en="First"), await keep(desk, "B", en="Second")
    handle = await desk.ask()
    await writes(desk, handle)
    await puts_in(desk, first)
    assert await puts_in(desk, second) == "Second"
    await desk.dana.submit()
    await desk.submits("dana")
    counted = {each.name: each.used for each in await desk.run(replies.several)}
    assert counted == {"A": 0, "B": 1}


async def test_a_note_from_the_thread_is_not_lost_either(desk: TicketDesk) -> None:
    saved = await keep(desk, "Thanks", en="Thank you.")
    handle = await desk.ask()
    said = await desk.dana.say(TRIAGE, "Yes, they can.", (await desk.card(handle))["ts"])
    await desk.settled()
    await desk.dana.message_shortcut("send_to_requester", said)
    await desk.settled()
    assert await puts_in(desk, saved) == "Yes, they can.\n\nThank you."


async def test_what_does_not_fit_is_said_and_nothing_is_lost(desk: TicketDesk) -> None:
    saved = await keep(desk, "Long", en="x" * 2_800)
    typed = "y" * 300
    await writes(desk, await desk.ask(), typed)
    assert await puts_in(desk, saved) == typed
    assert "“Long” was not put in: with what you wrote it would be 3102" in desk.told("dana")


async def test_what_was_deleted_meanwhile_is_said_and_nothing_is_lost(desk: TicketDesk) -> None:
    saved = await keep(desk, "Gone", en="Gone")
    await writes(desk, await desk.ask(), "Typed")
    await desk.run(replies.drop, saved.id)
    assert await puts_in(desk, saved) == "Typed"
    assert "This saved reply was deleted meanwhile." in desk.told("dana")


async def test_it_counts_only_when_it_is_sent_and_once(desk: TicketDesk) -> None:
    saved = await keep(desk, "Thanks", en="Thank you")
    handle = await desk.ask()
    await writes(desk, handle)
    await puts_in(desk, saved)
    await desk.dana.submit()
    assert (await desk.run(replies.find, saved.id)).used == 0
    desk.world.sandbox.faults.add("view_submission", "twice")
    await desk.submits("dana")
    assert (await desk.run(replies.find, saved.id)).used == 1
    assert await desk.reads(handle) == ["(*Dana Kim*)\nThank you"]


async def test_an_expert_who_may_not_know_them_reads_no_name(desk: TicketDesk) -> None:
    saved = await keep(desk, "Thanks", en="Hello {name}")
    handle = await desk.ask_and_accept(shown_as="role", role="mayor")
    await writes(desk, handle)
    assert await puts_in(desk, saved) == "Hello colleague"
    assert "so no name was put in" in desk.told("dana")


async def test_a_refusal_stands_at_the_text_whatever_was_put_in(desk: TicketDesk) -> None:
    saved = await keep(desk, "Thanks", en="Thank you")
    handle = await desk.ask()
    await writes(desk, handle)
    await puts_in(desk, saved)
    await desk.dana.submit()
    await desk.close(handle)
    sent = await desk.dana.submit()
    assert list(sent.errors.values()) == ["This request is closed. Reopen it first."]
    assert words(desk) == "Thank you"


async def test_from_the_form_the_list_is_one_press_away(desk: TicketDesk) -> None:
    await writes(desk, await desk.ask(), "Typed")
    await desk.dana.click_in_view("open_replies")
    await desk.settled()
    assert "Saved replies" in desk.told("dana")
    await desk.dana.close_view()
    assert words(desk) == "Typed"
    assert readable(desk.dana.view or {}).startswith("# Reply")
