"""Asking for what is opened by request, being let in, and no longer."""

from __future__ import annotations

import pytest

from bot.i18n import texts
from tests.readable import buttons, readable
from tests.stories.by_request import ADDRESS, ARCHIVE, NAME, WORDS, Archive, opened
from tests.stories.joined import meet
from tests.stories.tickets import TicketDesk


@pytest.fixture
async def archive(desk: TicketDesk) -> Archive:
    return Archive(desk)


async def test_the_answer_of_a_search_offers_to_ask(archive: Archive) -> None:
    said = readable(await archive.found("ana"))
    assert "[Details] [Share here] [Request access] [Save]" in said
    assert said.count("[Request access]") == 1


async def test_the_details_offer_it_too(archive: Archive) -> None:
    answer = await archive.found("ana")
    await archive.desk.press("ana", answer, "resource_details")
    assert "[Share here] [Request access] [Save]" in archive.before("ana")


async def test_a_shared_card_has_no_button(archive: Archive) -> None:
    answer = await archive.found("ana")
    await archive.desk.press("ana", answer, "resource_share")
    card = archive.person("ana").sees("general")[-1]
    assert NAME in readable(card)
    assert buttons(card) == []


async def test_the_form_warns_first(archive: Archive) -> None:
    assert await archive.knocks("ana") == (
        "# Request access\n"
        "(Leave out names, A-numbers and addresses. "
        "Messages of public officials may be public records.)\n"
        f"*{NAME}*\n"
        "What do you need it for?: __\n"
        "(Coordinators read this. Their answer comes in Liaison's messages.)\n"
        "[Send] [Cancel]"
    )


async def test_sending_it_opens_a_ticket_that_says_what_it_is_for(archive: Archive) -> None:
    handle = await archive.asks("ana", "For our budget hearing")
    ticket = await archive.desk.ticket(handle)
    assert ticket.question == f"Please let me in to “{NAME}”.\n\nFor our budget hearing"
    assert (ticket.kind, ticket.resource_id) == ("webinar-access", ARCHIVE)
    assert (ticket.visibility, ticket.waits_on) == ("coordinator", "coordinator")
    assert "Your request has number 1. A coordinator was told." in archive.before("ana")


async def test_without_a_word_it_still_says_what_it_is_for(archive: Archive) -> None:
    ticket = await archive.desk.ticket(await archive.asks("ana"))
    assert ticket.question == f"Please let me in to “{NAME}”."


async def test_what_is_private_in_it_is_hidden_and_said(archive: Archive) -> None:
    ticket = await archive.desk.ticket(await archive.asks("ana", "Call 515-555-0123"))
    assert ticket.question.endswith("Call [tel. ###]")
    assert "Before passing this on we hid: a phone number." in archive.before("ana")


async def test_coordinators_read_of_it_below_the_card(archive: Archive) -> None:
    handle = await archive.asks("ana")
    assert await archive.reads(handle) == (
        f"Ana Rivera asks to be let in to *{NAME}*.\n"
        "(No address is kept for it yet: *Let in* asks for it first.)\n"
        "[Let in] [Set the key…] [Who is let in]"
    )


async def test_its_notification_says_nobody_s_name(archive: Archive) -> None:
    letter = await archive.letter(await archive.asks("ana"))
    assert letter["text"] == "A request for access"


async def test_letting_in_asks_for_the_key_first(archive: Archive) -> None:
    handle = await archive.asks("ana")
    await archive.lets_in(handle)
    assert archive.before("dana") == (
        "# Address and password\n"
        f"*{NAME}*\n"
        "(It is shown to who is let in, in a window of their own. Liaison never posts it.)\n"
        "Address: __\n"
        "Password: __\n"
        "[Save and let in] [Cancel]"
    )
    assert not await archive.is_let_in("ana")


async def test_with_the_key_the_requester_is_let_in_and_told(archive: Archive) -> None:
    handle = await archive.given()
    assert archive.desk.dana.view is None
    assert readable(await archive.answer(handle)) == (
        f"You were let in to *{NAME}*.\n"
        "(*Open* shows you the way in, in a window that only you see.)\n"
        "[Open]"
    )
    assert await archive.opens(handle) == opened()


async def test_the_ticket_is_answered_and_stays_open_for_what_comes(archive: Archive) -> None:
    handle = await archive.given()
    ticket = await archive.desk.ticket(handle)
    assert (ticket.state, ticket.waits_on) == ("received", "requester")
    await archive.desk.writes(handle, "The password doesn't work")
    below = [readable(each) for each in await archive.desk.card_thread(handle)]
    assert any("The password doesn't work" in each for each in below)


async def test_the_letter_says_who_let_them_in(archive: Archive) -> None:
    said = await archive.reads(await archive.given())
    assert "(Let in by Dana Kim, <!date^" in said
    assert said.endswith("[Set the key…] [Who is let in]")


async def test_where_the_key_is_known_one_press_lets_in(archive: Archive) -> None:
    await archive.given("ana")
    handle = await archive.asks("luis")
    assert "No address" not in await archive.reads(handle)
    await archive.lets_in(handle)
    assert archive.desk.dana.view is None
    assert await archive.is_let_in("luis")


async def test_from_then_on_the_button_under_it_opens_it(archive: Archive) -> None:
    await archive.given()
    assert await archive.knocks("ana") == opened()


async def test_their_details_say_that_it_is_open(archive: Archive) -> None:
    await archive.given("ana")
    await archive.desk.press("ana", await archive.found("ana"), "resource_details")
    assert "[Share here] [Open] [Save]" in archive.before("ana")
    await archive.desk.ana.click_in_view("access_open")
    await archive.desk.settled()
    assert archive.before("ana") == opened()
    await archive.desk.press("luis", await archive.found("luis"), "resource_details")
    assert "[Solicitar acceso]" in archive.before("luis")


async def test_it_opens_from_the_third_of_stacked_windows_too(archive: Archive) -> None:
    await archive.given()
    ana = archive.person("ana")
    await ana.command("/resources")
    await archive.desk.submits("ana", {"words": WORDS})
    await ana.click_in_view("resource_details")
    assert len(ana.views) == 3
    await ana.click_in_view("access_open")
    await archive.desk.settled()
    assert archive.before("ana") == opened()


async def test_the_key_can_be_set_beforehand(archive: Archive) -> None:
    handle = await archive.asks("ana")
    await archive.desk.press("dana", await archive.letter(handle), "access_set_key")
    assert archive.before("dana").endswith("[Save] [Cancel]")
    await archive.sets_key()
    assert not await archive.is_let_in("ana")
    assert "No address" not in await archive.reads(handle)


async def test_the_form_never_shows_what_is_kept(archive: Archive) -> None:
    handle = await archive.given()
    await archive.desk.press("dana", await archive.letter(handle), "access_set_key")
    form = archive.before("dana")
    assert "(An address is kept already. What you send here takes its place.)" in form
    assert "Address: __\nPassword: __" in form
    assert "canary" not in form


async def test_a_new_key_takes_the_place_of_the_old_one(archive: Archive) -> None:
    handle = await archive.given()
    await archive.desk.press("dana", await archive.letter(handle), "access_set_key")
    await archive.sets_key("https://new.example.org/videos", "")
    said = await archive.opens(handle)
    assert "<https://new.example.org/videos|new.example.org>" in said
    assert "(It needs no password.)" in said
    assert "canary" not in said


@pytest.mark.parametrize(
    "address",
    [
        "videos.example.org",
        "javascript:alert(1)",
        "https://",
        "https://a b.org",
        "http://[",
        "x" * 999,
    ],
)
async def test_an_address_that_is_none_is_said_at_its_field(archive: Archive, address: str) -> None:
    handle = await archive.asks("ana")
    await archive.lets_in(handle)
    sent = await archive.sets_key(address)
    assert sent.errors["access_address"].startswith("Please write a web address")
    assert not await archive.is_let_in("ana")


async def test_who_asked_and_waits_is_told_so(archive: Archive) -> None:
    await archive.asks("ana")
    said = await archive.knocks("ana")
    assert "You asked for this already: it is your request number 1." in said
    assert len(await archive.tickets("ana")) == 1


async def test_of_two_forms_one_is_a_request(archive: Archive) -> None:
    await archive.knocks("ana")
    await archive.desk.run(archive.ask_without_channel, "ana")
    await archive.desk.submits("ana")
    assert "You asked for this already: it is your request number 1." in archive.before("ana")
    assert len(await archive.tickets("ana")) == 1


async def test_who_was_let_in_before_sending_the_form_is_shown_the_way_in(
    archive: Archive,
) -> None:
    await archive.knocks("ana")
    await archive.desk.run(archive.let_in_without_asking, "ana")
    await archive.desk.submits("ana")
    assert archive.before("ana") == opened()
    assert await archive.tickets("ana") == []


async def test_without_a_channel_each_coordinator_is_asked(archive: Archive) -> None:
    await meet(archive.desk.world, "ana")
    await archive.desk.run(archive.ask_without_channel, "ana")
    asked = archive.desk.dana.sees("dm")[-1]
    assert readable(asked).startswith(f"Ana Rivera asks to be let in to *{NAME}*.")
    await archive.desk.press("dana", asked, "access_let_in")
    await archive.sets_key()
    assert await archive.is_let_in("ana")


async def test_it_is_all_in_spanish_too(archive: Archive) -> None:
    answer = await archive.found("luis")
    name = "Archivo de seminarios web de Local Progress"
    warning = texts("es")(
        "Leave out names, A-numbers and addresses. "
        "Messages of public officials may be public records."
    )
    assert "[Detalles] [Compartir aquí] [Solicitar acceso] [Guardar]" in readable(answer)
    await archive.desk.press("luis", answer, "access_request")
    assert archive.before("luis") == (
        "# Solicitar acceso\n"
        f"({warning})\n"
        f"*{name}*\n"
        "¿Para qué lo necesita?: __\n"
        "(Lo lee la coordinación. Su respuesta llega en los mensajes de Liaison.)\n"
        "[Enviar] [Cancelar]"
    )
    await archive.desk.submits("luis")
    [ticket] = await archive.tickets("luis")
    assert ticket.question == f"Solicito acceso a “{name}”."
    await archive.lets_in(ticket.handle)
    await archive.sets_key()
    assert readable(await archive.answer(ticket.handle)).startswith(f"Ya tiene acceso a *{name}*.")
    said = await archive.opens(ticket.handle, "luis")
    assert said.startswith(f"# Abrir\n*{name}*\n*Dirección*\n<{ADDRESS}|videos.example.org>\n")
