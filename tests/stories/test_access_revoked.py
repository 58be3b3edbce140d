"""Who is let in is listed for coordinators, and can be let in no more."""

from __future__ import annotations

import pytest

from tests.readable import readable
from tests.stories.by_request import NAME, Archive, opened
from tests.stories.tickets import TicketDesk


@pytest.fixture
async def archive(desk: TicketDesk) -> Archive:
    return Archive(desk)


async def test_who_is_let_in_is_listed_and_can_be_revoked(archive: Archive) -> None:
    handle = await archive.given("ana")
    await archive.desk.press("dana", await archive.letter(handle), "access_list")
    said = archive.before("dana")
    assert said.startswith(f"# Who is let in\n*{NAME}*\n(1 person is let in.)\n*Ana Rivera*\n")
    await archive.desk.dana.click_in_view("access_revoke")
    await archive.desk.settled()
    assert "(Nobody is let in.)" in archive.before("dana")
    assert not await archive.is_let_in("ana")


async def revoked(archive: Archive) -> str:
    handle = await archive.given("ana")
    await archive.desk.press("dana", await archive.letter(handle), "access_list")
    await archive.desk.dana.click_in_view("access_revoke")
    await archive.desk.dana.close_view()
    await archive.desk.settled()
    return handle


async def test_after_that_it_is_no_longer_open_and_both_can_read_so(archive: Archive) -> None:
    handle = await revoked(archive)
    assert readable(await archive.answer(handle)) == (
        f"*{NAME}* is no longer open to you. You can ask again.\n[Request access]"
    )
    assert "(Their access was taken back.)" in await archive.reads(handle)


async def test_an_old_button_says_so_and_offers_to_ask_again(archive: Archive) -> None:
    handle = await archive.given("ana")
    old = await archive.answer(handle)
    await archive.desk.press("dana", await archive.letter(handle), "access_list")
    await archive.desk.dana.click_in_view("access_revoke")
    await archive.desk.settled()
    await archive.person("ana").click(old, "access_open", stale=True)
    said = archive.before("ana")
    assert "It is no longer open to you. You can ask again." in said
    assert said.endswith("[Send] [Cancel]")


async def test_asking_again_is_a_request_of_its_own(archive: Archive) -> None:
    handle = await revoked(archive)
    again = await archive.asks("ana", "For another hearing")
    assert again != handle
    assert (await archive.desk.ticket(handle)).outcome == "by_resource"
    await archive.lets_in(again)
    assert await archive.opens(again) == opened()


async def test_a_coordinator_may_think_better_of_it(archive: Archive) -> None:
    handle = await revoked(archive)
    await archive.lets_in(handle)
    assert await archive.is_let_in("ana")
    told = [each for each in await archive.desk.reads(handle) if "You were let in" in each]
    assert len(told) == 2


async def test_many_are_listed_page_by_page(archive: Archive) -> None:
    handle = await archive.given("ana")
    await archive.let_in_many(45)
    await archive.desk.press("dana", await archive.letter(handle), "access_list")
    assert "(46 people are let in.)" in archive.before("dana")
    assert archive.before("dana").count("[Revoke]") == 20
    await archive.desk.dana.click_in_view("access_next")
    await archive.desk.dana.click_in_view("access_next")
    assert archive.before("dana").count("[Revoke]") == 6
    await archive.desk.dana.click_in_view("access_revoke")
    assert archive.before("dana").count("[Revoke]") == 5
    await archive.desk.dana.click_in_view("access_previous")
    assert archive.before("dana").count("[Revoke]") == 20
