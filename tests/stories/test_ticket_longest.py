"""A question as long as Slack's longest message, wherever a ticket shows it."""

from __future__ import annotations

import pytest

from bot.desk import outbox
from tests.readable import readable
from tests.stories.tickets import TicketDesk

LONGEST = 40_000


@pytest.mark.parametrize("character", ["a", "& ", "ñ\n", "😀"])
async def test_the_longest_question_can_be_carded_and_offered(
    desk: TicketDesk, character: str
) -> None:
    question = (character * LONGEST)[:LONGEST]
    ruth = await desk.list_expert("ruth")
    handle = await desk.ask(question=question, visibility="expert")
    await desk.offer(handle, ruth)
    await desk.settled()
    assert await desk.run(outbox.stuck) == []
    assert readable(await desk.offered(handle)).count(character[0]) > 1_000
    assert "[Ask an expert]" in readable(await desk.card(handle))
