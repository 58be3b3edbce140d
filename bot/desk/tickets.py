"""Requests for a person's help: how one begins, and what is done with it. `course` has its states;
`waits_on` is who must speak next.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Literal

from sqlalchemy import insert, update

from bot.desk import (
    audience,
    cards,
    course,
    duty,
    endings,
    joining,
    network,
    offered,
    outbox,
    people,
    records,
    relay,
    rights,
)
from bot.desk.course import MOVES, REOPENED_DAYS, NeededBy, Outcome, ShownAs, Visibility
from bot.desk.endings import Threads
from bot.desk.errors import AlreadyAssigned, NotAllowed, NotForOthers, TooLate, WrongStatus
from bot.desk.joining import End
from bot.desk.masking import Masked
from bot.desk.network import Network
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.desk.timing import timing
from bot.store import Row, Transaction
from bot.store.tables import tickets

STATUS = "ticket_status"
STEPPED_BACK = "expert_stepped_back"
EXPERT_LEFT = "expert_left"
MERGED = "ticket_merged"
PROMISE_MOVED = "promise_moved"

# What lets the next one speak.
_SPOKEN = ("answered", "followed_up", "reopened", "reopened_with_expert")

_REOPENED = ("reopened", "reopened_with_expert")

# People's own words: no log has them.
_WORDS = ("question", "closing_words", "comment")

# What changes whether an expert's words go anywhere.
_TURNS = ("closed", "reopened_with_expert", "expert_left")


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
    link_id = joining.link(tx, [], shown_as={member: _shown(person, request)})
    ticket_id = tx.execute(
        insert(tickets).values(
            **_begun(values, network.read(tx), tx.now),
            handle=f"t-{secrets.token_urlsafe(12)}",
            version=1,
            requester_id=person.id,
            link_id=link_id,
        )
    ).inserted_primary_key.id
    tx.stir(network.QUEUE)
    first = _note({**values, "requester_id": person.id, "waits_on": "coordinator"})
    MOVES.begin(tx, ticket_id, "asked", first, by=person.id)
    data = {"ticket": ticket_id}
    joining.join(tx, link_id, End(member, head=STATUS, data=data))
    audience.add(tx, ticket_id, person.id, "requester", by=person.id)
    ticket = records.find(tx, ticket_id)
    cards.post(tx, ticket, triage_channel)
    return ticket


# What is done with it


def take(tx: Transaction, ticket: Row, by: Person) -> Row:
    """A coordinator makes it theirs, where no other has it who is there. Raises AlreadyAssigned,
    WrongStatus.
    """
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    if ticket.assignee_id == by.id:
        return ticket
    other = duty.in_place_of(tx, ticket.assignee_id)
    if other is not None and other.id != by.id:
        raise AlreadyAssigned(other.name)
    return assign(tx, ticket, by, to=by)


def assign(tx: Transaction, ticket: Row, by: Person | None, to: Person) -> Row:
    """Give it to a coordinator, whoever had it before. Raises WrongStatus, NotForOthers."""
    if not rights.is_coordinator(to):
        raise NotForOthers
    audience.add(tx, ticket.id, to.id, "coordinator", by=by.id if by else None)
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
    """Promise an answer by an ISO date; the requester sees it, and is told when it is another than
    before. Raises WrongStatus.
    """
    if ticket.promised_on == on:
        return ticket
    before, ticket = ticket.promised_on, move(tx, ticket, "promised", by, promised_on=on)
    if before:
        to = Address(
            thread_id=records.requester_thread(tx, ticket).id, reader_id=ticket.requester_id
        )
        cause = f"ticket:{ticket.id}:{PROMISE_MOVED}:{ticket.version}"
        data = {"ticket": ticket.id, "before": before, "after": on}
        outbox.post(tx, PROMISE_MOVED, to, cause=cause, data=data)
    return ticket


def answered(tx: Transaction, ticket: Row, by: Person) -> Row:
    """Somebody spoke to the requester, who speaks next."""
    first = {"answered_at": tx.now} if ticket.answered_at is None else {}
    return move(tx, ticket, "answered", by, waits_on="requester", **first)


def followed_up(tx: Transaction, ticket: Row, by: Person) -> Row:
    """The requester spoke: the expert speaks next where one is on it, or asked; else the
    coordinator.
    """
    next_one = _answering(ticket)
    if ticket.waits_on == next_one:
        _set(tx, ticket, spoken_at=tx.now)
        touch(tx, ticket)
        return records.find(tx, ticket.id)
    return move(tx, ticket, "followed_up", by, waits_on=next_one)


def continued(tx: Transaction, ticket: Row, by: Person) -> Row:
    """Somebody spoke to the requester, and it is no answer yet: whoever is to answer still is.
    Raises WrongStatus.
    """
    if ticket.waits_on != "requester":
        return ticket
    return move(tx, ticket, "continued", by, waits_on=_answering(ticket))


def remove_expert(tx: Transaction, ticket: Row, by: Person | None) -> Row:
    """Take the expert off: from here on they see nothing more of it. Raises WrongStatus."""
    if ticket.expert_id is None:
        raise WrongStatus(ticket.state)
    for thread in joining.threads_of(tx, ticket.link_id):
        if thread.person_id != ticket.requester_id and thread.speaks:
            relay.leave(tx, thread.id)
            _redraw(tx, thread.id)
    audience.remove(tx, ticket.id, ticket.expert_id)
    audience.remove_partners(tx, ticket.id)
    offer = offered.leave(tx, ticket.id, by)
    if offer is not None:
        _tell_that_left(tx, ticket, offer)
    return move(tx, ticket, "expert_left", by, expert_id=None, waits_on="coordinator")


def step_back(tx: Transaction, ticket: Row, by: Person, reason: str, words: Masked | str) -> Row:
    """The expert leaves by themselves; the coordinator is told why, the requester that they did.
    Raises WrongStatus.
    """
    offer, card = offered.leave(tx, ticket.id, by, reason, words), records.card_thread(tx, ticket)
    if offer is not None:
        _tell_that_left(tx, ticket, offer)
    if offer is not None and card is not None:
        cause = f"offer:{offer.id}:stepped_back"
        outbox.post(
            tx, STEPPED_BACK, Address(thread_id=card.id), cause=cause, data={"offer": offer.id}
        )
    return remove_expert(tx, ticket, by)


def close(
    tx: Transaction,
    ticket: Row,
    by: Person | None,
    outcome: Outcome,
    words: Masked | Literal[""] = "",
) -> Row:
    """End it, with a line of words; what is still offered of it is taken back, and its requester is
    asked whether it helped. Raises WrongStatus.
    """
    offered.withdraw(tx, ticket.id, by)
    asked = endings.question(tx, ticket, by, outcome, MOVES.history(tx, ticket.id))
    # What they said of an earlier answer is not what they say of this one.
    anew = {"helped": "", "comment": ""} if asked and ticket.helped + ticket.comment else {}
    ticket = move(
        tx,
        ticket,
        "closed",
        by,
        outcome=outcome,
        closing_words=words,
        closed_at=tx.now,
        waits_on="",
        **anew,
    )
    endings.closed(tx, ticket, by, _threads(tx, ticket), asked)
    return ticket


def reopen(tx: Transaction, ticket: Row, by: Person) -> Row:
    """Open it again; everybody on it is told. Raises WrongStatus, TooLate."""
    if ticket.state == "closed" and not course.may_reopen(ticket, tx.now):
        raise TooLate(REOPENED_DAYS)
    with_expert = ticket.expert_id is not None
    ticket = move(
        tx,
        ticket,
        "reopened_with_expert" if with_expert else "reopened",
        by,
        outcome="",
        closed_at=None,
        merged_into=None,
        waits_on="expert" if with_expert else "coordinator",
    )
    endings.reopened(tx, ticket, by, _threads(tx, ticket))
    return ticket


def merge(tx: Transaction, ticket: Row, by: Person, into: Row) -> Row:
    """Close a ticket as a duplicate of another; its requester keeps their own thread. Raises
    WrongStatus.
    """
    if into.id == ticket.id or into.state == "closed":
        raise WrongStatus(into.state)
    offered.withdraw(tx, ticket.id, by)
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
    """Delete the requester's words: the question, what of theirs was passed on, and what they said
    of how it went.
    """
    relay.unsay_all(tx, ticket.link_id, ticket.requester_id)
    kept = ticket.question is not None or records.has_last_words(tx, ticket)
    if not kept:
        touch(tx, ticket)
        return ticket
    closing = {} if records.closed_by(tx, ticket) != ticket.requester_id else {"closing_words": ""}
    return move(tx, ticket, "text_deleted", by, question=None, comment="", **closing)


def move(tx: Transaction, ticket: Row, event: str, by: Person | None, **values: object) -> Row:
    """Move a ticket on and show it wherever it stands. Raises WrongStatus."""
    if not MOVES.move(
        tx,
        ticket,
        event,
        _note(values),
        by=by.id if by else None,
        **values,
        moved_at=tx.now,
    ):
        raise WrongStatus(records.find(tx, ticket.id).state)
    changed = _hand_over(tx, ticket, records.find(tx, ticket.id), event)
    touch(tx, changed)
    if event in ("text_deleted", "expert_left"):
        offered.redraw_questions(tx, ticket.id)
    if event in _TURNS:
        offered.redraw_banners(tx, ticket.id)
    if event in _REOPENED:
        endings.redraw(tx, _threads(tx, changed))
    if event in _REOPENED and ticket.merged_into is not None:
        _part(tx, changed, records.find(tx, ticket.merged_into))
    return changed


def retime(tx: Transaction, ticket: Row, **values: object) -> Row:
    """Set what the clock keeps of it, and when it next looks at it; the ticket after it. It is no
    move: nothing happened to it.
    """
    if values:
        _set(tx, ticket, **values)
    return _time(tx, records.find(tx, ticket.id))


def touch(tx: Transaction, ticket: Row) -> None:
    """Have its status line, its card and its offers drawn anew, and what its requester is asked."""
    for thread in joining.threads_of(tx, ticket.link_id):
        _redraw(tx, thread.id)
    offered.redraw(tx, ticket.id)
    if ticket.state == "closed":
        endings.redraw(tx, _threads(tx, ticket))


def _answering(ticket: Row) -> str:
    """Who is to answer its requester."""
    return "expert" if ticket.expert_id or ticket.state == "offered" else "coordinator"


def _threads(tx: Transaction, ticket: Row) -> Threads:
    own = records.requester_thread(tx, ticket)
    return Threads(own, records.card_thread(tx, ticket), records.expert_thread(tx, ticket))


def _hand_over(tx: Transaction, before: Row, ticket: Row, event: str) -> Row:
    """Note who holds it since when, and how long it took, beside a move."""
    values: dict[str, object] = {}
    if ticket.waits_on != before.waits_on or event in _SPOKEN:
        values |= {"ball_at": tx.now, "nudges": 0}
    if event == "promised":
        values |= {"nudges": 0}
    if event in _SPOKEN:
        values |= {"spoken_at": tx.now}
    hours = network.read(tx).hours
    if ticket.answered_at != before.answered_at:
        values |= {"first_took": hours.between(ticket.opened_at, tx.now)}
    if ticket.closed_at != before.closed_at:
        took = None if ticket.closed_at is None else hours.between(ticket.opened_at, tx.now)
        values |= {"whole_took": took}
    return retime(tx, ticket, **values)


def _begun(values: Mapping[str, object], network_now: Network, now: int) -> dict[str, object]:
    """How a ticket begins: with the clock set."""
    moments = ("opened_at", "moved_at", "ball_at", "spoken_at")
    begun = {**values, "state": "received", "waits_on": "coordinator", "nudges": 0}
    begun |= dict.fromkeys(moments, now)
    first = SimpleNamespace(**begun, promised_on="", answered_at=None)
    due = timing(first, network_now)
    return {**begun, "due_at": due.due_at, "look_at": due.look_at}


def _time(tx: Transaction, ticket: Row) -> Row:
    due = timing(ticket, network.read(tx))
    if (due.due_at, due.look_at) != (ticket.due_at, ticket.look_at):
        _set(tx, ticket, due_at=due.due_at, look_at=due.look_at)
        tx.stir(network.QUEUE)
    return records.find(tx, ticket.id)


def _set(tx: Transaction, ticket: Row, **values: object) -> None:
    tx.execute(update(tickets).where(tickets.c.id == ticket.id).values(**values))


def _shown(person: Person, request: Request) -> str:
    """How an expert knows the requester, as `handlers` reads it: words can't be put here, for
    they are said in the reader's language.
    """
    if request.shown_as == "name":
        return person.name
    state = request.place.partition("/")[0]
    office = (request.role, state) if request.shown_as == "role" else ("", "")
    return joining.NAMELESS + ":".join(office)


def _tell_that_left(tx: Transaction, ticket: Row, offer: Row) -> None:
    to = Address(thread_id=records.requester_thread(tx, ticket).id, reader_id=ticket.requester_id)
    outbox.post(tx, EXPERT_LEFT, to, cause=f"offer:{offer.id}:left", data={"offer": offer.id})


def _note(values: Mapping[str, object]) -> str:
    """What a move set, for the log: never a person's words."""
    logged = {name: value for name, value in values.items() if name not in _WORDS}
    return json.dumps(logged, sort_keys=True) if logged else ""


def _part(tx: Transaction, ticket: Row, main: Row) -> None:
    """Have it drawn anew, where it was told, that one was merged into another."""
    own = Address(thread_id=records.requester_thread(tx, ticket).id)
    for row in outbox.in_lane(tx, own, (MERGED,)):
        outbox.refresh(tx, row.id)
    touch(tx, main)


def _redraw(tx: Transaction, thread_id: int) -> None:
    head = joining.head_of(tx, thread_id)
    if head is not None:
        outbox.refresh(tx, head.id)
