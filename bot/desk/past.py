"""What experts did before: the tickets of a topic that they closed as answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import case, func, select

from bot.store import Transaction
from bot.store.tables import tickets

HELPED = "yes"
"""What a requester says whom it helped."""


@dataclass(frozen=True, slots=True)
class Past:
    """How many tickets an expert answered, and how many of their requesters said that it helped."""

    answered: int
    helped: int = 0


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
