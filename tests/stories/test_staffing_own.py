"""Experts say for themselves how much they take, and until when nothing."""

from __future__ import annotations

import pytest

from bot.desk import experts
from bot.sandbox import Person
from tests.readable import readable
from tests.stories.tickets import TicketDesk

OWN = (
    "[Expert ✓] [My requests and library]\n"
    "## Offered to you\n(Nothing waits for your answer.)\n---\n"
    "## You answer requests\n"
    "You take 3 requests at a time. You are on 0 now. New ones may be offered to you. [Change]\n"
    "(You answer for Harbor Legal Aid.)\n"
    "*What you answer*\nAnything, anywhere [Change]\n"
    "*What you don't want to be sent*\nNothing: you may be asked anything. [Change]\n"
    "(Coordinators see this in their list of experts.)\n---"
)


async def home(desk: TicketDesk, who: str = "ruth") -> str:
    """Somebody's Home as it reads."""
    person = desk.person(who)
    await person.open_home()
    await desk.settled()
    return readable(person.home or {})


async def changing(desk: TicketDesk) -> Person:
    """Ruth with her form before her."""
    await home(desk)
    await desk.ruth.click_in_home("answering_change")
    return desk.ruth


async def test_an_expert_s_home_says_it(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    assert (await home(desk)).startswith(OWN)


async def test_nobody_else_s_does(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    assert "You answer requests" not in await home(desk, "ana")


async def test_they_go_away_and_take_fewer(desk: TicketDesk) -> None:
    await desk.list_expert("ruth", scopes={"topics": ("schools",)})
    ruth = await changing(desk)
    assert "Away until: <>" in readable(ruth.view or {})
    await ruth.submit({"expert_capacity": "1", "expert_away": "2099-03-04"})
    await desk.settled()
    said = "You take 1 request at a time. You are on 0 now. Away until Mar 4, 2099."
    assert ruth.view is None
    assert said in readable(ruth.home or {})
    assert (await changing(desk)).view
    await ruth.submit({"expert_away": None})
    await desk.settled()
    assert "New ones may be offered to you." in readable(ruth.home or {})


async def test_a_day_that_has_come_is_told(desk: TicketDesk) -> None:
    await desk.list_expert("ruth")
    ruth = await changing(desk)
    delivery = await ruth.submit({"expert_away": "2020-03-04"})
    sorry = "That day has come already. Choose a later one, or leave it empty."
    assert delivery.errors == {"expert_away": sorry}


async def test_a_day_that_is_over_is_shown_no_more(desk: TicketDesk) -> None:
    await desk.list_expert("ruth", away_until=experts.morning_of("2020-03-04"))
    assert "My time away" not in await home(desk)
    await (await changing(desk)).submit({"expert_capacity": "2"})
    await desk.settled()
    assert "You take 2 requests at a time." in readable(desk.ruth.home or {})


@pytest.mark.parametrize("step", ["press", "send"])
async def test_who_is_listed_no_more_changes_nothing(desk: TicketDesk, step: str) -> None:
    number = await desk.list_expert("ruth")
    ruth = await changing(desk)
    await desk.run(experts.unlist, number)
    if step == "press":
        await ruth.close_view()
        await ruth.click_in_home("answering_change")
    else:
        await ruth.submit({"expert_capacity": "9"})
    assert "This person is not listed as an expert." in readable(ruth.view or {})
    assert (await desk.run(experts.find, number)).capacity == experts.CAPACITY


async def test_the_rest_of_what_is_known_of_them_stays(desk: TicketDesk) -> None:
    number = await desk.list_expert("ruth", scopes={"topics": ("schools",)})
    await (await changing(desk)).submit({"expert_capacity": "1"})
    expert = await desk.run(experts.find, number)
    assert (expert.topics, expert.organization.id, expert.capacity) == (
        ("schools",),
        "harbor-legal-aid",
        1,
    )
