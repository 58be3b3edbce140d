"""What has been done already, so that Slack's second delivery changes nothing."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from bot.store import Transaction
from bot.store.tables import keys

KEPT_DAYS = 8
"""Slack may repeat for a day, and a person may press an old button again; a week and a day."""

_DAY = 24 * 3600 * 1000


def first(tx: Transaction, *given: str) -> bool:
    """Keep the keys; whether none of them was known."""
    known = set(tx.execute(select(keys.c.key).where(keys.c.key.in_(given))).scalars())
    new = [key for key in dict.fromkeys(given) if key not in known]
    if new:
        tx.execute(insert(keys), [{"key": key, "at": tx.now} for key in new])
    return not known


def tidy(tx: Transaction) -> None:
    """Forget keys whose time is over."""
    tx.execute(delete(keys).where(keys.c.at < tx.now - KEPT_DAYS * _DAY))


def message(team_id: str, channel_id: str, ts: str) -> str:
    """The key of a message: it can come as `message` and as `app_mention`, each more than once."""
    return f"message:{team_id}:{channel_id}:{ts}"
