"""What coordinators are told of standing in for each other."""

from __future__ import annotations

import json
from functools import partial

from bot.desk import away, handovers, network, people, records
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.store import Row, Transaction
from handlers.views import away as views


def kinds() -> Kinds:
    """Every kind, by its name in the outbox."""
    return {
        away.STANDS_IN: Kind(_stands_in),
        away.IS_BACK: Kind(_is_back),
        away.HANDED_OVER: Kind(_handed_over),
    }


def day_of(tx: Transaction, at: int | None) -> str:
    """The network's ISO day of a moment in milliseconds since 1970; empty for none."""
    return network.read(tx).hours.day(at).isoformat() if at is not None else ""


def _stands_in(tx: Transaction, row: Row) -> Drawing:
    data, _ = json.loads(row.data), people.texts_for(tx, row.reader_id)
    name = people.find(tx, data["person"]).name
    return partial(views.stands_in, name, day_of(tx, data["until"]), data["count"], _)


def _is_back(tx: Transaction, row: Row) -> Drawing:
    data, _ = json.loads(row.data), people.texts_for(tx, row.reader_id)
    if data["person"] == row.reader_id:
        return partial(views.welcome_back, data["count"], _)
    return partial(views.is_back, people.find(tx, data["person"]).name, data["count"], _)


def _handed_over(tx: Transaction, row: Row) -> Drawing | None:
    """Nothing, where they don't have it any more."""
    data = json.loads(row.data)
    note = handovers.find(tx, data["handover"])
    ticket = records.find(tx, note.ticket_id)
    if ticket.assignee_id != row.reader_id:
        return None
    name, _ = people.find(tx, data["by"]).name, people.texts_for(tx, row.reader_id)
    return partial(views.handed_over, name, ticket.id, ticket.handle, note.words, _)
