"""A person's last searches come back when the search window opens, and go when they say so."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from bot.desk import bookmarks, people
from bot.desk.people import Member
from bot.sandbox import Person
from bot.store import Transaction
from tests.conftest import World
from tests.readable import readable


async def ask(world: World, person: Person, *questions: str) -> None:
    for words in questions:
        await person.command("/resources", words, channel="general")
    await world.settled()


async def window(person: Person) -> str:
    """The search window, newly opened."""
    await person.command("/resources", "", channel="general")
    assert person.view
    return readable(person.view)


async def kept(world: World, person: Person) -> Sequence[str]:
    def recent(tx: Transaction) -> Sequence[str]:
        member = Member(person.user.team_id, person.id)
        return bookmarks.recent(tx, people.meet(tx, member).id)

    return await world.bot.store.run(recent)


async def test_the_window_offers_the_last_five_newest_first(world: World) -> None:
    await ask(world, world.ana, *(f"jail policy {n}" for n in range(7)), "jail policy 3")
    said = await window(world.ana)
    labels = " ".join(f"[“jail policy {n}”]" for n in (3, 6, 5, 4, 2))
    assert f"Your last searches: [Clear]\n{labels}\n" in said


async def test_somebody_who_never_asked_is_offered_none(world: World) -> None:
    await ask(world, world.luis, "santuario")
    assert "Your last searches" not in await window(world.ana)


async def test_the_form_and_refined_questions_are_remembered(world: World) -> None:
    answer = await world.ana.command("/resources", "policy", channel="general")
    assert answer.message
    await world.ana.click(answer.message, "results_refine")
    await world.ana.submit({"words": "resolution", "topic": "schools"})
    await world.settled()
    assert await kept(world, world.ana) == ["resolution topic:schools", "policy"]
    assert "[“resolution” · Schools and students] [“policy”]" in await window(world.ana)


async def test_a_search_made_again_is_the_latest(world: World) -> None:
    await ask(world, world.ana, "detainer", "sanctuary")
    await window(world.ana)
    await world.ana.click_in_view("recent_search:1")
    assert "for “detainer”" in readable(world.ana.view or {})
    await world.settled()
    assert await kept(world, world.ana) == ["detainer", "sanctuary"]


async def test_help_and_shelves_and_pages_are_no_searches(world: World) -> None:
    await ask(world, world.ana, "help", "?", "ayuda")
    await window(world.ana)
    await world.ana.submit({})
    await world.ana.click_in_view("open_shelf:city-examples")
    await world.ana.click_in_view("results_next")
    message = await world.luis.say("general", "Our sheriff wants a 287(g) agreement")
    await world.ana.message_shortcut("find_resources", message)
    await world.settled()
    assert await kept(world, world.ana) == []


async def test_personal_numbers_are_not_remembered(world: World) -> None:
    await ask(world, world.ana, "hold on A012345678, call 212-555-0147")
    assert await kept(world, world.ana) == ["hold on [A-###], call [tel. ###]"]
    said = await window(world.ana)
    assert "“hold on [A-###], call [tel. ###]”" in said
    assert "012345678" not in said


async def test_clearing_forgets_them_and_leaves_what_was_typed(world: World) -> None:
    await ask(world, world.ana, "detainer")
    await window(world.ana)
    await world.ana.fill({"words": "school board"})
    await world.ana.click_in_view("forget_searches")
    assert "Your last searches" not in readable(world.ana.view or {})
    assert await kept(world, world.ana) == []
    await world.ana.submit()
    assert "for “school board”" in readable(world.ana.view or {})


async def test_home_forgets_them_too_and_says_so(world: World) -> None:
    await ask(world, world.ana, "detainer")
    await ask(world, world.luis, "santuario")
    await world.ana.open_home()
    await world.settled()
    assert "Your last 10 searches are kept" in readable(world.ana.home or {})
    await world.ana.click_in_home("forget_searches")
    await world.settled()
    assert "None of your searches are kept now." in readable(world.ana.home or {})
    assert await kept(world, world.luis) == ["santuario"]


async def test_home_s_button_opens_the_window_with_them(world: World) -> None:
    await ask(world, world.luis, "santuario")
    await world.luis.open_home()
    await world.settled()
    await world.luis.click_in_home("open_search")
    assert "[“santuario”]" in readable(world.luis.view or {})


async def test_an_answer_does_not_wait_for_what_is_remembered(world: World) -> None:
    await ask(world, world.ana, "detainer")
    may_go_on, is_busy = threading.Event(), threading.Event()

    def be_busy(_tx: Transaction) -> None:
        is_busy.set()
        may_go_on.wait(20)

    busy = asyncio.create_task(world.bot.store.run(be_busy))
    await asyncio.to_thread(is_busy.wait, 20)
    answer = await world.ana.command("/resources", "sanctuary", channel="general")
    assert answer.message
    assert not busy.done()
    may_go_on.set()
    await busy
    await world.settled()
    assert await kept(world, world.ana) == ["sanctuary", "detainer"]


async def test_what_could_not_be_remembered_is_logged_without_its_words(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*said: object) -> None:
        raise RuntimeError(said)

    monkeypatch.setattr(bookmarks, "remember_search", fail)
    await ask(world, world.ana, "is Maria Lopez detained")
    assert "remembering searches failed: RuntimeError at" in caplog.text
    assert "Maria" not in caplog.text


@pytest.mark.parametrize("words", ["x" * 3_000, "\ud800 hold", "<!channel> <@U0ANARIVER> hold"])
async def test_any_words_can_be_asked_again(world: World, words: str) -> None:
    await ask(world, world.ana, words)
    await window(world.ana)
    again = await world.ana.click_in_view("recent_search:0")
    assert again.ok
    assert world.sandbox.mentions == []
