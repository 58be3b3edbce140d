"""What the desk's own records say, for the verdict: people in the simulation never look here."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.desk import agenda
from bot.desk import people as roster
from bot.store import Row, Transaction
from bot.store.tables import inbox, nudges, offers, outbox, people, tickets


@dataclass(frozen=True, slots=True)
class Sent:
    """What a posted message was: its kind, whom it turned to (a user), and what it is about."""

    kind: str
    to: str
    about: frozenset[int]


def offered_ticket(tx: Transaction, mark: str) -> int | None:
    """The number of the ticket that an offer is about, by its message's mark."""
    data = tx.execute(select(outbox.c.data).where(outbox.c.id == mark)).scalar_one()
    offer_id = json.loads(data).get("offer")
    found: int | None = tx.execute(
        select(offers.c.ticket_id).where(offers.c.id == offer_id)
    ).scalar_one_or_none()
    return found


def sent(tx: Transaction, since: int) -> tuple[int, dict[str, Sent]]:
    """The messages after the `since`-th, by their marks; up to which they are."""
    users = {row.id: row.user_id for row in tx.execute(select(people.c.id, people.c.user_id))}
    rows = tx.execute(
        select(outbox).where(outbox.c.seq > since, outbox.c.target.is_(None)).order_by(outbox.c.seq)
    ).all()
    found = {}
    for row in rows:
        data = json.loads(row.data)
        to = users.get(data.get("person", row.reader_id), "")
        found[row.id] = Sent(row.kind, to or "", _about(data))
    return (rows[-1].seq if rows else since), found


def _about(data: dict[str, object]) -> frozenset[int]:
    pairs = data.get("about")
    if isinstance(pairs, list):
        return frozenset(int(pair[0]) for pair in pairs)
    several = data.get("tickets", [data.get("ticket", 0)])
    return frozenset(several) if isinstance(several, list) else frozenset()


def needs(tx: Transaction) -> dict[str, int]:
    """How much needs each coordinator now, by their user."""
    found = {}
    for person in roster.coordinators(tx):
        counts = agenda.agenda(tx, person, "needs", agenda.Filters(), 0).counts
        found[person.user_id] = counts["needs"]
    return found


def every_ticket(tx: Transaction) -> list[Row]:
    """All tickets as they stand."""
    return list(tx.execute(select(tickets).order_by(tickets.c.id)).all())


def nudged(tx: Transaction) -> dict[int, int]:
    """When somebody was last nudged about each ticket, in milliseconds since 1970."""
    rows = tx.execute(
        select(nudges.c.ticket_id, func.max(nudges.c.at)).group_by(nudges.c.ticket_id)
    )
    return {row[0]: row[1] for row in rows}


def open_offers(tx: Transaction) -> set[int]:
    """The tickets of which somebody is being asked."""
    found = select(offers.c.ticket_id).where(offers.c.state.in_(("open", "waiting")))
    return set(tx.execute(found).scalars())


def left(tx: Transaction) -> Counter[str]:
    """What is under way, or waits for a person's decision."""
    rows: Counter[str] = Counter()
    states = select(outbox.c.state, outbox.c.problem, func.count()).group_by(
        outbox.c.state, outbox.c.problem
    )
    for state, problem, number in tx.execute(states):
        if state in ("ready", "maybe", "held"):
            rows[f"outbox {state} {problem}".strip()] = number
    events = select(inbox.c.state, func.count()).group_by(inbox.c.state)
    for state, number in tx.execute(events):
        if state in ("waiting", "poison"):
            rows[f"inbox {state}"] = number
    return rows
