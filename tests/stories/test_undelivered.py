"""What is stuck, as a coordinator sees it in Home, and what their buttons do."""

from __future__ import annotations

import re

import pytest

from bot.desk import inbox, people
from bot.desk.inbox import Arrival, Turn
from bot.sandbox import Person
from bot.sandbox.blockkit.walk import every_element
from bot.store import Transaction
from tests.conftest import World
from tests.readable import readable
from tests.stories.joined import Joined, join, meet, member
from tests.stories.tickets import TicketDesk

WAITS = (
    "*A message was not delivered.* Its channel is archived. 1 more waits behind it.\n"
    "Somebody's words to somebody else · in the conversation with Ruth Adeyemi · since WHEN\n"
    "[Send again] [Give up]"
)
BROKEN = (
    "*Something that Slack told us could not be dealt with.*\n"
    "Something that somebody wrote · in the conversation with Ana Rivera · since WHEN\n"
    "For your operator: ValueError at relaying.py:1\n[Retry] [Drop]"
)
MOMENT = re.compile(r"<!date[^>]*>")


@pytest.fixture
async def dana(world: World) -> Person:
    """The coordinator."""
    dana = world.sandbox.person("dana")
    await world.bot.store.run(people.name_coordinators, [member(dana)])
    return dana


@pytest.fixture
async def joined(world: World) -> Joined:
    """Ana and Ruth joined, Ruth's talk archived, and two messages of Ana's on their way there."""
    joined = await join(world, "ana", "ruth")
    archive(joined, archived=True)
    await joined.says("ana", "one")
    await joined.says("ana", "two")
    return joined


def archive(joined: Joined, *, archived: bool) -> None:
    dm = joined.person("ruth").dm
    joined.world.sandbox.workspace.channels[dm].is_archived = archived


async def home(world: World, person: Person) -> str:
    await person.open_home()
    await world.settled()
    assert person.home
    return MOMENT.sub("WHEN", readable(person.home))


def poison(tx: Transaction, lane: str = "D1:1") -> None:
    """An event with which five attempts failed."""
    said = '{"event": {"text": "zaprivate words"}}'
    inbox.accept(tx, Arrival("message", said, Turn(lane, "1.0"), (f"event:{lane}",)))
    event = inbox.due(tx, 1)[0]
    for _ in range(inbox.ATTEMPTS):
        inbox.failed(tx, event.id, "ValueError at relaying.py:1")


def waiting(tx: Transaction) -> int:
    return len(inbox.due(tx, 10)) + len(inbox.poisoned(tx))


async def test_a_coordinator_sees_what_was_not_delivered(
    world: World, joined: Joined, dana: Person
) -> None:
    assert joined.words("ruth") == []
    assert WAITS in await home(world, dana)


async def test_nobody_else_sees_it(world: World, joined: Joined) -> None:
    assert joined.words("ruth") == []
    assert "not delivered" not in await home(world, world.ana)


async def test_sent_again_all_arrives_in_order(world: World, joined: Joined, dana: Person) -> None:
    await home(world, dana)
    archive(joined, archived=False)
    await dana.click_in_home("outbox_send_again")
    await world.settled()
    assert joined.words("ruth") == ["one", "two"]
    assert "Needs a hand" not in await home(world, dana)


async def test_given_up_the_next_goes_on(world: World, joined: Joined, dana: Person) -> None:
    await home(world, dana)
    archive(joined, archived=False)
    await dana.click_in_home("outbox_give_up")
    await world.settled()
    assert joined.words("ruth") == ["two"]
    assert "This message was given up.\n>one" in joined.reads("ana")


async def test_two_coordinators_at_once_are_one_decision(
    world: World, joined: Joined, dana: Person
) -> None:
    mei = world.sandbox.person("mei")
    await world.bot.store.run(people.name_coordinators, [member(dana), member(mei)])
    await home(world, dana)
    await home(world, mei)
    archive(joined, archived=False)
    assert (await dana.click_in_home("outbox_send_again")).ok
    assert (await mei.click_in_home("outbox_give_up")).ok
    await world.settled()
    assert joined.words("ruth") == ["one", "two"]


async def test_an_event_that_failed_is_tried_anew(world: World, dana: Person) -> None:
    await meet(world, "ana")
    await world.bot.store.run(poison, f"app_mention:{world.ana.id}")
    assert BROKEN in await home(world, dana)
    await dana.click_in_home("inbox_retry")
    await world.settled()
    assert "Needs a hand" not in await home(world, dana)


async def test_a_dropped_event_is_forgotten(world: World, dana: Person) -> None:
    await world.bot.store.run(poison)
    await home(world, dana)
    await dana.click_in_home("inbox_drop")
    await world.settled()
    assert await world.bot.store.run(waiting) == 0


async def test_nothing_of_what_was_written_stands_there(
    world: World, joined: Joined, dana: Person
) -> None:
    await joined.says("ana", "zaprivate words")
    await world.bot.store.run(poison)
    assert "zaprivate" not in await home(world, dana)


@pytest.mark.parametrize("action", ["outbox_give_up", "inbox_drop"])
async def test_what_cannot_be_taken_back_is_asked_about_first(
    world: World, joined: Joined, dana: Person, action: str
) -> None:
    assert joined.heads
    await world.bot.store.run(poison)
    await home(world, dana)
    pressed = [each for _, each in every_element((dana.home or {})["blocks"])]
    [button] = [each for each in pressed if each["action_id"] == action]
    assert button["confirm"]["deny"]["text"] == "Keep it"


async def test_of_many_a_few_are_shown_and_the_rest_counted(world: World, dana: Person) -> None:
    for number in range(5):
        await world.bot.store.run(poison, f"D{number}:1")
    said = await home(world, dana)
    assert said.count("[Retry] [Drop]") == 3
    assert "(2 more come when these are dealt with.)" in said


async def test_it_says_of_which_request_it_is(triage_channel: str, world: World) -> None:
    desk = TicketDesk(world)
    assert triage_channel
    handle = await desk.ask_and_accept()
    world.sandbox.workspace.channels[desk.ruth.dm].is_archived = True
    await desk.writes(handle, "Does it arrive?")
    said = await home(world, desk.dana)
    assert "in the conversation with Ruth Adeyemi · request #1 · since WHEN" in said
    root = (await desk.card(handle))["ts"]
    await world.bot.store.run(poison, f"{triage_channel}:{root}")
    said = await home(world, desk.dana)
    assert "Something that somebody wrote · in the coordinators' channel · request #1" in said


@pytest.mark.parametrize(
    "action", ["outbox_send_again", "outbox_give_up", "inbox_retry", "inbox_drop"]
)
async def test_who_is_no_coordinator_any_more_is_refused(
    world: World, joined: Joined, dana: Person, action: str
) -> None:
    await world.bot.store.run(poison)
    await home(world, dana)
    await world.bot.store.run(people.name_coordinators, [])
    archive(joined, archived=False)
    await dana.click_in_home(action)
    await world.settled()
    assert dana.view
    assert "Only coordinators can do this." in readable(dana.view)
    assert joined.words("ruth") == []
    assert len(await world.bot.store.run(inbox.poisoned)) == 1
