"""Resources that are opened on request only: where they are, who asks, and who was let in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from bot.desk import course, outbox, people, records, tickets
from bot.desk.errors import WrongStatus
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.desk.tickets import Request
from bot.store import Row, Transaction
from bot.store.tables import grants, secrets
from bot.store.tables import people as people_rows
from bot.store.tables import tickets as ticket_rows

ASKED = "access_asked"
GIVEN = "access_given"
KIND = "webinar-access"


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """What opens a resource; `password` is empty where none is needed. It is shown to who was let
    in, and nobody else: without a `repr`, no traceback shows it either.
    """

    address: str
    password: str


@dataclass(frozen=True, slots=True)
class Grant:
    """That somebody was let in, and by whom; times are in milliseconds since 1970, `revoked_at`
    is None while it holds.
    """

    person: Person
    by: Person
    granted_at: int
    revoked_at: int | None


# What opens it


def keep_key(tx: Transaction, resource_id: str, key: Key) -> None:
    """Set what opens a resource; what opened it before is forgotten."""
    is_first = not has_key(tx, resource_id)
    tx.execute(delete(secrets).where(secrets.c.resource_id == resource_id))
    tx.execute(
        insert(secrets).values(
            resource_id=resource_id,
            address=key.address,
            password=key.password,
            changed_at=tx.now,
        )
    )
    if is_first:
        _redraw_asked(tx, resource_id)


def has_key(tx: Transaction, resource_id: str) -> bool:
    """Whether it is known what opens a resource."""
    return _key(tx, resource_id) is not None


def key_for(tx: Transaction, person_id: int, resource_id: str) -> Key | None:
    """What opens a resource, for someone who was let in; nothing for anybody else."""
    row = _key(tx, resource_id) if is_let_in(tx, person_id, resource_id) else None
    return Key(row.address, row.password) if row else None


# Who may


def is_let_in(tx: Transaction, person_id: int, resource_id: str) -> bool:
    """Whether a coordinator let this person in, and it still holds."""
    grant = grant_of(tx, person_id, resource_id)
    return grant is not None and grant.revoked_at is None


def grant_of(tx: Transaction, person_id: int, resource_id: str) -> Grant | None:
    """The last time that a person was let in to a resource, whether or not it still holds."""
    row = tx.execute(
        select(grants).where(grants.c.person_id == person_id, grants.c.resource_id == resource_id)
    ).one_or_none()
    return _grant(tx, row) if row else None


def open_to(tx: Transaction, person_id: int) -> list[str]:
    """The resources that a person was let in to, by their ids."""
    return list(
        tx.execute(
            select(grants.c.resource_id)
            .where(grants.c.person_id == person_id, grants.c.revoked_at.is_(None))
            .order_by(grants.c.resource_id)
        ).scalars()
    )


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
    _redraw(tx, person_id, resource_id)


def revoke(tx: Transaction, person_id: int, resource_id: str) -> bool:
    """Let a person in no more; whether they were."""
    changed = tx.execute(
        update(grants)
        .where(grants.c.person_id == person_id, grants.c.resource_id == resource_id)
        .where(grants.c.revoked_at.is_(None))
        .values(revoked_at=tx.now)
    )
    _redraw(tx, person_id, resource_id)
    return bool(changed.rowcount)


def let_in_to(tx: Transaction, resource_id: str, limit: int, offset: int = 0) -> list[Grant]:
    """Who may open a resource now, by name: so many of them from there on."""
    rows = tx.execute(
        select(grants)
        .join(people_rows, people_rows.c.id == grants.c.person_id)
        .where(grants.c.resource_id == resource_id, grants.c.revoked_at.is_(None))
        .order_by(people_rows.c.name, grants.c.person_id)
        .limit(limit)
        .offset(offset)
    ).all()
    return [_grant(tx, row) for row in rows]


def count(tx: Transaction, resource_id: str) -> int:
    """How many may open a resource now."""
    number: int = tx.execute(
        select(func.count())
        .select_from(grants)
        .where(grants.c.resource_id == resource_id, grants.c.revoked_at.is_(None))
    ).scalar_one()
    return number


# Asking, and what becomes of it


def ask(tx: Transaction, member: Member, request: Request, triage_channel: str = "") -> Row:
    """Open a ticket for access to `request.resource_id`; the one that they wait on where there is
    one.
    """
    person = people.meet(tx, member)
    waiting = pending(tx, person.id, request.resource_id)
    if waiting is not None:
        return waiting
    for earlier in _open_requests(tx, person.id, request.resource_id):
        if outbox.caused(tx, _given(earlier)):
            # They were let in on it: that one was answered, and this is another.
            tickets.close(tx, earlier, person, "by_resource")
    ticket = tickets.ask(tx, member, request, triage_channel)
    asked(tx, ticket)
    return ticket


def asked(tx: Transaction, ticket: Row) -> None:
    """Put a request for access before the coordinators: below its card, or to each of them where
    no channel shows it.
    """
    card = records.card_thread(tx, ticket)
    readers = [Address(reader_id=person.id) for person in people.coordinators(tx)]
    for to in [Address(thread_id=card.id)] if card is not None else readers:
        outbox.post(tx, ASKED, to, cause=_asked(ticket), data={"ticket": ticket.id})


def pending(tx: Transaction, person_id: int, resource_id: str) -> Row | None:
    """A person's open ticket for access to a resource, on which coordinators were asked to let
    them in and did not yet.
    """
    for ticket in _open_requests(tx, person_id, resource_id):
        if outbox.caused(tx, _asked(ticket)) and not outbox.caused(tx, _given(ticket)):
            return ticket
    return None


def admit(tx: Transaction, ticket: Row, by: Person) -> bool:
    """Let a ticket's requester in and tell them in their thread; whether that is news. Raises
    WrongStatus.

    The ticket stays open, answered: whether the key opens the door only they can tell, and on a
    closed one their "it doesn't" would reach nobody.
    """
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    is_in = is_let_in(tx, ticket.requester_id, ticket.resource_id)
    if is_in and outbox.caused(tx, _given(ticket)):
        return False
    if not is_in:
        let_in(tx, ticket.requester_id, ticket.resource_id, by)
    tickets.answered(tx, ticket, by)
    thread = records.requester_thread(tx, ticket)
    to = Address(thread_id=thread.id, reader_id=ticket.requester_id)
    # Who was let in anew is told anew.
    purpose = str(len(outbox.caused(tx, _given(ticket))))
    data = {"ticket": ticket.id}
    outbox.post(tx, GIVEN, to, cause=_given(ticket), purpose=purpose, data=data)
    return True


def _redraw(tx: Transaction, person_id: int, resource_id: str) -> None:
    """Have what was posted about a person and a resource drawn anew."""
    for ticket in tx.execute(
        select(ticket_rows).where(
            ticket_rows.c.requester_id == person_id, ticket_rows.c.resource_id == resource_id
        )
    ).all():
        _refresh(tx, _asked(ticket))
        _refresh(tx, _given(ticket))


def _redraw_asked(tx: Transaction, resource_id: str) -> None:
    """Have the open requests for a resource drawn anew."""
    for ticket in tx.execute(
        select(ticket_rows).where(
            ticket_rows.c.resource_id == resource_id, ticket_rows.c.state.in_(course.OPEN)
        )
    ).all():
        _refresh(tx, _asked(ticket))


def _refresh(tx: Transaction, cause: str) -> None:
    for row in outbox.caused(tx, cause):
        outbox.refresh(tx, row.id)


def _open_requests(tx: Transaction, person_id: int, resource_id: str) -> list[Row]:
    return [
        ticket
        for ticket in records.open_of(tx, person_id)
        if ticket.kind == KIND and ticket.resource_id == resource_id
    ]


def _asked(ticket: Row) -> str:
    return f"access:{ticket.id}:asked"


def _given(ticket: Row) -> str:
    return f"access:{ticket.id}:given"


def _key(tx: Transaction, resource_id: str) -> Row | None:
    row: Row | None = tx.execute(
        select(secrets).where(secrets.c.resource_id == resource_id)
    ).one_or_none()
    return row


def _grant(tx: Transaction, row: Row) -> Grant:
    return Grant(
        people.find(tx, row.person_id),
        people.find(tx, row.granted_by_id),
        row.granted_at,
        row.revoked_at,
    )
