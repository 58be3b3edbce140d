"""Where tickets are shown to the coordinators: a card in their channel, or a word to each."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, select, update

from bot.desk import joining, outbox, people, records
from bot.desk.course import OPEN
from bot.desk.joining import End
from bot.desk.outbox import Address
from bot.store import Row, Transaction
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import threads, tickets

CARD = "ticket_card"
NO_CHANNEL = "ticket_without_channel"


def post(tx: Transaction, ticket: Row, triage_channel: str) -> None:
    """Show a ticket to the coordinators: in their channel, or to each where there is none."""
    data = {"ticket": ticket.id}
    if triage_channel:
        end = End(channel_id=triage_channel, speaks=False, head=CARD, data=data)
        joining.join(tx, ticket.link_id, end)
        return
    for person in people.coordinators(tx):
        cause = f"ticket:{ticket.id}:no_channel"
        outbox.post(tx, NO_CHANNEL, Address(reader_id=person.id), cause=cause, data=data)


def without_card(tx: Transaction, limit: int = 100) -> list[Row]:
    """Open tickets that no channel shows, oldest first."""
    shown = exists().where(threads.c.link_id == tickets.c.link_id, ~threads.c.speaks)
    rows: list[Row] = tx.execute(
        select(tickets).where(tickets.c.state.in_(OPEN), ~shown).order_by(tickets.c.id).limit(limit)
    ).all()
    return rows


def show_all(tx: Transaction, triage_channel: str, limit: int = 100) -> int:
    """Show the next tickets that no channel shows; how many there were, none at the end. Cards
    that wait to be posted go to this channel, whatever was set when they were made.
    """
    tx.execute(
        update(threads)
        .where(_is_card(), threads.c.root_ts == "", threads.c.channel_id != triage_channel)
        .where(threads.c.id.in_(_not_begun()))
        .values(channel_id=triage_channel)
    )
    rows = without_card(tx, limit)
    for ticket in rows:
        post(tx, ticket, triage_channel)
    return len(rows)


def are_shown_in(tx: Transaction, channel_id: str) -> bool:
    """Whether a ticket's card stands in a channel, or is to."""
    card = select(threads.c.id).where(threads.c.channel_id == channel_id, _is_card()).limit(1)
    return tx.execute(card).first() is not None


def of_card(tx: Transaction, channel_id: str, root_ts: str) -> str:
    """The handle of the ticket whose card begins a thread; empty where none does."""
    thread = joining.thread_of(tx, channel_id, root_ts)
    if thread is None or thread.speaks:
        return ""
    ticket = records.of_link(tx, thread.link_id)
    return str(ticket.handle) if ticket is not None else ""


def redraw(tx: Transaction, several: Sequence[Row]) -> None:
    """Have the cards of tickets drawn anew: nothing happened to them, but time went by."""
    links = [ticket.link_id for ticket in several if ticket.link_id is not None]
    outbox.refresh_heads(tx, CARD, joining.internal_of(tx, links))


def _is_card() -> ColumnElement[bool]:
    """Whether a thread is a card's: nobody's own, and internal."""
    return threads.c.person_id.is_(None) & ~threads.c.speaks & threads.c.hears


def _not_begun() -> Select[tuple[int]]:
    """Threads whose card surely was not posted yet."""
    return select(outbox_rows.c.thread_id).where(
        outbox_rows.c.kind == CARD, outbox_rows.c.state == "ready"
    )
