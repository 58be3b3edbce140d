"""What the clock has posted: nudges, the morning digest, words about silence and promises."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.desk import (
    agenda,
    course,
    digest,
    network,
    overdue,
    people,
    records,
    rounds,
    silence,
    tickets,
)
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.desk.timing import is_overdue
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers.shelf import Shelf
from handlers.views import digest as digest_view
from handlers.views import nudge
from handlers.views.own_rows import Reading


def kinds(shelf: Shelf, workspace: Callable[[], str] = str) -> Kinds:
    """Every kind, by its name in the outbox. `workspace` is the workspace's address in Slack, for
    the way to cards.
    """
    letters = _Letters(shelf, workspace)
    return {
        overdue.NUDGE: Kind(letters.nudge),
        overdue.EXPERT_NUDGE: Kind(_expert_nudge),
        silence.WILL_CLOSE: Kind(_will_close),
        silence.SILENT: Kind(_silent),
        digest.DIGEST: Kind(letters.digest),
        tickets.PROMISE_MOVED: Kind(_promise_moved),
    }


@dataclass(frozen=True, slots=True)
class _Letters:
    """Those that name topics and places, by the library's names, which are read while drawing."""

    shelf: Shelf
    workspace: Callable[[], str]

    def nudge(self, tx: Transaction, row: Row) -> Drawing | None:
        """What of it is overdue still."""
        data, reader = json.loads(row.data), people.find(tx, row.reader_id)
        if _came_too_late(tx, row, data):
            return None
        about = [ticket_id for ticket_id, _before in data["about"]]
        lines = [line for line in agenda.lines(tx, reader, about) if line.is_overdue]
        if not lines and row.state != "sent":
            return None
        lines.sort(key=lambda line: line.ticket.due_at)
        return lambda: nudge.nudge(lines, self._reading(reader.texts))

    def digest(self, tx: Transaction, row: Row) -> Drawing | None:
        """How things stand; nothing where the day is over before it could be sent."""
        data, reader = json.loads(row.data), people.find(tx, row.reader_id)
        is_sent = row.state == "sent"
        if not is_sent and (data["day"] != digest.today(tx) or not rounds.is_time(tx)):
            return None
        found = digest.read(tx, reader, data["tickets"])
        return lambda: digest_view.digest(found, self._reading(reader.texts))

    def _reading(self, texts: Texts) -> Reading:
        return Reading(self.shelf.names(), texts, self.workspace())


def _came_too_late(tx: Transaction, row: Row, data: dict[str, Any]) -> bool:
    """Whether it would disturb somebody when people don't work: then it is put back, to be said
    when they do.
    """
    if row.state == "sent" or rounds.is_time(tx):
        return False
    about: Sequence[tuple[int, int]] = [(ticket_id, before) for ticket_id, before in data["about"]]
    rounds.put_back(tx, data["person"], data["at"], about)
    return True


def _about(tx: Transaction, data: dict[str, Any]) -> Row:
    """The one ticket that it is about."""
    return records.find(tx, data["about"][0][0])


def _expert_nudge(tx: Transaction, row: Row) -> Drawing | None:
    data = json.loads(row.data)
    ticket, reader = _about(tx, data), people.find(tx, data["person"])
    holds = ticket.expert_id == reader.id and ticket.waits_on == "expert"
    if row.state != "sent" and not (holds and is_overdue(ticket, tx.now)):
        return None
    if _came_too_late(tx, row, data):
        return None
    mention = "" if row.reader_id is not None else f"<@{reader.user_id}>"
    return partial(nudge.expert_nudge, ticket, mention, reader.texts)


def _will_close(tx: Transaction, row: Row) -> Drawing | None:
    data = json.loads(row.data)
    ticket, _ = _about(tx, data), people.texts_for(tx, row.reader_id)
    if row.state != "sent" and ticket.waits_on != "requester":
        return None
    if _came_too_late(tx, row, data):
        return None
    closes_at = silence.closes_at(row.sent_at or tx.now, network.read(tx).hours)
    return partial(nudge.will_close, ticket, closes_at, _)


def _silent(tx: Transaction, row: Row) -> Drawing | None:
    ticket, _ = _about(tx, json.loads(row.data)), people.texts_for(tx, row.reader_id)
    if row.state != "sent" and ticket.state != "closed":
        return None
    until = course.reopened_until(ticket) if course.may_reopen(ticket, tx.now) else None
    return partial(nudge.silent, ticket, until, _)


def _promise_moved(tx: Transaction, row: Row) -> Drawing | None:
    data = json.loads(row.data)
    ticket, _ = records.find(tx, data["ticket"]), people.texts_for(tx, row.reader_id)
    if row.state != "sent" and ticket.state == "closed":
        return None
    return partial(nudge.promise_moved, ticket.id, data["before"], data["after"], _)
