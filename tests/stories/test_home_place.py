"""A person says where they serve, and in which language they want to be written to."""

from __future__ import annotations

import pytest

from bot.desk import people
from bot.desk.people import Member
from bot.sandbox import Person
from bot.store import Transaction
from tests.conftest import World
from tests.readable import readable

QUESTION = "sanctuary ordinance"


async def home(world: World, person: Person) -> str:
    """What stands in somebody's Home once everything is done."""
    await world.settled()
    if not person.home:
        await person.open_home()
        await world.settled()
    assert person.home
    return readable(person.home)


async def lives_in(world: World, person: Person, state: str, city: str = "") -> None:
    await home(world, person)
    await person.click_in_home("change_place")
    await person.submit({"home_state": state, "home_city": city})
    await world.settled()


async def asked(person: Person, words: str = QUESTION) -> str:
    delivery = await person.command("/resources", words, channel="general")
    assert delivery.message
    return readable(delivery.message)


def titles(said: str) -> list[str]:
    return [line.split("|")[1].removesuffix(">*") for line in said.splitlines() if "|" in line]


async def test_home_asks_for_it_and_shows_it(world: World) -> None:
    assert "[Set your place]" in await home(world, world.ana)
    await lives_in(world, world.ana, "US-TX", "austin")
    assert world.ana.view is None
    assert "Austin, Texas. Resources from there move up" in await home(world, world.ana)
    await world.ana.click_in_home("change_place")
    form = readable(world.ana.view or {})
    assert "State or territory: <Texas>\nCity or county: _Austin_" in form


async def test_what_is_from_there_moves_up(world: World) -> None:
    before = await asked(world.ana)
    await lives_in(world, world.ana, "US-IL", "Chicago")
    after = await asked(world.ana)
    assert [", Illinois" in each for each in before.split("[Save]")[:4]] == [False] * 4
    assert [", Illinois" in each for each in after.split("[Save]")[:4]] == [True] * 4


async def test_the_answers_of_others_stay_in_their_order(world: World) -> None:
    dana = world.sandbox.person("dana")
    before = await asked(dana)
    await lives_in(world, world.ana, "US-IL", "Chicago")
    await asked(world.ana)
    assert await asked(dana) == before


async def test_a_search_that_names_a_place_is_for_that_place(world: World) -> None:
    before = await asked(world.ana, "sanctuary policy in california")
    await lives_in(world, world.ana, "US-IL", "Chicago")
    assert await asked(world.ana, "sanctuary policy in california") == before


async def test_turning_pages_keeps_the_order(world: World) -> None:
    await lives_in(world, world.ana, "US-IL", "Chicago")
    first = await world.ana.command("/resources", QUESTION, channel="general")
    assert first.message
    await world.ana.click(first.message, "results_next")
    await world.ana.click(world.ana.sees("general")[0], "results_previous")
    assert readable(world.ana.sees("general")[0]) == readable(first.message)


async def test_the_form_finds_in_the_same_order(world: World) -> None:
    await lives_in(world, world.ana, "US-IL", "Chicago")
    said = await asked(world.ana)
    await world.ana.click(world.ana.sees("general")[0], "results_refine")
    await world.ana.submit()
    assert titles(readable(world.ana.view or {})) == titles(said)


@pytest.mark.parametrize(
    ("state", "city", "sentence"),
    [
        ("US-TX", "Astin", "Nearest: Austin;"),
        ("US-OH", "Austin", "That is Austin, Texas."),
        (None, "Washington", "There are several: District of Columbia; Washington."),
        (None, "", "Choose your state, or write your city."),
    ],
)
async def test_what_is_no_one_place_is_said_and_nothing_is_lost(
    world: World, state: str | None, city: str, sentence: str
) -> None:
    await home(world, world.ana)
    await world.ana.click_in_home("change_place")
    sent = await world.ana.submit({"home_state": state, "home_city": city})
    assert sentence in sent.errors["home_city"]
    assert world.ana.view


async def test_it_can_be_taken_back(world: World) -> None:
    before = await asked(world.ana)
    await lives_in(world, world.ana, "US-IL", "Chicago")
    await world.ana.click_in_home("remove_place")
    assert "[Set your place]" in await home(world, world.ana)
    assert await asked(world.ana) == before


async def test_nobody_else_s_home_shows_it(world: World) -> None:
    await lives_in(world, world.ana, "US-TX")
    assert "Texas" not in (await home(world, world.sandbox.person("dana"))).split("Settings")[-1]
    assert "Indicar su lugar" in await home(world, world.luis)


async def test_a_form_sent_while_nothing_can_be_kept_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await home(world, world.ana)
    await world.ana.click_in_home("change_place")
    monkeypatch.setattr(people, "settle_in", _fail)
    await world.ana.submit({"home_state": "US-TX"})
    assert "Something went wrong on our side." in readable(world.ana.view or {})
    assert len(world.ana.views) == 2


def _fail(*_: object) -> None:
    raise RuntimeError


async def test_from_then_on_everything_is_in_the_language_that_was_chosen(world: World) -> None:
    await home(world, world.ana)
    await world.ana.click_in_home("choose_language:es")
    said = await home(world, world.ana)
    assert said.startswith("## La biblioteca\n")
    assert "[Como en Slack] [English] [Español ✓]" in said
    assert "[Detalles] [Compartir aquí] [Guardar]" in await asked(world.ana)
    await world.ana.click(world.ana.sees("general")[0], "resource_details")
    assert readable(world.ana.view or {}).startswith("# Detalles\n")
    await world.ana.say("dm", "santuario")
    await world.settled()
    assert "[Detalles]" in readable(world.ana.sees("dm")[-1])


async def test_slack_s_language_can_be_had_again(world: World) -> None:
    assert (await home(world, world.luis)).startswith("## La biblioteca\n")
    await world.luis.click_in_home("choose_language:en")
    assert (await home(world, world.luis)).startswith("## The library\n")
    await world.luis.click_in_home("choose_language:slack")
    assert "[Como en Slack ✓]" in await home(world, world.luis)


async def test_a_language_is_chosen_for_oneself(world: World) -> None:
    await home(world, world.ana)
    await world.ana.click_in_home("choose_language:es")
    await world.settled()
    assert (await home(world, world.sandbox.person("dana"))).startswith("## The library\n")


async def test_a_language_that_is_none_follows_slack(world: World) -> None:
    await home(world, world.ana)
    await world.ana.click_in_home("choose_language:es")
    payload = world.sandbox.deliveries[-1].payload
    payload["actions"][0]["value"] = "tlh"
    await world.sandbox.deliver_payload("interaction", payload)

    def chosen(tx: Transaction) -> str:
        return people.meet(tx, Member(world.ana.user.team_id, world.ana.id)).language

    assert await world.bot.store.run(chosen) == ""
