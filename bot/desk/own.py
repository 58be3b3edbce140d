"""What is one person's own: what they asked, and what they are on as an expert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, func, select

from bot.store import Row, Transaction
from bot.store.tables import threads, tickets


@dataclass(frozen=True, slots=True)
class Some:
    """Some of somebody's tickets, and how many there are in all."""

    tickets: Sequence[Row]
    total: int


def asked(tx: Transaction, person_id: int, limit: int, offset: int = 0) -> Some:
    """What somebody asked: the open ones first, newest first, then those closed last."""
    is_closed = case((tickets.c.state == "closed", 1), else_=0)
    order = (is_closed, tickets.c.closed_at.desc(), tickets.c.id.desc())
    return _some(tx, tickets.c.requester_id == person_id, order, limit, offset)


def on(tx: Transaction, person_id: int, limit: int) -> Some:
    """The open tickets that somebody is on: first those that wait on them, longest first."""
    theirs = (tickets.c.expert_id == person_id) & (tickets.c.state == "accepted")
    is_theirs = case((tickets.c.waits_on == "expert", 0), else_=1)
    return _some(tx, theirs, (is_theirs, tickets.c.ball_at, tickets.c.id), limit)


def thread(tx: Transaction, thread_id: int | None) -> Row | None:
    """A thread by its number, where there is one."""
    row: Row | None = tx.execute(select(threads).where(threads.c.id == thread_id)).one_or_none()
    return row


def _some(
    tx: Transaction,
    which: ColumnElement[bool],
    order: Sequence[ColumnElement[object]],
    limit: int,
    offset: int = 0,
) -> Some:
    rows = tx.execute(
        select(tickets).where(which).order_by(*order).limit(limit).offset(offset)
    ).all()
    total = tx.execute(select(func.count()).select_from(tickets).where(which)).scalar_one()
    return Some(rows, total)
