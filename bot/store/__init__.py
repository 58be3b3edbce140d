"""The desk's database: tables, migrations, and units of work."""

from typing import Any

from sqlalchemy import Row as AnyRow

from bot.store.engine import TooOld
from bot.store.store import Store, Transaction, Unavailable, give_way

Row = AnyRow[Any]
"""A row of a table, its columns as attributes."""

__all__ = ["Row", "Store", "TooOld", "Transaction", "Unavailable", "give_way"]
