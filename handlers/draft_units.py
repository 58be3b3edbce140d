"""The units of work behind resources made of requests, each with its rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from bot.desk import drafts, people, records, rights
from bot.desk.drafts import Values
from bot.desk.errors import NotForOthers, WrongStatus
from bot.desk.people import Member
from bot.desk.traces import Known
from bot.i18n import Language, texts
from bot.store import Row, Transaction
from handlers.carried import Step
from handlers.views import wording
from handlers.views.draft import OPEN, OVER

OF_A_DRAFT = "d-"


@dataclass(frozen=True, slots=True)
class Listed:
    """The drafts that the list shows, and how many are open."""

    drafts: Sequence[Row]
    open: int


def begin(tx: Transaction, handle: str, by: Member) -> Row:
    """A ticket of which a resource may be made. Raises NoSuchTicket, NotForOthers, WrongStatus,
    DraftedAlready.
    """
    ticket, _person = rights.for_coordinator(tx, handle, by)
    drafts.must_be_free(tx, ticket)
    return ticket


def open_draft(tx: Transaction, handle: str, by: Member) -> Row:
    """A draft that can still be changed. Raises NotForOthers, NoSuchTicket, WrongStatus."""
    draft, _person = drafts.for_coordinator(tx, handle, by)
    if draft.state not in ("asked", "agreed"):
        raise WrongStatus("draft")
    return draft


def known(tx: Transaction, handle: str, by: Member) -> Known:
    """What must not be left in a draft of who asked. `handle` is the ticket's, or the draft's.
    Raises as `begin` and `open_draft`.
    """
    if handle.startswith(OF_A_DRAFT):
        ticket = records.find(tx, open_draft(tx, handle, by).ticket_id)
    else:
        ticket = begin(tx, handle, by)
    person = people.find(tx, ticket.requester_id)
    return Known([person.name], _offices(ticket), drafts.said_by_requester(tx, ticket))


def propose(tx: Transaction, handle: str, by: Member, values: Values) -> None:
    """Ask who asked; about a draft that is there, anew. Raises as `known`."""
    if handle.startswith(OF_A_DRAFT):
        draft, person = drafts.for_coordinator(tx, handle, by)
        drafts.change(tx, draft, person, values)
        return
    ticket, person = rights.for_coordinator(tx, handle, by)
    drafts.propose(tx, ticket, person, values)


def agree(tx: Transaction, step: Step, by: Member) -> None:
    """Raises NoSuchTicket, NotAllowed, WrongStatus."""
    draft, person = drafts.for_requester(tx, step.handle, by)
    drafts.agree(tx, draft, person, int(step.name or 0))


def refuse(tx: Transaction, step: Step, by: Member) -> None:
    """Raises NoSuchTicket, NotAllowed, WrongStatus."""
    draft, person = drafts.for_requester(tx, step.handle, by)
    drafts.refuse(tx, draft, person)


def drop(tx: Transaction, handle: str, by: Member) -> None:
    """Raises NotForOthers, NoSuchTicket, WrongStatus."""
    draft, person = drafts.for_coordinator(tx, handle, by)
    drafts.drop(tx, draft, person)


def listed(tx: Transaction, by: Member) -> Listed:
    """What the list shows. Raises NotForOthers."""
    if not rights.is_coordinator(people.meet(tx, by)):
        raise NotForOthers
    ready = drafts.in_states(tx, "agreed", "publishing", limit=OPEN)
    asked = drafts.in_states(tx, "asked", limit=OPEN - len(ready))
    over = drafts.in_states(tx, "published", limit=OVER)
    return Listed([*ready, *asked, *over], drafts.count(tx, *drafts.OPEN))


def _offices(ticket: Row) -> list[str]:
    """The requester's office, as each language calls it."""
    if not ticket.role:
        return []
    return [wording.role_name(ticket.role, texts(each)) for each in get_args(Language)]
