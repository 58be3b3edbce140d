"""A partner in a workspace of its own takes a request on with a plain reply, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.readable import readable
from tests.stories.partnered import CHANNEL, FIRST, TOLD_HELD, Shared, opened
from tests.stories.tickets import QUESTION

OFFER = (
    "*A local official asks for help*\n"
    "*Kind*: General assistance\n"
    "*Topic*: Detainers, jail transfers and detention\n"
    "*Place*: Texas\n"
    "*Needed by*: This week\n"
    "A reply in this thread by <@U0OMARHADD> takes it on. Then the question comes here, and what "
    "they write in this thread goes to the official.\n"
    "(Everyone in this channel will be able to read the conversation.) "
)
GONE = (
    "(This has gone to the official. What you write in this thread from now on goes at once; your "
    "edits and deletions follow.)"
)
ABOUT = {"topic": "detainers", "place": "US-TX", "needed_by": "week"}


@pytest.fixture
async def shared(library: Path, tmp_path: Path) -> AsyncIterator[Shared]:
    async with opened(library, tmp_path) as shared:
        yield shared


async def test_the_offer_says_kind_topic_and_place_and_who_may_take_it(shared: Shared) -> None:
    handle = await shared.offered(**ABOUT)
    assert readable(await shared.desk.offered(handle)).startswith(OFFER)


async def test_the_offer_tells_nothing_of_the_question_or_of_who_asks(shared: Shared) -> None:
    await shared.offered(**ABOUT)
    everything = str(shared.posts())
    assert QUESTION not in everything
    assert "Ana" not in everything
    assert "#1" not in everything


async def test_a_partner_whose_experts_read_spanish_is_asked_in_spanish_too(
    shared: Shared,
) -> None:
    handle = await shared.offered(**ABOUT)
    assert "Lugar" not in readable(await shared.desk.offered(handle))
    await shared.reads_spanish("omar")
    handle = await shared.offered(**ABOUT)
    head = readable(await shared.desk.offered(handle))
    assert head.startswith("*A local official asks for help*")
    assert "*Lugar*: Texas" in head
    assert "podrán leer la conversación" in head


async def test_a_plain_reply_takes_it_on_and_brings_the_question(shared: Shared) -> None:
    handle = await shared.offered(**ABOUT)
    await shared.desk.writes_as_expert(handle, FIRST, "omar")
    banner, question, held = await shared.in_channel(handle)
    assert "What experts of Prairie Law Center write in this thread goes to *Ana Rivera*" in banner
    assert question == f"(*Ana Rivera* asks:)\n{QUESTION}"
    assert held == f"({TOLD_HELD})"
    head = readable(await shared.desk.offered(handle))
    assert "Omar Haddad has taken this on." in head
    assert "takes it on" not in head


async def test_the_first_words_wait_for_a_minute(shared: Shared) -> None:
    handle = await shared.offered()
    await shared.desk.writes_as_expert(handle, FIRST, "omar")
    await shared.passes(55)
    assert not await shared.came_in(handle, FIRST)
    assert "Answered" not in await shared.desk.status_of(handle)
    await shared.passes(6)
    newest = (await shared.desk.reads(handle))[-1]
    assert newest == f"(*Omar Haddad, Prairie Law Center*)\n{FIRST}"
    assert "Answered" in await shared.desk.status_of(handle)
    assert (await shared.in_channel(handle))[-1] == GONE


async def test_from_then_on_words_go_both_ways_at_once(shared: Shared) -> None:
    handle = await shared.accepted()
    await shared.desk.writes(handle, "Even for a week?")
    assert (await shared.in_channel(handle))[-1] == "(*Ana Rivera*)\nEven for a week?"
    await shared.desk.writes_as_expert(handle, "Even then.", "omar")
    assert await shared.came_in(handle, "Even then.")


async def test_who_is_shown_by_their_office_stays_so_in_the_channel(shared: Shared) -> None:
    handle = await shared.accepted(shown_as="role", role="mayor", place="US-TX")
    await shared.desk.writes(handle, "Thank you")
    everything = str(shared.posts())
    assert "Ana" not in everything
    assert "*Mayor, Texas*" in everything


async def test_nothing_that_stands_in_the_channel_can_be_pressed(shared: Shared) -> None:
    handle = await shared.accepted()
    shared.outsider()
    await shared.desk.writes_as_expert(handle, "And I?", "noor")
    await shared.desk.writes_as_expert(handle, "Call 512-555-0199", "omar")
    await shared.desk.close(handle)
    await shared.desk.writes_as_expert(handle, "One more thing", "omar")
    assert len(shared.posts()) > 6
    kinds = {block["type"] for each in shared.posts() for block in each["blocks"]}
    assert kinds <= {"section", "context", "divider"}


async def test_no_notification_says_anything(shared: Shared) -> None:
    handle = await shared.accepted()
    await shared.desk.writes(handle, "Even for a week?")
    said = {each["text"] for each in shared.posts()}
    assert not [text for text in said if "Ana" in text or "week" in text or "#" in text]


async def test_the_requester_sees_the_partner_among_the_readers_from_the_offer_on(
    shared: Shared,
) -> None:
    handle = await shared.desk.ask(visibility="partner")
    assert await shared.viewers(handle) == []
    partner = await shared.desk.list_partner()
    await shared.desk.offer(handle, partner)
    assert await shared.viewers(handle) == ["Prairie Law Center"]
    await shared.desk.writes_as_expert(handle, FIRST, "omar")
    assert await shared.viewers(handle) == ["Prairie Law Center"]


async def test_a_partner_that_says_nothing_is_over_and_the_next_is_asked(shared: Shared) -> None:
    ruth = await shared.desk.list_expert("ruth")
    partner = await shared.desk.list_partner()
    # Ten in the morning, for the minutes are those that are worked.
    shared.sandbox.clock.advance(7 * 3_600)
    handle = await shared.desk.ask(visibility="partner")
    await shared.desk.offer(handle, partner, ruth, minutes=60)
    await shared.passes(3601)
    head = readable(await shared.desk.offered(handle, 0))
    assert "The time for this is over; someone else is asked." in head
    assert await shared.viewers(handle) == []
    assert QUESTION in readable(await shared.desk.offered(handle, 1))
    await shared.desk.person("omar").say(CHANNEL, "Too late?", shared.posts()[0]["ts"])
    await shared.desk.settled()
    assert "This is over" in readable(shared.posts()[-1])
    assert not await shared.came_in(handle, "Too late?")


async def test_a_deleted_question_goes_from_the_channel_too(shared: Shared) -> None:
    handle = await shared.accepted()
    assert QUESTION in str(shared.posts())
    await shared.deletes_text(handle)
    assert QUESTION not in str(shared.posts())
    assert "The question was deleted." in str(shared.posts())


async def test_once_the_expert_is_taken_off_the_question_goes_from_the_channel(
    shared: Shared,
) -> None:
    handle = await shared.accepted()
    await shared.takes_expert_off(handle)
    assert QUESTION not in str(shared.posts())
    assert "This request is no longer here" in readable(shared.posts()[0])
    assert await shared.viewers(handle) == []


@pytest.mark.parametrize("visibility", ["coordinator", "expert"])
async def test_no_partner_is_asked_whom_the_requester_did_not_allow(
    shared: Shared, visibility: str
) -> None:
    partner = await shared.desk.list_partner()
    handle = await shared.desk.ask(visibility=visibility)
    assert await shared.is_refused(handle, partner)
    assert shared.posts() == []
