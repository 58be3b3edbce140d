"""Somebody asks for help: the ways in, the form, and what becomes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import experts, people
from bot.sandbox import Person
from bot.store import Row, Transaction, Unavailable
from bot.store.tables import tickets
from tests.conftest import World
from tests.readable import readable
from tests.stories.joined import member
from tests.stories.tickets import TicketDesk

QUESTION = "Can our county refuse immigration detainers in Austin?"
UNKNOWN = "Our bylaws need a quorum rule for zoning variances"


def shown(person: Person) -> str:
    """The window before somebody, as it reads."""
    return readable(person.view or {"blocks": []})


def typed(person: Person, block_id: str = "words") -> str:
    """What stands in a field of the window before somebody."""
    assert person.view
    [state] = person.view["state"]["values"][block_id].values()
    return str(state.get("value") or "")


def _all(tx: Transaction) -> list[Row]:
    rows: list[Row] = tx.execute(select(tickets).order_by(tickets.c.id)).all()
    return rows


async def asked(world: World) -> list[Row]:
    """Every ticket there is."""
    return await world.bot.store.run(_all)


async def begins(person: Person, words: str = QUESTION, command: str = "/assist") -> None:
    """Somebody opens the form with a question."""
    delivery = await person.command(command, words, channel="general")
    assert delivery.ok


async def checks(person: Person, words: str = QUESTION, **values: Any) -> str:  # noqa: ANN401 (values of fields)
    """Somebody goes on to what they should look at."""
    await begins(person, words)
    await person.submit(values)
    return shown(person)


def in_days(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 (the catalogue's own day)


# The ways in


async def test_assist_opens_the_form_and_carries_the_words(world: World) -> None:
    await begins(world.ana)
    said = shown(world.ana)
    assert said.startswith(
        "# Ask for help\nLeave out names, A-numbers and addresses. "
        "Messages of public officials may be public records.\n"
        f"Your question: _{QUESTION}_\nNeeded by: <No rush>\nWho may see it: <Coordinators only>\n"
        "Experts know you by: <Name and office>\n[More]\n[Continue] [Cancel]"
    )


async def test_ayuda_is_in_spanish_whoever_types_it(desk: TicketDesk) -> None:
    await begins(desk.ana, "¿Podemos negarnos a una retención?", "/ayuda")
    assert shown(desk.ana).startswith("# Pedir ayuda\nNo incluya nombres")
    await desk.ana.submit()
    assert "[Enviar] [Cancelar]" in shown(desk.ana)
    await desk.submits("ana")
    assert shown(desk.ana).startswith("# Enviada\n## Su solicitud tiene el número 1.")


async def test_a_spanish_reader_is_asked_in_spanish_from_the_first_time(world: World) -> None:
    await begins(world.luis)
    assert shown(world.luis).startswith("# Pedir ayuda\n")


@pytest.mark.parametrize(("command", "words"), [("/assist", "help"), ("/ayuda", "ayuda")])
async def test_help_explains_in_five_lines(world: World, command: str, words: str) -> None:
    delivery = await world.ana.command(command, words, channel="general")
    assert delivery.message
    assert delivery.message["is_ephemeral"]
    assert readable(delivery.message).count("•") == 5
    assert world.ana.view is None


async def test_the_global_shortcut_opens_an_empty_form(world: World) -> None:
    assert (await world.ana.shortcut("ask_for_help")).ok
    assert "Your question: __\n" in shown(world.ana)


async def test_the_message_shortcut_carries_the_message(world: World) -> None:
    message = await world.luis.say("general", "Who knows a lawyer for this?")
    assert (await world.ana.message_shortcut("get_help", message)).ok
    assert "Your question: _Who knows a lawyer for this?_" in shown(world.ana)


async def test_home_has_a_button(world: World) -> None:
    await world.ana.open_home()
    await world.ana.click_in_home("ask_expert")
    assert shown(world.ana).startswith("# Ask for help\n")


async def test_the_button_under_an_answer_carries_the_words(world: World) -> None:
    answer = await world.ana.command("/resources", "detainer policy type:toolkit", "general")
    assert answer.message
    assert "[Ask an expert]" in readable(answer.message)
    await world.ana.click(answer.message, "ask_expert")
    assert "Your question: _detainer policy_" in shown(world.ana)


async def test_where_nothing_is_found_the_question_can_be_asked(world: World) -> None:
    answer = await world.ana.command("/resources", "rent control for tenants", "general")
    assert answer.message
    assert "[Ask an expert with this question]" in readable(answer.message)
    await world.ana.click(answer.message, "ask_expert")
    assert "Your question: _rent control for tenants_" in shown(world.ana)


async def test_an_answer_in_the_bot_s_dm_has_the_button_too(world: World) -> None:
    await world.luis.say("dm", "ciudad santuario")
    await world.settled()
    await world.luis.click(world.luis.sees("dm")[-1], "ask_expert")
    assert "Su pregunta: _ciudad santuario_" in shown(world.luis)


async def test_details_carry_their_resource(desk: TicketDesk) -> None:
    answer = await desk.ana.command("/resources", "detainer", "general")
    assert answer.message
    await desk.ana.click(answer.message, "resource_details")
    await desk.ana.click_in_view("ask_expert")
    assert "(About: " in shown(desk.ana)
    await desk.ana.submit({"words": QUESTION})
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert desk.world.catalog.get(ticket.resource_id)


async def test_in_a_modal_of_results_the_form_lies_on_top(world: World) -> None:
    message = await world.luis.say("general", "detainers in our jail")
    await world.ana.message_shortcut("find_resources", message)
    await world.ana.click_in_view("ask_expert")
    assert "Your question: _detainers in our jail_" in shown(world.ana)
    await world.ana.close_view()
    assert shown(world.ana).startswith("# Results\n")


async def test_on_three_windows_the_form_takes_the_place_of_the_last(world: World) -> None:
    await world.ana.command("/resources", "", channel="general")
    await world.ana.submit({"words": "detainer"})
    await world.ana.click_in_view("resource_details")
    assert len(world.ana.views) == 3
    assert (await world.ana.click_in_view("ask_expert")).ok
    assert "(About: " in shown(world.ana)
    await world.ana.submit({"words": "detainer"})
    assert "Does one of these answer it?" in shown(world.ana)
    assert "[Details]" not in shown(world.ana)


# The form


async def test_what_is_guessed_is_shown_and_can_be_corrected(desk: TicketDesk) -> None:
    said = await checks(desk.ana)
    assert (
        "Kind: <Legal question on detainers or federal funding>\n"
        "Topic: <Detainers, jail transfers and detention>\nState or territory: <Texas>\n"
        "City or county: _Austin_\nLanguage: <English>\n"
    ) in said
    await desk.submits("ana", {"kind": "connect-expert", "home_city": "", "language": "es"})
    [ticket] = await asked(desk.world)
    assert (ticket.kind, ticket.topic) == ("connect-expert", "detainers")
    assert (ticket.place, ticket.language) == ("US-TX", "es")


async def test_one_s_own_place_is_the_guess_where_none_is_named(desk: TicketDesk) -> None:
    await desk.ana.open_home()
    await desk.ana.click_in_home("change_place")
    await desk.ana.submit({"home_state": "US-IL", "home_city": "Chicago"})
    await desk.settled()
    said = await checks(desk.ana, "Can our jail refuse detainers?")
    assert "State or territory: <Illinois>\nCity or county: _Chicago_" in said


async def test_more_opens_the_other_fields_and_keeps_what_was_typed(desk: TicketDesk) -> None:
    await desk.ana.shortcut("ask_for_help")
    await desk.ana.fill({"words": QUESTION, "ask_shown_as": "role"})
    await desk.ana.click_in_view("ask_more")
    assert typed(desk.ana) == QUESTION
    await desk.ana.submit({"ask_office": "mayor", "topic": "schools", "home_state": "US-OH"})
    assert "Topic: <Schools and students>\nState or territory: <Ohio>" in shown(desk.ana)
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert (ticket.role, ticket.shown_as) == ("mayor", "role")
    assert (ticket.topic, ticket.place) == ("schools", "US-OH")
    assert ticket.question == QUESTION


async def test_a_city_that_the_library_does_not_know_is_taken_with_its_state(
    desk: TicketDesk,
) -> None:
    await checks(desk.ana)
    await desk.submits("ana", {"home_state": "US-IA", "home_city": "Cedar Falls"})
    [ticket] = await asked(desk.world)
    assert ticket.place == "US-IA/Cedar Falls"


async def test_a_city_alone_that_nobody_knows_wants_its_state(desk: TicketDesk) -> None:
    await checks(desk.ana)
    sent = await desk.ana.submit({"home_state": None, "home_city": "Cedar Falls"})
    assert sent.errors == {
        "home_city:check": "Choose the state too: we can't tell which place this is."
    }


async def test_a_vote_asks_for_its_date(desk: TicketDesk) -> None:
    await begins(desk.ana)
    await desk.ana.click_in_view("ask_needed_by", "vote")
    assert "Date of the vote: <>" in shown(desk.ana)
    sent = await desk.ana.submit()
    assert sent.errors == {"ask_vote_on": "Choose the date of the vote."}
    sent = await desk.ana.submit({"ask_vote_on": in_days(-1)})
    assert sent.errors == {"ask_vote_on": "This day is over. Choose the date of the vote."}
    assert typed(desk.ana) == QUESTION
    await desk.ana.submit({"ask_vote_on": in_days(1)})
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert (ticket.needed_by, ticket.vote_on) == ("vote", in_days(1))
    assert "*When:* before your vote on " in shown(desk.ana)


async def test_a_vote_sent_before_its_field_came_brings_it(world: World) -> None:
    await begins(world.ana)
    await world.ana.fill({"ask_needed_by": "vote"})
    await world.ana.submit()
    assert "Date of the vote: <>" in shown(world.ana)
    assert "[Continue]" in shown(world.ana)


async def test_an_empty_question_is_said_at_its_field(world: World) -> None:
    await world.ana.shortcut("ask_for_help")
    sent = await world.ana.submit({"words": " \n "})
    assert sent.errors == {"words": "Write your question first."}


async def test_one_expert_can_be_chosen(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    await begins(desk.ana)
    await desk.ana.click_in_view("ask_seen_by", "expert")
    assert "Which expert: <Whoever fits best>" in shown(desk.ana)
    await desk.ana.submit({"ask_chosen_expert": str(ruth)})
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert (ticket.visibility, ticket.chosen_expert_id) == ("expert", ruth)
    assert "*Who can see it:* Coordinators and one expert." in shown(desk.ana)


async def test_whoever_fits_best_is_no_choice(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    await begins(desk.ana)
    await desk.ana.click_in_view("ask_seen_by", "expert")
    await desk.ana.submit()
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert (ticket.visibility, ticket.chosen_expert_id) == ("expert", None)


async def test_an_expert_who_is_none_any_more_is_not_replaced_silently(desk: TicketDesk) -> None:
    ruth = await desk.list_expert("ruth")
    await begins(desk.ana)
    await desk.ana.click_in_view("ask_seen_by", "expert")
    await desk.ana.submit({"ask_chosen_expert": str(ruth)})
    await desk.run(experts.unlist, ruth)
    sent = await desk.ana.submit()
    assert sent.errors == {"words": "This person is not listed as an expert."}
    assert await asked(desk.world) == []


async def test_that_everybody_in_a_channel_reads_it_is_said(world: World) -> None:
    await begins(world.ana)
    assert "Everyone in that channel can read it" in str(world.ana.view)
    await world.ana.submit({"ask_seen_by": "partner"})
    await world.ana.submit()
    await world.settled()
    [ticket] = await asked(world)
    assert ticket.visibility == "partner"


# Sending


async def test_what_was_sent_is_confirmed(desk: TicketDesk) -> None:
    await checks(desk.ana, ask_needed_by="week")
    await desk.submits("ana")
    assert shown(desk.ana) == (
        "# Sent\n## Your request has number 1.\n"
        "*Who can see it:* Coordinators only.\n"
        "*When:* this week, as you asked.\n"
        "*How long it is kept:* your words until 90 days after it is closed.\n"
        "*Where:* in its own thread in your messages with Liaison. "
        "Answers come there, and you can write there.\n"
        "[Close]"
    )
    [ticket] = await asked(desk.world)
    assert ticket.question == QUESTION
    assert not ticket.is_urgent


async def test_its_thread_and_its_card_stand_where_they_belong(desk: TicketDesk) -> None:
    await checks(desk.ana)
    await desk.submits("ana")
    [ticket] = await asked(desk.world)
    assert (await desk.status(ticket.handle))["channel"] == desk.ana.dm
    assert (await desk.card(ticket.handle))["channel"] == "C0TRIAGE01"


async def test_a_form_that_arrives_twice_is_one_request(desk: TicketDesk) -> None:
    await checks(desk.ana)
    await desk.submits("ana")
    first = shown(desk.ana)
    forms = [each for each in desk.world.sandbox.deliveries if each.kind == "view_submission"]
    payload = forms[-1].payload
    again = await desk.world.sandbox.deliver_payload("interaction", payload)
    await desk.settled()
    assert "Your request has number 1." in again.body
    assert "Your request has number 1." in first
    assert len(await asked(desk.world)) == 1


@pytest.mark.parametrize(
    ("error", "sorry"),
    [
        (Unavailable(), "We could not save this just now. Please try again in a minute."),
        (RuntimeError(QUESTION), "Something went wrong on our side."),
    ],
)
async def test_what_can_not_be_kept_stays_in_the_form(
    desk: TicketDesk, monkeypatch: pytest.MonkeyPatch, error: Exception, sorry: str
) -> None:
    await checks(desk.ana)

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("handlers.asking.tickets.ask", fail)
    sent = await desk.ana.submit()
    assert sorry in sent.errors["words"]
    assert typed(desk.ana) == QUESTION
    monkeypatch.undo()
    await desk.submits("ana")
    assert len(await asked(desk.world)) == 1


async def test_nothing_is_kept_before_it_is_sent(desk: TicketDesk) -> None:
    await checks(desk.ana, UNKNOWN)
    await desk.settled()
    assert await asked(desk.world) == []
    assert not [call for call in desk.world.sandbox.calls if call.method.startswith("chat.")]


async def test_without_a_triage_channel_coordinators_are_told(world: World) -> None:
    dana = world.sandbox.person("dana")
    await world.bot.store.run(people.name_coordinators, [member(dana)])
    await checks(world.ana)
    await world.ana.submit()
    await world.settled()
    assert len(await asked(world)) == 1
    assert "Your request has number 1." in shown(world.ana)


async def test_slack_s_name_is_known_before_it_is_shown(desk: TicketDesk) -> None:
    mei = desk.person("mei")
    await checks(mei)
    await desk.submits("mei")

    def name(tx: Transaction) -> str:
        return people.meet(tx, member(mei)).name

    assert await desk.world.bot.store.run(name) == "Mei Santos"
