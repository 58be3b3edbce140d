"""What is known of a ticket and of everyone who could be asked, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.desk import avoidance, cells, eligible, experts, matching, past, people
from bot.desk.experts import Expert
from bot.desk.matching import Facts, Match
from bot.store import Row, Transaction
from catalog.request_kinds import usual_partners


@dataclass(frozen=True, slots=True)
class Known:
    """What matters of a ticket, and who may be asked, the best first."""

    facts: Facts
    matches: Sequence[Match] = ()


def read(tx: Transaction, ticket: Row, made: Sequence[Row], most: int) -> Known:
    """At most so many of those who may be asked of a ticket, of which these offers were made.
    Nobody is looked at where its requester lets only coordinators see it.
    """
    about = facts(tx, ticket, made)
    if ticket.visibility == "coordinator":
        return Known(about)
    ranks = matching.rank(about, experts.candidates(tx, about.home), tx.now)[:most]
    known = experts.several(tx, [each.number for each in ranks])
    return Known(about, [Match(known[it.number], it.score, it.reasons) for it in ranks])


def facts(tx: Transaction, ticket: Row, made: Sequence[Row]) -> Facts:
    """What matters of a ticket, of which these offers were made."""
    return matching.facts(
        ticket,
        made,
        avoided=avoidance.of(tx, ticket.requester_id),
        partners=partners_for(ticket.kind),
        past=past.on_topic(tx, ticket.topic),
        lately=past.lately(tx),
        home=people.home_of(tx, ticket.requester_id),
    )


def choosable(tx: Transaction, person_id: int) -> list[Expert]:
    """Whom a requester can name as the one expert who may see what they ask: anybody who is not
    at a partner with which they would not be put in touch. Nobody of another workspace: they are
    asked in their partner's channel, which others read too.
    """
    avoided, home = avoidance.of(tx, person_id), people.home_of(tx, person_id)
    return [
        each
        for each in experts.listed(tx)
        if each.organization.id not in avoided and not eligible.is_outside(each.team_id, home)
    ]


@cache
def partners_for(kind: str) -> frozenset[str]:
    """The partners that usually answer a kind, by every id that one can have here: a partner that
    a coordinator adds is called after its name, one of the roster as the roster says.
    """
    return frozenset(map(cells.slug, usual_partners(kind)))
