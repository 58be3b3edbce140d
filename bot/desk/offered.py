"""What a ticket is offered as: the states of its offers, and ending them. It knows nothing of how
offers are made, because tickets, which those are made of, need it too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from bot.desk import audience, joining, outbox
from bot.desk.errors import OfferOver
from bot.desk.masking import Masked
from bot.desk.moves import Moves
from bot.desk.people import Person
from bot.store import Row, Transaction
from bot.store.tables import offers

OPEN = ("waiting", "open")
UNREACHABLE = "unreachable"

MOVES = Moves(
    offers,
    {
        ("", "made"): "waiting",
        ("waiting", "opened"): "open",
        ("open", "accepted"): "accepted",
        ("open", "declined"): "declined",
        ("open", "expired"): "expired",
        **{(state, "withdrawn"): "withdrawn" for state in OPEN},
        ("accepted", "left"): "left",
    },
)


def banner_cause(offer_id: int) -> str:
    """What caused the banner that says whom an expert's words reach."""
    return f"offer:{offer_id}:accepted"


def move(tx: Transaction, offer: Row, event: str, by: Person | None, **values: object) -> Row:
    """Move an offer on and show it where it stands; the offer after it. Raises OfferOver."""
    note = {name: value for name, value in values.items() if name != "words"}
    logged = json.dumps(note, sort_keys=True) if note else ""
    moved = MOVES.move(tx, offer, event, logged, by.id if by else None, **values)
    now: Row = tx.execute(select(offers).where(offers.c.id == offer.id)).one()
    if not moved:
        # Whom Slack could not reach did not decline.
        raise OfferOver("expired" if now.reason == UNREACHABLE else now.state)
    if offer.state == "open" and event != "accepted":
        _unseen(tx, offer)
    _redraw(tx, now)
    return now


def withdraw(tx: Transaction, ticket_id: int, by: Person | None) -> None:
    """Take back what is still offered of a ticket."""
    for offer in _of(tx, ticket_id, OPEN):
        move(tx, offer, "withdrawn", by)


def leave(
    tx: Transaction, ticket_id: int, by: Person | None, reason: str = "", words: Masked | str = ""
) -> Row | None:
    """Note that who accepted a ticket is on it no more; the offer they accepted. `reason` and
    `words` are theirs.
    """
    for offer in _of(tx, ticket_id, ("accepted",)):
        return move(tx, offer, "left", by, reason=reason, words=words)
    return None


def redraw(tx: Transaction, ticket_id: int) -> None:
    """Have the offers that wait for an answer drawn anew."""
    for offer in _of(tx, ticket_id, ("open",)):
        _redraw(tx, offer)


def question_cause(offer_id: int) -> str:
    """What caused the question to be shown in a partner's channel."""
    return f"offer:{offer_id}:question"


def redraw_questions(tx: Transaction, ticket_id: int) -> None:
    """Have the question drawn anew where a partner was shown it."""
    for offer in _of(tx, ticket_id, ("accepted", "left")):
        for row in outbox.caused(tx, question_cause(offer.id)):
            outbox.refresh(tx, row.id)


def redraw_banners(tx: Transaction, ticket_id: int) -> None:
    """Have the banners drawn anew that say whom an expert's words reach."""
    for offer in _of(tx, ticket_id, ("accepted", "left")):
        for banner in outbox.caused(tx, banner_cause(offer.id)):
            outbox.refresh(tx, banner.id)


def _unseen(tx: Transaction, offer: Row) -> None:
    if offer.expert_id is None:
        audience.remove_organization(tx, offer.ticket_id, offer.organization_id)
        joining.hush(tx, offer.thread_id)
    else:
        audience.remove(tx, offer.ticket_id, offer.expert_id)


def _of(tx: Transaction, ticket_id: int, states: Sequence[str]) -> list[Row]:
    rows: list[Row] = tx.execute(
        select(offers)
        .where(offers.c.ticket_id == ticket_id, offers.c.state.in_(states))
        .order_by(offers.c.id)
    ).all()
    return rows


def _redraw(tx: Transaction, offer: Row) -> None:
    head = joining.head_of(tx, offer.thread_id) if offer.thread_id is not None else None
    if head is not None:
        outbox.refresh(tx, head.id)
