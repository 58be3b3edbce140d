"""The bot's own records, as a campaign prepares them, and looks into them beside the bot."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from bot.desk import relay
from bot.desk.people import Member
from bot.desk.relay import End
from bot.store import Store, Transaction
from tests.faults.crash.ledger import Thread

FILE = "desk.db"
UNDER_WAY = ("inbox waiting", "outbox ready", "outbox maybe")
FOR_A_PERSON = ("inbox poison", "outbox held")


async def join(folder: Path, links: list[list[Thread]]) -> None:
    """Join people's threads between two lives, as a desk at work would do it."""
    if not links:
        return
    with closing(Store.open(folder / FILE)) as store:
        await store.run(_link, links)


def _link(tx: Transaction, links: list[list[Thread]]) -> None:
    for link in links:
        relay.link(tx, [_end(thread) for thread in link])


def _end(thread: Thread) -> End:
    user = thread.writer.user
    return End(Member(user.team_id, user.id), speaks=thread.speaks)


def states(folder: Path) -> Counter[str]:
    """How many rows of the inbox and the outbox are in which state."""
    found: Counter[str] = Counter()
    # Readers don't wait in a write-ahead log, nor does anybody wait for them.
    with closing(sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True)) as connection:
        for table in ("inbox", "outbox"):
            query = f"SELECT state, count(*) FROM {table} GROUP BY state"  # noqa: S608 (two names)
            found.update({f"{table} {state}": n for state, n in connection.execute(query)})
    return found


def under_way(folder: Path) -> int:
    """How much the bot still has to do."""
    found = states(folder)
    return sum(found[name] for name in UNDER_WAY)
