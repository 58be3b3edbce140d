"""What is posted in partners' channels, and what others are told of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from sqlalchemy import select

from bot.desk import (
    conversation,
    experts,
    joining,
    offers,
    outbox,
    partners,
    people,
    records,
    spoken,
    turns,
)
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.i18n import Texts, texts
from bot.store import Row, Transaction
from bot.store.tables import messages
from handlers.payloads import readable
from handlers.shelf import Shelf
from handlers.views import partner as views
from handlers.views.blocks import cut, escape
from handlers.views.partner import Fate, Standing
from handlers.views.relayed import BEGINNING


def kinds(shelf: Shelf) -> Kinds:
    """Every kind, by its name in the outbox."""
    drawn = _Drawn(shelf)
    return {
        turns.PARTNER_OFFER: Kind(drawn.offer, _out_of_reach),
        conversation.QUESTION: Kind(drawn.question),
        conversation.STAYS: Kind(_stays),
        conversation.HELD: Kind(_held),
        conversation.UNDELIVERED: Kind(_undelivered),
        partners.PARTED: Kind(_parted),
    }


class _Drawn:
    """What needs the library's names for places and topics."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def offer(self, tx: Transaction, row: Row) -> Drawing | None:
        """The head of a partner's thread; one that was never sent is not sent once it is over."""
        offer = _offer(tx, row)
        ticket = records.find(tx, offer.ticket_id)
        stands = _standing(ticket, offer)
        if row.state != "sent" and (
            stands not in ("open", "accepted") or _is_triage(tx, ticket, offer)
        ):
            return None
        taken = stands == "accepted" and ticket.expert_id is not None
        who = [_name(tx, ticket.expert_id)] if taken else _who(tx, offer)
        languages = _languages(tx, offer)
        due_at = offer.due_at
        return lambda: views.offer(
            ticket, stands, who, languages, self._shelf.names(), due_at=due_at
        )

    def question(self, tx: Transaction, row: Row) -> Drawing | None:
        """What the official asks, for who took it on, as long as they are on it."""
        offer = _offer(tx, row)
        if offer.state == "left":
            return None
        ticket = records.find(tx, offer.ticket_id)
        own = records.requester_thread(tx, ticket)
        who = joining.shown_name(tx, own.id, ticket.requester_id)
        _ = _languages(tx, offer)[-1]
        return lambda: views.question(ticket, who, self._shelf.names(), _)


def _out_of_reach(tx: Transaction, row: Row) -> None:
    """What Slack won't take to a partner's channel comes back, and waits for nobody."""
    if row.state == "held":
        if not row.target:
            offers.unreachable(tx, _offer(tx, row))
        outbox.withdraw(tx, row.id)


def _stays(tx: Transaction, row: Row) -> Drawing:
    data = json.loads(row.data)
    offer, writer = records.offer(tx, data["offer"]), people.find(tx, data["person"])
    return partial(
        views.stays,
        f"<@{writer.user_id}>",
        _who(tx, offer),
        writer.texts,
        is_closed=bool(data.get("closed")),
    )


def _held(tx: Transaction, row: Row) -> Drawing:
    data = json.loads(row.data)
    return partial(views.held, _fate(tx, data), people.find(tx, data["person"]).texts)


def _undelivered(tx: Transaction, row: Row) -> Drawing:
    copy = outbox.find(tx, json.loads(row.data)["row"])
    if copy is None:
        raise LookupError(row.id)
    message = spoken.written(tx, copy)
    words = cut(" ".join(readable(message.text).split()), BEGINNING)
    _ = people.find(tx, message.person_id).texts
    return partial(views.undelivered, escape(words), copy.state, _)


def _parted(tx: Transaction, row: Row) -> Drawing:
    data = json.loads(row.data)
    name = experts.organization(tx, data["partner"]).name
    to_requester = row.reader_id == records.find(tx, data["ticket"]).requester_id
    _ = people.texts_for(tx, row.reader_id)
    return partial(views.parted, name, data["why"], _, to_requester=to_requester)


def _standing(ticket: Row, offer: Row) -> Standing:
    if offer.state == "accepted":
        return "closed" if ticket.state == "closed" else "accepted"
    if offer.state in ("open", "left", "expired"):
        stands: Standing = offer.state
        return stands
    return "taken_back"


def _is_triage(tx: Transaction, ticket: Row, offer: Row) -> bool:
    """Whether the channel set for a partner is the one in which the ticket's card stands."""
    card = records.card_thread(tx, ticket)
    partner = experts.organization(tx, offer.organization_id)
    return card is not None and card.channel_id == partner.channel_id


def _fate(tx: Transaction, data: dict[str, int]) -> Fate:
    """What became of first words, as their copy for the official stands."""
    own = records.requester_thread(tx, records.find(tx, data["ticket"]))
    copies = [row for row in spoken.copies(tx, data["message"]) if row.thread_id == own.id]
    reached = any(row.sent_at for row in copies)
    if tx.execute(select(messages.c.deleted_at).where(messages.c.id == data["message"])).scalar():
        return "taken_back" if reached else "stopped"
    if any(row.state == "held" for row in copies):
        return "not_arrived"
    return "gone" if reached else "waits"


def _who(tx: Transaction, offer: Row) -> list[str]:
    """Those who may accept, in mrkdwn: a mention is a name that reaches them, so whoever is away
    is left in peace as long as someone isn't.
    """
    listed = experts.of_organization(tx, offer.organization_id)
    here = [each for each in listed if not each.is_away(tx.now)]
    return [f"<@{each.person.user_id}>" for each in here or listed]


def _name(tx: Transaction, person_id: int) -> str:
    expert = experts.find(tx, person_id)
    return escape(expert.person.name or expert.organization.name)


def _languages(tx: Transaction, offer: Row) -> Sequence[Texts]:
    """English, and Spanish too where all of a partner's experts read it."""
    listed = experts.of_organization(tx, offer.organization_id)
    in_spanish = bool(listed) and all(each.person.reads == "es" for each in listed)
    return [texts("en"), texts("es")] if in_spanish else [texts("en")]


def _offer(tx: Transaction, row: Row) -> Row:
    return records.offer(tx, json.loads(row.data)["offer"])
