"""A coordinator is away, another stands in, and what that does to tickets."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from bot.desk import away, duty, network, people, rights, tickets
from bot.desk.network import Network
from bot.i18n import texts
from bot.sandbox import Person, Sandbox
from bot.sandbox.blockkit.walk import every_element
from bot.settings import Settings
from bot.store import Transaction
from tests.readable import readable
from tests.stories.joined import meet, member
from tests.stories.tickets import TicketDesk

HOURS = Network().hours
TODAY = HOURS.day(int(time.time() * 1000))
YEARS_END = date(TODAY.year, 12, 31)


def worked(day: date) -> date:
    """The first working day from a day on."""
    return next(
        each
        for each in (day + timedelta(days=number) for number in range(10))
        if HOURS.opening(each)
    )


BACK = worked(TODAY + timedelta(days=100))
"""Some working day in a while."""


@pytest.fixture
async def two(desk: TicketDesk) -> TicketDesk:
    """Dana and Luis coordinate."""
    await coordinates(desk, "luis")
    return desk


async def coordinates(desk: TicketDesk, who: str) -> int:
    """Somebody triages; our number of them."""
    await meet(desk.world, who)
    number = await number_of(desk, who)
    await desk.run(people.give_role, number, "coordinator")
    return number


async def number_of(desk: TicketDesk, who: str) -> int:
    known: people.Person = await desk.run(people.meet, member(desk.person(who)))
    return known.id


async def taken(desk: TicketDesk, who: str = "dana") -> str:
    """A ticket that somebody has."""
    handle = await desk.ask()
    await desk.run(_give, handle, await number_of(desk, who))
    return handle


def _give(tx: Transaction, handle: str, number: int) -> None:
    person = people.find(tx, number)
    ticket, _by = rights.for_coordinator(tx, handle, people.Member(person.team_id, person.user_id))
    tickets.assign(tx, ticket, person, person)


async def leaves(desk: TicketDesk, who: str = "dana", until: date | None = BACK) -> None:
    """Somebody fills in the form with the stand-in that it proposes."""
    person = await at_form(desk, who)
    await person.submit({"away_until": until.isoformat()} if until else {})
    await desk.settled()


async def at_form(desk: TicketDesk, who: str = "dana") -> Person:
    person = desk.person(who)
    await person.open_home()
    await person.click_in_home("open_away")
    return person


async def home(desk: TicketDesk, who: str) -> str:
    """Somebody's Home as it reads."""
    await desk.settled()
    await desk.person(who).open_home()
    return readable(desk.person(who).home or {})


def letters(desk: TicketDesk, who: str, text: str) -> list[str]:
    """What somebody was told in the bot's DM under a notification's text."""
    seen = desk.person(who).sees("dm")
    return [readable(each) for each in seen if each["text"] == text]


async def holder(desk: TicketDesk, handle: str) -> int:
    found: int = (await desk.ticket(handle)).assignee_id
    return found


# Going


async def test_who_goes_away_leaves_what_they_have_to_a_stand_in(two: TicketDesk) -> None:
    handle, free = await taken(two), await two.ask()
    await leaves(two)
    assert await holder(two, handle) == await number_of(two, "luis")
    assert (await two.ticket(free)).assignee_id is None
    assert "*Has it*: Luis Ortega, for Dana Kim" in readable(await two.card(handle))


async def test_home_says_so_to_both(two: TicketDesk) -> None:
    await leaves(two)
    said = await home(two, "dana")
    until = texts("en").date(BACK.isoformat())
    assert f"*You are away until {until}. Luis Ortega stands in.*\n[I'm back] [Change]" in said
    until = texts("es").date(BACK.isoformat())
    assert f"Usted suple a Dana Kim hasta el {until}." in await home(two, "luis")


async def test_the_stand_in_is_told_once_of_how_many(two: TicketDesk) -> None:
    for _ in range(3):
        await taken(two)
    await leaves(two)
    [told] = letters(two, "luis", "Usted suple a otra persona")
    assert told == (
        f"*Usted suple a Dana Kim hasta el {texts('es').date(BACK.isoformat())}.*\n"
        "3 solicitudes abiertas están ahora con usted: las encuentra en Inicio."
    )


async def test_without_a_date_it_lasts_until_they_say_so(two: TicketDesk) -> None:
    await leaves(two, until=None)
    assert "*You are away. Luis Ortega stands in.*" in await home(two, "dana")


async def test_a_day_that_is_over_or_far_away_is_said_at_its_field(two: TicketDesk) -> None:
    dana = await at_form(two)
    for day, said in (
        ("2020-01-01", "That day has come already."),
        ("2099-01-01", "within a year"),
    ):
        delivery = await dana.submit({"away_until": day})
        assert said in delivery.errors["away_until"]
    assert await two.run(duty.absence, await number_of(two, "dana")) is None


async def test_back_on_a_holiday_is_back_on_the_next_day_of_work(two: TicketDesk) -> None:
    new_year = YEARS_END + timedelta(days=1)
    await leaves(two, until=new_year)
    until = texts("en").date(worked(new_year).isoformat())
    assert f"until {until}" in await home(two, "dana")
    assert worked(new_year) > new_year


async def test_the_only_one_there_goes_without(desk: TicketDesk) -> None:
    handle = await taken(desk)
    dana = await at_form(desk)
    assert "No other coordinator is there to stand in" in readable(dana.view or {})
    await dana.submit({"away_until": BACK.isoformat()})
    assert "Nobody stands in." in await home(desk, "dana")
    assert await holder(desk, handle) == await number_of(desk, "dana")


async def test_a_stand_in_who_went_meanwhile_is_said_at_the_field(two: TicketDesk) -> None:
    await coordinates(two, "ruth")
    dana = await at_form(two)
    luis = await number_of(two, "luis")
    await dana.fill({"away_stand_in": str(luis)})
    await leaves(two, "luis")
    delivery = await dana.submit()
    assert delivery.errors == {"away_stand_in": "Luis Ortega is not there. Choose somebody else."}


async def test_the_network_s_stand_in_is_proposed(two: TicketDesk) -> None:
    await coordinates(two, "ruth")
    await two.run(network.change, None, {"stand_in": await number_of(two, "ruth")})
    dana = await at_form(two)
    assert "Stands in for you: <Ruth Adeyemi>" in readable(dana.view or {})


# Coming back


async def test_by_the_button_it_all_comes_back_and_both_are_told_once(two: TicketDesk) -> None:
    open_one, closed = await taken(two), await taken(two)
    await leaves(two)
    await two.close(closed, "luis")
    await two.dana.open_home()
    await two.dana.click_in_home("away_back")
    await two.settled()
    assert await holder(two, open_one) == await number_of(two, "dana")
    assert await holder(two, closed) == await number_of(two, "luis")
    assert letters(two, "dana", "Welcome back") == [
        "*Welcome back.* 1 request that was held for you is with you again."
    ]
    [told] = letters(two, "luis", "Alguien está de vuelta")
    assert told == (
        "*Dana Kim está de vuelta.* "
        "1 solicitud que usted tenía en su lugar está de nuevo con esa persona."
    )
    assert "You are away" not in await home(two, "dana")
    assert "*Has it*: Dana Kim" in readable(await two.card(open_one))


async def test_a_second_press_changes_nothing(two: TicketDesk) -> None:
    await taken(two)
    await leaves(two)
    await two.dana.open_home()
    await two.dana.click_in_home("away_back")
    await two.run(away.come_back, await two.run(people.meet, member(two.dana)))
    assert len(letters(two, "dana", "Welcome back")) == 1


# By hand


async def test_handing_over_tells_who_has_it_now_with_a_note(two: TicketDesk) -> None:
    handle = await taken(two)
    await two.press("dana", await two.card(handle), "card_more")
    await two.dana.click_in_view("more_form:assign")
    await two.submits("dana", {"words": "Call A-123456789 before Friday"})
    assert await holder(two, handle) == await number_of(two, "luis")
    [told] = letters(two, "luis", "Le pasaron una solicitud")
    assert told.startswith("Dana Kim le pasó la solicitud n.º 1.\n(Call ")
    assert "123456789" not in told
    assert "before Friday" in told


async def proposed(desk: TicketDesk, handle: str) -> list[str]:
    """Whom the form of handing over proposes to Dana, the chosen one first."""
    await desk.press("dana", await desk.card(handle), "card_more")
    await desk.dana.click_in_view("more_form:assign")
    [select] = [
        element
        for _, element in every_element((desk.dana.view or {})["blocks"])
        if element["action_id"] == "ticket_assignee"
    ]
    names = [option["text"]["text"] for option in select["options"]]
    assert select["initial_option"] == select["options"][0]
    return names


async def test_what_nobody_has_is_handed_to_somebody_else(two: TicketDesk) -> None:
    assert await proposed(two, await two.ask()) == ["Luis Ortega"]


async def test_what_another_has_can_be_taken_over(two: TicketDesk) -> None:
    assert await proposed(two, await taken(two, "luis")) == ["Dana Kim"]
    await coordinates(two, "ruth")
    assert await proposed(two, await taken(two, "luis")) == ["Ruth Adeyemi", "Dana Kim"]


@pytest.fixture
def ruth_named(settings: Settings, sandbox: Sandbox, triage_channel: str) -> None:
    """Ruth is a coordinator by the settings, and never said a word to the bot."""
    assert settings.triage_channel == triage_channel
    settings.coordinators += f",{sandbox.person('ruth').id}"


@pytest.mark.usefixtures("ruth_named")
async def test_a_colleague_has_a_name_from_the_start(desk: TicketDesk) -> None:
    assert await proposed(desk, await desk.ask()) == ["Ruth Adeyemi"]


async def test_the_note_s_button_shows_the_request(two: TicketDesk) -> None:
    handle = await taken(two)
    await two.press("dana", await two.card(handle), "card_more")
    await two.dana.click_in_view("more_form:assign")
    await two.submits("dana")
    [told] = [e for e in two.luis.sees("dm") if e["text"] == "Le pasaron una solicitud"]
    await two.luis.click(told, "card_view")
    assert "#1" in readable(two.luis.view or {})


async def test_it_is_handed_to_the_stand_in_at_a_press(two: TicketDesk) -> None:
    handle = await taken(two)
    await two.run(network.change, None, {"stand_in": await number_of(two, "luis")})
    await two.press("dana", await two.card(handle), "card_more")
    await two.dana.click_in_view("more_act:stand_in")
    await two.settled()
    assert await holder(two, handle) == await number_of(two, "luis")
    assert len(letters(two, "luis", "Le pasaron una solicitud")) == 1


async def test_without_a_stand_in_there_is_no_such_button(two: TicketDesk) -> None:
    handle = await taken(two)
    await two.press("dana", await two.card(handle), "card_more")
    shown = [element["action_id"] for _, element in every_element((two.dana.view or {})["blocks"])]
    assert "more_act:stand_in" not in shown


async def test_nothing_is_handed_to_who_is_away(two: TicketDesk) -> None:
    handle = await taken(two)
    await coordinates(two, "ruth")
    await two.press("dana", await two.card(handle), "card_more")
    await two.dana.click_in_view("more_form:assign")
    luis = await number_of(two, "luis")
    await two.dana.fill({"ticket_assignee": str(luis)})
    await two.run(_gone, luis, await number_of(two, "ruth"))
    delivery = await two.dana.submit()
    assert delivery.errors == {"words": "Luis Ortega is not there. Choose somebody else."}
    assert await holder(two, handle) == await number_of(two, "dana")


def _gone(tx: Transaction, person_id: int, stand_in_id: int) -> None:
    away.leave(tx, people.find(tx, person_id), None, stand_in_id)


# Who may


@pytest.mark.parametrize("action", ["open_away", "away_back"])
async def test_who_is_no_coordinator_any_more_is_told(two: TicketDesk, action: str) -> None:
    await leaves(two)
    await two.dana.open_home()
    await two.run(people.name_coordinators, [])
    await two.dana.click_in_home(action)
    assert "Only coordinators can do this." in readable(two.dana.view or {})


async def test_who_is_no_coordinator_any_more_sends_nothing(two: TicketDesk) -> None:
    dana = await at_form(two)
    await two.run(people.name_coordinators, [])
    await dana.submit()
    assert "Only coordinators can do this." in readable(dana.view or {})
    assert await two.run(duty.absence, await number_of(two, "dana")) is None


@pytest.mark.parametrize("who", ["ana", "ruth"])
async def test_nobody_else_has_it_in_their_home(two: TicketDesk, who: str) -> None:
    await two.list_expert("ruth")
    await leaves(two)
    shown = await home(two, who)
    assert "Dana" not in shown
    assert "open_away" not in str(two.person(who).home)


@pytest.mark.parametrize("who", ["mei", "ruth"])
async def test_who_was_one_and_is_none_any_more_does_nothing(two: TicketDesk, who: str) -> None:
    """A guest and an expert, with a coordinator's old Home before them."""
    await two.list_expert("ruth")
    number = await coordinates(two, who)
    person = await at_form(two, who)
    await two.run(people.take_role, number, "coordinator")
    await person.submit()
    assert "Only coordinators can do this." in readable(person.view or {})
    assert await two.run(duty.absence, number) is None
