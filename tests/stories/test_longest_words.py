"""A message as long as Slack takes, on every way into a ticket and through it: nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.readable import readable
from tests.stories.joined import Json
from tests.stories.partnered import Shared, opened
from tests.stories.taken import refused
from tests.stories.tickets import TRIAGE, TicketDesk
from tests.stories.whole_way import closes_windows, press

LONGEST = 40_000
"""Characters of one message that a person types."""

CUT = "its end is missing."

KINDS = ("a", "& ", "ñ\n", "😀", "<@U0ANARIVER> ")
"""What the longest messages are made of: the second grows where it is escaped."""
every_kind = pytest.mark.parametrize("unit", KINDS)
worst_kinds = pytest.mark.parametrize("unit", ["& ", "😀"])
"""Which grow most: on the page, and on the way."""


@pytest.fixture
async def shared(library: Path, tmp_path: Path) -> AsyncIterator[Shared]:
    async with opened(library, tmp_path) as shared:
        yield shared


def longest(unit: str) -> str:
    """As many of something as Slack takes in one message, between two words that must arrive."""
    room = LONGEST - len("zafirst  zalast")
    return f"zafirst {unit * (room // len(unit))} zalast"


def missing(messages: list[Json], unit: str) -> int:
    """How many of the longest message don't stand in what the bot wrote."""
    text = "\n".join(readable(each) for each in messages if each.get("bot_id"))
    assert "zafirst" in text
    assert "zalast" in text
    sign = "@…" if unit.startswith("<") else unit.strip()[0]
    return longest(unit).count(unit.strip()) - text.count(sign)


def is_told(form: str) -> bool:
    """Whether a form holds the words to their end, or says that it doesn't."""
    assert "zafirst" in form
    return ("zalast" in form) != (CUT in form)


async def asked(desk: TicketDesk, who: str = "ana") -> str:
    """The form before somebody, sent twice: written, and looked at; what stood in it at first."""
    form = desk.told(who)
    await desk.submits(who)
    await desk.submits(who)
    assert "Your request has number" in desk.told(who)
    await closes_windows(desk, who)
    return form


@every_kind
async def test_it_is_looked_up_and_asked_with_and_its_cut_is_told(
    shared: Shared, unit: str
) -> None:
    desk = shared.desk
    await desk.ana.say("dm", longest(unit))
    await desk.settled()
    await press(desk, "ana", "dm", "ask_expert")
    assert is_told(await asked(desk))
    assert await refused(desk) == []


@every_kind
async def test_help_is_asked_about_it_and_its_cut_is_told(shared: Shared, unit: str) -> None:
    desk = shared.desk
    said = await desk.ana.say("general", longest(unit))
    await desk.ana.message_shortcut("get_help", said)
    assert is_told(await asked(desk))
    assert await refused(desk) == []


@every_kind
async def test_between_the_requester_and_the_expert_all_of_it_arrives(
    shared: Shared, unit: str
) -> None:
    desk = shared.desk
    handle = await desk.ask_and_accept()
    await desk.writes(handle, longest(unit))
    assert missing(await desk.card_thread(handle), unit) <= 0
    assert missing(await desk.offer_thread(handle), unit) <= 0
    await desk.writes_as_expert(handle, longest(unit))
    assert missing(await desk.thread(handle), unit) <= 0
    assert await refused(desk) == []


@worst_kinds
async def test_an_edit_of_it_follows(shared: Shared, unit: str) -> None:
    desk, text = shared.desk, longest(unit)
    handle = await desk.ask()
    said = await desk.writes(handle, text)
    await shared.edits("ana", said, text.replace("zafirst", "zaagain"))
    below = "\n".join(readable(each) for each in await desk.card_thread(handle))
    assert ("zaagain" in below, "zafirst" in below, "zalast" in below) == (True, False, True)
    assert await refused(desk) == []


@worst_kinds
async def test_in_the_main_box_it_waits_whole(shared: Shared, unit: str) -> None:
    desk = shared.desk
    handle = await desk.ask()
    await desk.ana.say("dm", longest(unit))
    await desk.settled()
    await press(desk, "ana", "dm", "new_with_words")
    assert is_told(desk.told("ana"))
    await closes_windows(desk, "ana")
    await press(desk, "ana", "dm", "add_words:1")
    assert missing(await desk.card_thread(handle), unit) <= 0
    assert await refused(desk) == []


@worst_kinds
async def test_what_a_coordinator_sends_on_is_seen_first(shared: Shared, unit: str) -> None:
    desk = shared.desk
    handle = await desk.ask()
    note = await desk.dana.say(TRIAGE, longest(unit), (await desk.card(handle))["ts"])
    await desk.settled()
    await desk.dana.message_shortcut("send_to_requester", note)
    assert is_told(desk.told("dana"))
    await desk.submits("dana")
    assert "This is how it looks" in desk.told("dana")
    assert "zafirst" in desk.told("dana")
    await desk.submits("dana")
    assert desk.dana.view is None
    assert "zafirst" in "\n".join(await desk.reads(handle))
    assert await refused(desk) == []


@pytest.mark.parametrize("unit", ["& ", "😀"])
async def test_a_partner_s_words_arrive_whole(shared: Shared, unit: str) -> None:
    desk = shared.desk
    handle = await shared.offered()
    await desk.writes_as_expert(handle, longest(unit), "omar")
    await shared.passes(61)
    assert missing(await desk.thread(handle), unit) <= 0
    await desk.writes(handle, longest(unit))
    assert missing(await desk.offer_thread(handle), unit) <= 0
    assert await refused(desk) == []
