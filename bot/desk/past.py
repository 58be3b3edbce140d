"""What experts did before: the tickets of a topic that they closed as answered, and what became of
what was offered to them of late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from bot.desk.hours import DAY
from bot.store import Transaction
from bot.store.tables import offers, tickets

HELPED = "yes"
"""What a requester says whom it helped."""

LATE_DAYS = 30
"""For how long an offer that ran out counts: who was ill or away once is soon asked as before."""

Target = int | str
"""Who is asked: an expert, by our number, or a partner in its channel, by its id."""

LAST = 500
"""Offers that are looked at, the newest: a month of a large network's."""


@dataclass(frozen=True, slots=True)
class Past:
    """How many tickets an expert answered, and how many of their requesters said that it helped."""

    answered: int
    helped: int = 0


class Lately(NamedTuple):
    """What became of what was offered to somebody: how many offers wait for their answer, how many
    ran out in the last `LATE_DAYS`, and the number of the newest whose turn came, 0 for none. A
    tuple, because there are a thousand of them for each card.
    """

    unanswered: int = 0
    expired: int = 0
    newest: int = 0


def on_topic(tx: Transaction, topic: str) -> Mapping[int, Past]:
    """What everyone did on a topic, by our numbers of the experts; nothing without a topic."""
    if not topic:
        return {}
    helped = func.sum(case((tickets.c.helped == HELPED, 1), else_=0))
    rows = tx.execute(
        select(tickets.c.expert_id, func.count().label("answered"), helped.label("helped"))
        .where(
            tickets.c.topic == topic,
            tickets.c.outcome == "by_expert",
            tickets.c.expert_id.is_not(None),
        )
        .group_by(tickets.c.expert_id)
    ).all()
    return {row.expert_id: Past(row.answered, row.helped) for row in rows}


def lately(tx: Transaction) -> Mapping[Target, Lately]:
    """What became of the last `LAST` offers, by who was asked; nothing of whom none was made to."""
    rows = tx.execute(_last(tx.now - LATE_DAYS * DAY)).all()
    known: dict[Target, Lately] = {}
    for person_id, partner, unanswered, expired, newest in rows:
        who = partner if person_id is None else person_id
        known[who] = Lately(unanswered, expired, newest)
    return known


def _last(since: int) -> Select[Any]:
    """Read from the end of the table, where they lie side by side."""
    newest = select(func.max(offers.c.id)).scalar_subquery()
    # Limited too, so that no engine reads all of an index to have them in groups.
    known = (offers.c.id, offers.c.expert_id, offers.c.organization_id, offers.c.state)
    last = select(*known, offers.c.due_at).where(offers.c.id > newest - LAST).limit(LAST).subquery()
    ran_out = (last.c.state == "expired") & (last.c.due_at >= since)
    in_channel = case((last.c.expert_id.is_(None), last.c.organization_id))
    return (
        select(
            last.c.expert_id,
            in_channel,
            func.sum(case((last.c.state == "open", 1), else_=0)),
            func.sum(case((ran_out, 1), else_=0)),
            func.max(last.c.id),
        )
        .where(last.c.due_at.is_not(None))
        .group_by(last.c.expert_id, in_channel)
    )
