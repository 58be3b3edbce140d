"""What is said on a ticket: whose words go where, and what they change."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, insert, select

from bot.desk import experts, offers, outbox, people, relay, tickets
from bot.desk.errors import DeskError, NoSuchTicket, WrongStatus
from bot.desk.masking import Masked
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.desk.relay import Said
from bot.store import Row, Transaction
from bot.store.tables import pending

CLOSED = "ticket_is_closed"
WHICH = "which_ticket"
OFFER_NOTE = "offer_note"
STAYS = "words_stay"
HELD = "words_held"

HOLD_MS = 60_000
"""How long a partner's first words wait, so that who did not mean them for the official can take
them back."""

PENDING_MS = 24 * 3600 * 1000
"""How long words wait for their writer to say which ticket they are for."""


def say(tx: Transaction, said: Said) -> bool:
    """Take in what was written in a thread; whether the thread is one of ours."""
    thread = relay.thread_of(tx, said.channel_id, said.thread_ts)
    if thread is None:
        return False
    ticket = tickets.of_link(tx, thread.link_id)
    if ticket is None:
        offer = offers.of_thread(tx, thread.id)
        return relay.say(tx, said) if offer is None else _on_offer(tx, thread, offer, said)
    person = people.meet(tx, said.member)
    if not thread.speaks or thread.person_id not in (None, person.id):
        return True
    if ticket.state == "closed":
        _is_closed(tx, thread, ticket, person, said)
        return True
    if person.id == ticket.requester_id:
        relay.say(tx, said)
        tickets.followed_up(tx, ticket, person)
        return True
    return _of_expert(tx, thread, ticket, person, said)


def edit(tx: Transaction, said: Said) -> bool:
    """Take in a correction; whether the thread is one of ours. Of what was never passed on, it is
    the message itself.
    """
    if relay.knows_message(tx, said.channel_id, said.thread_ts, said.ts):
        return relay.edit(tx, said)
    _correct_pending(tx, said)
    return say(tx, said)


def unsay(tx: Transaction, said: Said) -> bool:
    """Take in a deletion; whether the thread is one of ours."""
    _forget_pending(tx, said.channel_id, said.ts)
    return relay.unsay(tx, said)


def reply(tx: Transaction, ticket: Row, by: Person, text: Masked) -> Row:
    """A coordinator speaks to the requester, and to the expert where one is on it; the ticket
    after it. Raises WrongStatus.
    """
    _must_be_open(ticket)
    card = tickets.card_thread(tx, ticket)
    thread = card if card is not None else tickets.requester_thread(tx, ticket)
    relay.speak(tx, thread.id, by.id, text)
    return tickets.answered(tx, ticket, by)


def add(tx: Transaction, ticket: Row, by: Person, text: Masked) -> Row:
    """The requester adds something by a form; the ticket after it. Raises WrongStatus."""
    _must_be_open(ticket)
    relay.speak(tx, tickets.requester_thread(tx, ticket).id, by.id, text)
    return tickets.followed_up(tx, ticket, by)


def aside(tx: Transaction, ticket: Row, by: Person, text: Masked) -> Row:
    """The requester, or the expert, speaks to the coordinator alone. Raises WrongStatus,
    NoSuchTicket where no coordinator's thread is there to hear it.
    """
    _must_be_open(ticket)
    card = tickets.card_thread(tx, ticket)
    own = (
        tickets.requester_thread(tx, ticket)
        if by.id == ticket.requester_id
        else tickets.expert_thread(tx, ticket)
    )
    if card is None or own is None:
        raise NoSuchTicket
    relay.speak(tx, own.id, by.id, text, to=[card.id])
    tickets.touch(tx, ticket)
    return ticket


def wait_for_choice(tx: Transaction, said: Said) -> str:
    """Keep words until their writer says which ticket they are for; the handle of them."""
    person = people.meet(tx, said.member)
    known: str | None = tx.execute(
        select(pending.c.handle).where(
            pending.c.channel_id == said.channel_id, pending.c.ts == said.ts
        )
    ).scalar()
    if known is not None:
        return known
    handle = f"p-{secrets.token_urlsafe(12)}"
    tx.execute(
        insert(pending).values(
            handle=handle,
            person_id=person.id,
            channel_id=said.channel_id,
            ts=said.ts,
            thread_ts=said.thread_ts,
            text=said.text,
            at=tx.now,
        )
    )
    return handle


def waiting(tx: Transaction, handle: str, by: Member) -> Row:
    """Words that wait, for their writer. Raises NoSuchTicket where they are another's or gone."""
    person = people.meet(tx, by)
    row: Row | None = tx.execute(select(pending).where(pending.c.handle == handle)).one_or_none()
    if row is None or row.person_id != person.id:
        raise NoSuchTicket
    return row


def add_waiting(tx: Transaction, words: Row, ticket: Row, by: Person) -> Row:
    """Put words that waited on a ticket, opened again where it was closed; the ticket after it.
    Raises WrongStatus, TooLate.
    """
    if ticket.state == "closed":
        ticket = tickets.reopen(tx, ticket, by)
    thread = tickets.requester_thread(tx, ticket)
    relay.speak(tx, thread.id, by.id, Masked(words.text), own=words.thread_ts != thread.root_ts)
    drop_waiting(tx, words)
    return tickets.followed_up(tx, ticket, by)


def drop_waiting(tx: Transaction, words: Row) -> None:
    """Forget words that waited."""
    tx.execute(delete(pending).where(pending.c.handle == words.handle))


def tidy(tx: Transaction) -> None:
    """Forget words that nobody said anything about for a day."""
    tx.execute(delete(pending).where(pending.c.at < tx.now - PENDING_MS))


def _of_expert(tx: Transaction, thread: Row, ticket: Row, person: Person, said: Said) -> bool:
    offer = offers.of_thread(tx, thread.id)
    if thread.person_id is None:
        if offer is None or not experts.is_listed_at(tx, person.id, offer.organization_id):
            _once(tx, STAYS, thread, offer.id if offer else 0, person)
            return True
        relay.show_as(tx, ticket.link_id, person.id, experts.find(tx, person.id).shown)
    relay.say(tx, said)
    tickets.answered(tx, ticket, person)
    return True


def _on_offer(tx: Transaction, thread: Row, offer: Row, said: Said) -> bool:
    """Words under an offer that nobody accepted yet, or that is over."""
    person = people.meet(tx, said.member)
    if offer.expert_id is not None:
        if person.id == offer.expert_id:
            _once(tx, OFFER_NOTE, thread, offer.id, person)
        return True
    if not experts.is_listed_at(tx, person.id, offer.organization_id):
        _once(tx, STAYS, thread, offer.id, person)
        return True
    try:
        ticket = offers.accept(tx, offer, person, _before(said.ts))
    except DeskError:
        _once(tx, OFFER_NOTE, thread, offer.id, person)
        return True
    relay.say(tx, said, hold_ms=HOLD_MS)
    _once(tx, HELD, thread, offer.id, person)
    tickets.answered(tx, ticket, person)
    return True


def _is_closed(tx: Transaction, thread: Row, ticket: Row, person: Person, said: Said) -> None:
    """Words on a closed ticket go nowhere until their writer opens it again."""
    data: dict[str, object] = {"ticket": ticket.id}
    if person.id == ticket.requester_id:
        data["words"] = wait_for_choice(tx, said)
    to = Address(thread_id=thread.id, reader_id=person.id)
    outbox.post(tx, CLOSED, to, cause=f"closed:{said.channel_id}:{said.ts}", data=data)


def _once(tx: Transaction, kind: str, thread: Row, offer_id: int, person: Person) -> None:
    to = Address(thread_id=thread.id, reader_id=person.id)
    cause = f"offer:{offer_id}:{kind}:{person.id}"
    outbox.post(tx, kind, to, cause=cause, data={"offer": offer_id, "person": person.id})


def _correct_pending(tx: Transaction, said: Said) -> None:
    tx.execute(
        pending.update()
        .where(pending.c.channel_id == said.channel_id, pending.c.ts == said.ts)
        .values(text=said.text)
    )


def _forget_pending(tx: Transaction, channel_id: str, ts: str) -> None:
    tx.execute(delete(pending).where(pending.c.channel_id == channel_id, pending.c.ts == ts))


def _must_be_open(ticket: Row) -> None:
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)


def _before(ts: str) -> str:
    """The moment before a time of Slack's."""
    seconds, _, micros = ts.partition(".")
    at = int(seconds) * 1_000_000 + int(micros or 0) - 1
    return f"{at // 1_000_000}.{at % 1_000_000:06}"
