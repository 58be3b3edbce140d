"""Tickets that ask the same, answered as one. Nobody of one sees anything of the other: each
requester keeps their own thread, and what is meant for all is said in each.

A merged ticket points at the one that it was merged into, which may have been merged itself since:
the one at the end is the main one. Opening a ticket again takes it out, with what points at it.
"""

from __future__ import annotations

import re
import secrets

from sqlalchemy import ColumnElement, and_, case, literal, or_, select

from bot.desk import course, outbox, people, records, relay, tickets
from bot.desk.errors import NamesAnother, OtherClosed, SameRequest
from bot.desk.masking import Masked
from bot.desk.outbox import Address
from bot.desk.people import Person
from bot.desk.shadow import folded
from bot.store import Row, Transaction
from bot.store.tables import tickets as rows

LIKELY = 10
"""Tickets that are proposed."""

_SHORTEST_NAME = 3
"""Characters of a part of a name that gives somebody away; shorter ones are mostly words."""


def merge(tx: Transaction, ticket: Row, by: Person, into: Row) -> Row:
    """Close a ticket as a duplicate of another, or of what that was merged into, and tell its
    requester what it means for them. Raises SameRequest, OtherClosed, WrongStatus.
    """
    main = main_of(tx, into)
    if main.id == ticket.id:
        raise SameRequest
    if main.state == "closed":
        raise OtherClosed
    merged = tickets.merge(tx, ticket, by, main)
    own = records.requester_thread(tx, merged)
    to = Address(thread_id=own.id, reader_id=merged.requester_id)
    # Who opened it again and is merged anew is told anew.
    cause = f"ticket:{merged.id}:merged:{merged.version}"
    outbox.post(tx, tickets.MERGED, to, cause=cause, data={"ticket": merged.id})
    tickets.touch(tx, main)
    return merged


def main_of(tx: Transaction, ticket: Row) -> Row:
    """The ticket at the end of what one was merged into; itself where it was not."""
    seen = {ticket.id}
    while ticket.merged_into is not None and ticket.merged_into not in seen:
        seen.add(ticket.merged_into)
        ticket = records.find(tx, ticket.merged_into)
    return ticket


def merged_into(tx: Transaction, ticket: Row) -> list[Row]:
    """The tickets that were merged into one, and into those, the oldest first."""
    found: dict[int, Row] = {}
    ends = [ticket.id]
    while ends:
        these = tx.execute(select(rows).where(rows.c.merged_into.in_(ends))).all()
        new = {each.id: each for each in these if each.id not in found and each.id != ticket.id}
        found |= new
        ends = list(new)
    return [found[each] for each in sorted(found)]


def others(tx: Transaction, ticket: Row) -> list[Row]:
    """The merged tickets of everybody else, one for each person: the newest."""
    newest = {each.requester_id: each for each in merged_into(tx, ticket)}
    newest.pop(ticket.requester_id, None)
    return list(newest.values())


def pass_on(tx: Transaction, ticket: Row, by: Person, text: Masked) -> None:
    """Say a coordinator's words to everybody whose ticket was merged into one, in their own
    threads. Raises NamesAnother where the words give away who asked.
    """
    if gives_away(tx, ticket, text):
        raise NamesAnother
    for merged in others(tx, ticket):
        _say(tx, merged, by, text)
        first = {} if merged.answered_at is not None else {"answered_at": tx.now}
        # From here on they have their time to open it again.
        tickets.move(tx, merged, "passed_on", by, closed_at=tx.now, **first)


def gives_away(tx: Transaction, ticket: Row, text: str) -> bool:
    """Whether words name the person who asked, or say their ticket's number."""
    name = folded(people.find(tx, ticket.requester_id).name)
    parts = [part for part in re.findall(r"\w+", name) if len(part) >= _SHORTEST_NAME]
    marks = "|".join([*parts, f"#{ticket.id}"])
    found = re.search(rf"(?<!\w)(?:{marks})(?!\w)", folded(text), re.IGNORECASE)
    return found is not None


def likely(tx: Transaction, ticket: Row, limit: int = LIKELY) -> list[Row]:
    """Open tickets that may ask the same: of the same topic or place, or of the same requester;
    those with most in common first, and of them the newest.
    """
    same = _in_common(ticket)
    common = sum((case((each, 1), else_=0) for each in same), start=literal(0))
    # Sorted without what they ask, of which there can be much.
    found = tx.execute(
        select(rows.c.id)
        .where(rows.c.state.in_(course.OPEN), rows.c.id != ticket.id, or_(*same))
        .order_by(common.desc(), rows.c.id.desc())
        .limit(limit)
    ).scalars()
    return [records.find(tx, each) for each in found]


def _in_common(ticket: Row) -> list[ColumnElement[bool]]:
    return [
        and_(rows.c.topic == ticket.topic, rows.c.topic != ""),
        and_(rows.c.place == ticket.place, rows.c.place != ""),
        rows.c.requester_id == ticket.requester_id,
    ]


def _say(tx: Transaction, merged: Row, by: Person, text: Masked) -> None:
    """In the requester's thread and the card's: an expert who was on it hears no more of it."""
    own, card = records.requester_thread(tx, merged), records.card_thread(tx, merged)
    thread = card if card is not None else own
    ts = f"{relay.FORM}{secrets.token_urlsafe(9)}"
    relay.speak(tx, thread.id, by.id, text, to=[own.id], ts=ts)
