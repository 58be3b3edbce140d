"""Coordinators change the network's settings in Slack, and what follows from it."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from bot.desk import network, people
from bot.desk.network import Network
from bot.sandbox import Person
from bot.sandbox.blockkit.walk import every_element
from bot.sandbox.channels import Channel
from bot.sandbox.record import Delivery
from tests.readable import readable
from tests.stories.joined import meet, member
from tests.stories.tickets import QUESTION, TRIAGE, TicketDesk

OTHER = "C0OTHER001"


async def opened(desk: TicketDesk, who: str = "dana") -> Person:
    """Somebody has the settings before them."""
    person = desk.person(who)
    await person.command("/assist", "settings")
    await desk.settled()
    return person


async def form(desk: TicketDesk, name: str, who: str = "dana") -> Person:
    """Somebody has a form of them before them."""
    person = await opened(desk, who)
    await person.click_in_view(f"settings_form:{name}")
    return person


async def saves(desk: TicketDesk, person: Person, values: dict[str, object]) -> Delivery:
    """Somebody sends the form before them; values by the settings' names."""
    filled = {f"setting:{name}": value for name, value in values.items()}
    delivery = await person.submit(filled)
    await desk.settled()
    return delivery


async def now(desk: TicketDesk) -> Network:
    found: Network = await desk.run(network.read)
    return found


async def also_coordinates(desk: TicketDesk, who: str = "luis") -> Person:
    """Somebody else triages too."""
    await meet(desk.world, who)
    known = await desk.run(people.meet, member(desk.person(who)))
    await desk.run(people.give_role, known.id, "coordinator")
    return desk.person(who)


def another_channel(desk: TicketDesk, **values: Any) -> Channel:  # noqa: ANN401 (the fields of a channel)
    """A private channel of Dana's with the bot in it."""
    workspace = desk.world.sandbox.workspace
    inside = {workspace.person("dana").id, workspace.bot.id}
    given = {"kind": "private", "members": inside, **values}
    return workspace.add_channel(Channel(OTHER, "other", **given))


# Reading them


async def test_all_settings_stand_in_one_window(desk: TicketDesk) -> None:
    dana = await opened(desk)
    assert readable(dana.view or {}) == (
        "# Settings\n"
        "*Hours and holidays*\n"
        "Monday to Friday, 9:00 AM–5:00 PM (New York)\n"
        "Holidays: United States\n"
        "Quiet: 8:00 PM–8:00 AM [Change]\n"
        "*When answers are due*\n"
        "First answer: needed today 2 h · needed this week 8 h · needed before a vote 4 h · "
        "no rush 16 h\n"
        "Next answers: needed today 2 h · needed this week 16 h · needed before a vote 8 h · "
        "no rush 24 h\n"
        "All in working hours. [Change]\n"
        "*Offers and silence*\n"
        "An expert has 4 h to answer an offer.\n"
        "An answered request closes after 7 days of silence.\n"
        "Nobody is reminded more than 3 times a week. [Change]\n"
        "*Triage channel*\n<#C0TRIAGE01> [Change]\n"
        "*Language*\n"
        "English in channels. Each person reads their own in messages and windows. [Change]\n"
        "*Stand-in*\nNone: who goes away chooses one. [Change]\n"
        "*What is kept*\n"
        "A request's words are kept until 90 days after it is closed. [Change]\n"
        "*Who answers*\nExperts, partners, and the channels shared with them. [Open the list]\n"
        "---\n"
        "(Nothing was changed yet.)\n"
        "[Close]"
    )


async def test_home_opens_them_too(desk: TicketDesk) -> None:
    await desk.dana.open_home()
    await desk.dana.click_in_home("open_settings")
    assert readable(desk.dana.view or {}).startswith("# Settings\n")


async def test_who_answers_is_one_click_away(desk: TicketDesk) -> None:
    dana = await opened(desk)
    await dana.click_in_view("staff")
    assert "# Experts and partners" in readable(dana.view or {})


async def test_they_read_in_spanish_too(desk: TicketDesk) -> None:
    await also_coordinates(desk)
    luis = await opened(desk, "luis")
    said = readable(luis.view or {})
    assert "Horario y feriados" in said
    assert "Lunes a viernes" in said
    for name in ("hours", "due", "offers", "channel", "language", "stand_in", "kept"):
        await luis.click_in_view(f"settings_form:{name}")
        assert "[Guardar]" in readable(luis.view or {})
        await luis.close_view()


# Changing them


async def test_hours_are_changed_and_shown(desk: TicketDesk) -> None:
    dana = await form(desk, "hours")
    await saves(
        desk,
        dana,
        {"zone": "America/Chicago", "opens": "08:30", "days": ["0", "1", "2", "3"]},
    )
    found = await now(desk)
    assert (found.zone, found.opens, found.days) == ("America/Chicago", time(8, 30), (0, 1, 2, 3))
    said = readable(dana.view or {})
    assert "Monday to Thursday, 8:30 AM–5:00 PM (Chicago)" in said
    assert "Dana Kim set *Time zone* to Chicago; *Working days* to Monday" in said
    assert len(dana.views) == 1


async def test_a_country_brings_its_parts(desk: TicketDesk) -> None:
    dana = await form(desk, "hours")
    await dana.fill({"setting:opens": "10:00"})
    await dana.click_in_view("setting:country", "CA")
    await saves(desk, dana, {"subdivision": "QC"})
    found = await now(desk)
    assert (found.country, found.subdivision, found.opens) == ("CA", "QC", time(10))
    assert "Holidays: Canada, Quebec" in readable(dana.view or {})


async def test_the_part_of_another_country_is_gone_with_it(desk: TicketDesk) -> None:
    await desk.run(network.change, None, {"subdivision": "TX"})
    dana = await form(desk, "hours")
    await dana.click_in_view("setting:country", "none")
    await saves(desk, dana, {})
    found = await now(desk)
    assert (found.country, found.subdivision) == ("", "")


async def test_targets_are_in_hours(desk: TicketDesk) -> None:
    dana = await form(desk, "due")
    await saves(desk, dana, {"first_today": "1.5", "next_vote": "3"})
    found = await now(desk)
    assert (found.first_today, found.next_vote, found.first_week) == (90, 180, 480)
    assert "First answer: needed today 1.5 h" in readable(dana.view or {})


async def test_offers_silence_and_what_is_kept(desk: TicketDesk) -> None:
    dana = await form(desk, "offers")
    await saves(desk, dana, {"offer_minutes": "8", "silent_days": "10", "nudges_a_week": "2"})
    await dana.click_in_view("settings_form:kept")
    await saves(desk, dana, {"retention_days": "365"})
    found = await now(desk)
    assert (found.offer_minutes, found.silent_days, found.nudges_a_week) == (480, 10, 2)
    assert found.retention_days == 365


async def test_who_asks_is_told_how_long_words_are_kept(desk: TicketDesk) -> None:
    await desk.run(network.change, None, {"retention_days": 200})
    await desk.ana.command("/assist", QUESTION)
    await desk.ana.submit()
    await desk.ana.submit()
    assert "your words until 200 days" in readable(desk.ana.view or {})


async def test_the_language_is_that_of_cards(desk: TicketDesk) -> None:
    dana = await form(desk, "language")
    await saves(desk, dana, {"language": "es"})
    handle = await desk.ask()
    assert "*A la espera de*" in readable(await desk.card(handle))


async def test_a_stand_in_is_one_of_the_coordinators(desk: TicketDesk) -> None:
    await also_coordinates(desk)
    luis = await desk.run(people.meet, member(desk.luis))
    dana = await form(desk, "stand_in")
    await saves(desk, dana, {"stand_in": str(luis.id)})
    assert (await now(desk)).stand_in == luis.id
    assert "Luis Ortega, unless somebody else is chosen." in readable(dana.view or {})


# What can't be


@pytest.mark.parametrize(
    ("name", "values", "field", "said"),
    [
        ("hours", {"closes": "09:00"}, "closes", "Work must end later on the day"),
        (
            "hours",
            {"quiet_from": "00:00", "quiet_until": "23:59"},
            "quiet_until",
            "Quiet hours must leave",
        ),
        (
            "hours",
            {"quiet_from": "08:00", "quiet_until": "18:00"},
            "quiet_until",
            "Quiet hours must leave",
        ),
    ],
)
async def test_what_can_t_be_is_said_at_its_field_and_nothing_is_lost(
    desk: TicketDesk, name: str, values: dict[str, object], field: str, said: str
) -> None:
    dana = await form(desk, name)
    before = await now(desk)
    delivery = await saves(desk, dana, {"zone": "America/Denver", **values})
    assert delivery.errors[f"setting:{field}"].startswith(said)
    assert await now(desk) == before
    state = (dana.view or {})["state"]["values"]
    assert state["setting:zone"]["setting:zone"]["selected_option"]["value"] == "America/Denver"


async def test_it_is_said_in_the_person_s_language(desk: TicketDesk) -> None:
    await also_coordinates(desk)
    luis = await form(desk, "hours", "luis")
    delivery = await saves(desk, luis, {"closes": "08:00"})
    assert delivery.errors["setting:closes"].startswith("El trabajo debe terminar")


async def test_after_a_correction_it_is_saved(desk: TicketDesk) -> None:
    dana = await form(desk, "hours")
    await saves(desk, dana, {"closes": "08:00"})
    await saves(desk, dana, {"closes": "18:00"})
    assert (await now(desk)).closes == time(18)


# Two at once


async def test_two_at_once_have_each_theirs_and_the_last_one_the_same(desk: TicketDesk) -> None:
    await also_coordinates(desk)
    dana, luis = await form(desk, "hours"), await form(desk, "hours", "luis")
    await saves(desk, dana, {"opens": "08:00", "closes": "16:00"})
    await saves(desk, luis, {"closes": "18:00"})
    found = await now(desk)
    assert (found.opens, found.closes) == (time(8), time(18))
    said = readable((await opened(desk)).view or {})
    assert "Luis Ortega set *Work ends* to 6:00 PM on" in said
    assert "Dana Kim set *Work begins* to 8:00 AM; *Work ends* to 4:00 PM on" in said


# The triage channel


async def test_a_channel_that_is_chosen_shows_what_is_new_at_once(desk: TicketDesk) -> None:
    old = await desk.ask()
    another_channel(desk)
    dana = await form(desk, "channel")
    await saves(desk, dana, {"triage_channel": OTHER})
    await _asks(desk)
    assert len(_cards(desk, TRIAGE)) == 1
    assert len(_cards(desk, "other")) == 1
    assert f"<#{OTHER}>" in readable(dana.view or {})
    await desk.press("dana", await desk.card(old), "card_take")
    assert "*Has it*: Dana Kim" in _cards(desk, TRIAGE)[0]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"kind": "public"}, "This channel is public."),
        ({"connected": ("T0PARTNER1",)}, "This channel is shared with another workspace."),
        ({"members": {"U0DANAKIMM"}}, "Liaison can't see this channel."),
        ({"is_archived": True}, "This channel is archived."),
    ],
)
async def test_a_channel_that_is_not_private_is_not_taken(
    desk: TicketDesk, values: dict[str, Any], said: str
) -> None:
    another_channel(desk, **values)
    delivery = await saves(desk, await form(desk, "channel"), {"triage_channel": OTHER})
    assert delivery.errors["setting:triage_channel"].startswith(said)
    assert (await now(desk)).triage_channel == ""


async def test_while_slack_does_not_say_none_is_taken(desk: TicketDesk) -> None:
    another_channel(desk)
    dana = await form(desk, "channel")
    desk.world.sandbox.faults.add("conversations.info", "500_before", times=None)
    delivery = await saves(desk, dana, {"triage_channel": OTHER})
    assert delivery.errors["setting:triage_channel"].startswith("Slack did not say")


async def test_a_partner_s_channel_is_not_taken(desk: TicketDesk) -> None:
    await desk.list_partner("omar")
    channel = desk.world.sandbox.workspace.any_channel("prairie-law")
    assert channel
    channel.connected = ()
    delivery = await saves(desk, await form(desk, "channel"), {"triage_channel": channel.id})
    assert "Prairie Law Center" in delivery.errors["setting:triage_channel"]


async def test_the_channel_that_was_set_at_start_is_another_one_now(desk: TicketDesk) -> None:
    """A partner may have it once it is not the triage channel any more."""
    another_channel(desk)
    await saves(desk, await form(desk, "channel"), {"triage_channel": OTHER})
    dana = desk.dana
    await dana.click_in_view("staff")
    await dana.click_in_view("partner_add")
    await dana.submit({"partner_name": "Harbor", "partner_channel": OTHER})
    assert "That is your coordinators' own channel." in readable(dana.view or {})


async def test_emptied_it_is_the_one_of_the_start_again(desk: TicketDesk) -> None:
    another_channel(desk)
    await saves(desk, await form(desk, "channel"), {"triage_channel": OTHER})
    dana = await form(desk, "channel")
    await saves(desk, dana, {"triage_channel": None})
    assert "<#C0TRIAGE01>" in readable(dana.view or {})


async def test_what_waited_for_a_channel_is_shown_in_it(desk: TicketDesk) -> None:
    await desk.ask(in_channel=False)
    another_channel(desk)
    await saves(desk, await form(desk, "channel"), {"triage_channel": OTHER})
    assert len(_cards(desk, "other")) == 1


async def test_it_is_followed_when_it_gets_another_id(desk: TicketDesk) -> None:
    await desk.dana.share(TRIAGE, "T0PARTNER1")
    await desk.settled()
    moved = desk.world.sandbox.workspace.any_channel(TRIAGE)
    assert moved
    assert moved.id != "C0TRIAGE01"
    assert (await now(desk)).triage_channel == moved.id


async def _asks(desk: TicketDesk, who: str = "ana") -> None:
    """Somebody asks by the form."""
    person = desk.person(who)
    await person.command("/assist", QUESTION)
    await person.submit()
    await person.submit()
    await desk.settled()


def _cards(desk: TicketDesk, channel: str) -> list[str]:
    return [readable(each) for each in desk.dana.sees(channel) if each.get("bot_id")]


# Who may


@pytest.mark.parametrize("who", ["ana", "ruth"])
async def test_only_coordinators_open_them(desk: TicketDesk, who: str) -> None:
    await desk.list_expert("ruth")
    delivery = await desk.person(who).command("/assist", "settings")
    assert desk.person(who).view is None
    assert delivery.message
    assert "Only coordinators can do this." in readable(delivery.message)


@pytest.mark.parametrize("name", ["hours", "due", "offers", "channel", "language", "kept"])
async def test_who_is_no_coordinator_any_more_gets_no_form(desk: TicketDesk, name: str) -> None:
    dana = await opened(desk)
    await desk.run(people.name_coordinators, [])
    await dana.click_in_view(f"settings_form:{name}")
    assert "Only coordinators can do this." in readable(dana.view or {})


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("hours", {"opens": "07:00"}),
        ("channel", {"triage_channel": OTHER}),
        ("kept", {"retention_days": "30"}),
    ],
)
async def test_who_is_no_coordinator_any_more_sets_nothing(
    desk: TicketDesk, name: str, values: dict[str, object]
) -> None:
    another_channel(desk)
    dana, before = await form(desk, name), await now(desk)
    await desk.run(people.name_coordinators, [])
    await saves(desk, dana, values)
    assert "Only coordinators can do this." in readable(dana.view or {})
    assert await now(desk) == before


async def test_who_is_no_coordinator_any_more_draws_nothing_anew(desk: TicketDesk) -> None:
    dana = await form(desk, "hours")
    await desk.run(people.name_coordinators, [])
    await dana.click_in_view("setting:country", "CA")
    assert "Only coordinators can do this." in readable(dana.view or {})


async def test_every_form_fits_whatever_is_set(desk: TicketDesk) -> None:
    values = {
        "zone": "America/Argentina/Buenos_Aires",
        "country": "IT",
        "subdivision": "RM",
        "first_today": 5,
        "offer_minutes": 43_200,
    }
    await desk.run(network.change, None, values)
    dana = await opened(desk)
    for name in ("hours", "due", "offers", "channel", "language", "stand_in", "kept"):
        await dana.click_in_view(f"settings_form:{name}")
        assert any(element for _, element in every_element((dana.view or {})["blocks"]))
        delivery = await saves(desk, dana, {})
        assert not delivery.errors
    assert (await now(desk)).first_today == 5
