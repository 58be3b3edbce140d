"""Offering a ticket to experts, one after the other, each with a time box.

An offer's states:

- `waiting`: others are asked before
- `open`: asked, until `due_at`
- `accepted`, `declined`, `expired`, `withdrawn`: over
- `left`: who accepted it is on it no more

It shows an expert only what the requester allows. A partner is asked in its shared channel, where
a plain reply of one of its listed experts accepts.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Sequence
from typing import Literal

from sqlalchemy import insert, select

from bot.desk import (
    audience,
    avoidance,
    eligible,
    experts,
    joining,
    network,
    offered,
    outbox,
    people,
    records,
    relay,
    rights,
    tickets,
    turns,
)
from bot.desk.course import Visibility
from bot.desk.errors import NoSuchOffer, NotAnExpert, NotForOthers, OfferOver, WrongStatus
from bot.desk.masking import Masked
from bot.desk.offered import MOVES, OPEN
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.store import Row, Transaction
from bot.store.tables import offers

JOINED = "expert_joined"
TAKEN_ON = "expert_took_on"
SUGGESTED = "expert_suggested"
WANTS_MORE = "expert_wants_more"
TOLD_MORE = "expert_told_more"

AVOIDED = "avoided"
"""Why an offer was taken back: its partner is one with which the requester wants no contact."""

Reason = Literal["busy", "not_my_topic", "conflict", "other", "suggested", "unreachable"]
"""Why an expert won't; `unreachable` is that Slack would not take the offer to them."""


def make(
    tx: Transaction,
    ticket: Row,
    by: Person,
    to: Sequence[int | str],
    *,
    minutes: int | None = None,
) -> Row:
    """Offer a ticket to experts, by our numbers, and partners, by their ids, in this order; the
    ticket after it. Whoever is asked already, or will be, keeps their turn. Each has so many
    working minutes to answer, as many as the network says where it is not said.

    Raises MayNotSee where its requester does not allow one of them, Avoided where they don't want
    to be put in touch with a partner, Spared where an expert doesn't want such a request, Outside
    where one is in another workspace: their partner's channel may be read by more people than the
    coordinator chose, so it is not asked instead. NotAnExpert, WrongStatus.
    """
    targets = [target for target in dict.fromkeys(to) if not _is_asked(tx, ticket, target)]
    lasting = network.read(tx).offer_minutes if minutes is None else minutes
    for target in targets:
        eligible.must_be_allowed(tx, ticket, target)
        _make(tx, ticket, by, target, lasting)
    if not targets:
        return ticket
    ticket = tickets.move(tx, ticket, "offered", by, waits_on="expert")
    turns.open_next(tx, ticket)
    return ticket


def for_expert(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """An offer for the hands of the one it was made to. Raises NoSuchOffer, also where their turn
    has not come.
    """
    person = people.meet(tx, by)
    offer = tx.execute(select(offers).where(offers.c.handle == handle)).one_or_none()
    if offer is None or offer.expert_id != person.id or offer.thread_id is None:
        raise NoSuchOffer
    return offer, person


def accept(tx: Transaction, offer: Row, by: Person, since_ts: str) -> Row:
    """The expert takes the ticket on: their thread and the requester's are joined from Slack's
    time `since_ts` on, and the requester is told. The ticket after it. Raises OfferOver,
    NotAnExpert.
    """
    if not since_ts:
        # What was written before would be passed on.
        raise ValueError("without Slack's own time nobody can tell what was written before")
    ticket, expert = records.find(tx, offer.ticket_id), experts.find(tx, by.id)
    if offer.state == "open" and (ticket.expert_id is not None or ticket.state == "closed"):
        raise OfferOver("withdrawn")
    if not expert.is_listed or ticket.requester_id == by.id:
        raise NotAnExpert
    if offer.state == "open" and eligible.is_avoided(tx, ticket, expert.organization):
        # They work at another partner now than when they were asked.
        raise OfferOver("withdrawn")
    offered.move(tx, offer, "accepted", by)
    withdraw_others(tx, ticket, by)
    joining.show_as(tx, ticket.link_id, by.id, expert.shown)
    joining.move(tx, offer.thread_id, ticket.link_id, since_ts)
    audience.add(tx, ticket.id, by.id, "expert", by=offer.offered_by_id)
    ticket = tickets.move(tx, ticket, "accepted", by, expert_id=by.id, waits_on="expert")
    to = Address(thread_id=offer.thread_id, reader_id=by.id if offer.expert_id else None)
    data = {"ticket": ticket.id, "offer": offer.id}
    outbox.post(tx, JOINED, to, cause=offered.banner_cause(offer.id), data=data)
    own = records.requester_thread(tx, ticket)
    to = Address(thread_id=own.id, reader_id=ticket.requester_id)
    outbox.post(tx, TAKEN_ON, to, cause=f"offer:{offer.id}:taken_on", data={"offer": offer.id})
    return ticket


def decline(
    tx: Transaction, offer: Row, by: Person | None, reason: Reason, words: Masked | str = ""
) -> None:
    """The expert won't; the next one is asked, and the coordinator sees why. Raises OfferOver."""
    offered.move(tx, offer, "declined", by, reason=reason, words=words)
    turns.go_on(tx, offer)


def suggest(tx: Transaction, offer: Row, by: Person, words: Masked | str) -> None:
    """The expert won't, and names somebody who might; the coordinator is told. Raises OfferOver."""
    decline(tx, offer, by, "suggested", words)
    card = records.card_thread(tx, records.find(tx, offer.ticket_id))
    if card is not None:
        cause = f"offer:{offer.id}:suggested"
        outbox.post(
            tx, SUGGESTED, Address(thread_id=card.id), cause=cause, data={"offer": offer.id}
        )


def unreachable(tx: Transaction, offer: Row) -> None:
    """Slack would not take it to the expert; the next one is asked. An offer that is over stays
    what it is.
    """
    if offer.state == "open":
        decline(tx, offer, None, "unreachable")


def ask_more(tx: Transaction, offer: Row, by: Person, text: Masked) -> None:
    """The expert asks before they answer: in the card's thread, and nowhere else. Raises OfferOver,
    NoSuchOffer where no such thread is there to hear it.
    """
    if offer.state != "open":
        raise OfferOver(offer.state)
    card = records.card_thread(tx, records.find(tx, offer.ticket_id))
    if card is None:
        raise NoSuchOffer
    message_id = relay.speak(tx, card.id, by.id, text, to=(), own=False)
    _tell_card(tx, WANTS_MORE, card, offer, message_id)


def tell_more(tx: Transaction, offer: Row, by: Person, text: Masked) -> None:
    """A coordinator answers an expert who asked before accepting; the card's thread shows it too.
    Raises WrongStatus.
    """
    ticket = records.find(tx, offer.ticket_id)
    if offer.state != "open":
        raise WrongStatus(ticket.state)
    message_id = relay.speak(tx, offer.thread_id, by.id, text)
    card = records.card_thread(tx, ticket)
    if card is not None:
        _tell_card(tx, TOLD_MORE, card, offer, message_id)


def for_coordinator(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """An offer for a coordinator's hands. Raises NoSuchOffer, NotForOthers."""
    person = people.meet(tx, by)
    if not rights.is_coordinator(person):
        raise NotForOthers
    offer = tx.execute(select(offers).where(offers.c.handle == handle)).one_or_none()
    if offer is None:
        raise NoSuchOffer
    return offer, person


def withdraw_others(tx: Transaction, ticket: Row, by: Person | None = None) -> None:
    """Take back what is still offered of a ticket."""
    offered.withdraw(tx, ticket.id, by)


def take_back(tx: Transaction, ticket: Row, by: Person) -> Row:
    """A coordinator takes back all that is offered. Raises WrongStatus."""
    withdraw_others(tx, ticket, by)
    return tickets.move(tx, ticket, "came_back", by, waits_on="coordinator")


def let_see(tx: Transaction, ticket: Row, by: Person, visibility: Visibility) -> Row:
    """Set who may see a ticket, and take it from those who then may not: what is offered to them
    is taken back, and an expert who is on it leaves. The ticket after it. Raises as
    `tickets.let_see`.
    """
    ticket = tickets.let_see(tx, ticket, by, visibility)
    for offer in records.offers_of(tx, ticket.id):
        if offer.state in OPEN and not eligible.is_allowed(tx, ticket, eligible.target_of(offer)):
            offered.move(tx, offer, "withdrawn", by)
    if ticket.expert_id is not None and not _may_stay(tx, ticket):
        return tickets.remove_expert(tx, ticket, by)
    if ticket.state == "offered" and not turns.open_next(tx, ticket):
        return tickets.move(tx, ticket, "came_back", by, waits_on="coordinator")
    return ticket


def avoid(tx: Transaction, by: Person, organization_ids: Collection[str]) -> None:
    """A requester says which partners they don't want to be put in touch with, by id. What is
    offered to these and not accepted yet is taken back.

    Whoever is on a ticket of theirs stays: the two are in touch, and the requester can take them
    off in their thread.
    """
    if not avoidance.keep(tx, by.id, organization_ids):
        return
    for ticket in records.open_of(tx, by.id):
        if ticket.state == "offered":
            _withdraw_avoided(tx, ticket, by)


def _tell_card(tx: Transaction, kind: str, card: Row, offer: Row, message_id: int) -> None:
    data = {"offer": offer.id, "message": message_id}
    outbox.post(tx, kind, Address(thread_id=card.id), cause=f"{kind}:{message_id}", data=data)


def _make(tx: Transaction, ticket: Row, by: Person, target: int | str, minutes: int) -> None:
    expert = experts.find(tx, target) if isinstance(target, int) else None
    asked: dict[str, object] = {
        "ticket_id": ticket.id,
        "expert_id": expert.person.id if expert else None,
        "organization_id": expert.organization.id if expert else target,
        "minutes": minutes,
        "offered_by_id": by.id,
    }
    offer_id = tx.execute(
        insert(offers).values(
            **asked,
            handle=f"f-{secrets.token_urlsafe(12)}",
            state="waiting",
            version=1,
            made_at=tx.now,
        )
    ).inserted_primary_key.id
    MOVES.begin(tx, offer_id, "made", json.dumps(asked, sort_keys=True), by=by.id)


def _is_asked(tx: Transaction, ticket: Row, target: int | str) -> bool:
    """Whether somebody is asked already, or will be."""
    return any(
        offer.state in OPEN and eligible.target_of(offer) == target
        for offer in records.offers_of(tx, ticket.id)
    )


def _withdraw_avoided(tx: Transaction, ticket: Row, by: Person) -> None:
    gone = [
        offer
        for offer in records.offers_of(tx, ticket.id)
        if offer.state in OPEN
        and eligible.is_avoided(tx, ticket, eligible.partner_of(tx, eligible.target_of(offer)))
    ]
    for offer in gone:
        offered.move(tx, offer, "withdrawn", by, reason=AVOIDED)
    if not gone:
        return
    if turns.open_next(tx, ticket):
        tickets.touch(tx, ticket)
    else:
        tickets.move(tx, ticket, "came_back", by, waits_on="coordinator")


def _may_stay(tx: Transaction, ticket: Row) -> bool:
    """Whether whoever is on a ticket may still see it, and the place where they do."""
    thread = records.expert_thread(tx, ticket)
    offer = records.offer_in(tx, thread.id) if thread is not None else None
    return offer is None or eligible.is_allowed(tx, ticket, eligible.target_of(offer))
