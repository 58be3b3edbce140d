"""Which experts suit a ticket, the best first, and why. Pure: facts in, an order out.

Whom the requester doesn't let see it is left out, as is who was asked and hasn't answered yet, who
is on it, and who asked it. Everyone else stands in the order somewhere: it is a proposal, and a
coordinator may know better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from bot.desk import offers
from bot.desk.experts import Expert
from bot.store import Row

What = Literal[
    "chosen",
    "topic",
    "place",
    "state",
    "language",
    "kind",
    "other_topic",
    "other_place",
    "other_language",
    "load",
    "full",
    "away",
    "declined",
    "expired",
]

WEIGHTS: Mapping[What, float] = MappingProxyType(
    {
        "chosen": 500,
        "topic": 40,
        "place": 25,
        "state": 18,
        "language": 15,
        "kind": 12,
        "other_topic": -30,
        "other_place": -30,
        "other_language": -60,
        # Of all that they can take on; a full one has that and the next.
        "load": -20,
        "full": -60,
        "expired": -50,
        "declined": -150,
        "away": -200,
    }
)
"""What each reason counts. A scope that an expert left open counts nothing either way."""

REFUSALS: tuple[What, ...] = ("declined", "expired")
UNFREE = frozenset({"full", "away", *REFUSALS})
"""Reasons for which nobody is proposed without a coordinator's own choice."""

ELSEWHERE = frozenset({"other_topic", "other_language"})
"""Reasons for which somebody is proposed only where nobody else is there."""

NATIONAL = "US"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a ticket matters here. `place` is as the desk keeps it (`US-TX/Austin`); `refused`
    says of experts, by our numbers, how their last offer of this ticket ended.
    """

    visibility: str
    kind: str = ""
    topic: str = ""
    place: str = ""
    language: str = ""
    chosen_expert_id: int | None = None
    left_out: frozenset[int] = frozenset()
    refused: Mapping[int, What] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """A word of ours, and what it is about: an id, or a number."""

    what: What
    about: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An expert, how well they suit, and why."""

    expert: Expert
    score: float
    reasons: tuple[Reason, ...]

    @property
    def is_free(self) -> bool:
        """Whether nothing speaks against asking them now."""
        return not any(reason.what in UNFREE for reason in self.reasons)

    @property
    def suits(self) -> bool:
        """Whether they answer such questions, in this language."""
        return not any(reason.what in ELSEWHERE for reason in self.reasons)


def facts(ticket: Row, made: Sequence[Row]) -> Facts:
    """What matters of a ticket, of which these offers were made, oldest first."""
    asked = {offer.expert_id for offer in made if offer.state in offers.OPEN}
    ended: dict[int, What] = {
        offer.expert_id: offer.state
        for offer in made
        if offer.expert_id is not None and offer.state in REFUSALS
    }
    nobody = asked | {ticket.requester_id, ticket.expert_id}
    return Facts(
        ticket.visibility,
        ticket.kind,
        ticket.topic,
        ticket.place,
        ticket.language,
        ticket.chosen_expert_id,
        frozenset(each for each in nobody if each is not None),
        ended,
    )


def best(about: Facts, experts: Iterable[Expert], now: int) -> list[Match]:
    """Everyone who may be asked, the best first; `now` is in milliseconds since 1970."""
    matches = [_match(about, expert, now) for expert in experts if _may_be_asked(about, expert)]
    return sorted(matches, key=lambda match: (-match.score, match.expert.person.id))


def _may_be_asked(about: Facts, expert: Expert) -> bool:
    return (
        expert.is_listed
        and expert.person.id not in about.left_out
        and offers.lets_see(about.visibility, about.chosen_expert_id, expert)
    )


def _match(about: Facts, expert: Expert, now: int) -> Match:
    reasons = tuple(_reasons(about, expert, now))
    score = sum(WEIGHTS[reason.what] for reason in reasons if reason.what != "load")
    room = max(1, expert.capacity)
    return Match(expert, score + WEIGHTS["load"] * expert.load / room, reasons)


def _reasons(about: Facts, expert: Expert, now: int) -> Iterable[Reason]:
    """The good ones first, in the order in which people weigh them."""
    if about.chosen_expert_id == expert.person.id:
        yield Reason("chosen")
    found = [
        _scope("topic", "other_topic", about.topic, expert.topics),
        _place(about.place, expert.places),
        _scope("language", "other_language", about.language, expert.languages),
        Reason("kind", about.kind) if about.kind and about.kind in expert.kinds else None,
    ]
    yield from sorted(filter(None, found), key=lambda reason: WEIGHTS[reason.what] < 0)
    yield Reason("load", str(expert.load))
    if expert.load >= expert.capacity:
        yield Reason("full")
    if expert.is_away(now):
        yield Reason("away", str(expert.away_until))
    if refused := about.refused.get(expert.person.id):
        yield Reason(refused)


def _scope(what: What, other: What, asked: str, scope: Sequence[str]) -> Reason | None:
    if not asked or not scope:
        return None
    return Reason(what, asked) if asked in scope else Reason(other)


def _place(asked: str, scope: Sequence[str]) -> Reason | None:
    """A city's own expert, then its state's; the whole country's is everybody's."""
    if not asked or not scope:
        return None
    if asked in scope:
        return Reason("place", asked)
    state = asked.partition("/")[0]
    if any(each.partition("/")[0] == state for each in scope):
        return Reason("state", state)
    return None if NATIONAL in (state, *scope) else Reason("other_place")
