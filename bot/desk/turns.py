"""Whose turn it is: a ticket's offers are made one after the other, each with a time box."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.desk import (
    audience,
    eligible,
    experts,
    joining,
    network,
    offered,
    outbox,
    people,
    records,
    tickets,
)
from bot.desk.joining import End
from bot.desk.outbox import Address
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import offers

QUEUE = network.QUEUE
OFFER = "offer"
PARTNER_OFFER = "partner_offer"
CAME_BACK = "offers_came_back"

AT_ONCE = 2
"""How many offers are ended in one unit of work."""


def expire(tx: Transaction, offer: Row) -> None:
    """The time box is over; the next one is asked. Raises OfferOver."""
    offered.move(tx, offer, "expired", None)
    go_on(tx, offer)


def due(tx: Transaction) -> int | None:
    """Expire some of what is due, in working hours, for the next one is asked then; when the next
    is, in milliseconds since 1970.
    """
    next_at = _next_at(tx)
    if next_at is None or next_at > tx.now:
        return next_at
    opens_at = network.read(tx).hours.fitting(tx.now)
    if opens_at > tx.now:
        return opens_at
    is_due = (offers.c.state == "open") & (offers.c.due_at <= tx.now)
    for offer in tx.execute(select(offers).where(is_due).limit(AT_ONCE)).all():
        expire(tx, offer)
    return _next_at(tx)


def _next_at(tx: Transaction) -> int | None:
    found: int | None = tx.execute(
        select(func.min(offers.c.due_at)).where(offers.c.state == "open")
    ).scalar()
    return found


def open_next(tx: Transaction, ticket: Row) -> bool:
    """Ask the next one, unless someone is being asked; whether anyone is."""
    rows = [offer for offer in records.offers_of(tx, ticket.id) if offer.state in offered.OPEN]
    if any(offer.state == "open" for offer in rows):
        return True
    for offer in rows:
        if eligible.is_still_asked(tx, ticket, eligible.target_of(offer)):
            _open(tx, ticket, offer)
            return True
        offered.move(tx, offer, "withdrawn", None)
    return False


def _open(tx: Transaction, ticket: Row, offer: Row) -> None:
    data = {"offer": offer.id}
    if offer.expert_id is not None:
        person = people.find(tx, offer.expert_id)
        audience.add(tx, ticket.id, person.id, "expert", by=offer.offered_by_id)
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
        # It speaks: a reply accepts, so one that was missed must be fetched.
        end = End(channel_id=partner.channel_id, hears=False, head=PARTNER_OFFER, data=data)
    link_id = joining.link(tx, [])
    thread_id = joining.join(tx, link_id, end)
    offered.move(
        tx,
        offer,
        "opened",
        None,
        thread_id=thread_id,
        due_at=network.read(tx).hours.after(tx.now, offer.minutes),
    )
    tx.stir(QUEUE)


def go_on(tx: Transaction, offer: Row) -> None:
    """After one that came to nothing: the next one, or back to the coordinator."""
    ticket = records.find(tx, offer.ticket_id)
    if ticket.state != "offered":
        return
    if open_next(tx, ticket):
        tickets.touch(tx, ticket)
        return
    ticket = tickets.move(tx, ticket, "came_back", None, waits_on="coordinator")
    card = records.card_thread(tx, ticket)
    if card is not None:
        to = Address(thread_id=card.id)
        outbox.post(
            tx, CAME_BACK, to, cause=f"offer:{offer.id}:came_back", data={"ticket": ticket.id}
        )
