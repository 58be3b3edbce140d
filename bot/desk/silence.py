"""Answered, and nobody writes any more: its requester is told on which day it will be closed, then
it is, and they are told.

Telling them is a nudge as any other, and nothing is closed without it. Where they were nudged as
often as the network allows, both wait: a ticket that stays open some days longer harms nobody, one
that is closed without a word does. A network without nudges closes nothing by itself.
"""

from __future__ import annotations

from bot.desk import nudges, outbox, records, tickets
from bot.desk.course import Outcome
from bot.desk.hours import DAY, Hours
from bot.desk.looks import Looks
from bot.desk.network import Network
from bot.desk.outbox import Address
from bot.desk.timing import REMINDED_DAYS
from bot.store import Row, Transaction

WILL_CLOSE = "silent_will_close"
SILENT = "silent_closed"


def look(tx: Transaction, ticket: Row, known: Network, looks: Looks) -> None:
    """Tell its requester that it will be closed, or close it, as far as it is time."""
    told = outbox.caused(tx, _will_close(ticket))
    if not told or told[0].problem == outbox.NOTHING_LEFT:
        _warn(tx, ticket, known, looks)
    elif told[0].state in outbox.OPEN:
        # It is still on its way to them.
        looks.keep(ticket, look_at=known.hours.fitting(tx.now + DAY))
    else:
        at = closes_at(told[0].sent_at or told[0].created_at, known.hours)
        if at > tx.now:
            looks.keep(ticket, look_at=at)
        else:
            looks.drop(ticket)
            _close(tx, ticket)


def closes_at(told_at: int, hours: Hours) -> int:
    """When a ticket is closed whose requester was told at a moment that it will be."""
    return hours.fitting(told_at + REMINDED_DAYS * DAY)


def _warn(tx: Transaction, ticket: Row, known: Network, looks: Looks) -> None:
    room = nudges.room(tx, ticket.requester_id, known)
    if room.at != tx.now:
        looks.keep(ticket, look_at=room.at)
        return
    nudges.note(tx, ticket.requester_id, [ticket.id])
    _say(tx, ticket, WILL_CLOSE, _will_close(ticket))
    looks.keep(ticket, nudges=1, look_at=closes_at(tx.now, known.hours))


def _close(tx: Transaction, ticket: Row) -> None:
    _say(tx, ticket, SILENT, f"ticket:{ticket.id}:{SILENT}:{ticket.spoken_at}")
    outcome: Outcome = "by_expert" if ticket.expert_id is not None else "by_coordinator"
    tickets.close(tx, ticket, None, outcome)


def _say(tx: Transaction, ticket: Row, kind: str, cause: str) -> None:
    thread = records.requester_thread(tx, ticket)
    to = Address(thread_id=thread.id, reader_id=ticket.requester_id)
    data = nudges.said(tx, ticket.requester_id, [ticket])
    if outbox.post(tx, kind, to, cause=cause, data=data) is None:
        # It was taken away once, because it could not leave while people work.
        for row in outbox.caused(tx, cause):
            outbox.change(tx, row.id, data)


def _will_close(ticket: Row) -> str:
    return f"ticket:{ticket.id}:{WILL_CLOSE}:{ticket.spoken_at}"
