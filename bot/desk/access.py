"""Resources that are opened on request only: where they are, and who was let in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from bot.desk import people
from bot.desk.people import Person
from bot.store import Row, Transaction
from bot.store.tables import grants, secrets


@dataclass(frozen=True, slots=True)
class Key:
    """What opens a resource. It is shown to who was let in, and nobody else."""

    address: str
    password: str


def keep_key(tx: Transaction, resource_id: str, key: Key) -> None:
    """Set what opens a resource."""
    tx.execute(delete(secrets).where(secrets.c.resource_id == resource_id))
    tx.execute(
        insert(secrets).values(
            resource_id=resource_id,
            address=key.address,
            password=key.password,
            changed_at=tx.now,
        )
    )


def has_key(tx: Transaction, resource_id: str) -> bool:
    """Whether it is known what opens a resource."""
    return _key(tx, resource_id) is not None


def key_for(tx: Transaction, person_id: int, resource_id: str) -> Key | None:
    """What opens a resource, for someone who was let in; nothing for anybody else."""
    row = _key(tx, resource_id) if is_let_in(tx, person_id, resource_id) else None
    return Key(row.address, row.password) if row else None


def is_let_in(tx: Transaction, person_id: int, resource_id: str) -> bool:
    """Whether a coordinator let this person in, and it still holds."""
    row = tx.execute(
        select(grants.c.person_id).where(
            grants.c.person_id == person_id,
            grants.c.resource_id == resource_id,
            grants.c.revoked_at.is_(None),
        )
    ).first()
    return row is not None


def let_in(tx: Transaction, person_id: int, resource_id: str, by: Person) -> None:
    """Let a person in from now on."""
    tx.execute(
        delete(grants).where(grants.c.person_id == person_id, grants.c.resource_id == resource_id)
    )
    tx.execute(
        insert(grants).values(
            person_id=person_id,
            resource_id=resource_id,
            granted_by_id=by.id,
            granted_at=tx.now,
        )
    )


def revoke(tx: Transaction, person_id: int, resource_id: str) -> bool:
    """Let a person in no more; whether they were."""
    changed = tx.execute(
        update(grants)
        .where(grants.c.person_id == person_id, grants.c.resource_id == resource_id)
        .where(grants.c.revoked_at.is_(None))
        .values(revoked_at=tx.now)
    )
    return bool(changed.rowcount)


def let_in_to(tx: Transaction, resource_id: str) -> list[Person]:
    """Who may open a resource now."""
    ids = tx.execute(
        select(grants.c.person_id)
        .where(grants.c.resource_id == resource_id, grants.c.revoked_at.is_(None))
        .order_by(grants.c.granted_at)
    ).scalars()
    return [people.find(tx, person_id) for person_id in ids]


def _key(tx: Transaction, resource_id: str) -> Row | None:
    row: Row | None = tx.execute(
        select(secrets).where(secrets.c.resource_id == resource_id)
    ).one_or_none()
    return row
