"""A ticket while Slack is away for an hour, while all is delivered twice, and at two's hands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.desk import offers, people, tickets
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.sandbox.blockkit.walk import every_element
from bot.store import Transaction, tables
from catalog import Catalog
from tests.stories.hours import HOUR
from tests.stories.joined import Json, member
from tests.stories.lives import at_work, begin, name_channel, seen, standing
from tests.stories.partnered import Shared, local_slack
from tests.stories.tickets import TRIAGE, TicketDesk
from tests.stories.whole_way import (
    WAY,
    accepts,
    asks,
    bearing,
    declines,
    head,
    is_offered,
    is_taken,
    suggests,
    walk,
)


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The triage channel is set."""
    name_channel(monkeypatch)


@asynccontextmanager
async def begun(library: Path, folder: Path) -> AsyncIterator[Shared]:
    """The bot, and everybody has been there once."""
    with Catalog.open(library) as catalog:
        async with local_slack() as sandbox, at_work(sandbox, folder, catalog) as shared:
            await begin(shared)
            yield shared


@pytest.fixture
async def shared(library: Path, tmp_path: Path) -> AsyncIterator[Shared]:
    async with begun(library, tmp_path) as shared:
        yield shared


@pytest.fixture
async def another(library: Path, tmp_path: Path) -> AsyncIterator[Shared]:
    """A second Slack with a bot of its own, to compare with."""
    async with begun(library, tmp_path / "another") as another:
        yield another


# An hour without Slack


async def everybody_goes_on(shared: Shared) -> None:
    """What can be done without a window: both sides talk, another ticket comes in and is offered.

    Time passes between them: while Slack is away what is due waits, and nothing ever settles.
    """
    desk, run = shared.desk, shared.desk.world.bot.store.run
    expert, own = head(desk.ruth, "dm", "expert_close"), head(desk.ana, "dm", "own_detail")
    for nth in range(3):
        await desk.ruth.say("dm", f"Answer {nth}", expert)
        await shared.passes(30)
        await desk.ana.say("dm", f"Question {nth}", own)
        await shared.passes(30)
    await run(ask_and_offer, member(desk.luis), member(desk.dana), member(desk.person("tomas")))
    await shared.passes(30)


def ask_and_offer(tx: Transaction, who: Member, by: Member, to: Member) -> None:
    """A request, offered to an expert at once."""
    request = Request(Masked("¿Y nosotros?"), visibility="expert")
    ticket = tickets.ask(tx, who, request, "C0TRIAGE01")
    offers.make(tx, ticket, people.meet(tx, by), [people.meet(tx, to).id])


async def test_after_an_hour_without_slack_all_is_there_once_and_in_order(
    shared: Shared, another: Shared
) -> None:
    for each in (shared, another):
        await walk(each.desk, asks, is_taken, is_offered, suggests, declines, accepts)
    shared.sandbox.faults.add("*", "drop_before", times=None)
    before, begun = by_bot(shared), len(shared.sandbox.calls)
    await everybody_goes_on(shared)
    await shared.passes(HOUR)
    assert by_bot(shared) == before
    # Slack is left in peace meanwhile.
    assert len(shared.sandbox.calls) - begun < 800
    shared.sandbox.faults.clear()
    await shared.passes(900)
    await everybody_goes_on(another)
    await another.passes(60)
    assert by_bot(shared) == by_bot(another)
    assert await shared.run(standing) == await another.run(standing)


def by_bot(shared: Shared) -> dict[tuple[str, str], list[str]]:
    """What the bot wrote, by place and by whose words it passed on: in each, the order counts."""
    found: dict[tuple[str, str], list[str]] = {}
    for place, texts in seen(shared).items():
        for text in texts:
            if not text.startswith(("Answer", "Question")):
                found.setdefault((place, text.partition("\n")[0]), []).append(text)
    return found


# Everything twice


async def test_delivered_twice_all_is_as_delivered_once(shared: Shared, another: Shared) -> None:
    shared.sandbox.faults.add("*", "twice", times=None)
    await walk(shared.desk, *WAY)
    await walk(another.desk, *WAY)
    assert {each.fault for each in shared.sandbox.deliveries[-100:]} == {"twice"}
    assert seen(shared) == seen(another)
    assert await shared.run(standing) == await another.run(standing)


# Two at once, and late


@pytest.fixture
async def cora(shared: Shared) -> str:
    """A second coordinator, in the triage channel too."""
    person = shared.sandbox.add_person("cora")
    await person.open_home()
    await shared.desk.settled()
    known = await shared.run(people.meet, member(person))
    await shared.run(people.give_role, known.id, "coordinator")
    await shared.desk.dana.invite(TRIAGE, "cora")
    await shared.desk.settled()
    return "cora"


@pytest.mark.usefixtures("cora")
async def test_of_two_who_take_it_at_once_one_has_it_and_the_other_is_told(shared: Shared) -> None:
    desk = shared.desk
    await walk(desk, asks)
    card = bearing(desk.dana, TRIAGE, "card_take")
    await asyncio.gather(
        *(desk.person(who).click(card, "card_take") for who in ("dana", "cora") for _ in range(2))
    )
    await desk.settled()
    assert await shared.run(times, "taken") == 1
    told = [name for name in ("dana", "cora") if "was quicker" in desk.told(name)]
    assert len(told) == 1
    assert told[0] != await shared.run(assignee)


@pytest.mark.usefixtures("cora")
async def test_two_who_offer_it_at_once_ask_each_expert_once(shared: Shared) -> None:
    desk = shared.desk
    await walk(desk, asks, is_taken)
    number = await desk.list_expert("ruth")
    card = bearing(desk.dana, TRIAGE, "card_ask_expert")
    for who in ("dana", "cora"):
        await desk.press(who, card, "card_ask_expert")
    await asyncio.gather(
        *(desk.person(who).submit({"offer_to": [f"expert:{number}"]}) for who in ("dana", "cora"))
    )
    await desk.settled()
    assert await shared.run(times, "made") == 1
    asked = [each for each in desk.ruth.sees("dm") if "[Accept]" in str(buttons_of(each))]
    assert len(asked) == 1


async def test_old_buttons_of_a_closed_request_change_nothing(shared: Shared) -> None:
    shown: dict[tuple[str, str, str], Json] = {}
    for step in WAY:
        await step(shared.desk)
        shown |= pressable(shared.desk)
    now = pressable(shared.desk)
    gone = {key: message for key, message in shown.items() if key not in now}
    assert len(gone) > 15
    before = await shared.run(standing)
    for (who, _channel, action_id), message in gone.items():
        begun = len(shared.sandbox.calls)
        await shared.desk.person(who).click(message, action_id, stale=True)
        await shared.desk.settled()
        told = {call.method for call in shared.sandbox.calls[begun:]}
        assert told & {"response_url", "views.open"}, action_id
    assert await shared.run(standing) == before


def pressable(desk: TicketDesk) -> dict[tuple[str, str, str], Json]:
    """Each button of the ticket that somebody sees, with the message in which it stands."""
    places = [(TRIAGE, "dana"), *(("dm", who) for who in ("ana", "ruth", "vera", "tomas"))]
    return {
        (who, f"{channel} {message['ts']}", element["action_id"]): message
        for channel, who in places
        for message in desk.person(who).sees(channel)
        for _, element in every_element(message.get("blocks", []))
    }


def buttons_of(message: Json) -> list[str]:
    """What can be pressed in a message."""
    return [
        f"[{element['text']['text']}]" for _, element in every_element(message.get("blocks", []))
    ]


def times(tx: Transaction, event: str) -> int:
    """How often something is in the log."""
    return len(tx.execute(tables.log.select().where(tables.log.c.event == event)).all())


def assignee(tx: Transaction) -> str:
    """Who has the one ticket, by short name."""
    [ticket] = tx.execute(tables.tickets.select()).all()
    return people.find(tx, ticket.assignee_id).name.split()[0].lower()
