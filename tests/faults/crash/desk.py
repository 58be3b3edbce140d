"""The bot's own records, as a campaign prepares them, and looks into them beside the bot."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from bot.desk import cards, experts, joining, offers, people, tickets
from bot.desk.joining import End
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.store import Store, Transaction
from tests.faults.crash.ledger import Thread

FILE = "desk.db"
UNDER_WAY = ("inbox waiting", "outbox ready", "outbox maybe")
FOR_A_PERSON = ("inbox poison", "outbox held")


PARTNER = "partner"
COORDINATOR = Member("T0DESK", "U0DESK")


async def join(folder: Path, links: list[list[Thread]]) -> None:
    """Ask for people and offer their tickets to experts between two lives."""
    if not links:
        return
    with closing(Store.open(folder / FILE)) as store:
        await store.run(_ask, links)


def _ask(tx: Transaction, links: list[list[Thread]]) -> None:
    experts.keep_organization(tx, PARTNER, "Partner")
    by = people.meet(tx, COORDINATOR)
    for official, expert, *inside in links:
        request = Request(Masked("Whom can we ask?"), visibility="expert")
        ticket = tickets.ask(tx, _member(official), request)
        for thread in inside:
            data = {"ticket": ticket.id}
            end = End(_member(thread), speaks=False, head=cards.CARD, data=data)
            joining.join(tx, ticket.link_id, end)
        listed = experts.keep(tx, _member(expert), PARTNER, capacity=1_000)
        offers.make(tx, ticket, by, [listed.person.id], minutes=100_000)


def _member(thread: Thread) -> Member:
    user = thread.writer.user
    return Member(user.team_id, user.id)


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
