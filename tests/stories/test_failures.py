"""Something breaks that nobody foresaw: the person is told, and nothing private is."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from catalog import Catalog
from tests.conftest import World
from tests.readable import readable

PRIVATE_WORDS = "is Maria Lopez detained"
SORRY = re.compile(r"Something went wrong on our side\..* the number [0-9a-f]{6}\.")


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Breaks the library when called, with an error that quotes a person."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(PRIVATE_WORDS)

    def break_it() -> None:
        monkeypatch.setattr(Catalog, "search", fail)
        monkeypatch.setattr(Catalog, "get", fail)

    return break_it


async def test_a_command_is_answered_with_a_number(
    world: World, breaks: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    breaks()
    delivery = await world.ana.command("/resources", PRIVATE_WORDS, channel="general")
    assert delivery.ok
    assert delivery.message
    said = readable(delivery.message)
    assert SORRY.fullmatch(said)
    assert said[-7:-1] in caplog.text
    assert "Maria" not in caplog.text


async def test_a_form_keeps_its_words(world: World, breaks: Callable[[], None]) -> None:
    await world.ana.command("/resources", "", channel="general")
    breaks()
    sent = await world.ana.submit({"words": PRIVATE_WORDS})
    assert SORRY.fullmatch(sent.errors["words"])
    assert world.ana.view


async def test_a_click_is_answered_where_it_was_made(
    world: World, breaks: Callable[[], None]
) -> None:
    answer = await world.ana.command("/resources", "detainer", channel="general")
    assert answer.message
    breaks()
    clicked = await world.ana.click(answer.message, "resource_details")
    assert clicked.ok
    assert SORRY.fullmatch(readable(world.ana.sees("general")[-1]))


async def test_a_click_in_home_is_answered_with_a_window(
    world: World, breaks: Callable[[], None]
) -> None:
    await world.ana.open_home()
    breaks()
    await world.ana.click_in_home("open_shelf:schools")
    assert world.ana.view
    assert SORRY.search(readable(world.ana.view))


async def test_a_shortcut_is_answered_in_its_channel(
    world: World, breaks: Callable[[], None]
) -> None:
    breaks()
    message = await world.luis.say("general", PRIVATE_WORDS)
    await world.ana.message_shortcut("find_resources", message)
    assert SORRY.fullmatch(readable(world.ana.sees("general")[-1]))


async def test_an_event_is_taken_all_the_same(world: World, breaks: Callable[[], None]) -> None:
    breaks()
    await world.ana.say("dm", PRIVATE_WORDS)
    await world.settled()
    assert world.sandbox.deliveries[-1].status == 200
