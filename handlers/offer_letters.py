"""What is posted to experts, and what others are told of them."""

from __future__ import annotations

import json
from functools import partial

from bot.desk import (
    conversation,
    experts,
    joining,
    offers,
    outbox,
    people,
    records,
    spoken,
    tickets,
    turns,
)
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.store import Row, Transaction
from handlers.shelf import Shelf
from handlers.views import expert_notes
from handlers.views import offer as views
from handlers.views.offer import Offered


def kinds(shelf: Shelf) -> Kinds:
    """Every kind, by its name in the outbox."""
    drawn = _Drawn(shelf)
    return {
        turns.OFFER: Kind(drawn.offer, _out_of_reach),
        offers.JOINED: Kind(drawn.joined),
        conversation.OFFER_NOTE: Kind(_note),
        offers.TAKEN_ON: Kind(_taken_on),
        tickets.EXPERT_LEFT: Kind(_has_left),
        offers.WANTS_MORE: Kind(_wants_more),
        offers.TOLD_MORE: Kind(_told_more),
        offers.SUGGESTED: Kind(_suggested),
        tickets.STEPPED_BACK: Kind(_stepped_back),
    }


class _Drawn:
    """What needs the library's names for places and topics."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def offer(self, tx: Transaction, row: Row) -> Drawing | None:
        """The head; one that was never sent is not sent once it is over."""
        offered, _ = _offered(tx, _offer(tx, row)), people.texts_for(tx, row.reader_id)
        is_over = offered.offer.state not in ("open", "accepted")
        if row.state != "sent" and (is_over or offered.ticket.state == "closed"):
            return None
        return lambda: views.offer(offered, self._shelf.names(), _)

    def joined(self, tx: Transaction, row: Row) -> Drawing:
        """The banner, in a DM or in a partner's channel."""
        offered, _ = _offered(tx, _offer(tx, row)), people.texts_for(tx, row.reader_id)
        if offered.offer.expert_id is not None:
            return lambda: views.joined(offered, self._shelf.names(), _)
        partner = experts.organization(tx, offered.offer.organization_id).name
        return lambda: views.joined_channel(offered, partner, self._shelf.names(), _)


def _out_of_reach(tx: Transaction, row: Row) -> None:
    """What Slack won't take to an expert comes back to the coordinator, and waits for nobody."""
    if row.state == "held" and not row.target:
        offers.unreachable(tx, _offer(tx, row))
        outbox.withdraw(tx, row.id)


def _note(tx: Transaction, row: Row) -> Drawing:
    offer = _offer(tx, row)
    reader = row.reader_id if offer.expert_id is not None else None
    return partial(views.note, offer.state, people.texts_for(tx, reader))


def _taken_on(tx: Transaction, row: Row) -> Drawing:
    offer = _offer(tx, row)
    partner = experts.organization(tx, offer.organization_id).name
    _ = people.texts_for(tx, row.reader_id)
    return partial(expert_notes.taken_on, _name(tx, offer) if offer.expert_id else "", partner, _)


def _has_left(tx: Transaction, row: Row) -> Drawing:
    _ = people.texts_for(tx, row.reader_id)
    return partial(expert_notes.has_left, _name(tx, _offer(tx, row)), _)


def _wants_more(tx: Transaction, row: Row) -> Drawing:
    offer, said = _offer(tx, row), _said(tx, row)
    _ = people.texts_for(tx, row.reader_id)
    return partial(expert_notes.wants_more, _name(tx, offer), offer, said.text, _)


def _told_more(tx: Transaction, row: Row) -> Drawing:
    offer, said = _offer(tx, row), _said(tx, row)
    by, _ = people.find(tx, said.person_id).name, people.texts_for(tx, row.reader_id)
    return partial(expert_notes.told_more, by, _name(tx, offer), said.text, _)


def _suggested(tx: Transaction, row: Row) -> Drawing:
    offer, _ = _offer(tx, row), people.texts_for(tx, row.reader_id)
    return partial(expert_notes.suggested, _name(tx, offer), offer.words, _)


def _stepped_back(tx: Transaction, row: Row) -> Drawing:
    offer, _ = _offer(tx, row), people.texts_for(tx, row.reader_id)
    return partial(expert_notes.stepped_back, _name(tx, offer), offer.reason, offer.words, _)


def _offer(tx: Transaction, row: Row) -> Row:
    return records.offer(tx, json.loads(row.data)["offer"])


def _said(tx: Transaction, row: Row) -> Row:
    return spoken.find(tx, json.loads(row.data)["message"])


def _offered(tx: Transaction, offer: Row) -> Offered:
    ticket = records.find(tx, offer.ticket_id)
    thread = records.requester_thread(tx, ticket)
    who = joining.shown_name(tx, thread.id, ticket.requester_id)
    return Offered(ticket, offer, who, people.find(tx, offer.offered_by_id).name)


def _name(tx: Transaction, offer: Row) -> str:
    """Who an offer was made to, as others know them."""
    if offer.expert_id is not None:
        return experts.find(tx, offer.expert_id).shown
    return experts.organization(tx, offer.organization_id).name
