"""Partners that somebody doesn't want to be put in touch with: one list for each person."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, insert, select

from bot.desk import experts
from bot.store import Transaction
from bot.store.tables import avoided

MOST = 100
"""Partners that one list may hold."""


def of(tx: Transaction, person_id: int) -> frozenset[str]:
    """The partners that somebody avoids, by id."""
    rows = tx.execute(select(avoided.c.organization_id).where(avoided.c.person_id == person_id))
    return frozenset(rows.scalars())


def keep(tx: Transaction, person_id: int, organization_ids: Collection[str]) -> frozenset[str]:
    """Keep whom somebody avoids from now on, in place of what was kept; whom they did not avoid
    before. Ids of no partner are left out.
    """
    known = [each.id for each in experts.organizations_all(tx) if each.id in organization_ids]
    before, after = of(tx, person_id), frozenset(known[:MOST])
    own = avoided.c.person_id == person_id
    tx.execute(delete(avoided).where(own, avoided.c.organization_id.in_(before - after)))
    for organization_id in sorted(after - before):
        values = {"organization_id": organization_id, "since_at": tx.now}
        tx.execute(insert(avoided).values(person_id=person_id, **values))
    return after - before
