"""What is posted when a request ends, and when it is opened again."""

from __future__ import annotations

import json
from functools import partial

from bot.desk import course, endings, experts, joining, people, records, rights
from bot.desk.errors import NotAnExpert
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.store import Row, Transaction
from handlers.shelf import Shelf
from handlers.views import closing, wording
from handlers.views.closing import Ended


def kinds(shelf: Shelf) -> Kinds:
    """Every kind, by its name in the outbox."""
    return {
        endings.HELPED: Kind(_helped),
        endings.ENDED: Kind(_ended),
        endings.THANKED: Kind(_Thanks(shelf).read),
        endings.REOPENED: Kind(_reopened),
    }


def closed_by(tx: Transaction, ticket: Row) -> str:
    """Who closed a ticket, as everybody on it knows them; empty for the clock."""
    person_id = records.closed_by(tx, ticket)
    if person_id is None:
        return ""
    try:
        if person_id == ticket.expert_id:
            return experts.find(tx, person_id).shown
    except NotAnExpert:
        pass
    return people.find(tx, person_id).name


def _helped(tx: Transaction, row: Row) -> Drawing | None:
    """The question; nothing where it was opened again before anybody could be asked."""
    ticket, _ = _ticket(tx, row), people.texts_for(tx, row.reader_id)
    if row.state != "sent" and ticket.state != "closed":
        return None
    is_newest = endings.is_newest(tx, row)
    return partial(closing.helped, _said(tx, ticket), _, is_newest=is_newest)


def _ended(tx: Transaction, row: Row) -> Drawing | None:
    ticket, _ = _ticket(tx, row), people.texts_for(tx, row.reader_id)
    if row.state != "sent" and not _is_last_end(tx, ticket, row):
        return None
    return partial(closing.ended, _said(tx, ticket), _)


def _said(tx: Transaction, ticket: Row) -> Ended:
    """How it ended, for its requester: with their own words they need no help."""
    is_theirs = records.closed_by(tx, ticket) == ticket.requester_id
    until = course.reopened_until(ticket) if course.may_reopen(ticket, tx.now) else None
    words = "" if is_theirs else ticket.closing_words
    return Ended(ticket, words, closed_by(tx, ticket), until, by_requester=is_theirs)


class _Thanks:
    """The name under which an expert knows the requester may need the library's names."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def read(self, tx: Transaction, row: Row) -> Drawing | None:
        """Thanks, with what the requester said when they closed it."""
        ticket, _ = _ticket(tx, row), people.texts_for(tx, row.reader_id)
        if not _is_last_end(tx, ticket, row) or not _is_expert_s(tx, ticket, row):
            # It was opened again: the note about that says all.
            return partial(closing.went_on, _) if row.state == "sent" else None
        is_theirs = records.closed_by(tx, ticket) == ticket.requester_id
        own = records.requester_thread(tx, ticket)
        raw = joining.shown_name(tx, own.id, ticket.requester_id)
        said = Ended(ticket, ticket.closing_words if is_theirs else "", by_requester=is_theirs)
        return lambda: closing.thanks(said, wording.shown_as(raw, self._shelf.names(), _), _)


def _reopened(tx: Transaction, row: Row) -> Drawing:
    ticket, by = _ticket(tx, row), people.find(tx, json.loads(row.data)["by"])
    _ = people.texts_for(tx, row.reader_id)
    if row.thread_id == records.requester_thread(tx, ticket).id:
        return partial(closing.reopened_for_requester, ticket.id, by.name, _)
    card = records.card_thread(tx, ticket)
    if row.thread_id is not None and (card is None or row.thread_id != card.id):
        return partial(closing.reopened_for_expert, _)
    has_it = people.find(tx, ticket.assignee_id) if ticket.assignee_id else None
    is_told = has_it is not None and has_it.id != by.id and rights.is_coordinator(has_it)
    told = has_it.user_id if has_it is not None and is_told else ""
    return partial(closing.reopened_for_coordinators, ticket.id, by.name, told, _)


def _is_last_end(tx: Transaction, ticket: Row, row: Row) -> bool:
    """Whether a ticket is closed, and has been since a message was written."""
    entry = records.last_closing(tx, ticket)
    version = json.loads(row.data)["version"]
    return ticket.state == "closed" and entry is not None and bool(entry.version == version)


def _is_expert_s(tx: Transaction, ticket: Row, row: Row) -> bool:
    """Whether a message stands in the thread of who is on the ticket now."""
    thread = records.expert_thread(tx, ticket)
    return thread is not None and bool(thread.id == row.thread_id)


def _ticket(tx: Transaction, row: Row) -> Row:
    return records.find(tx, json.loads(row.data)["ticket"])
