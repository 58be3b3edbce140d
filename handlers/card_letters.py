"""What is posted in the triage channel."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from bot.desk import (
    cards,
    course,
    experts,
    handovers,
    matching,
    merging,
    people,
    records,
    turns,
)
from bot.desk.errors import NotAnExpert
from bot.desk.matching import Match
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.desk.timing import is_overdue
from bot.i18n import Texts, language_of
from bot.store import Row, Transaction
from catalog.models import Resource
from handlers import proposing
from handlers.carried import MAX_WORDS
from handlers.closing_letters import closed_by
from handlers.places import place_of
from handlers.shelf import Shelf
from handlers.triage_channel import NOT_PRIVATE, not_private
from handlers.views import card, triage_notes
from handlers.views.blocks import Message
from handlers.views.card import Proposed, Standing
from handlers.views.matches import Asked


def kinds(shelf: Shelf) -> Kinds:
    """Every kind, by its name in the outbox."""
    return {
        cards.CARD: Kind(_Card(shelf).read),
        cards.NO_CHANNEL: Kind(_no_channel),
        turns.CAME_BACK: Kind(_came_back),
        NOT_PRIVATE: Kind(not_private),
    }


class _Card:
    """Titles come from the library, which has its own database and thread: while drawing."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def read(self, tx: Transaction, row: Row) -> Drawing:
        """A ticket as it stands."""
        ticket = records.find(tx, json.loads(row.data)["ticket"])
        made = records.offers_of(tx, ticket.id)
        stands, _ = standing(tx, ticket, made), people.texts_for(tx, row.reader_id)
        if ticket.state == "closed":
            return lambda: card.closed_card(stands, self._shelf.names(), _)
        looks = ticket.state != "accepted" and not card.is_private(ticket)
        known = proposing.read(tx, ticket, made, card.SHOWN).matches if looks else ()
        return partial(self._draw, stands, known, _)

    def _draw(self, stands: Standing, known: Sequence[Match], _: Texts) -> Message:
        resource_id = stands.ticket.resource_id
        proposed = Proposed(
            best_resources(self._shelf, stands.ticket),
            known,
            self._shelf.catalog.get(resource_id) if resource_id else None,
        )
        return card.card(stands, proposed, self._shelf.names(), _)


def standing(tx: Transaction, ticket: Row, made: Sequence[Row]) -> Standing:
    """What is shown of a ticket, of which these offers were made."""
    return Standing(
        ticket,
        people.find(tx, ticket.requester_id).name,
        records.past_count(tx, ticket),
        ticket.ball_at,
        people.find(tx, ticket.assignee_id).name if ticket.assignee_id else "",
        _expert(tx, ticket.expert_id) if ticket.expert_id else "",
        asked(tx, made),
        closed_by(tx, ticket) if ticket.state == "closed" else "",
        course.may_reopen(ticket, tx.now),
        [each.id for each in merging.merged_into(tx, ticket)],
        _stands_in_for(tx, ticket),
        is_overdue(ticket, tx.now),
    )


def _stands_in_for(tx: Transaction, ticket: Row) -> str:
    giver_id = handovers.first_giver(tx, ticket)
    return people.find(tx, giver_id).name if giver_id is not None else ""


def asked(tx: Transaction, made: Sequence[Row]) -> list[Asked]:
    """What came of offers."""
    return [
        Asked(_target(tx, offer), offer.state, offer.reason, offer.words, offer.due_at)
        for offer in made
    ]


def best_resources(shelf: Shelf, ticket: Row, words: str = "") -> list[Resource]:
    """What the library has on some words, or on a ticket's question; nobody's search is counted.

    To be called while drawing, outside the transaction.
    """
    query = (words or ticket.question or "")[:MAX_WORDS]
    if not query.strip():
        return []
    page = shelf.catalog.search(
        query,
        limit=card.SHOWN,
        language=language_of(ticket.language),
        home=place_of(ticket.place),
    )
    return [hit.resource for hit in page.hits]


def _target(tx: Transaction, offer: Row) -> str:
    if offer.expert_id is None:
        return experts.organization(tx, offer.organization_id).name
    return _expert(tx, offer.expert_id)


def _expert(tx: Transaction, person_id: int) -> str:
    try:
        return experts.find(tx, person_id).shown
    except NotAnExpert:
        return people.find(tx, person_id).name


def _no_channel(tx: Transaction, row: Row) -> Drawing | None:
    """Only the number: a DM's notification is seen on locked phones."""
    ticket = records.find(tx, json.loads(row.data)["ticket"])
    if ticket.state == "closed" or records.card_thread(tx, ticket) is not None:
        return None
    return partial(triage_notes.no_channel, ticket.id, people.texts_for(tx, row.reader_id))


def _came_back(tx: Transaction, row: Row) -> Drawing:
    """Everyone who was asked up to then, and why it came to nothing."""
    ticket_id = json.loads(row.data)["ticket"]
    last = int(row.cause.split(":")[1])
    made = [offer for offer in records.offers_of(tx, ticket_id) if offer.id <= last]
    over = [offer for offer in made if offer.state in matching.REFUSALS]
    return partial(triage_notes.came_back, asked(tx, over), people.texts_for(tx, row.reader_id))
