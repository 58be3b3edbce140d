"""What is posted in a requester's thread, and in the main box of their DM."""

from __future__ import annotations

import json
from functools import partial

from bot.desk import (
    conversation,
    course,
    experts,
    joining,
    network,
    outbox,
    people,
    records,
    spoken,
    tickets,
    unplaced,
)
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.desk.timing import promised
from bot.store import Row, Transaction
from handlers.shelf import Shelf
from handlers.views import status
from handlers.views.status import Line, Promise


def kinds(shelf: Shelf) -> Kinds:
    """Every kind, by its name in the outbox."""
    del shelf
    return {
        tickets.STATUS: Kind(_status),
        conversation.CLOSED: Kind(_closed),
        unplaced.WHICH: Kind(_which),
    }


def told(tx: Transaction, copy: Row) -> None:
    """What follows when words were passed on, or not: when they were is in the status line."""
    conversation.told(tx, copy)
    if copy.state != "sent" or copy.target:
        return
    message = spoken.written(tx, copy)
    head = joining.head_of(tx, message.thread_id)
    if head is not None and head.kind == tickets.STATUS and copy.thread_id != message.thread_id:
        outbox.refresh(tx, head.id)


def line_of(tx: Transaction, ticket: Row) -> Line:
    """What a ticket's status line is drawn from, as things stand."""
    thread = records.requester_thread(tx, ticket)
    expert = experts.find(tx, ticket.expert_id) if ticket.expert_id else None
    their_thread = records.expert_thread(tx, ticket) if expert else None
    in_channel = their_thread is not None and their_thread.person_id is None
    return Line(
        ticket,
        people.find(tx, ticket.assignee_id).name if ticket.assignee_id else "",
        expert.shown if expert else "",
        expert.organization.name if expert and in_channel else "",
        spoken.delivered_at(tx, thread.id, ticket.requester_id),
        course.reopened_until(ticket) if course.may_reopen(ticket, tx.now) else None,
        _has_words(tx, ticket, thread),
        expert is not None and records.card_thread(tx, ticket) is not None,
        _promise(tx, ticket),
    )


def _promise(tx: Transaction, ticket: Row) -> Promise:
    """How it is with the day by which an answer is promised, where one is."""
    known = network.read(tx)
    day = promised(ticket, known) if ticket.promised_on else None
    if day is None or ticket.waits_on == "requester":
        return "kept"
    return "late" if known.hours.day(tx.now) > day else "stands"


def _has_words(tx: Transaction, ticket: Row, thread: Row) -> bool:
    """Whether anything that its requester wrote is still kept of a ticket."""
    return (
        ticket.question is not None
        or spoken.has_words(tx, thread.id, ticket.requester_id)
        or records.has_last_words(tx, ticket)
    )


def _status(tx: Transaction, row: Row) -> Drawing:
    ticket = records.find(tx, json.loads(row.data)["ticket"])
    _ = people.texts_for(tx, ticket.requester_id)
    return partial(status.status, line_of(tx, ticket), _)


def _closed(tx: Transaction, row: Row) -> Drawing | None:
    data = json.loads(row.data)
    _ = people.texts_for(tx, row.reader_id)
    is_begun = data.get("became") == "begun"
    if "became" in data and not is_begun:
        return _became(tx, row, data)
    ticket = _closed_one(tx, data)
    is_over = is_begun or (ticket is not None and not course.may_reopen(ticket, tx.now))
    about = data.get("words", ""), data.get("hidden", ()), data.get("files", 0)
    return partial(status.closed, *about, _, is_over=is_over)


def _closed_one(tx: Transaction, data: dict[str, int]) -> Row | None:
    """The ticket under which words were written; what they began anew says only which words."""
    return records.find(tx, data["ticket"]) if "ticket" in data else None


def _which(tx: Transaction, row: Row) -> Drawing | None:
    data = json.loads(row.data)
    is_begun = data.get("became") == "begun"
    if "became" in data and not is_begun:
        return _became(tx, row, data)
    reader = people.find(tx, row.reader_id)
    about = data.get("hidden", ()), data.get("files", 0)
    open_ones = records.open_of(tx, reader.id)
    return partial(status.which, data["words"], open_ones, *about, reader.texts, is_begun=is_begun)


def _became(tx: Transaction, row: Row, data: dict[str, object]) -> Drawing | None:
    """What became of words; nothing where their writer took them back."""
    if data["became"] == "taken_back":
        return None
    number, _ = data.get("ticket", 0), people.texts_for(tx, row.reader_id)
    return partial(status.settled, str(data["became"]), int(str(number)), _)
