"""What people are told whose request was merged into another."""

from __future__ import annotations

import json
from functools import partial

from bot.desk import merging, people, records, tickets
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.store import Row, Transaction
from handlers.views import merged


def kinds() -> Kinds:
    """Every kind, by its name in the outbox."""
    return {tickets.MERGED: Kind(_merged)}


def _merged(tx: Transaction, row: Row) -> Drawing | None:
    """Nothing where it was opened again before they could be told."""
    ticket = records.find(tx, json.loads(row.data)["ticket"])
    _ = people.texts_for(tx, row.reader_id)
    if ticket.merged_into is None:
        return partial(merged.parted, _) if row.state == "sent" else None
    main = merging.main_of(tx, ticket)
    # A number of somebody else's is nothing for their eyes.
    own = main.id if main.requester_id == ticket.requester_id else None
    return partial(merged.told, ticket, own, _)
