"""What is left once a requester had their text deleted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.store import Transaction
from bot.store.tables import metadata
from tests.readable import buttons, readable
from tests.stories.tickets import TicketDesk

CANARY = "Birdsong Ordinance"


@pytest.fixture
async def told(desk: TicketDesk) -> str:
    """A request of Ana's that Ruth is on, with her words in the question, the thread and a form;
    deleted. Its handle.
    """
    handle = await desk.ask_and_accept(f"Is the {CANARY} legal?")
    await desk.writes(handle, f"The {CANARY} passed last year")
    await desk.press("ana", await desk.status(handle), "own_detail")
    await desk.submits("ana", {"words": f"Here is the {CANARY}"})
    await desk.press("ana", await desk.status(handle), "own_delete")
    await desk.submits("ana")
    return handle


def cells(tx: Transaction) -> Iterator[str]:
    """Everything that stands in the database."""
    for table in metadata.sorted_tables:
        for row in tx.execute(select(table)).all():
            yield from (f"{table.name}: {value}" for value in row)


async def test_it_is_said_first_what_it_can_t_do(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.press("ana", await desk.status(handle), "own_delete")
    said = readable(desk.ana.view or {})
    assert "Your own messages in Slack stay until you delete them yourself." in said
    assert "While a hold is set, nothing can be deleted." in said
    assert (await desk.ticket(handle)).question is not None


async def test_it_is_said_in_spanish_too(desk: TicketDesk) -> None:
    handle = await desk.ask("luis")
    await desk.press("luis", await desk.status(handle), "own_delete")
    said = readable(desk.luis.view or {})
    assert "Sus propios mensajes en Slack se quedan hasta que usted los borre." in said


async def test_nothing_of_it_is_left_in_the_database(desk: TicketDesk, told: str) -> None:
    left = await desk.run(lambda tx: [cell for cell in cells(tx) if CANARY in cell])
    assert left == []
    assert (await desk.ticket(told)).state == "accepted"


@pytest.mark.usefixtures("told")
async def test_nobody_reads_it_in_slack_any_more(desk: TicketDesk) -> None:
    by_the_bot = [
        message
        for channel in desk.world.sandbox.workspace.channels.values()
        for message in channel.messages.values()
        if message.get("bot_id") and CANARY in str(message)
    ]
    assert by_the_bot == []


@pytest.mark.usefixtures("told")
async def test_their_own_message_stays(desk: TicketDesk) -> None:
    own = [message for message in desk.ana.sees("dm") if CANARY in message.get("text", "")]
    assert len(own) == 1


async def test_the_status_line_says_so(desk: TicketDesk, told: str) -> None:
    said = await desk.status_of(told)
    assert "_You deleted the text of this request._" in said
    assert "Delete my text" not in buttons(await desk.status(told))


@pytest.mark.usefixtures("told")
async def test_an_edit_of_the_own_message_brings_nothing_back(desk: TicketDesk) -> None:
    own = next(each for each in desk.ana.sees("dm") if CANARY in each.get("text", ""))
    await desk.ana.edit(own, f"The {CANARY} passed two years ago")
    await desk.settled()
    assert await desk.run(lambda tx: [cell for cell in cells(tx) if CANARY in cell]) == []


async def test_what_is_written_later_can_be_deleted_too(desk: TicketDesk, told: str) -> None:
    await desk.writes(told, f"Once more the {CANARY}")
    await desk.press("ana", await desk.status(told), "own_delete")
    await desk.submits("ana")
    assert await desk.run(lambda tx: [cell for cell in cells(tx) if CANARY in cell]) == []
    assert "Delete my text" not in buttons(await desk.status(told))


async def test_words_that_wait_under_a_closed_request_are_forgotten(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    await desk.close(handle, "ana")
    await desk.writes(handle, f"But the {CANARY}?")
    await desk.press("ana", await desk.status(handle), "own_delete")
    await desk.submits("ana")
    assert await desk.run(lambda tx: [cell for cell in cells(tx) if CANARY in cell]) == []
    assert (await desk.reads(handle))[-1] == "We no longer keep this message. It went to nobody."


async def test_what_was_said_of_a_failed_delivery_quotes_it_no_more(desk: TicketDesk) -> None:
    handle = await desk.ask("ana")
    triage = desk.world.sandbox.workspace.channels["C0TRIAGE01"]
    triage.is_archived = True
    await desk.writes(handle, f"The {CANARY}")
    triage.is_archived = False
    note = (await desk.thread(handle))[-1]
    await desk.press("ana", note, "try_again")
    await desk.press("ana", await desk.status(handle), "own_delete")
    await desk.submits("ana")
    assert [said for said in await desk.reads(handle) if CANARY in said] == []
