"""A resource made of a request, without the person who asked: proposed by a coordinator, agreed to
by the requester, published by a coordinator.

A draft's states:

- `asked`: its requester is asked whether it may go into the library as it is
- `agreed`: they said yes; a coordinator publishes it
- `publishing`: it is being put into the library, which is another database: whoever finds it so
  puts it there once more, under the same id, which changes nothing where it was there already
- `published`: it is in the library, as `resource_id`
- `refused`: they said no
- `dropped`: a coordinator gave it up, or its requester deleted their text

Once it is over, nothing of it is kept here.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import func, insert, select

from bot.desk import cells, outbox, people, records, rights, spoken
from bot.desk.errors import DraftedAlready, NoSuchTicket, NotForOthers, WrongStatus
from bot.desk.moves import Moves
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.store import Row, Transaction
from bot.store.tables import drafts

ASKED = "draft_asked"
ANSWERED = "draft_answered"
OPEN = ("asked", "agreed", "publishing")

FROM_A_REQUEST = "from-request"
"""Begins the id of what was made of a request: all that the library says of where it is from."""

_FREE = ("asked", "agreed")

MOVES = Moves(
    drafts,
    {
        ("", "proposed"): "asked",
        **{(state, "changed"): "asked" for state in _FREE},
        ("asked", "agreed"): "agreed",
        **{(state, "refused"): "refused" for state in _FREE},
        **{(state, event): "dropped" for state in _FREE for event in ("dropped", "forgotten")},
        ("agreed", "begun"): "publishing",
        ("publishing", "unfit"): "agreed",
        ("publishing", "published"): "published",
    },
)

Values = Mapping[str, Any]
"""A resource by the names of an import's fields. People's words in it are masked."""


def propose(tx: Transaction, ticket: Row, by: Person, values: Values) -> Row:
    """Ask the requester of an answered ticket; the draft. Raises WrongStatus, DraftedAlready."""
    must_be_free(tx, ticket)
    draft_id = tx.execute(
        insert(drafts).values(
            handle=f"d-{secrets.token_urlsafe(12)}",
            state="asked",
            version=1,
            ticket_id=ticket.id,
            resource=json.dumps(values, sort_keys=True),
            made_by_id=by.id,
            made_at=tx.now,
            moved_at=tx.now,
        )
    ).inserted_primary_key.id
    MOVES.begin(tx, draft_id, "proposed", by=by.id)
    draft = find(tx, draft_id)
    _ask(tx, draft)
    return draft


def change(tx: Transaction, draft: Row, by: Person, values: Values) -> Row:
    """Change it; its requester is asked again. The draft after it. Raises WrongStatus."""
    if draft.state in _FREE and values_of(draft) == values:
        return draft
    draft = _move(tx, draft, "changed", by, resource=json.dumps(values, sort_keys=True))
    _ask(tx, draft)
    return draft


def agree(tx: Transaction, draft: Row, by: Person, version: int) -> None:
    """Its requester says yes to what they saw, which is this version. Raises WrongStatus."""
    if draft.version != version:
        raise WrongStatus(draft.state)
    _tell(tx, _move(tx, draft, "agreed", by))


def refuse(tx: Transaction, draft: Row, by: Person) -> None:
    """Its requester says no, or takes their yes back before it is published. Raises WrongStatus."""
    _tell(tx, _move(tx, draft, "refused", by, resource=""))


def drop(tx: Transaction, draft: Row, by: Person) -> None:
    """A coordinator gives it up. Raises WrongStatus."""
    _move(tx, draft, "dropped", by, resource="")


def begin(tx: Transaction, draft: Row, by: Person) -> Values:
    """A coordinator publishes it, or goes on with that: what is to be put into the library, always
    under the same id. Raises WrongStatus.
    """
    if draft.state not in ("agreed", "publishing"):
        raise WrongStatus("draft")
    if draft.state == "agreed":
        draft = _move(tx, draft, "begun", by, resource_id=_id_of(draft))
    return {**values_of(draft), "id": draft.resource_id}


def published(tx: Transaction, draft: Row) -> None:
    """Note that it is in the library; a second time is as once."""
    if draft.state == "publishing":
        _move(tx, draft, "published", None, resource="")


def unfit(tx: Transaction, draft: Row) -> None:
    """Note that the library does not take it: a coordinator can change it."""
    if draft.state == "publishing":
        _move(tx, draft, "unfit", None, resource_id="")


def forget(tx: Transaction, ticket: Row, by: Person) -> None:
    """Let go of what was made of a ticket whose requester deletes their text, unless it is in the
    library, or on its way there.
    """
    for draft in of_ticket(tx, ticket.id):
        if draft.state in _FREE:
            _move(tx, draft, "forgotten", by, resource="")


# Who may


def for_coordinator(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A draft for a coordinator's hands. Raises NotForOthers, NoSuchTicket."""
    person = people.meet(tx, by)
    if not rights.is_coordinator(person):
        raise NotForOthers
    return handled(tx, handle), person


def for_requester(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A draft for the hands of whose request it was made of. Raises NoSuchTicket, NotAllowed."""
    draft = handled(tx, handle)
    ticket = records.find(tx, draft.ticket_id)
    _ticket, person = rights.for_requester(tx, ticket.handle, by)
    return draft, person


def must_be_free(tx: Transaction, ticket: Row) -> None:
    """Raises WrongStatus where no resource can be made of a ticket, DraftedAlready where one was,
    or where its requester said no: nobody asks them twice.
    """
    if ticket.question is None or (ticket.state != "closed" and ticket.answered_at is None):
        raise WrongStatus("unanswered")
    for draft in of_ticket(tx, ticket.id):
        if draft.state != "dropped":
            raise DraftedAlready(draft.state)


# What is known of it


def find(tx: Transaction, draft_id: int) -> Row:
    """A draft by its number. Raises LookupError."""
    row: Row | None = tx.execute(select(drafts).where(drafts.c.id == draft_id)).one_or_none()
    if row is None:
        raise LookupError(draft_id)
    return row


def of_ticket(tx: Transaction, ticket_id: int) -> list[Row]:
    """What was made of a ticket, oldest first."""
    rows: list[Row] = tx.execute(
        select(drafts).where(drafts.c.ticket_id == ticket_id).order_by(drafts.c.id)
    ).all()
    return rows


def in_states(tx: Transaction, *states: str, limit: int) -> list[Row]:
    """The drafts in some states, the one that moved last first."""
    rows: list[Row] = tx.execute(
        select(drafts)
        .where(drafts.c.state.in_(states))
        .order_by(drafts.c.moved_at.desc(), drafts.c.id.desc())
        .limit(limit)
    ).all()
    return rows


def count(tx: Transaction, *states: str) -> int:
    """How many drafts are in some states."""
    number: int = tx.execute(
        select(func.count()).select_from(drafts).where(drafts.c.state.in_(states))
    ).scalar_one()
    return number


def values_of(draft: Row) -> dict[str, Any]:
    """What it proposes; empty once it is over."""
    values: dict[str, Any] = json.loads(draft.resource) if draft.resource else {}
    return values


def is_last(tx: Transaction, draft: Row, version: int, *events: str) -> bool:
    """Whether a version is the last to which one of some events led."""
    versions = [each.version for each in MOVES.history(tx, draft.id) if each.event in events]
    return bool(versions) and versions[-1] == version


def _ask(tx: Transaction, draft: Row) -> None:
    ticket = records.find(tx, draft.ticket_id)
    own = records.requester_thread(tx, ticket)
    to = Address(thread_id=own.id, reader_id=ticket.requester_id)
    data = {"draft": draft.id, "version": draft.version}
    outbox.post(tx, ASKED, to, cause=f"draft:{draft.id}:asked:{draft.version}", data=data)


def _tell(tx: Transaction, draft: Row) -> None:
    """Tell the coordinators what its requester said: below the card, or to who made it."""
    card = records.card_thread(tx, records.find(tx, draft.ticket_id))
    maker = people.find(tx, draft.made_by_id)
    readers = [maker] if rights.is_coordinator(maker) else people.coordinators(tx)
    to = [Address(reader_id=each.id) for each in readers]
    for address in to if card is None else [Address(thread_id=card.id)]:
        cause = f"draft:{draft.id}:{draft.state}:{draft.version}"
        data = {"draft": draft.id, "version": draft.version}
        outbox.post(tx, ANSWERED, address, cause=cause, data=data)


def _move(tx: Transaction, draft: Row, event: str, by: Person | None, **values: object) -> Row:
    """Raises WrongStatus."""
    note = json.dumps(values, sort_keys=True) if "resource_id" in values else ""
    actor = by.id if by else None
    if not MOVES.move(tx, draft, event, note, actor, **values, moved_at=tx.now):
        raise WrongStatus("draft")
    for row in _messages(tx, draft):
        outbox.refresh(tx, row.id)
    return find(tx, draft.id)


def _messages(tx: Transaction, draft: Row) -> list[Row]:
    """All that was posted of it, by its causes."""
    return [
        row
        for entry in MOVES.history(tx, draft.id)
        for word in ("asked", "agreed", "refused")
        for row in outbox.caused(tx, f"draft:{draft.id}:{word}:{entry.version}")
    ]


def handled(tx: Transaction, handle: str) -> Row:
    """A draft by its handle. Raises NoSuchTicket."""
    row: Row | None = tx.execute(select(drafts).where(drafts.c.handle == handle)).one_or_none()
    if row is None:
        raise NoSuchTicket
    return row


def _id_of(draft: Row) -> str:
    """What it is called in the library: after its title, and unlike any other, because nobody
    knows its handle nor can make another with the same mark.
    """
    mark = sha256(draft.handle.encode()).hexdigest()[:8]
    name = cells.slug(values_of(draft)["title"])
    return "-".join(filter(None, (FROM_A_REQUEST, name, mark)))


def said_by_requester(tx: Transaction, ticket: Row) -> list[str]:
    """All that its requester wrote on a ticket and that is still kept."""
    own = records.requester_thread(tx, ticket)
    said = spoken.words_of(tx, own.id, ticket.requester_id)
    return [each for each in (ticket.question, ticket.comment, *said) if each]
