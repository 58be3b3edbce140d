"""Coordinators keep the list of experts and partners from their Home."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk import experts, people
from bot.desk.experts import Expert
from bot.desk.people import Member
from bot.sandbox import Person
from bot.sandbox.blockkit.walk import every_element
from bot.store import Transaction
from tests.readable import buttons, readable
from tests.stories.joined import member
from tests.stories.tickets import TicketDesk

EXPERT: dict[str, object] = {"expert_partner": "harbor-legal-aid"}


async def opened(desk: TicketDesk, who: str = "dana") -> Person:
    """Somebody with the list before them."""
    person = desk.person(who)
    await person.open_home()
    await desk.settled()
    await person.click_in_home("staff")
    await desk.settled()
    return person


async def listed(desk: TicketDesk) -> str:
    """The list as a coordinator reads it now."""
    return readable((await opened(desk)).view or {})


async def add_partner(desk: TicketDesk, name: str = "Harbor Legal Aid", channel: str = "") -> None:
    dana = await opened(desk)
    await dana.click_in_view("partner_add")
    await dana.submit({"partner_name": name, "partner_channel": channel or None})
    await desk.settled()


async def add_expert(desk: TicketDesk, who: str = "ruth", **values: object) -> Any:  # noqa: ANN401 (a delivery of the sandbox)
    dana = await opened(desk)
    await dana.click_in_view("expert_add")
    delivery = await dana.submit({"expert_person": desk.person(who).id, **EXPERT, **values})
    await desk.settled()
    return delivery


async def known(desk: TicketDesk, who: str) -> Expert:
    """What the desk knows of an expert."""
    found: Expert = await desk.run(_expert, member(desk.person(who)))
    return found


def _expert(tx: Transaction, who: Member) -> Expert:
    return experts.find(tx, people.meet(tx, who).id)


async def test_an_empty_list_says_where_to_begin(desk: TicketDesk) -> None:
    assert await listed(desk) == (
        "# Experts and partners\n[Add a partner]\n---\n"
        "(Nobody is listed yet. Add a partner first, then its experts.)\n[Close]"
    )


async def test_a_partner_and_its_expert_are_added(desk: TicketDesk) -> None:
    await add_partner(desk)
    await add_expert(
        desk,
        expert_topics=["detainers", "schools"],
        expert_places="Texas; austin, tx",
        expert_languages=["en", "es"],
        expert_kinds=["connect-expert"],
        expert_capacity="5",
    )
    assert await listed(desk) == (
        "# Experts and partners\n[Add an expert] [Add a partner]\n---\n"
        "*Harbor Legal Aid*\nAsked through its experts only. [Edit]\n"
        "Ruth Adeyemi · 0 of 5 requests\n"
        "Detainers, jail transfers and detention; Schools and students · "
        "Texas; Austin, Texas · English; Spanish · Connect with a policy expert [Edit]\n"
        "[Close]"
    )
    ruth = await known(desk, "ruth")
    assert ruth.places == ("US-TX", "US-TX/Austin")
    assert "expert" in ruth.person.roles


async def test_the_list_comes_back_in_the_form_s_place(desk: TicketDesk) -> None:
    await add_partner(desk)
    await add_expert(desk)
    assert len(desk.dana.views) == 1
    assert "Ruth Adeyemi" in readable(desk.dana.view or {})


async def test_someone_of_another_workspace_is_known_by_their_own_team(desk: TicketDesk) -> None:
    await add_partner(desk, "Prairie Law Center")
    await add_expert(desk, "omar", expert_partner="prairie-law-center")
    assert (await known(desk, "omar")).person.team_id == "T0PARTNER1"


async def test_an_expert_is_changed_with_what_was_there_filled_in(desk: TicketDesk) -> None:
    ruth = await desk.list_expert(
        "ruth", scopes={"topics": ("schools",), "places": ("US-TX/Austin",)}, capacity=2
    )
    dana = await opened(desk)
    await dana.click_in_view("expert_edit")
    assert "Places: _Austin, TX_" in readable(dana.view or {})
    await dana.submit({"expert_capacity": "4", "expert_away": "2099-03-04"})
    expert = await known(desk, "ruth")
    assert (expert.person.id, expert.topics, expert.places) == (
        ruth,
        ("schools",),
        ("US-TX/Austin",),
    )
    assert expert.capacity == 4
    assert "Away until Mar 4, 2099" in await listed(desk)


async def test_who_is_listed_no_more_stays_on_the_list_and_may_come_back(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    dana = await opened(desk)
    await dana.click_in_view("expert_edit")
    await dana.submit({"expert_listed": "no"})
    assert "not offered anything" in readable(dana.view or {})
    assert not (await known(desk, "ruth")).person.roles
    await dana.click_in_view("expert_edit")
    await dana.submit({"expert_listed": "yes"})
    assert (await known(desk, "ruth")).is_listed


async def test_nobody_is_added_twice(desk: TicketDesk) -> None:
    await desk.list_expert("ruth", capacity=7)
    await add_expert(desk)
    assert "They are on the list already." in readable(desk.dana.view or {})
    assert (await known(desk, "ruth")).capacity == 7


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"expert_places": "Texsa"}, "expert_places", "“Texsa” is no place we know."),
        ({"expert_away": "2020-01-01"}, "expert_away", "That day has come already."),
    ],
)
async def test_what_can_t_be_told_is_said_at_its_field(
    desk: TicketDesk, values: dict[str, object], field: str, said: str
) -> None:
    await add_partner(desk)
    delivery = await add_expert(desk, "ruth", **values)
    assert delivery.errors[field].startswith(said)
    assert "Ruth" not in await listed(desk)


async def test_an_account_that_is_gone_is_not_taken(desk: TicketDesk) -> None:
    await add_partner(desk)
    desk.world.sandbox.deactivate("ruth")
    delivery = await add_expert(desk)
    assert delivery.errors == {"expert_person": "Choose a person whose account is in use."}


async def test_nobody_is_added_while_slack_doesn_t_say_who_it_is(desk: TicketDesk) -> None:
    await add_partner(desk)
    desk.world.sandbox.faults.add("users.info", "500_before", times=None)
    delivery = await add_expert(desk)
    sorry = "Slack did not say who that is. Please try again."
    assert delivery.errors == {"expert_person": sorry}


async def test_a_partner_s_name_and_channel_are_changed(desk: TicketDesk) -> None:
    await add_partner(desk)
    dana = await opened(desk)
    await dana.click_in_view("partner_edit")
    await dana.submit({"partner_name": "Harbor <Aid>", "partner_channel": "C0PRAIRIE1"})
    assert "*Harbor &lt;Aid&gt;*\nAlso asked in <#C0PRAIRIE1>." in readable(dana.view or {})
    await dana.click_in_view("partner_edit")
    await dana.submit({"partner_channel": None})
    assert "Asked through its experts only." in readable(dana.view or {})


async def test_a_partner_without_a_name_is_told(desk: TicketDesk) -> None:
    dana = await opened(desk)
    await dana.click_in_view("partner_add")
    delivery = await dana.submit({"partner_name": "  "})
    assert delivery.errors == {"partner_name": "Write the organization's name."}


async def test_two_partners_of_one_name_are_two(desk: TicketDesk) -> None:
    await add_partner(desk)
    await add_partner(desk)
    assert (await listed(desk)).count("*Harbor Legal Aid*") == 2


async def test_a_channel_is_one_partner_s_only(desk: TicketDesk) -> None:
    await add_partner(desk, "Prairie Law Center", "C0PRAIRIE1")
    await add_partner(desk, "Harbor Legal Aid", "C0PRAIRIE1")
    assert "That is the channel of Prairie Law Center." in readable(desk.dana.view or {})
    assert "Harbor" not in await listed(desk)


async def test_the_coordinators_own_channel_is_no_partner_s(desk: TicketDesk) -> None:
    await add_partner(desk, "Prairie Law Center", desk.world.bot.settings.triage_channel)
    assert "That is your coordinators' own channel." in readable(desk.dana.view or {})


async def test_only_coordinators_have_the_list(desk: TicketDesk) -> None:
    await desk.ana.open_home()
    await desk.settled()
    assert "Experts and partners" not in readable(desk.ana.home or {})


@pytest.mark.parametrize("action", ["expert_add", "partner_add", "expert_edit", "partner_edit"])
async def test_who_is_no_coordinator_any_more_gets_no_form(desk: TicketDesk, action: str) -> None:
    await desk.list_expert("ruth")
    dana = await opened(desk)
    await desk.run(people.name_coordinators, [])
    await dana.click_in_view(action)
    assert "Only coordinators can do this." in readable(dana.view or {})


async def test_who_is_no_coordinator_any_more_keeps_nothing(desk: TicketDesk) -> None:
    await desk.list_expert("ruth", capacity=2)
    dana = await opened(desk)
    await dana.click_in_view("expert_edit")
    await desk.run(people.name_coordinators, [])
    await dana.submit({"expert_capacity": "9"})
    assert "Only coordinators can do this." in readable(dana.view or {})
    assert (await known(desk, "ruth")).capacity == 2


async def test_a_long_list_has_pages_and_comes_back_where_it_was(desk: TicketDesk) -> None:
    for number in range(70):
        desk.world.sandbox.add_person(f"person{number}")
        who = member(desk.person(f"person{number}"))
        await desk.run(_list_somebody, who)
    dana = await opened(desk)
    for _turn in range(2):
        assert "staff_next" in _actions(dana)
        await dana.click_in_view("staff_next")
    assert "staff_next" not in _actions(dana)
    shown = readable(dana.view or {})
    await dana.click_in_view("expert_edit")
    await dana.submit({})
    assert readable(dana.view or {}) == shown
    await dana.click_in_view("staff_previous")
    assert "staff_next" in _actions(dana)


def _actions(person: Person) -> list[str]:
    return [element["action_id"] for _, element in every_element((person.view or {})["blocks"])]


def _list_somebody(tx: Transaction, who: Member) -> None:
    experts.keep_organization(tx, "large", "Large")
    experts.keep(tx, who, "large")


async def test_it_all_reads_in_spanish_too(desk: TicketDesk) -> None:
    await desk.list_expert("ruth", away_until=experts.morning_of("2099-03-04"))
    await desk.run(people.give_role, (await known_person(desk, "luis")).id, "coordinator")
    luis = await opened(desk, "luis")
    assert "Ausente hasta el 4 mar 2099" in readable(luis.view or {})
    assert buttons(luis.view or {})[0] == "Agregar persona experta"
    await luis.click_in_view("expert_edit")
    assert "Lugares: __" in readable(luis.view or {})


async def known_person(desk: TicketDesk, who: str) -> people.Person:
    """What the desk knows of anybody."""
    found: people.Person = await desk.run(people.meet, member(desk.person(who)))
    return found
