"""Tickets are shown in the triage channel only while it is private and nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import ClientSession

from bot.desk import cards, people
from handlers import triage_channel
from tests.conftest import World
from tests.readable import readable
from tests.stories.joined import member
from tests.stories.tickets import QUESTION, TRIAGE, TicketDesk

PARTNER = "T0PARTNER1"


def shown_cards(desk: TicketDesk) -> list[str]:
    """The cards that stand in the channel."""
    return [readable(each) for each in desk.dana.sees(TRIAGE) if each.get("bot_id")]


def warnings(desk: TicketDesk) -> list[str]:
    """What Dana was told of the channel in the bot's DM."""
    return [
        readable(each)
        for each in desk.dana.sees("dm")
        if each["text"] == "The triage channel needs a look"
    ]


def changed(desk: TicketDesk, **what: object) -> None:
    """The channel becomes another while nobody tells the bot, who last looked long ago."""
    channel = desk.world.sandbox.workspace.any_channel(TRIAGE)
    for name, value in what.items():
        setattr(channel, name, value)
    delivery = desk.world.bot.workers.delivery
    gate = delivery.closed_for.__self__.gates[0]  # type: ignore[attr-defined]  # the bound method's own
    for watched in gate._watched.values():  # noqa: SLF001 (as if a minute had passed)
        watched.doubt()


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 (nobody tells when a card is there)
            await asyncio.sleep(0.02)


async def test_once_it_is_shared_nothing_more_is_posted(desk: TicketDesk) -> None:
    await desk.ask()
    await desk.dana.share(TRIAGE, PARTNER)
    await desk.settled()
    before = len(desk.world.sandbox.calls)
    await desk.ask("luis")
    assert len(shown_cards(desk)) == 1
    posted = [each for each in desk.world.sandbox.calls[before:] if QUESTION in str(each.args)]
    assert {each.args["channel"] for each in posted} <= {desk.luis.dm}
    [told] = warnings(desk)
    assert told.startswith("*The triage channel can't be found.*")
    assert "choose another one with `/assist settings`" in told
    assert QUESTION not in told


async def test_a_card_is_not_rewritten_there_either(desk: TicketDesk) -> None:
    handle = await desk.ask()
    card = await desk.card(handle)
    changed(desk, connected=(PARTNER,))
    await desk.dana.click(card, "card_take")
    await desk.settled()
    assert (await desk.ticket(handle)).state == "taken"
    assert "nobody yet" in shown_cards(desk)[0]
    [told] = warnings(desk)
    assert told.startswith("*The triage channel is shared with another workspace.*")


async def test_cards_follow_their_channel_and_wait_until_it_is_private_again(
    desk: TicketDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage_channel, "CLOSED_SECONDS", 0.2)
    handle = await desk.ask()
    await desk.dana.share(TRIAGE, PARTNER)
    await desk.settled()
    await desk.press("dana", await desk.card(handle), "card_take")
    assert (await desk.ticket(handle)).state == "taken"
    assert "nobody yet" in shown_cards(desk)[0]
    assert warnings(desk)[0].startswith("*The triage channel is shared with another workspace.*")
    await desk.dana.unshare(TRIAGE, PARTNER)
    await until(lambda: "*Has it*: Dana Kim" in shown_cards(desk)[0])


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"kind": "public"}, "*The triage channel is public.*"),
        ({"members": {"U0DANAKIMM"}}, "*The triage channel can't be found.*"),
    ],
)
async def test_coordinators_are_told_what_is_wrong(
    desk: TicketDesk, what: dict[str, object], said: str
) -> None:
    changed(desk, **what)
    await desk.ask()
    assert shown_cards(desk) == []
    [told] = warnings(desk)
    assert told.startswith(said)


async def test_they_are_told_once_a_day_of_each_thing(desk: TicketDesk) -> None:
    changed(desk, connected=(PARTNER,))
    await desk.ask()
    await desk.ask()
    await desk.run(triage_channel.warn, "shared")
    assert len(warnings(desk)) == 1
    await desk.run(triage_channel.warn, "public")
    assert len(warnings(desk)) == 2


async def test_once_it_is_private_again_all_is_posted(
    desk: TicketDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage_channel, "CLOSED_SECONDS", 0.2)
    changed(desk, connected=(PARTNER,))
    first = await desk.ask()
    await desk.writes(first, "More of it")
    changed(desk, connected=())
    await until(lambda: len(shown_cards(desk)) == 2)
    assert "More of it" in shown_cards(desk)[1]


async def test_while_slack_does_not_say_nothing_is_posted_and_nobody_alarmed(
    desk: TicketDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage_channel, "UNKNOWN_SECONDS", 0.2)
    changed(desk)
    desk.world.sandbox.faults.add("conversations.info", "500_before", times=2)
    await desk.ask()
    await until(lambda: len(shown_cards(desk)) == 1)
    assert warnings(desk) == []


async def test_without_a_channel_each_coordinator_hears_of_a_number(world: World) -> None:
    desk = TicketDesk(world)
    await world.bot.store.run(people.name_coordinators, [member(desk.dana)])
    await desk.ask(in_channel=False)
    [said] = [each for each in desk.dana.sees("dm") if each.get("bot_id")]
    assert "Request #1 has come in, and there is no triage channel" in readable(said)
    assert QUESTION not in str(said)


async def test_once_a_channel_is_set_what_came_before_has_its_card(desk: TicketDesk) -> None:
    handle = await desk.ask(in_channel=False, visibility="expert")
    closed = await desk.ask("luis", in_channel=False)
    await desk.close(closed)
    assert shown_cards(desk) == []
    shown = desk.world.bot.settings.triage_channel
    assert await desk.run(cards.show_all, shown) == 1
    assert await desk.run(cards.show_all, shown) == 0
    assert QUESTION in readable(await desk.card(handle))


async def test_tickets_are_counted_but_a_few_are_none(desk: TicketDesk) -> None:
    for _ in range(5):
        await desk.ask()
    handle = await desk.ask()
    await desk.close(handle)
    async with (
        ClientSession() as session,
        session.get(f"{desk.world.bot_url}/metrics") as answer,
    ):
        text = await answer.text()
    assert 'liaison_tickets{state="received"} 5.0' in text
    assert 'liaison_tickets{state="closed"} 0.0' in text
    assert 'liaison_tickets{state="offered"} 0.0' in text
