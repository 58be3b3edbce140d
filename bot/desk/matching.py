"""Which experts suit a ticket, the best first, and why. Pure: facts in, an order out.

Whom the requester doesn't let see it is left out, as is everyone at a partner with which they want
no contact, who was asked and hasn't answered yet, who is on it, and who asked it; and who asked not
to be sent such requests, unless the requester chose them by name: then nobody else is allowed to
see it, so that a coordinator must at least be told why that one may say no. Everyone else stands in
the order somewhere: it is a proposal, and a coordinator may know better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.desk import offers, routing
from bot.desk.experts import Candidate, Expert
from bot.desk.past import Past
from bot.store import Row

What = Literal[
    "chosen",
    "topic",
    "place",
    "state",
    "nearby",
    "language",
    "kind",
    "partner",
    "helped",
    "answered",
    "other_topic",
    "other_place",
    "other_language",
    "load",
    "full",
    "away",
    "declined",
    "expired",
    "not_for",
]

Asked = Expert | Candidate

WEIGHTS: Mapping[What, float] = MappingProxyType(
    {
        "chosen": 500,
        "topic": 40,
        "place": 25,
        "state": 18,
        "nearby": 8,
        "language": 15,
        "kind": 12,
        "partner": 10,
        # Of the most that count; whoever helped has answered too.
        "helped": 14,
        "answered": 6,
        "other_topic": -30,
        "other_place": -30,
        "other_language": -60,
        # Of all that they can take on; a full one has that and the next.
        "load": -20,
        "full": -60,
        "expired": -50,
        "declined": -150,
        "not_for": -150,
        "away": -200,
    }
)
"""What each reason counts. A scope that an expert left open counts nothing either way."""

MOST_COUNTED = 5
"""Past tickets that count: beyond it, having done more is no better reason to be asked again."""

REFUSALS: tuple[What, ...] = ("declined", "expired")
_COUNTED = frozenset({"load", "helped", "answered"})
_WEIGHTS = dict(WEIGHTS)

UNFREE = frozenset({"full", "away", "not_for", *REFUSALS})
"""Reasons for which nobody is proposed without a coordinator's own choice."""

ELSEWHERE = frozenset({"other_topic", "other_language"})
"""Reasons for which somebody is proposed only where nobody else is there."""

NATIONAL = "US"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a ticket matters here. `place` is as the desk keeps it (`US-TX/Austin`); `refused`
    says of experts, by our numbers, how their last offer of this ticket ended. `avoided` are the
    partners with which its requester wants no contact, `partners` those that are usually asked for
    its kind, by their ids; `past` is what experts did on its topic.
    """

    visibility: str
    kind: str = ""
    topic: str = ""
    place: str = ""
    language: str = ""
    chosen_expert_id: int | None = None
    left_out: frozenset[int] = frozenset()
    refused: Mapping[int, What] = field(default_factory=dict)
    avoided: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    past: Mapping[int, Past] = field(default_factory=dict)


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


class Rank(NamedTuple):
    """The same of somebody by our number of them."""

    number: int
    score: float
    reasons: tuple[Reason, ...]


def facts(
    ticket: Row,
    made: Sequence[Row],
    *,
    avoided: frozenset[str] = frozenset(),
    partners: frozenset[str] = frozenset(),
    past: Mapping[int, Past] = MappingProxyType({}),
) -> Facts:
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
        avoided,
        partners,
        past,
    )


def best(about: Facts, experts: Iterable[Expert], now: int) -> list[Match]:
    """Everyone who may be asked, the best first; `now` is in milliseconds since 1970."""
    known = {expert.id: expert for expert in experts if expert.is_listed}
    ranks = rank(about, known.values(), now)
    return [Match(known[each.number], each.score, each.reasons) for each in ranks]


def rank(about: Facts, asked: Iterable[Asked], now: int) -> list[Rank]:
    """The same of those of whom no more is known than matters; all of them are listed."""
    ranks = [_rank(about, each, now) for each in asked if _may_be_asked(about, each)]
    return sorted(ranks, key=lambda each: (-each.score, each.number))


def _may_be_asked(about: Facts, expert: Asked) -> bool:
    return (
        expert.id not in about.left_out
        and expert.organization_id not in about.avoided
        and offers.lets_see(about.visibility, about.chosen_expert_id, expert.id)
        and (about.chosen_expert_id == expert.id or not _is_spared(about, expert))
    )


def _is_spared(about: Facts, expert: Asked) -> bool:
    return routing.is_spared(expert.not_for, about.kind, about.topic, about.place)


def _rank(about: Facts, expert: Asked, now: int) -> Rank:
    reasons = _reasons(about, expert, now)
    score = sum([_WEIGHTS[reason.what] * _times(reason, expert) for reason in reasons])
    return Rank(expert.id, score, tuple(reasons))


def _times(reason: Reason, expert: Asked) -> float:
    """How much of its weight a reason has for an expert: some count by how many there are."""
    if reason.what not in _COUNTED:
        return 1
    if reason.what == "load":
        return expert.load / max(1, expert.capacity)
    return min(int(reason.about), MOST_COUNTED) / MOST_COUNTED


def _reasons(about: Facts, expert: Asked, now: int) -> list[Reason]:
    """The good ones first, in the order in which people weigh them."""
    found = [
        *_chosen(about, expert),
        *_fitting(about, expert),
        _reason("load", str(expert.load)),
        *_past(about.past.get(expert.id)),
    ]
    if expert.load >= expert.capacity:
        found.append(_reason("full"))
    if expert.away_until is not None and expert.away_until > now:
        found.append(_reason("away", str(expert.away_until)))
    if refused := about.refused.get(expert.id):
        found.append(_reason(refused))
    return found


def _chosen(about: Facts, expert: Asked) -> Iterable[Reason]:
    if about.chosen_expert_id != expert.id:
        return ()
    chosen = _reason("chosen")
    return (_reason("not_for"), chosen) if _is_spared(about, expert) else (chosen,)


def _fitting(about: Facts, expert: Asked) -> list[Reason]:
    good: list[Reason] = []
    bad: list[Reason] = []
    for reason in (
        _scope("topic", "other_topic", about.topic, expert.topics),
        _place(about.place, expert.places),
        _scope("language", "other_language", about.language, expert.languages),
        _reason("kind", about.kind) if about.kind and about.kind in expert.kinds else None,
        _reason("partner") if expert.organization_id in about.partners else None,
    ):
        if reason is not None:
            (bad if _WEIGHTS[reason.what] < 0 else good).append(reason)
    return good + bad


def _past(past: Past | None) -> Iterable[Reason]:
    """Whoever helped has answered too."""
    if past is None:
        return
    if past.helped:
        yield _reason("helped", str(past.helped))
    if past.answered:
        yield _reason("answered", str(past.answered))


def _scope(what: What, other: What, asked: str, scope: Sequence[str]) -> Reason | None:
    if not asked or not scope:
        return None
    return _reason(what, asked) if asked in scope else _reason(other)


def _place(asked: str, scope: Sequence[str]) -> Reason | None:
    """A city's own expert, then its state's, then another city's of the state; the whole country's
    is everybody's.
    """
    if not asked or not scope:
        return None
    if asked in scope:
        return _reason("place", asked)
    state = asked.partition("/")[0]
    if state in scope:
        return _reason("state", state)
    near = [each for each in scope if each.startswith(f"{state}/")]
    if near:
        return _reason("nearby", near[0])
    return None if NATIONAL in (state, *scope) else _reason("other_place")


@lru_cache(maxsize=4096)
def _reason(what: What, about: str = "") -> Reason:
    """The same few are given of a thousand experts."""
    return Reason(what, about)
