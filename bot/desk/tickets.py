"""Requests for a person's help, from the question to its outcome.

`state` is how far a ticket is:

- `received`: a coordinator has not looked at it yet
- `taken`: it is with a coordinator
- `offered`: an expert, or a partner, was asked
- `accepted`: an expert is on it
- `closed`: it is over; `outcome` says how

`waits_on` is who must speak next. Each change is a move in the log, with whose doing it was and
what it set, so that a ticket can be rebuilt from its log but for people's words.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, insert, select

from bot.desk import audience, outbox, people, relay
from bot.desk.errors import (
    AlreadyAssigned,
    NoSuchTicket,
    NotAllowed,
    NotForOthers,
    TooLate,
    WrongStatus,
)
from bot.desk.masking import Masked
from bot.desk.moves import Moves
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.desk.relay import End
from bot.store import Row, Transaction
from bot.store.tables import tickets

STATUS = "ticket_status"
CARD = "ticket_card"
NO_CHANNEL = "ticket_without_channel"

NeededBy = Literal["today", "week", "vote", "whenever"]
Visibility = Literal["coordinator", "expert", "partner"]
ShownAs = Literal["name", "role", "nobody"]
Priority = Literal["low", "normal", "high"]
Outcome = Literal[
    "by_resource", "by_expert", "by_coordinator", "referred", "withdrawn", "duplicate", "not_ours"
]

OPEN = ("received", "taken", "offered", "accepted")
REOPENED_DAYS = 14
"""For how long a closed ticket can be opened again."""

_DAY = 24 * 3600 * 1000

# What changes nothing about how far a ticket is.
_SAME = ("changed", "answered", "followed_up", "promised", "seen_changed")

MOVES = Moves(
    tickets,
    {
        ("", "asked"): "received",
        **{(state, event): state for state in OPEN for event in _SAME},
        **{(state, "text_deleted"): state for state in (*OPEN, "closed")},
        ("received", "taken"): "taken",
        **{(state, "taken"): state for state in ("taken", "offered", "accepted")},
        **{(state, "offered"): "offered" for state in ("received", "taken", "offered")},
        ("offered", "came_back"): "taken",
        **{(state, "accepted"): "accepted" for state in ("received", "taken", "offered")},
        ("accepted", "expert_left"): "taken",
        **{(state, "closed"): "closed" for state in OPEN},
        ("closed", "reopened"): "taken",
        ("closed", "reopened_with_expert"): "accepted",
    },
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a requester fills in. `question` is masked; `vote_on` is an ISO date; `role` is the
    office they hold, by its id; `chosen_expert_id` is our number of the one expert they allow.
    """

    question: Masked
    kind: str = "general-assistance"
    topic: str = ""
    place: str = ""
    language: str = "en"
    needed_by: NeededBy = "whenever"
    vote_on: str = ""
    visibility: Visibility = "coordinator"
    chosen_expert_id: int | None = None
    shown_as: ShownAs = "name"
    role: str = ""
    is_urgent: bool = False
    resource_id: str = ""


def ask(tx: Transaction, member: Member, request: Request, triage_channel: str = "") -> Row:
    """Open a ticket, with the requester's thread and, where there is a channel for it, its card."""
    person = people.meet(tx, member)
    values = {name: getattr(request, name) for name in Request.__slots__}
    link_id = relay.link(tx, [], shown_as={member: _shown(person, request)})
    ticket_id = tx.execute(
        insert(tickets).values(
            **values,
            handle=f"t-{secrets.token_urlsafe(12)}",
            state="received",
            version=1,
            waits_on="coordinator",
            requester_id=person.id,
            link_id=link_id,
            opened_at=tx.now,
            moved_at=tx.now,
        )
    ).inserted_primary_key.id
    MOVES.begin(tx, ticket_id, "asked", by=person.id)
    data = {"ticket": ticket_id}
    relay.join(tx, link_id, End(member, head=STATUS, data=data))
    audience.add(tx, ticket_id, person.id, "requester", by=person.id)
    ticket = _row(tx, ticket_id)
    post_card(tx, ticket, triage_channel)
    return ticket


def post_card(tx: Transaction, ticket: Row, triage_channel: str) -> None:
    """Show a ticket to the coordinators: in their channel, or to each where there is none."""
    data = {"ticket": ticket.id}
    if triage_channel:
        end = End(channel_id=triage_channel, speaks=False, head=CARD, data=data)
        relay.join(tx, ticket.link_id, end)
        return
    for person in people.coordinators(tx):
        cause = f"ticket:{ticket.id}:no_channel"
        outbox.post(tx, NO_CHANNEL, Address(reader_id=person.id), cause=cause, data=data)


def without_card(tx: Transaction) -> list[Row]:
    """Open tickets that no channel shows, oldest first."""
    return [ticket for ticket in open_ones(tx) if card_thread(tx, ticket) is None]


# Who may


def for_coordinator(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A ticket for a coordinator's hands. Raises NoSuchTicket, NotForOthers."""
    ticket, person = for_anyone_on_it(tx, handle, by)
    if not is_coordinator(person):
        raise NotForOthers
    return ticket, person


def for_requester(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A ticket for its requester's hands. Raises NoSuchTicket, NotAllowed."""
    ticket, person = for_anyone_on_it(tx, handle, by)
    if ticket.requester_id != person.id:
        raise NotAllowed
    return ticket, person


def for_expert(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A ticket for the hands of the expert who is on it. Raises NoSuchTicket, NotAllowed."""
    ticket, person = for_anyone_on_it(tx, handle, by)
    if ticket.expert_id != person.id:
        raise NotAllowed
    return ticket, person


def for_anyone_on_it(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A ticket for someone who may know of it. Raises NoSuchTicket, which is also what is said
    of one that exists to who is not on it.
    """
    person = people.meet(tx, by)
    ticket = tx.execute(select(tickets).where(tickets.c.handle == handle)).one_or_none()
    if ticket is None or not (
        is_coordinator(person) or person.id in (ticket.requester_id, ticket.expert_id)
    ):
        raise NoSuchTicket
    return ticket, person


def is_coordinator(person: Person) -> bool:
    """Whether a person triages."""
    return "coordinator" in person.roles


# What is done with it


def take(tx: Transaction, ticket: Row, by: Person) -> Row:
    """A coordinator makes it theirs. Raises AlreadyAssigned, WrongStatus."""
    if ticket.assignee_id == by.id:
        return ticket
    if ticket.assignee_id is not None:
        raise AlreadyAssigned(people.find(tx, ticket.assignee_id).name)
    return assign(tx, ticket, by, to=by)


def assign(tx: Transaction, ticket: Row, by: Person, to: Person) -> Row:
    """Give it to a coordinator, whoever had it before. Raises WrongStatus, NotForOthers."""
    if not is_coordinator(to):
        raise NotForOthers
    audience.add(tx, ticket.id, to.id, "coordinator", by=by.id)
    return move(tx, ticket, "taken", by, assignee_id=to.id)


def change(tx: Transaction, ticket: Row, by: Person, **values: object) -> Row:
    """Set kind, topic, place, language, priority, urgency or needs. Raises WrongStatus."""
    new = {name: value for name, value in values.items() if getattr(ticket, name) != value}
    return move(tx, ticket, "changed", by, **new) if new else ticket


def let_see(tx: Transaction, ticket: Row, by: Person, visibility: Visibility) -> Row:
    """Set who may see it. Raises WrongStatus, NotAllowed where it would open it wider than its
    requester said.
    """
    order = ("coordinator", "expert", "partner")
    widens = order.index(visibility) > order.index(ticket.visibility)
    if widens and ticket.requester_id != by.id:
        raise NotAllowed
    if visibility == ticket.visibility:
        return ticket
    return move(tx, ticket, "seen_changed", by, visibility=visibility)


def promise(tx: Transaction, ticket: Row, by: Person, on: str) -> Row:
    """Promise an answer by an ISO date; the requester sees it. Raises WrongStatus."""
    return ticket if ticket.promised_on == on else move(tx, ticket, "promised", by, promised_on=on)


def answered(tx: Transaction, ticket: Row, by: Person) -> Row:
    """Somebody spoke to the requester, who speaks next."""
    first = {"answered_at": tx.now} if ticket.answered_at is None else {}
    return move(tx, ticket, "answered", by, waits_on="requester", **first)


def followed_up(tx: Transaction, ticket: Row, by: Person) -> Row:
    """The requester spoke: the expert speaks next where one is on it, else the coordinator."""
    next_one = "expert" if ticket.expert_id else "coordinator"
    if ticket.waits_on == next_one or ticket.state == "offered":
        touch(tx, ticket)
        return ticket
    return move(tx, ticket, "followed_up", by, waits_on=next_one)


def remove_expert(tx: Transaction, ticket: Row, by: Person) -> Row:
    """Take the expert off: from here on they see nothing more of it. Raises WrongStatus."""
    if ticket.expert_id is None:
        raise WrongStatus(ticket.state)
    for thread in relay.threads_of(tx, ticket.link_id):
        if thread.person_id != ticket.requester_id and thread.speaks:
            relay.leave(tx, thread.id)
            _redraw(tx, thread.id)
    audience.remove(tx, ticket.id, ticket.expert_id)
    return move(tx, ticket, "expert_left", by, expert_id=None, waits_on="coordinator")


def close(tx: Transaction, ticket: Row, by: Person | None, outcome: Outcome) -> Row:
    """End it. Raises WrongStatus."""
    return move(tx, ticket, "closed", by, outcome=outcome, closed_at=tx.now, waits_on="")


def reopen(tx: Transaction, ticket: Row, by: Person) -> Row:
    """Open it again. Raises WrongStatus, TooLate."""
    if ticket.state == "closed" and tx.now - ticket.closed_at > REOPENED_DAYS * _DAY:
        raise TooLate(REOPENED_DAYS)
    with_expert = ticket.expert_id is not None
    return move(
        tx,
        ticket,
        "reopened_with_expert" if with_expert else "reopened",
        by,
        outcome="",
        closed_at=None,
        merged_into=None,
        waits_on="expert" if with_expert else "coordinator",
    )


def merge(tx: Transaction, ticket: Row, by: Person, into: Row) -> Row:
    """Close a ticket as a duplicate of another; its requester keeps their own thread. Raises
    WrongStatus.
    """
    if into.id == ticket.id or into.state == "closed":
        raise WrongStatus(into.state)
    return move(
        tx,
        ticket,
        "closed",
        by,
        outcome="duplicate",
        merged_into=into.id,
        closed_at=tx.now,
        waits_on="",
    )


def delete_text(tx: Transaction, ticket: Row, by: Person) -> Row:
    """Delete the requester's words: the question, and what of theirs was passed on."""
    if ticket.question is None:
        return ticket
    relay.unsay_all(tx, ticket.link_id, ticket.requester_id)
    return move(tx, ticket, "text_deleted", by, question=None)


def move(tx: Transaction, ticket: Row, event: str, by: Person | None, **values: object) -> Row:
    """Move a ticket on and show it wherever it stands. Raises WrongStatus."""
    logged = {name: value for name, value in values.items() if name != "question"}
    if not MOVES.move(
        tx,
        ticket,
        event,
        json.dumps(logged, sort_keys=True) if logged else "",
        by=by.id if by else None,
        **values,
        moved_at=tx.now,
    ):
        raise WrongStatus(_row(tx, ticket.id).state)
    changed = _row(tx, ticket.id)
    touch(tx, changed)
    return changed


def touch(tx: Transaction, ticket: Row) -> None:
    """Have its status line, its card and its offers drawn anew."""
    for thread in relay.threads_of(tx, ticket.link_id):
        _redraw(tx, thread.id)


# What is known of it


def find(tx: Transaction, ticket_id: int) -> Row:
    """A ticket by its number. Raises LookupError."""
    return _row(tx, ticket_id)


def of_link(tx: Transaction, link_id: int) -> Row | None:
    """The ticket whose threads a link joins."""
    row: Row | None = tx.execute(select(tickets).where(tickets.c.link_id == link_id)).one_or_none()
    return row


def open_of(tx: Transaction, requester_id: int) -> list[Row]:
    """A requester's open tickets, newest first."""
    rows: list[Row] = tx.execute(
        select(tickets)
        .where(tickets.c.requester_id == requester_id, tickets.c.state.in_(OPEN))
        .order_by(tickets.c.id.desc())
    ).all()
    return rows


def open_ones(tx: Transaction) -> list[Row]:
    """Every open ticket, oldest first."""
    rows: list[Row] = tx.execute(
        select(tickets).where(tickets.c.state.in_(OPEN)).order_by(tickets.c.id)
    ).all()
    return rows


def past_count(tx: Transaction, ticket: Row) -> int:
    """How many tickets its requester had before it."""
    count: int = tx.execute(
        select(func.count())
        .select_from(tickets)
        .where(tickets.c.requester_id == ticket.requester_id, tickets.c.id < ticket.id)
    ).scalar_one()
    return count


def counts(tx: Transaction) -> Mapping[str, int]:
    """How many tickets are in each state."""
    rows = tx.execute(
        select(tickets.c.state, func.count().label("number")).group_by(tickets.c.state)
    ).all()
    return {row.state: row.number for row in rows}


def requester_thread(tx: Transaction, ticket: Row) -> Row:
    """The requester's own thread. Raises LookupError."""
    for thread in relay.threads_of(tx, ticket.link_id):
        if thread.person_id == ticket.requester_id and thread.speaks:
            return thread
    raise LookupError(ticket.id)


def card_thread(tx: Transaction, ticket: Row) -> Row | None:
    """The coordinators' internal thread; none where no channel shows the ticket."""
    for thread in relay.threads_of(tx, ticket.link_id):
        if not thread.speaks:
            return thread
    return None


def expert_thread(tx: Transaction, ticket: Row) -> Row | None:
    """The thread of the expert or partner who is on it."""
    for thread in relay.threads_of(tx, ticket.link_id):
        if thread.speaks and thread.person_id != ticket.requester_id:
            return thread
    return None


def _shown(person: Person, request: Request) -> str:
    """How an expert knows the requester, as `handlers` reads it: words can't be put here, for
    they are said in the reader's language.
    """
    if request.shown_as == "name":
        return person.name
    office = (request.role, request.place) if request.shown_as == "role" else ("", "")
    return relay.NAMELESS + ":".join(office)


def _redraw(tx: Transaction, thread_id: int) -> None:
    head = relay.head_of(tx, thread_id)
    if head is not None:
        outbox.refresh(tx, head.id)


def _row(tx: Transaction, ticket_id: int) -> Row:
    row: Row | None = tx.execute(select(tickets).where(tickets.c.id == ticket_id)).one_or_none()
    if row is None:
        raise LookupError(ticket_id)
    return row
