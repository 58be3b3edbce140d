"""What is said on a ticket: whose words go where, and what they change."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.desk import (
    drafts,
    experts,
    joining,
    offered,
    offers,
    outbox,
    people,
    records,
    relay,
    spoken,
    tickets,
    unplaced,
)
from bot.desk.errors import DeskError, NoSuchTicket, NotAllowed, WrongStatus
from bot.desk.masking import Masked
from bot.desk.outbox import Address
from bot.desk.people import Person
from bot.desk.spoken import Said
from bot.store import Row, Transaction

CLOSED = "ticket_is_closed"
OFFER_NOTE = "offer_note"
STAYS = "words_stay"
HELD = "words_held"
QUESTION = "partner_question"
UNDELIVERED = "partner_undelivered"

HOLD_MS = 60_000
"""How long a partner's first words wait, so that who did not mean them for the official can take
them back."""


def say(tx: Transaction, said: Said) -> bool:
    """Take in what was written in a thread; whether the thread is one of ours."""
    thread = joining.thread_of(tx, said.channel_id, said.thread_ts)
    if thread is None:
        return _after_leaving(tx, said)
    ticket = records.of_link(tx, thread.link_id)
    if ticket is None:
        offer = records.offer_in(tx, thread.id)
        return relay.say(tx, said) if offer is None else _on_offer(tx, thread, offer, said)
    person = people.meet(tx, said.member)
    if not thread.speaks or thread.person_id not in (None, person.id):
        return True
    if spoken.message_at(tx, thread.id, said.ts) is not None or unplaced.has(tx, said):
        # A second delivery must not turn around who speaks next.
        return True
    if ticket.state == "closed":
        _is_closed(tx, thread, ticket, person, said)
        return True
    if person.id == ticket.requester_id == thread.person_id:
        relay.say(tx, said)
        tickets.followed_up(tx, ticket, person)
        return True
    return _of_expert(tx, thread, ticket, person, said)


def edit(tx: Transaction, said: Said) -> bool:
    """Take in a correction; whether the thread is one of ours. Of what was never passed on, it is
    the message itself, unless that waits for its writer's choice.
    """
    if spoken.knows_message(tx, said.channel_id, said.thread_ts, said.ts):
        return relay.edit(tx, said)
    return unplaced.change(tx, said) or say(tx, said)


def unsay(tx: Transaction, said: Said) -> bool:
    """Take in a deletion; whether the thread is one of ours."""
    unplaced.forget(tx, said)
    is_ours = relay.unsay(tx, said)
    _stop(tx, said)
    return is_ours


def told(tx: Transaction, copy: Row) -> None:
    """What follows when words were passed on, or not: a partner's first words are an answer once
    they have reached the official.
    """
    partner_s = _partner_s_thread(tx, copy) if copy.state == "held" else None
    if partner_s is None:
        relay.told(tx, copy)
    else:
        # Nobody there can press what the others press to have it sent again.
        data = {"row": copy.id}
        outbox.post(
            tx, UNDELIVERED, Address(thread_id=partner_s), cause=_undelivered(copy), data=data
        )
    for note in outbox.caused(tx, _undelivered(copy)):
        outbox.refresh(tx, note.id)
    notes = [] if copy.target else outbox.caused(tx, _held(copy.cause))
    for note in notes:
        outbox.refresh(tx, note.id)
    if notes and copy.state == "sent":
        _has_reached(tx, copy, json.loads(notes[0].data))


def reply(
    tx: Transaction, ticket: Row, by: Person, text: Masked, *, more_comes: bool = False
) -> Row:
    """A coordinator speaks to the requester, and to the expert where one is on it; the ticket
    after it. With `more_comes` it is no answer yet. Raises WrongStatus.
    """
    _must_be_open(ticket)
    card = records.card_thread(tx, ticket)
    thread = card if card is not None else records.requester_thread(tx, ticket)
    relay.speak(tx, thread.id, by.id, text)
    if more_comes:
        return tickets.continued(tx, ticket, by)
    return tickets.answered(tx, ticket, by)


def add(tx: Transaction, ticket: Row, by: Person, text: Masked) -> Row:
    """The requester adds something by a form; the ticket after it. Raises WrongStatus."""
    _must_be_open(ticket)
    relay.speak(tx, records.requester_thread(tx, ticket).id, by.id, text)
    return tickets.followed_up(tx, ticket, by)


def aside(tx: Transaction, ticket: Row, by: Person, text: Masked) -> Row:
    """The requester, or the expert, speaks to the coordinator alone. Raises WrongStatus,
    NotAllowed, NoSuchTicket where no coordinator's thread is there to hear it.
    """
    _must_be_open(ticket)
    if by.id not in (ticket.requester_id, ticket.expert_id):
        raise NotAllowed
    card = records.card_thread(tx, ticket)
    own = (
        records.requester_thread(tx, ticket)
        if by.id == ticket.requester_id
        else records.expert_thread(tx, ticket)
    )
    if card is None or own is None:
        raise NoSuchTicket
    relay.speak(tx, own.id, by.id, text, to=[card.id])
    tickets.touch(tx, ticket)
    return ticket


def delete_text(tx: Transaction, ticket: Row, by: Person) -> Row:
    """Delete all that a ticket's requester wrote on it: also what waits in their thread, and their
    question where they are asked what other words are for. The ticket after it.
    """
    unplaced.forget_thread(tx, records.requester_thread(tx, ticket))
    drafts.forget(tx, ticket, by)
    ticket = tickets.delete_text(tx, ticket, by)
    unplaced.ask_anew(tx, ticket.requester_id)
    return ticket


def _of_expert(tx: Transaction, thread: Row, ticket: Row, person: Person, said: Said) -> bool:
    offer = records.offer_in(tx, thread.id)
    if thread.person_id is None:
        if offer is None or not _speaks_for(tx, offer, ticket, person):
            _once(tx, STAYS, thread, offer.id if offer else 0, person)
            return True
        joining.show_as(tx, ticket.link_id, person.id, experts.find(tx, person.id).shown)
        if said.ts <= thread.since_ts and not outbox.caused(tx, _stays(offer.id, person)):
            # A listed expert's words always count: these only came late.
            joining.begin_at(tx, thread.id, _before(said.ts))
    elif offer is not None and said.ts <= thread.since_ts:
        # Written before they accepted: it stays with them, and they should know.
        _note_once(tx, thread, offer, person)
        return True
    relay.say(tx, said)
    tickets.answered(tx, ticket, person)
    return True


def _speaks_for(tx: Transaction, offer: Row, ticket: Row, person: Person) -> bool:
    """Whether somebody speaks for a partner. Who asks never does: it would give away their name."""
    is_listed = experts.is_listed_at(tx, person.id, offer.organization_id)
    return is_listed and bool(person.id != ticket.requester_id)


def _on_offer(tx: Transaction, thread: Row, offer: Row, said: Said) -> bool:
    """Words under an offer that nobody accepted yet, or that is over."""
    person = people.meet(tx, said.member)
    if offer.expert_id is not None:
        if person.id == offer.expert_id:
            _note_once(tx, thread, offer, person)
        return True
    if not experts.is_listed_at(tx, person.id, offer.organization_id):
        _once(tx, STAYS, thread, offer.id, person)
        return True
    try:
        ticket = offers.accept(tx, offer, person, _before(said.ts))
    except DeskError:
        _note_once(tx, thread, offer, person)
        return True
    to = Address(thread_id=thread.id)
    cause = offered.question_cause(offer.id)
    outbox.post(tx, QUESTION, to, cause=cause, data={"offer": offer.id})
    relay.say(tx, said, hold_ms=HOLD_MS)
    message = spoken.message_at(tx, thread.id, said.ts)
    if message is not None:
        data = {"message": message.id, "ticket": ticket.id, "person": person.id}
        to = Address(thread_id=thread.id, reader_id=person.id)
        outbox.post(tx, HELD, to, cause=_held(f"message:{message.id}"), data=data)
    return True


def _stop(tx: Transaction, said: Said) -> None:
    """Where first words that are held were taken back, say so, and hold nothing up for them."""
    thread = joining.thread_of(tx, said.channel_id, said.thread_ts, closed_too=True)
    message = spoken.message_at(tx, thread.id, said.ts) if thread is not None else None
    notes = outbox.caused(tx, _held(f"message:{message.id}")) if message is not None else []
    if message is None or not notes:
        return
    for copy in spoken.copies(tx, message.id):
        outbox.release(tx, copy.id)
    for note in notes:
        outbox.refresh(tx, note.id)


def _has_reached(tx: Transaction, copy: Row, note: Mapping[str, int]) -> None:
    """Whose turn it is changes when the first part of them is there, and only then."""
    ticket, person = records.find(tx, note["ticket"]), people.find(tx, note["person"])
    is_first = copy.thread_id == records.requester_thread(tx, ticket).id
    if is_first and copy.purpose == "part:0" and ticket.state != "closed":
        tickets.answered(tx, ticket, person)


def _after_leaving(tx: Transaction, said: Said) -> bool:
    """Words in the thread of somebody who is on the ticket no more: they go nowhere, and their
    writer is told once. Whether it is such a thread.
    """
    thread = joining.thread_of(tx, said.channel_id, said.thread_ts, closed_too=True)
    offer = records.offer_in(tx, thread.id) if thread is not None else None
    if thread is None or offer is None:
        return False
    person = people.meet(tx, said.member)
    if person.id == offer.expert_id or (
        offer.expert_id is None and experts.is_listed_at(tx, person.id, offer.organization_id)
    ):
        _note_once(tx, thread, offer, person)
    return True


def _is_closed(tx: Transaction, thread: Row, ticket: Row, person: Person, said: Said) -> None:
    """Words on a closed ticket go nowhere until their writer opens it again."""
    if thread.person_id is None:
        _is_closed_to_partner(tx, thread, ticket, person)
        return
    to = Address(thread_id=thread.id, reader_id=person.id)
    if person.id != ticket.requester_id:
        cause = f"closed:{said.channel_id}:{said.ts}"
        outbox.post(tx, CLOSED, to, cause=cause, data={"ticket": ticket.id})
        return
    unplaced.ask(tx, said, CLOSED, to, ticket=ticket.id)


def _is_closed_to_partner(tx: Transaction, thread: Row, ticket: Row, person: Person) -> None:
    """Nobody there can open it again: they are told that it is closed, once for each time."""
    offer = records.offer_in(tx, thread.id)
    if offer is None or not experts.is_listed_at(tx, person.id, offer.organization_id):
        return
    to = Address(thread_id=thread.id, reader_id=person.id)
    cause = f"{_stays(offer.id, person)}:{ticket.closed_at}"
    data = {"offer": offer.id, "person": person.id, "closed": True}
    outbox.post(tx, STAYS, to, cause=cause, data=data)


def _note_once(tx: Transaction, thread: Row, offer: Row, person: Person) -> None:
    """Say what becomes of words under an offer, once for each state that it is in."""
    to = Address(thread_id=thread.id, reader_id=person.id)
    cause = f"offer:{offer.id}:{OFFER_NOTE}:{offer.state}:{person.id}"
    outbox.post(tx, OFFER_NOTE, to, cause=cause, data={"offer": offer.id, "person": person.id})


def _once(tx: Transaction, kind: str, thread: Row, offer_id: int, person: Person) -> None:
    to = Address(thread_id=thread.id, reader_id=person.id)
    cause = f"offer:{offer_id}:{kind}:{person.id}"
    outbox.post(tx, kind, to, cause=cause, data={"offer": offer_id, "person": person.id})


def _stays(offer_id: int, person: Person) -> str:
    return f"offer:{offer_id}:{STAYS}:{person.id}"


def _partner_s_thread(tx: Transaction, copy: Row) -> int | None:
    """The thread of a partner's channel in which a copy's message was written."""
    thread_id = int(spoken.written(tx, copy).thread_id)
    offer = records.offer_in(tx, thread_id)
    return thread_id if offer is not None and offer.expert_id is None else None


def _undelivered(copy: Row) -> str:
    return f"{UNDELIVERED}:{copy.id}"


def _held(cause: str) -> str:
    """What caused the note about first words that wait."""
    return f"{HELD}:{cause}"


def _must_be_open(ticket: Row) -> None:
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)


def _before(ts: str) -> str:
    """The moment before a time of Slack's."""
    seconds, _, micros = ts.partition(".")
    at = int(seconds) * 1_000_000 + int(micros or 0) - 1
    return f"{at // 1_000_000}.{at % 1_000_000:06}"
