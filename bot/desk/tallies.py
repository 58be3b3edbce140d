"""How often something happened in each month of the network's, with nobody's name to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from bot.desk import network
from bot.store import Transaction
from bot.store.tables import tallies

SEARCHES = "searches"
MISSES = "misses"


@dataclass(frozen=True, slots=True)
class Searched:
    """How often the library was searched, and how often it had nothing good."""

    searches: int = 0
    misses: int = 0


def add(tx: Transaction, counts: Mapping[str, int]) -> None:
    """Add to the counts of the month that it is for the network."""
    month = network.read(tx).hours.day(tx.now).isoformat()[:7]
    for name, count in counts.items():
        here = (tallies.c.month == month, tallies.c.name == name)
        added = tx.execute(update(tallies).where(*here).values(count=tallies.c.count + count))
        if not added.rowcount:
            tx.execute(insert(tallies).values(month=month, name=name, count=count))


def searched(tx: Transaction, months: Sequence[str]) -> dict[str, Searched]:
    """What is known of the library's searches by month (`2026-01`); months of none are left out."""
    rows = tx.execute(select(tallies).where(tallies.c.month.between(months[0], months[-1]))).all()
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row.month, {})[row.name] = row.count
    return {
        month: Searched(counts.get(SEARCHES, 0), counts.get(MISSES, 0))
        for month, counts in found.items()
    }
