"""What people are told when a ticket ends and when it is opened again, and what its requester is
asked then. It knows nothing of how a ticket ends, because tickets, which do, need it.

Its requester is asked once whether it helped; once more only when they were answered anew since.
Not where nobody could have helped: it was a duplicate, was none of ours, or they took it back.

The expert is thanked, and never told what the requester answers: that is said of the desk as a
whole, and people say it openly only where nobody whom they know by name reads it as their mark.
Thanks only after a good answer would tell of every other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.desk import outbox
from bot.desk.moves import Entry
from bot.desk.outbox import Address
from bot.desk.people import Person
from bot.store import Row, Transaction
from bot.store.tables import outbox as outbox_rows

ENDED = "ticket_ended"
HELPED = "did_it_help"
THANKED = "expert_thanked"
REOPENED = "ticket_reopened"

NOT_ASKED = ("duplicate", "not_ours")


@dataclass(frozen=True, slots=True)
class Threads:
    """A ticket's threads: its requester's, the coordinators', the expert's."""

    own: Row
    card: Row | None = None
    expert: Row | None = None


def question(
    tx: Transaction, ticket: Row, by: Person | None, outcome: str, entries: Sequence[Entry]
) -> str:
    """What causes its requester to be asked whether it helped, should it end so now; empty where
    they are not, or were already. `entries` is its log.
    """
    took_back = outcome == "withdrawn" and by is not None and by.id == ticket.requester_id
    if took_back or outcome in NOT_ASKED:
        return ""
    answer = max((each.version for each in entries if each.event == "answered"), default=0)
    cause = f"ticket:{ticket.id}:{HELPED}:{answer}"
    was_asked = any(row.state != "dead" for row in outbox.caused(tx, cause))
    return "" if was_asked else cause


def closed(tx: Transaction, ticket: Row, by: Person | None, threads: Threads, asked: str) -> None:
    """Tell its requester that somebody else ended it, or ask them whether it helped; thank the
    expert. `asked` is what causes the question.
    """
    data = {"ticket": ticket.id, "version": ticket.version}
    own = Address(thread_id=threads.own.id, reader_id=ticket.requester_id)
    if asked:
        outbox.post(tx, HELPED, own, cause=asked, data=data)
    elif by is not None and by.id != ticket.requester_id:
        outbox.post(tx, ENDED, own, cause=_cause(ENDED, ticket), data=data)
    if threads.expert is not None and (by is None or by.id != ticket.expert_id):
        outbox.post(
            tx,
            THANKED,
            _expert_s(ticket, threads.expert),
            cause=_cause(THANKED, ticket),
            data=data,
        )


def reopened(tx: Transaction, ticket: Row, by: Person, threads: Threads) -> None:
    """Tell everybody but who did it that it is open again."""
    data, cause = {"ticket": ticket.id, "by": by.id}, _cause(REOPENED, ticket)
    to = [_coordinators_s(ticket, threads.card)]
    if by.id != ticket.requester_id:
        to.append(Address(thread_id=threads.own.id, reader_id=ticket.requester_id))
    if threads.expert is not None and by.id != ticket.expert_id:
        to.append(_expert_s(ticket, threads.expert))
    for address in to:
        if address.thread_id or address.reader_id not in (None, by.id):
            outbox.post(tx, REOPENED, address, cause=cause, data=data)


def redraw(tx: Transaction, threads: Threads) -> None:
    """Have the questions and the thanks drawn anew."""
    for thread in (threads.own, threads.expert):
        if thread is not None:
            for row in outbox.in_lane(tx, Address(thread_id=thread.id), (HELPED, THANKED)):
                outbox.refresh(tx, row.id)


def was_asked(tx: Transaction, own: Row) -> bool:
    """Whether a requester was asked, or is about to be."""
    return bool(outbox.in_lane(tx, Address(thread_id=own.id), (HELPED,)))


def is_newest(tx: Transaction, row: Row) -> bool:
    """Whether a question is the last one in its thread."""
    newest: int | None = tx.execute(
        select(func.max(outbox_rows.c.seq))
        .where(outbox_rows.c.lane == row.lane, outbox_rows.c.kind == HELPED)
        .where(outbox_rows.c.state != "dead")
    ).scalar()
    return newest is None or newest <= row.seq


def _expert_s(ticket: Row, thread: Row) -> Address:
    """An expert's thread; in a partner's channel it has no one reader."""
    reader_id = ticket.expert_id if thread.person_id is not None else None
    return Address(thread_id=thread.id, reader_id=reader_id)


def _coordinators_s(ticket: Row, card: Row | None) -> Address:
    """The card's thread; the one who has the ticket where no channel shows it."""
    return Address(reader_id=ticket.assignee_id) if card is None else Address(thread_id=card.id)


def _cause(kind: str, ticket: Row) -> str:
    return f"ticket:{ticket.id}:{kind}:{ticket.version}"
