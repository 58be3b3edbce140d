"""A person saves what they want to find again, and nobody else sees it."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from typing import Any

import pytest

from bot.desk import bookmarks, people
from bot.desk.people import Member
from bot.sandbox import Person
from bot.store import Transaction, Unavailable
from tests.conftest import World
from tests.readable import readable

WHERE = "(What you save is in Liaison's Home tab, for you only.)"


async def ask(person: Person, words: str = "immigration hold") -> dict[str, Any]:
    delivery = await person.command("/resources", words, channel="general")
    assert delivery.message
    return delivery.message


async def home(world: World, person: Person) -> str:
    """What stands in somebody's Home once everything is done."""
    await world.settled()
    if not person.home:
        await person.open_home()
        await world.settled()
    assert person.home
    return readable(person.home)


async def saved_by(world: World, person: Person) -> list[str]:
    def saved(tx: Transaction) -> list[str]:
        member = Member(person.user.team_id, person.id)
        return bookmarks.saved(tx, people.meet(tx, member).id)

    return await world.bot.store.run(saved)


async def saves(world: World, person: Person, *resources: str) -> None:
    def save(tx: Transaction) -> None:
        member = Member(person.user.team_id, person.id)
        for each in resources:
            bookmarks.save(tx, people.meet(tx, member).id, each)

    await world.bot.store.run(save)


async def test_saving_marks_the_button_in_place_and_fills_home(world: World) -> None:
    answer = await ask(world.ana)
    await world.ana.click(answer, "resource_save")
    (shown,) = world.ana.sees("general")
    assert readable(shown).count("[Details] [Share here] [Saved ✓]") == 1
    assert readable(shown).endswith(WHERE)
    title = readable(answer).split("|")[1].split(">")[0]
    assert f"|{title}>* [Details]" in (await home(world, world.ana)).split("## Browse")[0]


async def test_pressing_twice_saves_once(world: World) -> None:
    answer = await ask(world.ana)
    await asyncio.gather(*(world.ana.click(answer, "resource_save") for _ in range(2)))
    assert len(await saved_by(world, world.ana)) == 1
    (shown,) = world.ana.sees("general")
    assert readable(shown).count("Saved ✓") == 1


async def test_pressing_what_is_saved_takes_it_back(world: World) -> None:
    answer = await ask(world.ana)
    await world.ana.click(answer, "resource_save")
    await world.ana.click(world.ana.sees("general")[0], "resource_unsave")
    assert readable(world.ana.sees("general")[0]) == readable(answer)
    assert "Nothing yet." in await home(world, world.ana)


async def test_the_page_stays_the_one_that_was_turned_to(world: World) -> None:
    await world.ana.click(await ask(world.ana), "results_next")
    second = world.ana.sees("general")[0]
    await world.ana.click(second, "resource_save", nth=3)
    marked = readable(world.ana.sees("general")[0])
    assert marked.splitlines()[:-1] == [
        line.replace("[Save]", "[Saved ✓]") if at == nth(second, 3) else line
        for at, line in enumerate(readable(second).splitlines())
    ]


def nth(message: dict[str, Any], number: int) -> int:
    """In which line the button of the resource of that number stands."""
    lines = readable(message).splitlines()
    return [at for at, line in enumerate(lines) if line.endswith("[Save]")][number]


async def test_nobody_else_s_answer_or_home_shows_it(world: World) -> None:
    await world.ana.click(await ask(world.ana), "resource_save")
    dana = world.sandbox.person("dana")
    assert "Saved ✓" not in readable(await ask(dana))
    assert "Nothing yet." in await home(world, dana)
    await dana.command("/resources", "", channel="general")
    assert dana.view
    assert "Saved ✓" not in readable(dana.view)
    assert await saved_by(world, dana) == []


async def test_somebody_else_s_press_is_their_own(world: World) -> None:
    dana = world.sandbox.person("dana")
    await world.ana.click(await ask(world.ana), "resource_save")
    await dana.click(await ask(dana), "resource_save")
    await dana.click(dana.sees("general")[0], "resource_unsave")
    assert await saved_by(world, dana) == []
    assert len(await saved_by(world, world.ana)) == 1


async def test_a_window_marks_it_and_keeps_what_was_typed(world: World) -> None:
    await world.ana.command("/resources", "", channel="general")
    await world.ana.fill({"words": "school board"})
    await world.ana.click_in_view("resource_save", nth=1)
    assert world.ana.view
    said = readable(world.ana.view)
    assert said.count("[Details] [Save]") == 2
    assert said.count("[Details] [Saved ✓]") == 1
    sent = await world.ana.submit()
    assert sent.ok
    assert "for “school board”" in readable(world.ana.view)


async def test_results_and_details_know_what_is_saved_already(world: World) -> None:
    await world.ana.command("/resources", "", channel="general")
    await world.ana.click_in_view("open_shelf:city-examples")
    await world.ana.click_in_view("resource_save")
    await world.ana.click_in_view("results_next")
    await world.ana.click_in_view("results_previous")
    assert "[Details] [Share here] [Saved ✓]" in readable(world.ana.view or {})
    await world.ana.click_in_view("resource_details")
    assert "[Share here] [Saved ✓]" in readable(world.ana.view or {})
    await world.ana.click_in_view("resource_unsave")
    assert "[Share here] [Save]" in readable(world.ana.view or {})
    assert await saved_by(world, world.ana) == []


async def test_an_answer_in_the_bot_s_dm_can_be_saved_from(world: World) -> None:
    await world.luis.say("dm", "ciudad santuario")
    await world.settled()
    await world.luis.click(world.luis.sees("dm")[-1], "resource_save")
    said = readable(world.luis.sees("dm")[-1])
    assert "[Detalles] [Guardado ✓]" in said
    assert len(await saved_by(world, world.luis)) == 1


async def test_a_mention_s_answer_can_be_saved_from(world: World) -> None:
    await world.ana.say("general", "@Liaison school resolution")
    await world.settled()
    await world.ana.click(world.ana.sees("general")[-1], "resource_save")
    assert "[Saved ✓]" in readable(world.ana.sees("general")[-1])


async def test_an_answer_that_can_t_be_drawn_anew_is_no_reason_for_doubt(world: World) -> None:
    answer = await ask(world.ana)
    world.sandbox.faults.add("response_url", "500_before")
    await world.ana.click(answer, "resource_save")
    assert world.ana.view
    assert "It is saved, in Liaison's Home tab." in readable(world.ana.view)
    assert len(await saved_by(world, world.ana)) == 1


async def test_home_shows_five_and_the_window_all(world: World) -> None:
    every = [resource.id for resource in world.catalog.newest(23)]
    await saves(world, world.ana, *every)
    assert "[Show all (23)] [Remove all]" in await home(world, world.ana)
    await world.ana.click_in_home("saved_all")
    assert readable(world.ana.view or {}).count("[Details] [Remove]") == 10
    for _ in range(2):
        await world.ana.click_in_view("saved_next")
    assert readable(world.ana.view or {}).count("[Details] [Remove]") == 3
    await world.ana.click_in_view("saved_previous")
    await world.ana.click_in_view("resource_unsave")
    assert readable(world.ana.view or {}).count("[Details] [Save]") == 1
    assert "[Show all (22)]" in await home(world, world.ana)


async def test_what_has_left_the_library_is_said_and_goes(world: World) -> None:
    await saves(world, world.ana, "retired-long-ago")
    said = await home(world, world.ana)
    assert "This resource is no longer in the library (retired-long-ago). [Remove]" in said
    await world.ana.click_in_home("saved_gone")
    assert "Nothing yet." in await home(world, world.ana)


async def test_saving_what_has_left_the_library_says_so(world: World) -> None:
    await world.ana.click(await ask(world.ana), "resource_details")
    payload = deepcopy(world.sandbox.deliveries[-1].payload)
    payload["actions"][0] |= {"action_id": "resource_save", "value": "retired-long-ago"}
    await world.sandbox.deliver_payload("interaction", payload)
    said = readable(world.ana.sees("general")[-1])
    assert said.startswith("This resource is no longer in the library.")
    assert await saved_by(world, world.ana) == []


async def test_home_fits_slack_however_much_is_saved(world: World) -> None:
    await saves(world, world.ana, *(f"saved-{n}" for n in range(400)))
    await home(world, world.ana)
    assert world.ana.home
    assert len(world.ana.home["blocks"]) < 100


async def test_all_of_it_can_be_removed_at_once(world: World) -> None:
    await saves(world, world.ana, *(resource.id for resource in world.catalog.newest(3)))
    await saves(world, world.luis, "guide")
    await home(world, world.ana)
    await world.ana.click_in_home("saved_clear")
    assert "Nothing yet." in await home(world, world.ana)
    assert await saved_by(world, world.ana) == []
    assert await saved_by(world, world.luis) == ["guide"]


async def test_saving_among_the_latest_in_home_shows_it_there(world: World) -> None:
    await home(world, world.ana)
    await world.ana.click_in_home("resource_save")
    said = await home(world, world.ana)
    assert "[Details] [Saved ✓]" in said
    assert "[Edit] [Remove all]" in said


async def test_it_is_all_in_spanish_too(world: World) -> None:
    await world.luis.open_home()
    await world.settled()
    await world.luis.click(await ask(world.luis), "resource_save")
    assert "[Guardado ✓]" in readable(world.luis.sees("general")[0])
    said = await home(world, world.luis)
    assert "## Guardados" in said
    for english in ("Saved", "Remove", "[Edit]", "Nothing yet", "Details"):
        assert english not in said


async def test_what_could_not_be_kept_is_not_shown_as_saved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(bookmarks, "save", fail)
    answer = await ask(world.ana)
    await world.ana.click(answer, "resource_save")
    first, told = world.ana.sees("general")
    assert readable(first) == readable(answer)
    assert readable(told) == "We could not save this just now. Please try again in a minute."


async def test_nothing_of_it_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="handlers")
    answer = await ask(world.ana)
    title = readable(answer).split("|")[1].split(">")[0]
    await world.ana.click(answer, "resource_save")
    await world.settled()
    assert title not in caplog.text
    assert (await saved_by(world, world.ana))[0] not in caplog.text
