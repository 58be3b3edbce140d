"""What is known of tickets and their offers: read, never changed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from bot.desk import joining
from bot.desk.course import MOVES, OPEN
from bot.desk.errors import NoSuchOffer
from bot.desk.moves import Entry
from bot.store import Row, Transaction
from bot.store.tables import offers, tickets


def last_closing(tx: Transaction, ticket: Row) -> Entry | None:
    """When and by whom it was closed last, if it ever was."""
    entries = [each for each in MOVES.history(tx, ticket.id) if each.event == "closed"]
    return entries[-1] if entries else None


def closed_by(tx: Transaction, ticket: Row) -> int | None:
    """Our number of who closed it last; None for the clock, and where nobody did."""
    entry = last_closing(tx, ticket)
    return entry.actor_id if entry is not None else None


def has_last_words(tx: Transaction, ticket: Row) -> bool:
    """Whether its requester said something when it was closed, or of how it went."""
    if ticket.closing_words and closed_by(tx, ticket) == ticket.requester_id:
        return True
    return bool(ticket.comment)


def find(tx: Transaction, ticket_id: int) -> Row:
    """A ticket by its number. Raises LookupError."""
    row: Row | None = tx.execute(select(tickets).where(tickets.c.id == ticket_id)).one_or_none()
    if row is None:
        raise LookupError(ticket_id)
    return row


def numbered(tx: Transaction, number: int) -> Row | None:
    """A ticket by its number, where there is one."""
    row: Row | None = tx.execute(select(tickets).where(tickets.c.id == number)).one_or_none()
    return row


def of_link(tx: Transaction, link_id: int) -> Row | None:
    """The ticket whose threads a link joins."""
    row: Row | None = tx.execute(select(tickets).where(tickets.c.link_id == link_id)).one_or_none()
    return row


def open_of(tx: Transaction, requester_id: int) -> list[Row]:
    """A requester's open tickets, newest first."""
    rows: list[Row] = tx.execute(
        select(tickets)
        .where(tickets.c.requester_id == requester_id, tickets.c.state.in_(OPEN))
        .order_by(tickets.c.id.desc())
    ).all()
    return rows


def open_ones(tx: Transaction) -> list[Row]:
    """Every open ticket, oldest first."""
    rows: list[Row] = tx.execute(
        select(tickets).where(tickets.c.state.in_(OPEN)).order_by(tickets.c.id)
    ).all()
    return rows


def past_count(tx: Transaction, ticket: Row) -> int:
    """How many tickets its requester had before it."""
    count: int = tx.execute(
        select(func.count())
        .select_from(tickets)
        .where(tickets.c.requester_id == ticket.requester_id, tickets.c.id < ticket.id)
    ).scalar_one()
    return count


def counts(tx: Transaction) -> Mapping[str, int]:
    """How many tickets are in each state."""
    rows = tx.execute(
        select(tickets.c.state, func.count().label("number")).group_by(tickets.c.state)
    ).all()
    return {row.state: row.number for row in rows}


def requester_thread(tx: Transaction, ticket: Row) -> Row:
    """The requester's own thread. Raises LookupError."""
    for thread in joining.threads_of(tx, ticket.link_id):
        if thread.person_id == ticket.requester_id and thread.speaks:
            return thread
    raise LookupError(ticket.id)


def card_thread(tx: Transaction, ticket: Row) -> Row | None:
    """The coordinators' internal thread; none where no channel shows the ticket."""
    for thread in joining.threads_of(tx, ticket.link_id):
        if not thread.speaks:
            return thread
    return None


def expert_thread(tx: Transaction, ticket: Row) -> Row | None:
    """The thread of the expert or partner who is on it."""
    for thread in joining.threads_of(tx, ticket.link_id):
        if thread.speaks and thread.person_id != ticket.requester_id:
            return thread
    return None


def offer(tx: Transaction, offer_id: int) -> Row:
    """An offer by its number. Raises NoSuchOffer."""
    row: Row | None = tx.execute(select(offers).where(offers.c.id == offer_id)).one_or_none()
    if row is None:
        raise NoSuchOffer
    return row


def offers_of(tx: Transaction, ticket_id: int) -> list[Row]:
    """A ticket's offers, in the order in which they were made."""
    rows: list[Row] = tx.execute(
        select(offers).where(offers.c.ticket_id == ticket_id).order_by(offers.c.id)
    ).all()
    return rows


def offer_in(tx: Transaction, thread_id: int) -> Row | None:
    """The offer that stands in a thread."""
    row: Row | None = tx.execute(
        select(offers).where(offers.c.thread_id == thread_id)
    ).one_or_none()
    return row


def offers_to(tx: Transaction, person_id: int) -> list[Row]:
    """What is offered to an expert now, oldest first."""
    rows: list[Row] = tx.execute(
        select(offers)
        .where(offers.c.expert_id == person_id, offers.c.state == "open")
        .order_by(offers.c.id)
    ).all()
    return rows
