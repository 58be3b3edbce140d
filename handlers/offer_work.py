"""What experts' presses and forms do: each a unit of work."""

from __future__ import annotations

from typing import cast

from bot.desk import conversation, course, experts, offers, records, rights, tickets
from bot.desk.errors import OfferOver, WrongStatus
from bot.desk.masking import Masked, Masking
from bot.desk.people import Member
from bot.store import Row, Transaction
from handlers import ids
from handlers.payloads import Click, Submission
from handlers.views.blocks import escape
from handlers.views.closing import EXPERT_OUTCOMES


def accept(tx: Transaction, click: Click) -> None:
    """The expert takes it on, from the moment of the press. Raises NoSuchOffer, OfferOver."""
    offer, person = offers.for_expert(tx, click.value, click.actor)
    offers.accept(tx, offer, person, click.action_ts)


def open_offer(tx: Transaction, handle: str, by: Member) -> Row:
    """An offer that waits for its expert's answer. Raises NoSuchOffer, OfferOver."""
    offer, _person = offers.for_expert(tx, handle, by)
    if offer.state != "open":
        raise OfferOver(offer.state)
    return offer


def decline(tx: Transaction, form: Submission, masking: Masking) -> None:
    """They won't. Raises NoSuchOffer, OfferOver."""
    offer, person = offers.for_expert(tx, form.step.handle, form.actor)
    offers.decline(tx, offer, person, _reason(form), masking.text)


def others(tx: Transaction, click: Click) -> list[tuple[int, str]]:
    """Every other expert who is listed, by our number: whom to suggest. Raises as `open_offer`."""
    own = open_offer(tx, click.value, click.actor).expert_id
    return [(each.person.id, each.shown) for each in experts.listed(tx) if each.person.id != own]


def suggest(tx: Transaction, form: Submission, masking: Masking) -> None:
    """They won't, and name others: from the list, in words, or both. Raises as `decline`."""
    offer, person = offers.for_expert(tx, form.step.handle, form.actor)
    chosen = form.values.get(ids.SUGGESTED, "")
    named = [each.shown for each in experts.listed(tx) if str(each.person.id) == chosen]
    words = ". ".join([*named, *([masking.text] if masking.text else [])])
    offers.suggest(tx, offer, person, words)


def ask_more(tx: Transaction, form: Submission, masking: Masking) -> None:
    """They ask before they answer. Raises NoSuchOffer, OfferOver."""
    offer, person = offers.for_expert(tx, form.step.handle, form.actor)
    offers.ask_more(tx, offer, person, _typed(masking))


def asked_by(tx: Transaction, click: Click) -> str:
    """The expert whom an offer waits for, by name. Raises WrongStatus."""
    offer, _person = offers.for_coordinator(tx, click.value, click.actor)
    if offer.state != "open":
        raise WrongStatus(records.find(tx, offer.ticket_id).state)
    return experts.find(tx, offer.expert_id).shown


def tell_more(tx: Transaction, form: Submission, masking: Masking) -> None:
    """A coordinator answers that. Raises NoSuchOffer, NotForOthers, WrongStatus."""
    offer, person = offers.for_coordinator(tx, form.step.handle, form.actor)
    offers.tell_more(tx, offer, person, _typed(masking))


def open_ticket(tx: Transaction, handle: str, by: Member) -> Row:
    """An open ticket, for the expert who is on it. Raises NoSuchTicket, NotAllowed, WrongStatus."""
    ticket, _person = rights.for_expert(tx, handle, by)
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    return ticket


def aside(tx: Transaction, form: Submission, masking: Masking) -> None:
    """They speak to the coordinators alone. Raises NoSuchTicket, NotAllowed, WrongStatus."""
    ticket, person = rights.for_expert(tx, form.step.handle, form.actor)
    conversation.aside(tx, ticket, person, _typed(masking))


def close(tx: Transaction, form: Submission, masking: Masking) -> None:
    """It is over. Raises NoSuchTicket, NotAllowed, WrongStatus."""
    ticket, person = rights.for_expert(tx, form.step.handle, form.actor)
    chosen = form.values.get(ids.EXPERT_OUTCOME, "")
    outcome = cast("course.Outcome", chosen if chosen in EXPERT_OUTCOMES else EXPERT_OUTCOMES[0])
    tickets.close(tx, ticket, person, outcome, masking.text)


def step_back(tx: Transaction, form: Submission, masking: Masking) -> None:
    """They leave it. Raises NoSuchTicket, NotAllowed, WrongStatus."""
    ticket, person = rights.for_expert(tx, form.step.handle, form.actor)
    tickets.step_back(tx, ticket, person, _reason(form), masking.text)


def _typed(masking: Masking) -> Masked:
    """Words of a form as Slack writes those of a message."""
    return Masked(escape(masking.text))


def _reason(form: Submission) -> offers.Reason:
    chosen = form.values.get(ids.REASON)
    known: tuple[offers.Reason, ...] = ("busy", "not_my_topic", "conflict")
    return next((reason for reason in known if reason == chosen), "other")
