"""What a person keeps for themselves: the resources they saved, and what they searched last."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, delete, func, insert, select

from bot.desk.masking import Masked
from bot.store import Transaction
from bot.store.tables import saved as saved_table
from bot.store.tables import searches

MOST_SEARCHES = 10
"""Searches that are remembered of each person."""


def save(tx: Transaction, person_id: int, resource_id: str) -> bool:
    """Save a resource for a person; whether it was not saved before."""
    if resource_id in saved(tx, person_id):
        return False
    at = _next(tx, saved_table.c.saved_at, person_id)
    row = {"person_id": person_id, "resource_id": resource_id, "saved_at": at}
    tx.execute(insert(saved_table).values(row))
    return True


def unsave(tx: Transaction, person_id: int, resource_id: str) -> bool:
    """Take a resource from what a person saved; whether it was there."""
    gone = tx.execute(
        delete(saved_table).where(
            saved_table.c.person_id == person_id, saved_table.c.resource_id == resource_id
        )
    )
    return bool(gone.rowcount)


def saved(tx: Transaction, person_id: int) -> list[str]:
    """The ids of what a person saved, newest first. Some may have left the library since."""
    rows = tx.execute(
        select(saved_table.c.resource_id)
        .where(saved_table.c.person_id == person_id)
        .order_by(saved_table.c.saved_at.desc())
    )
    return list(rows.scalars())


def clear_saved(tx: Transaction, person_id: int) -> None:
    """Take away everything that a person saved."""
    tx.execute(delete(saved_table).where(saved_table.c.person_id == person_id))


def remember_search(tx: Transaction, person_id: int, *queries: Masked) -> None:
    """Keep searches, the newest last; the oldest beyond `MOST_SEARCHES` are forgotten."""
    before = recent(tx, person_id)
    newest = list(dict.fromkeys(reversed(queries)))
    after = list(dict.fromkeys([*newest, *before]))[:MOST_SEARCHES]
    if after == before:
        return
    gone = {*newest, *before} - (set(after) - set(newest))
    tx.execute(
        delete(searches).where(searches.c.person_id == person_id, searches.c.query.in_(gone))
    )
    at = _next(tx, searches.c.searched_at, person_id)
    moved = [query for query in reversed(newest) if query in after]
    rows = [
        {"person_id": person_id, "query": query, "searched_at": at + place}
        for place, query in enumerate(moved)
    ]
    tx.execute(insert(searches), rows)


def recent(tx: Transaction, person_id: int) -> list[Masked]:
    """What a person searched last, newest first, each once."""
    rows = tx.execute(
        select(searches.c.query)
        .where(searches.c.person_id == person_id)
        .order_by(searches.c.searched_at.desc())
    )
    return [Masked(query) for query in rows.scalars()]


def forget_searches(tx: Transaction, person_id: int) -> None:
    """Forget everything that a person searched."""
    tx.execute(delete(searches).where(searches.c.person_id == person_id))


def _next(tx: Transaction, times: Column[Any], person_id: int) -> int:
    """A time after all of the person's others: two acts may share a millisecond."""
    mine = times.table.c.person_id == person_id
    latest = tx.execute(select(func.max(times)).where(mine)).scalar()
    return max(tx.now, (latest or 0) + 1)
