"""An expert in the workspace is asked, and accepts."""

from __future__ import annotations

import pytest

from tests.stories.joined import meet
from tests.stories.offering import (
    head,
    letters,
    offer_to_two,
    presses,
    says,
    states,
    under_offer,
)
from tests.stories.tickets import QUESTION, Json, TicketDesk


@pytest.fixture
async def handle(desk: TicketDesk) -> str:
    """A ticket of Ana's that Dana offers to Ruth, and after her to Tomás."""
    return await offer_to_two(desk)


# Asked


async def test_an_expert_is_asked_in_their_dm(desk: TicketDesk, handle: str) -> None:
    shown = await head(desk, handle)
    assert shown.startswith(f"*Dana Kim asks: can you help with this?*\n{QUESTION}\n")
    assert "*From*: Ana Rivera" in shown
    assert shown.endswith("[Accept] [Decline] [Suggest someone] [Ask for more]")


async def test_only_the_first_one_is_asked(desk: TicketDesk, handle: str) -> None:
    assert await states(desk, handle) == ["open", "waiting"]
    assert letters(desk.person("tomas")) == []


@pytest.mark.parametrize(
    ("shown_as", "who"), [("role", "*From*: Mayor, Iowa"), ("nobody", "*From*: Local official")]
)
async def test_the_name_that_the_requester_chose_is_shown(
    desk: TicketDesk, shown_as: str, who: str
) -> None:
    ruth = await desk.list_expert("ruth")
    asked: Json = {"visibility": "expert", "shown_as": shown_as, "role": "mayor", "place": "US-IA"}
    handle = await desk.ask("ana", **asked)
    await desk.offer(handle, ruth)
    assert who in await head(desk, handle)
    assert "Ana" not in str(await desk.offered(handle))


async def test_an_expert_who_reads_spanish_is_asked_in_spanish(desk: TicketDesk) -> None:
    luis = await desk.list_expert("luis")
    handle = await desk.ask("ana", visibility="expert")
    await desk.offer(handle, luis)
    shown = await head(desk, handle)
    assert shown.startswith("*Dana Kim pregunta: ¿puede ayudar con esto?*")
    await desk.press("luis", await desk.offered(handle), "offer_accept")
    assert "Lo que escriba en este hilo le llega a *Ana Rivera*." in str(
        await under_offer(desk, handle)
    )


# Accepted


async def test_accepted_both_talk(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    await desk.writes(handle, "It is about holds.")
    await says(desk, handle, "Yes, you can.")
    assert (await under_offer(desk, handle))[-1] == "(*Ana Rivera*)\nIt is about holds."
    assert (await desk.reads(handle))[-1] == ("(*Ruth Adeyemi, Harbor Legal Aid*)\nYes, you can.")


async def test_accepted_the_head_and_a_banner_say_so(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    assert (await head(desk, handle)).startswith(f"*You are on this.*\n{QUESTION}\n")
    [banner] = await under_offer(desk, handle)
    assert banner.startswith("What you write in this thread goes to *Ana Rivera*.")


async def test_the_requester_is_told_who_is_on_it(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    [told] = await desk.reads(handle)
    assert told.startswith("*Ruth Adeyemi, Harbor Legal Aid is on your request now.*")
    assert "(Ruth Adeyemi, Harbor Legal Aid and the coordinators can read it.)" in told


async def test_once_accepted_nobody_else_is_asked(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    assert await states(desk, handle) == ["accepted", "withdrawn"]
    assert letters(desk.person("tomas")) == []


async def test_what_was_written_before_is_not_passed_on(desk: TicketDesk, handle: str) -> None:
    early = await says(desk, handle, "Who is it?")
    await presses(desk, handle, "offer_accept")
    await desk.ruth.edit(early, "Who is it, please?")
    await desk.settled()
    assert len(await desk.reads(handle)) == 1
    assert (await desk.ticket(handle)).waits_on == "expert"
    told = [each for each in await under_offer(desk, handle) if "before you accepted" in each]
    assert len(told) == 1


async def test_what_is_written_before_is_explained_once(desk: TicketDesk, handle: str) -> None:
    for text in ("Who is it?", "Hello?"):
        await says(desk, handle, text)
    assert await under_offer(desk, handle) == [
        "Press *Accept* first: nothing that you write here is passed on until then."
    ]


async def test_accepted_twice_is_once(desk: TicketDesk, handle: str) -> None:
    before = await desk.offered(handle, 0)
    await presses(desk, handle, "offer_accept")
    await desk.ruth.click(before, "offer_accept", stale=True)
    await desk.settled()
    assert "You accepted this already." in desk.told("ruth")
    assert len(await under_offer(desk, handle)) == 1


async def test_a_press_that_slack_delivers_twice_is_one(desk: TicketDesk, handle: str) -> None:
    await presses(desk, handle, "offer_accept")
    delivered = desk.world.sandbox.deliveries
    click = next(each for each in reversed(delivered) if each.kind == "block_actions")
    again = await desk.world.sandbox.deliver_payload("block_actions", click.payload)
    await desk.settled()
    assert again.ok
    assert len(await under_offer(desk, handle)) == 1
    assert desk.told("ruth") == ""


async def test_somebody_else_may_not_accept(desk: TicketDesk, handle: str) -> None:
    await meet(desk.world, "mei")
    forged = await desk.offered(handle, 0)
    forged["channel"] = desk.person("mei").dm
    await desk.person("mei").click(forged, "offer_accept", stale=True)
    await desk.settled()
    assert "There is no such request, or it isn't yours." in desk.told("mei")
    assert await states(desk, handle) == ["open", "waiting"]
