"""Offering a ticket to experts, one after the other, each with a time box.

An offer's states:

- `waiting`: others are asked before
- `open`: asked, until `due_at`
- `accepted`, `declined`, `expired`, `withdrawn`: over

It shows an expert only what the requester allows. A partner is asked in its shared channel, where
a plain reply of one of its listed experts accepts.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import func, insert, select

from bot.desk import audience, experts, outbox, people, relay, tickets
from bot.desk.errors import MayNotSee, NoSuchOffer, OfferOver
from bot.desk.experts import Expert
from bot.desk.masking import Masked
from bot.desk.moves import Moves
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.desk.relay import End
from bot.store import Row, Transaction
from bot.store.tables import offers

QUEUE = "due"
OFFER = "offer"
PARTNER_OFFER = "partner_offer"
JOINED = "expert_joined"
CAME_BACK = "offers_came_back"

OPEN = ("waiting", "open")
MINUTES = 240
"""How long an expert has to answer, unless a coordinator says otherwise."""

Reason = Literal["busy", "not_my_topic", "conflict", "other", "suggested"]

MOVES = Moves(
    offers,
    {
        ("", "made"): "waiting",
        ("waiting", "opened"): "open",
        ("open", "accepted"): "accepted",
        ("open", "declined"): "declined",
        ("open", "expired"): "expired",
        **{(state, "withdrawn"): "withdrawn" for state in OPEN},
    },
)


def make(
    tx: Transaction,
    ticket: Row,
    by: Person,
    to: Sequence[int | str],
    *,
    minutes: int = MINUTES,
) -> Row:
    """Offer a ticket to experts, by our numbers, and partners, by their ids, in this order; the
    ticket after it.

    Raises MayNotSee where its requester does not allow one of them, NotAnExpert, WrongStatus.
    """
    for target in dict.fromkeys(to):
        _must_be_allowed(tx, ticket, target)
        by_person = isinstance(target, int)
        organization_id = (
            experts.find(tx, target).organization.id if isinstance(target, int) else target
        )
        offer_id = tx.execute(
            insert(offers).values(
                handle=f"f-{secrets.token_urlsafe(12)}",
                ticket_id=ticket.id,
                expert_id=target if by_person else None,
                organization_id=organization_id,
                state="waiting",
                version=1,
                minutes=minutes,
                offered_by_id=by.id,
                made_at=tx.now,
            )
        ).inserted_primary_key.id
        MOVES.begin(tx, offer_id, "made", by=by.id)
    ticket = tickets.move(tx, ticket, "offered", by, waits_on="expert")
    _open_next(tx, ticket)
    return ticket


def for_expert(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """An offer for the hands of the one it is made to. Raises NoSuchOffer."""
    person = people.meet(tx, by)
    offer = tx.execute(select(offers).where(offers.c.handle == handle)).one_or_none()
    if offer is None or offer.expert_id != person.id:
        raise NoSuchOffer
    return offer, person


def accept(tx: Transaction, offer: Row, by: Person, since_ts: str) -> Row:
    """The expert takes the ticket on: their thread and the requester's are joined from Slack's
    time `since_ts` on. The ticket after it. Raises OfferOver.
    """
    ticket, expert = tickets.find(tx, offer.ticket_id), experts.find(tx, by.id)
    if ticket.expert_id is not None or ticket.state == "closed":
        raise OfferOver("withdrawn")
    _move(tx, offer, "accepted", by)
    withdraw_others(tx, ticket)
    relay.show_as(tx, ticket.link_id, by.id, expert.shown)
    relay.move(tx, offer.thread_id, ticket.link_id, since_ts)
    audience.add(tx, ticket.id, by.id, "expert", by=offer.offered_by_id)
    ticket = tickets.move(tx, ticket, "accepted", by, expert_id=by.id, waits_on="expert")
    to = Address(thread_id=offer.thread_id, reader_id=by.id if offer.expert_id else None)
    data = {"ticket": ticket.id, "offer": offer.id}
    outbox.post(tx, JOINED, to, cause=f"offer:{offer.id}:accepted", data=data)
    return ticket


def decline(
    tx: Transaction, offer: Row, by: Person | None, reason: Reason, words: Masked | str = ""
) -> None:
    """The expert won't; the next one is asked, and the coordinator sees why. Raises OfferOver."""
    _move(tx, offer, "declined", by, reason=reason, words=words)
    _go_on(tx, offer)


def expire(tx: Transaction, offer: Row) -> None:
    """The time box is over; the next one is asked. Raises OfferOver."""
    _move(tx, offer, "expired", None)
    _go_on(tx, offer)


def withdraw_others(tx: Transaction, ticket: Row) -> None:
    """Take back what is still offered of a ticket."""
    for offer in of_ticket(tx, ticket.id):
        if offer.state in OPEN:
            _move(tx, offer, "withdrawn", None)


def take_back(tx: Transaction, ticket: Row, by: Person) -> Row:
    """A coordinator takes back all that is offered. Raises WrongStatus."""
    withdraw_others(tx, ticket)
    return tickets.move(tx, ticket, "came_back", by, waits_on="coordinator")


def due(tx: Transaction) -> int | None:
    """Expire what is due; when the next one is, in milliseconds since 1970."""
    rows = tx.execute(
        select(offers).where(offers.c.state == "open", offers.c.due_at <= tx.now)
    ).all()
    for offer in rows:
        expire(tx, offer)
    next_at: int | None = tx.execute(
        select(func.min(offers.c.due_at)).where(offers.c.state == "open")
    ).scalar()
    return next_at


def find(tx: Transaction, offer_id: int) -> Row:
    """An offer by its number. Raises NoSuchOffer."""
    row: Row | None = tx.execute(select(offers).where(offers.c.id == offer_id)).one_or_none()
    if row is None:
        raise NoSuchOffer
    return row


def of_ticket(tx: Transaction, ticket_id: int) -> list[Row]:
    """A ticket's offers, in the order in which they were made."""
    rows: list[Row] = tx.execute(
        select(offers).where(offers.c.ticket_id == ticket_id).order_by(offers.c.id)
    ).all()
    return rows


def of_thread(tx: Transaction, thread_id: int) -> Row | None:
    """The offer that stands in a thread."""
    row: Row | None = tx.execute(
        select(offers).where(offers.c.thread_id == thread_id)
    ).one_or_none()
    return row


def to_expert(tx: Transaction, person_id: int) -> list[Row]:
    """What is offered to an expert now, oldest first."""
    rows: list[Row] = tx.execute(
        select(offers)
        .where(offers.c.expert_id == person_id, offers.c.state == "open")
        .order_by(offers.c.id)
    ).all()
    return rows


def may_be_offered(ticket: Row, expert: Expert) -> bool:
    """Whether a ticket's requester lets an expert see it."""
    if ticket.visibility == "coordinator":
        return False
    chosen = ticket.chosen_expert_id
    return ticket.visibility == "partner" or chosen in (None, expert.person.id)


def _must_be_allowed(tx: Transaction, ticket: Row, target: int | str) -> None:
    if isinstance(target, int):
        if not may_be_offered(ticket, experts.find(tx, target)):
            raise MayNotSee
        return
    experts.organization(tx, target)
    if ticket.visibility != "partner":
        raise MayNotSee


def _open_next(tx: Transaction, ticket: Row) -> bool:
    """Ask the next one, unless someone is being asked; whether anyone is."""
    rows = [offer for offer in of_ticket(tx, ticket.id) if offer.state in OPEN]
    if any(offer.state == "open" for offer in rows):
        return True
    if not rows:
        return False
    offer = rows[0]
    data = {"offer": offer.id}
    if offer.expert_id is not None:
        person = people.find(tx, offer.expert_id)
        end = End(
            Member(person.team_id, person.user_id),
            speaks=False,
            hears=False,
            head=OFFER,
            data=data,
        )
    else:
        partner = experts.organization(tx, offer.organization_id)
        audience.add(
            tx,
            ticket.id,
            None,
            "partner",
            by=offer.offered_by_id,
            organization_id=partner.id,
        )
        end = End(
            channel_id=partner.channel_id, speaks=False, hears=False, head=PARTNER_OFFER, data=data
        )
    link_id = relay.link(tx, [])
    thread_id = relay.join(tx, link_id, end)
    _move(
        tx,
        offer,
        "opened",
        None,
        thread_id=thread_id,
        due_at=tx.now + offer.minutes * 60_000,
    )
    tx.stir(QUEUE)
    return True


def _go_on(tx: Transaction, offer: Row) -> None:
    """After one that came to nothing: the next one, or back to the coordinator."""
    ticket = tickets.find(tx, offer.ticket_id)
    if ticket.state != "offered":
        return
    if _open_next(tx, ticket):
        tickets.touch(tx, ticket)
        return
    ticket = tickets.move(tx, ticket, "came_back", None, waits_on="coordinator")
    card = tickets.card_thread(tx, ticket)
    if card is not None:
        to = Address(thread_id=card.id)
        outbox.post(
            tx, CAME_BACK, to, cause=f"offer:{offer.id}:came_back", data={"ticket": ticket.id}
        )


def _move(tx: Transaction, offer: Row, event: str, by: Person | None, **values: object) -> None:
    """Raises OfferOver."""
    if not MOVES.move(tx, offer, event, "", by.id if by else None, **values):
        raise OfferOver(find(tx, offer.id).state)
    if offer.thread_id is not None:
        head = relay.head_of(tx, offer.thread_id)
        if head is not None:
            outbox.refresh(tx, head.id)
