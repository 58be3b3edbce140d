"""Who may press what, and what becomes of buttons that are old or not theirs."""

from __future__ import annotations

from copy import deepcopy

import pytest

from bot.desk import people
from bot.sandbox.cast import PARTNER
from tests.readable import readable
from tests.stories.by_request import ARCHIVE, Archive
from tests.stories.joined import meet, member
from tests.stories.tickets import TicketDesk

COORDINATORS = ["access_let_in", "access_set_key", "access_list"]
NOT_THEIRS = "There is no such request, or it isn't yours."


@pytest.fixture
async def archive(desk: TicketDesk) -> Archive:
    return Archive(desk)


@pytest.mark.parametrize("action_id", COORDINATORS)
async def test_the_requester_can_t_let_themselves_in(archive: Archive, action_id: str) -> None:
    handle = await archive.asks("ana")
    await archive.desk.ana.close_view()
    await archive.forged("ana", action_id, handle)
    assert archive.desk.told("ana") == "Only coordinators can do this."
    assert not await archive.is_let_in("ana")


@pytest.mark.parametrize("who", ["ruth", "mei"])
@pytest.mark.parametrize("action_id", COORDINATORS)
async def test_to_others_there_is_no_such_request(
    archive: Archive, action_id: str, who: str
) -> None:
    handle = await archive.asks("ana")
    await archive.forged(who, action_id, handle)
    assert archive.desk.told(who) == NOT_THEIRS
    assert not await archive.is_let_in("ana")


async def test_who_is_no_coordinator_any_more_sets_no_key(archive: Archive) -> None:
    handle = await archive.asks("ana")
    await archive.lets_in(handle)
    await archive.desk.run(people.name_coordinators, [])
    await archive.sets_key()
    assert NOT_THEIRS in archive.before("dana")
    assert not await archive.has_key()
    assert not await archive.is_let_in("ana")


async def test_who_is_no_coordinator_any_more_revokes_nothing(archive: Archive) -> None:
    handle = await archive.given("ana")
    await archive.desk.press("dana", await archive.letter(handle), "access_list")
    await archive.desk.run(people.name_coordinators, [])
    await archive.desk.dana.click_in_view("access_revoke")
    await archive.desk.settled()
    assert NOT_THEIRS in archive.before("dana")
    assert await archive.is_let_in("ana")


async def test_who_is_no_coordinator_any_more_reads_no_names(archive: Archive) -> None:
    handle = await archive.given("ana")
    await archive.let_in_many(30)
    await archive.desk.press("dana", await archive.letter(handle), "access_list")
    await archive.desk.run(people.name_coordinators, [])
    await archive.desk.dana.click_in_view("access_next")
    await archive.desk.settled()
    assert NOT_THEIRS in archive.before("dana")


async def test_open_opens_nothing_to_who_was_not_let_in(archive: Archive) -> None:
    await archive.given("ana")
    answer = await archive.found("ruth")
    pressed = await archive.person("ruth").click(answer, "access_request")
    await archive.person("ruth").close_view()
    payload = deepcopy(pressed.payload)
    payload["actions"][0]["action_id"] = "access_open"
    await archive.desk.world.sandbox.deliver_payload("interaction", payload)
    assert not [each for each in archive.desk.world.sandbox.calls if "canary" in str(each.args)]


async def test_the_same_id_in_another_team_is_somebody_else(archive: Archive) -> None:
    handle = await archive.given("ana")
    pressed = await archive.desk.ana.click(await archive.answer(handle), "access_open")
    before = len(archive.desk.world.sandbox.calls)
    payload = deepcopy(pressed.payload)
    payload["user"]["team_id"] = payload["team"]["id"] = PARTNER.id
    await archive.desk.world.sandbox.deliver_payload("interaction", payload)
    await archive.desk.settled()
    calls = archive.desk.world.sandbox.calls[before:]
    assert not [each for each in calls if "canary" in str(each.args)]
    assert "Liaison answers members of this workspace." in str([each.args for each in calls])


async def test_pressed_twice_one_is_let_in_once(archive: Archive) -> None:
    await archive.given("luis")
    handle = await archive.asks("ana")
    letter = await archive.letter(handle)
    pressed = await archive.desk.dana.click(letter, "access_let_in")
    await archive.desk.world.sandbox.deliver_payload("interaction", pressed.payload, repeat=2)
    await archive.desk.settled()
    told = [each for each in await archive.desk.reads(handle) if "You were let in" in each]
    assert len(told) == 1
    assert archive.desk.told("dana") == ""


async def test_a_second_coordinator_is_told_that_it_is_done(archive: Archive) -> None:
    await archive.given("luis")
    handle = await archive.asks("ana")
    letter = await archive.letter(handle)
    await archive.lets_in(handle)
    await archive.desk.dana.click(letter, "access_let_in", stale=True)
    await archive.desk.settled()
    assert archive.desk.told("dana") == "This person is let in already."


async def test_a_form_for_the_key_sent_twice_is_one(archive: Archive) -> None:
    handle = await archive.asks("ana")
    await archive.lets_in(handle)
    sent = await archive.sets_key()
    await archive.desk.world.sandbox.deliver_payload("interaction", sent.payload, repeat=2)
    await archive.desk.settled()
    told = [each for each in await archive.desk.reads(handle) if "You were let in" in each]
    assert len(told) == 1


async def test_a_request_sent_twice_is_one(archive: Archive) -> None:
    await archive.knocks("ana")
    sent = await archive.desk.ana.submit()
    await archive.desk.world.sandbox.deliver_payload("interaction", sent.payload, repeat=2)
    await archive.desk.settled()
    assert len(await archive.tickets("ana")) == 1


async def test_revoked_twice_is_once(archive: Archive) -> None:
    handle = await archive.given("ana")
    await archive.desk.press("dana", await archive.letter(handle), "access_list")
    pressed = await archive.desk.dana.click_in_view("access_revoke")
    again = deepcopy(pressed.payload)
    again["actions"][0]["action_ts"] = "1.000002"
    delivery = await archive.desk.world.sandbox.deliver_payload("interaction", again)
    assert delivery.ok
    assert "(Nobody is let in.)" in archive.before("dana")


@pytest.mark.parametrize("has_key", [True, False])
async def test_on_a_closed_request_nobody_is_let_in(archive: Archive, has_key: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    if has_key:
        await archive.given("luis")
    handle = await archive.asks("ana")
    await archive.desk.close(handle, outcome="withdrawn")
    await archive.lets_in(handle)
    assert archive.desk.told("dana") == "This request is closed. Reopen it first."
    assert not await archive.is_let_in("ana")


async def test_a_request_for_help_is_none_for_access(archive: Archive) -> None:
    handle = await archive.desk.ask("ana")
    await archive.forged("dana", "access_let_in", handle)
    assert archive.desk.told("dana") == NOT_THEIRS


async def test_what_is_open_to_all_needs_no_request(archive: Archive) -> None:
    public = archive.desk.world.catalog.search("sanctuary").hits[0].resource
    assert public.is_public
    await archive.forged("ana", "access_request", public.id)
    assert "This is open to everyone by now." in archive.desk.told("ana")


async def test_what_left_the_library_can_t_be_asked_for(archive: Archive) -> None:
    await archive.forged("ana", "access_request", f"{ARCHIVE}-gone")
    assert "This resource is no longer in the library." in archive.desk.told("ana")


async def test_a_spanish_reader_is_refused_in_spanish(archive: Archive) -> None:
    handle = await archive.asks("luis")
    await archive.desk.luis.close_view()
    await archive.forged("luis", "access_let_in", handle)
    assert archive.desk.told("luis") == "Solo puede hacerlo el equipo de coordinación."


async def test_a_guest_can_ask(archive: Archive) -> None:
    handle = await archive.asks("mei")
    await archive.lets_in(handle)
    await archive.sets_key()
    assert await archive.is_let_in("mei")
    assert readable(await archive.answer(handle)).endswith("[Open]")


async def test_an_outsider_is_turned_away(archive: Archive) -> None:
    await meet(archive.desk.world, "ana")
    answer = await archive.found("ana")
    pressed = await archive.desk.ana.click(answer, "access_request")
    payload = deepcopy(pressed.payload)
    omar = member(archive.desk.omar)
    payload["user"] |= {"id": omar.user_id, "team_id": omar.team_id}
    await archive.desk.world.sandbox.deliver_payload("interaction", payload)
    await archive.desk.settled()
    said = str([each.args for each in archive.desk.world.sandbox.calls[-2:]])
    assert "Liaison answers members of this workspace." in said
