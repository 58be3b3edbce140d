"""Whom a ticket may be offered to."""

from __future__ import annotations

from typing import Literal

from bot.desk import avoidance, experts, people, routing
from bot.desk.errors import Avoided, MayNotSee, NotAnExpert, Outside, Spared
from bot.desk.experts import Expert, Organization
from bot.store import Row, Transaction


def target_of(offer: Row) -> int | str:
    """Who is asked: an expert, by our number, or a partner, by its id."""
    target: int | str = offer.expert_id or offer.organization_id
    return target


def may_be_offered(ticket: Row, expert: Expert) -> bool:
    """Whether a ticket's requester lets an expert see it."""
    return lets_see(ticket.visibility, ticket.chosen_expert_id, expert.id)


def lets_see(visibility: str, chosen_expert_id: int | None, expert_id: int) -> bool:
    """Whether an expert, by our number, is among those whom a requester lets see a ticket."""
    if visibility == "coordinator":
        return False
    return visibility == "partner" or chosen_expert_id in (None, expert_id)


def is_outside(team_id: str, home: str) -> bool:
    """Whether an expert's workspace is another than the home workspace, where the bot's buttons and
    forms work. Where either isn't known, nothing stands in the way.
    """
    return bool(home and team_id) and team_id != home


def must_be_allowed(tx: Transaction, ticket: Row, target: int | str) -> None:
    """Raises NotAnExpert, MayNotSee, Avoided, Spared, Outside, LookupError."""
    if not _is_there(tx, target) or target == ticket.requester_id:
        raise NotAnExpert
    if not is_allowed(tx, ticket, target):
        raise MayNotSee
    partner = partner_of(tx, target)
    if is_avoided(tx, ticket, partner):
        raise Avoided(partner.name)
    if _is_spared(tx, ticket, target):
        raise Spared
    if _is_out_of_reach(tx, ticket, target):
        may_read = is_allowed(tx, ticket, partner.id)
        open_or_hidden: Literal["open", "hidden"] = "open" if may_read else "hidden"
        raise Outside(partner.name, open_or_hidden if partner.channel_id else "")


def partner_of(tx: Transaction, target: int | str) -> Organization:
    """The partner itself, or an expert's. Raises NotAnExpert, LookupError."""
    if isinstance(target, int):
        return experts.find(tx, target).organization
    return experts.organization(tx, target)


def is_avoided(tx: Transaction, ticket: Row, partner: Organization) -> bool:
    """Whether a ticket's requester doesn't want to be put in touch with a partner."""
    return partner.id in avoidance.of(tx, ticket.requester_id)


def _is_spared(tx: Transaction, ticket: Row, target: int | str) -> bool:
    """Whether an expert is not to be sent a ticket. Whom its requester chose may be asked all the
    same: nobody else is allowed to see it, and they can decline.
    """
    if not isinstance(target, int) or target == ticket.chosen_expert_id:
        return False
    not_for = experts.find(tx, target).not_for
    return routing.is_spared(not_for, ticket.kind, ticket.topic, ticket.place)


def _is_out_of_reach(tx: Transaction, ticket: Row, target: int | str) -> bool:
    """Whether an expert can't answer what is offered in the bot's DM."""
    if not isinstance(target, int):
        return False
    home = people.home_of(tx, ticket.requester_id)
    return is_outside(experts.find(tx, target).team_id, home)


def is_allowed(tx: Transaction, ticket: Row, target: int | str) -> bool:
    """Whether a ticket's requester lets an expert see it, or a partner's whole channel. Raises
    NotAnExpert, LookupError.
    """
    if isinstance(target, int):
        return may_be_offered(ticket, experts.find(tx, target))
    experts.organization(tx, target)
    return bool(ticket.visibility == "partner")


def _is_there(tx: Transaction, target: int | str) -> bool:
    """Whether an expert is listed, or a partner has a channel and somebody who could accept."""
    if isinstance(target, int):
        return experts.find(tx, target).is_listed
    has_channel = bool(experts.organization(tx, target).channel_id)
    return has_channel and bool(experts.of_organization(tx, target))


def is_still_asked(tx: Transaction, ticket: Row, target: int | str) -> bool:
    """Whether nothing changed while others were asked: they may have left, or said what they don't
    want to be sent. Whoever is in another workspace could not answer.
    """
    return (
        _is_there(tx, target)
        and not is_avoided(tx, ticket, partner_of(tx, target))
        and not _is_spared(tx, ticket, target)
        and not _is_out_of_reach(tx, ticket, target)
    )
