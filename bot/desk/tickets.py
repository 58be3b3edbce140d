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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Literal

from sqlalchemy import ColumnElement, Select, exists, func, insert, select, update

from bot.desk import audience, duty, endings, network, offered, outbox, people, relay
from bot.desk.endings import Threads
from bot.desk.errors import (
    AlreadyAssigned,
    NoSuchTicket,
    NotAllowed,
    NotForOthers,
    TooLate,
    WrongStatus,
)
from bot.desk.masking import Masked
from bot.desk.moves import Entry, Moves
from bot.desk.network import Network
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.desk.relay import End
from bot.desk.timing import REOPENABLE_DAYS, timing
from bot.store import Row, Transaction
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import threads, tickets

STATUS = "ticket_status"
CARD = "ticket_card"
NO_CHANNEL = "ticket_without_channel"
STEPPED_BACK = "expert_stepped_back"
EXPERT_LEFT = "expert_left"
MERGED = "ticket_merged"
PROMISE_MOVED = "promise_moved"

NeededBy = Literal["today", "week", "vote", "whenever"]
Visibility = Literal["coordinator", "expert", "partner"]
ShownAs = Literal["name", "role", "nobody"]
Priority = Literal["low", "normal", "high"]
Outcome = Literal[
    "by_resource", "by_expert", "by_coordinator", "referred", "withdrawn", "duplicate", "not_ours"
]

OPEN = ("received", "taken", "offered", "accepted")
REOPENED_DAYS = REOPENABLE_DAYS
"""For how long a closed ticket can be opened again."""

_DAY = 24 * 3600 * 1000

# What changes nothing about how far a ticket is.
_SAME = ("changed", "answered", "continued", "followed_up", "promised", "seen_changed")

# What lets the next one speak.
_SPOKEN = ("answered", "followed_up", "reopened", "reopened_with_expert")

_REOPENED = ("reopened", "reopened_with_expert")

# People's own words: no log has them.
_WORDS = ("question", "closing_words", "comment")

# What changes whether an expert's words go anywhere.
_TURNS = ("closed", "reopened_with_expert", "expert_left")

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
        **{("closed", event): "closed" for event in ("rated", "commented", "passed_on")},
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


def without_card(tx: Transaction, limit: int = 100) -> list[Row]:
    """Open tickets that no channel shows, oldest first."""
    shown = exists().where(threads.c.link_id == tickets.c.link_id, ~threads.c.speaks)
    rows: list[Row] = tx.execute(
        select(tickets).where(tickets.c.state.in_(OPEN), ~shown).order_by(tickets.c.id).limit(limit)
    ).all()
    return rows


def show_all(tx: Transaction, triage_channel: str, limit: int = 100) -> int:
    """Show the next tickets that no channel shows; how many there were, none at the end. Cards
    that wait to be posted go to this channel, whatever was set when they were made.
    """
    tx.execute(
        update(threads)
        .where(_is_card(), threads.c.root_ts == "", threads.c.channel_id != triage_channel)
        .where(threads.c.id.in_(_not_begun()))
        .values(channel_id=triage_channel)
    )
    rows = without_card(tx, limit)
    for ticket in rows:
        post_card(tx, ticket, triage_channel)
    return len(rows)


def are_shown_in(tx: Transaction, channel_id: str) -> bool:
    """Whether a ticket's card stands in a channel, or is to."""
    card = select(threads.c.id).where(threads.c.channel_id == channel_id, _is_card()).limit(1)
    return tx.execute(card).first() is not None


def of_card(tx: Transaction, channel_id: str, root_ts: str) -> str:
    """The handle of the ticket whose card begins a thread; empty where none does."""
    thread = relay.thread_of(tx, channel_id, root_ts)
    ticket = of_link(tx, thread.link_id) if thread is not None and not thread.speaks else None
    return str(ticket.handle) if ticket is not None else ""


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
    if not is_coordinator(to):
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
        to = Address(thread_id=requester_thread(tx, ticket).id, reader_id=ticket.requester_id)
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
        return _row(tx, ticket.id)
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
    for thread in relay.threads_of(tx, ticket.link_id):
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
    offer, card = offered.leave(tx, ticket.id, by, reason, words), card_thread(tx, ticket)
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
    if ticket.state == "closed" and not may_reopen(ticket, tx.now):
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


def reopened_until(ticket: Row) -> int | None:
    """Until when a closed ticket can be opened again, in milliseconds since 1970."""
    return None if ticket.closed_at is None else ticket.closed_at + REOPENED_DAYS * _DAY


def may_reopen(ticket: Row, now: int) -> bool:
    """Whether a ticket is closed, and not for too long. `now` is in milliseconds since 1970."""
    until = reopened_until(ticket)
    return until is not None and now <= until


def last_closing(tx: Transaction, ticket: Row) -> Entry | None:
    """When and by whom it was closed last, if it ever was."""
    entries = [each for each in MOVES.history(tx, ticket.id) if each.event == "closed"]
    return entries[-1] if entries else None


def closed_by(tx: Transaction, ticket: Row) -> int | None:
    """Our number of who closed it last; None for the clock, and where nobody did."""
    entry = last_closing(tx, ticket)
    return entry.actor_id if entry is not None else None


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
    kept = ticket.question is not None or has_last_words(tx, ticket)
    if not kept:
        touch(tx, ticket)
        return ticket
    closing = {} if closed_by(tx, ticket) != ticket.requester_id else {"closing_words": ""}
    return move(tx, ticket, "text_deleted", by, question=None, comment="", **closing)


def has_last_words(tx: Transaction, ticket: Row) -> bool:
    """Whether its requester said something when it was closed, or of how it went."""
    if ticket.closing_words and closed_by(tx, ticket) == ticket.requester_id:
        return True
    return bool(ticket.comment)


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
        raise WrongStatus(_row(tx, ticket.id).state)
    changed = _hand_over(tx, ticket, _row(tx, ticket.id), event)
    touch(tx, changed)
    if event in ("text_deleted", "expert_left"):
        offered.redraw_questions(tx, ticket.id)
    if event in _TURNS:
        offered.redraw_banners(tx, ticket.id)
    if event in _REOPENED:
        endings.redraw(tx, _threads(tx, changed))
    if event in _REOPENED and ticket.merged_into is not None:
        _part(tx, changed, _row(tx, ticket.merged_into))
    return changed


def retime(tx: Transaction, ticket: Row, **values: object) -> Row:
    """Set what the clock keeps of it, and when it next looks at it; the ticket after it. It is no
    move: nothing happened to it.
    """
    if values:
        _set(tx, ticket, **values)
    return _time(tx, _row(tx, ticket.id))


def touch(tx: Transaction, ticket: Row) -> None:
    """Have its status line, its card and its offers drawn anew, and what its requester is asked."""
    for thread in relay.threads_of(tx, ticket.link_id):
        _redraw(tx, thread.id)
    offered.redraw(tx, ticket.id)
    if ticket.state == "closed":
        endings.redraw(tx, _threads(tx, ticket))


def redraw_cards(tx: Transaction, several: Sequence[Row]) -> None:
    """Have the cards of tickets drawn anew: nothing happened to them, but time went by."""
    links = [ticket.link_id for ticket in several if ticket.link_id is not None]
    outbox.refresh_heads(tx, CARD, relay.internal_of(tx, links))


# What is known of it


def find(tx: Transaction, ticket_id: int) -> Row:
    """A ticket by its number. Raises LookupError."""
    return _row(tx, ticket_id)


def numbered(tx: Transaction, number: int) -> Row | None:
    """A ticket by its number, where there is one."""
    row: Row | None = tx.execute(select(tickets).where(tickets.c.id == number)).one_or_none()
    return row


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


def _answering(ticket: Row) -> str:
    """Who is to answer its requester."""
    return "expert" if ticket.expert_id or ticket.state == "offered" else "coordinator"


def _threads(tx: Transaction, ticket: Row) -> Threads:
    own = requester_thread(tx, ticket)
    return Threads(own, card_thread(tx, ticket), expert_thread(tx, ticket))


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
    return _row(tx, ticket.id)


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
    return relay.NAMELESS + ":".join(office)


def _tell_that_left(tx: Transaction, ticket: Row, offer: Row) -> None:
    to = Address(thread_id=requester_thread(tx, ticket).id, reader_id=ticket.requester_id)
    outbox.post(tx, EXPERT_LEFT, to, cause=f"offer:{offer.id}:left", data={"offer": offer.id})


def _note(values: Mapping[str, object]) -> str:
    """What a move set, for the log: never a person's words."""
    logged = {name: value for name, value in values.items() if name not in _WORDS}
    return json.dumps(logged, sort_keys=True) if logged else ""


def _part(tx: Transaction, ticket: Row, main: Row) -> None:
    """Have it drawn anew, where it was told, that one was merged into another."""
    own = Address(thread_id=requester_thread(tx, ticket).id)
    for row in outbox.in_lane(tx, own, (MERGED,)):
        outbox.refresh(tx, row.id)
    touch(tx, main)


def _is_card() -> ColumnElement[bool]:
    """Whether a thread is a card's: nobody's own, and internal."""
    return threads.c.person_id.is_(None) & ~threads.c.speaks & threads.c.hears


def _not_begun() -> Select[tuple[int]]:
    """Threads whose card surely was not posted yet."""
    return select(outbox_rows.c.thread_id).where(
        outbox_rows.c.kind == CARD, outbox_rows.c.state == "ready"
    )


def _redraw(tx: Transaction, thread_id: int) -> None:
    head = relay.head_of(tx, thread_id)
    if head is not None:
        outbox.refresh(tx, head.id)


def _row(tx: Transaction, ticket_id: int) -> Row:
    row: Row | None = tx.execute(select(tickets).where(tickets.c.id == ticket_id)).one_or_none()
    if row is None:
        raise LookupError(ticket_id)
    return row
