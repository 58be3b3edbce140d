"""Tickets for reports: rows as they stand after whatever happened to them, without their story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from bot.desk import people
from bot.desk.people import Member
from bot.store import Transaction
from bot.store.tables import tickets

HOUR = 3_600_000
ASKER = Member("T1", "UASKER")


def at(month: str, day: int = 15) -> int:
    """A moment of a month, in milliseconds since 1970."""
    year, number = map(int, month.split("-"))
    return int(datetime(year, number, day, 17, tzinfo=UTC).timestamp() * 1000)


def ticket(month: str = "2026-06", **values: object) -> dict[str, Any]:
    """A ticket that was asked in a month. `first` and `whole` are the hours that it took."""
    first, whole = values.pop("first", None), values.pop("whole", None)
    row: dict[str, Any] = {"opened_at": at(month), "kind": "general-assistance", **values}
    if isinstance(first, int | float):
        row |= {"answered_at": row["opened_at"] + 1, "first_took": int(first * HOUR)}
    if isinstance(whole, int | float):
        row |= {"closed_at": row["opened_at"] + 2, "whole_took": int(whole * HOUR)}
    return row


def keep(tx: Transaction, rows: Iterable[Mapping[str, Any]], prefix: str = "t-report") -> None:
    """Put tickets into the desk, several thousand at once if need be."""
    asker = people.meet(tx, ASKER).id
    same = dict.fromkeys(("topic", "place", "outcome", "helped", "waits_on"), "")
    same |= {"needed_by": "week", "visibility": "coordinator", "shown_as": "name"}
    never = ("question", "answered_at", "closed_at", "first_took", "whole_took", "expert_id")
    several = [
        {
            **same,
            **dict.fromkeys((*never, "look_at")),
            "version": 1,
            "requester_id": asker,
            "handle": f"{prefix}-{number}",
            "state": "closed" if row.get("outcome") else "received",
            "moved_at": row["opened_at"],
            **row,
        }
        for number, row in enumerate(rows)
    ]
    if several:
        tx.execute(insert(tickets), several)
