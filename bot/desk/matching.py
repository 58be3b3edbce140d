"""Which experts suit a ticket, the best first, and why. Pure: facts in, an order out.

Whom the requester doesn't let see it is left out, as is everyone at a partner with which they want
no contact, who was asked and hasn't answered yet, who is on it, and who asked it; and who asked not
to be sent such requests, unless the requester chose them by name: then nobody else is allowed to
see it, so that a coordinator must at least be told why that one may say no. Everyone else stands in
the order somewhere: it is a proposal, and a coordinator may know better.

Whoever works in another workspace than the home one can't press the bot's buttons there: of them,
the best of each partner stands for its shared channel, which is asked in their place; where it has
none, or the requester doesn't let a channel see the ticket, nobody does.

Those who suit equally well stand in the order in which something was last offered to them: whom
longest ago first, and before all others whom nothing ever was. Then in that of how much they have
to do, and only then by our numbers of them, so that no chance is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.desk import eligible, offered, routing
from bot.desk.experts import Candidate, Expert
from bot.desk.past import Lately, Past, Target
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
    "unanswered",
    "full",
    "booked",
    "silent",
    "outside",
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
        # Offers of other requests that wait for an answer, of all that they can take on. Half of
        # what a request counts that they are on: nearly every other offer comes to nothing, and
        # the rest of the work would only begin with a yes. Who had as many as they can take, were
        # each of them a yes, is asked for no more until some are answered.
        "unanswered": -10,
        "booked": -30,
        # Of the most that count: offers that they let run out lately. Less than knowing the place
        # is worth, for somebody may have been ill.
        "silent": -20,
        # More people read along in a channel: asked after an equal who is asked alone.
        "outside": -5,
        "expired": -50,
        "declined": -150,
        "not_for": -150,
        "away": -200,
    }
)
"""What each reason counts. A scope that an expert left open counts nothing either way."""

MOST_COUNTED = 5
"""Past tickets, and offers that ran out, that count: beyond it, more of them say nothing new."""

REFUSALS: tuple[What, ...] = ("declined", "expired")
_OF_CAPACITY = frozenset({"load", "unanswered"})
_COUNTED = _OF_CAPACITY | {"helped", "answered", "silent"}
_WEIGHTS = dict(WEIGHTS)
_NOTHING = Lately()

UNFREE = frozenset({"full", "booked", "away", "not_for", *REFUSALS})
"""Reasons for which nobody is proposed without a coordinator's own choice."""

ELSEWHERE = frozenset({"other_topic", "other_language"})
"""Reasons for which somebody is proposed only where nobody else is there."""

NATIONAL = "US"


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a ticket matters here. `place` is as the desk keeps it (`US-TX/Austin`); `refused`
    says of experts, by our numbers, and of partners, by their ids, how their last offer of this
    ticket ended. `avoided` are the partners with which its requester wants no contact, `partners`
    those that are usually asked for its kind, by their ids; `past` is what experts did on its
    topic, `lately` what became of what was offered. `home` is the home workspace, empty where it
    isn't known: then nobody is outside of it.
    """

    visibility: str
    kind: str = ""
    topic: str = ""
    place: str = ""
    language: str = ""
    chosen_expert_id: int | None = None
    left_out: frozenset[Target] = frozenset()
    refused: Mapping[Target, What] = field(default_factory=dict)
    avoided: frozenset[str] = frozenset()
    partners: frozenset[str] = frozenset()
    past: Mapping[int, Past] = field(default_factory=dict)
    lately: Mapping[Target, Lately] = field(default_factory=dict)
    home: str = ""


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
    def is_outside(self) -> bool:
        """Whether their partner's channel is asked in their place."""
        return any(reason.what == "outside" for reason in self.reasons)

    @property
    def target(self) -> Target:
        """Who is asked: they are, or their partner in its channel."""
        return self.expert.organization_id if self.is_outside else self.expert.id

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
    lately: Mapping[Target, Lately] = MappingProxyType({}),
    home: str = "",
) -> Facts:
    """What matters of a ticket, of which these offers were made, oldest first."""
    asked = {eligible.target_of(offer) for offer in made if offer.state in offered.OPEN}
    ended: dict[Target, What] = {
        eligible.target_of(offer): offer.state for offer in made if offer.state in REFUSALS
    }
    nobody: set[Target | None] = {*asked, ticket.requester_id, ticket.expert_id}
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
        lately,
        home,
    )


def best(about: Facts, experts: Iterable[Expert], now: int) -> list[Match]:
    """Everyone who may be asked, the best first; `now` is in milliseconds since 1970."""
    known = {expert.id: expert for expert in experts if expert.is_listed}
    ranks = rank(about, known.values(), now)
    return [Match(known[each.number], each.score, each.reasons) for each in ranks]


def rank(about: Facts, asked: Iterable[Asked], now: int) -> list[Rank]:
    """The same of those of whom no more is known than matters; all of them are listed."""
    placed: list[_Placed] = []
    for each in asked:
        target = _target(about, each)
        if target is not None and _may_be_asked(about, each, target):
            lately = about.lately.get(target, _NOTHING)
            found = _rank(about, each, target, lately, now)
            to_do = each.load + lately.unanswered
            placed.append((-found.score, lately.newest, to_do, each.id, target, found))
    placed.sort()
    # Of a partner that is asked in its channel, the best one's place counts.
    first: dict[Target, Rank] = {}
    for _score, _newest, _to_do, _number, target, found in placed:
        first.setdefault(target, found)
    return list(first.values())


_Placed = tuple[float, int, int, int, Target, Rank]
"""By what somebody is sorted, the smallest first, down to a number that is theirs alone; who is
asked; and their rank.
"""


def _target(about: Facts, expert: Asked) -> Target | None:
    """Who would be asked: they would, or their partner in its channel; none where neither can."""
    if expert.team_id == about.home or not eligible.is_outside(expert.team_id, about.home):
        return expert.id
    may_be_read = about.visibility == "partner" and expert.has_channel
    return expert.organization_id if may_be_read else None


def _may_be_asked(about: Facts, expert: Asked, target: Target) -> bool:
    return (
        expert.id not in about.left_out
        and target not in about.left_out
        and expert.organization_id not in about.avoided
        and eligible.lets_see(about.visibility, about.chosen_expert_id, expert.id)
        and (about.chosen_expert_id == expert.id or not _is_spared(about, expert))
    )


def _is_spared(about: Facts, expert: Asked) -> bool:
    return routing.is_spared(expert.not_for, about.kind, about.topic, about.place)


def _rank(about: Facts, expert: Asked, target: Target, lately: Lately, now: int) -> Rank:
    reasons = _reasons(about, expert, target, lately, now)
    score = sum(
        [
            _WEIGHTS[reason.what] * (_share(reason, expert) if reason.what in _COUNTED else 1)
            for reason in reasons
        ]
    )
    # Who suits equally well is not told apart by how fractions are added up.
    return Rank(expert.id, round(score, 6), tuple(reasons))


def _share(reason: Reason, expert: Asked) -> float:
    """How much of its weight a reason has for an expert that counts by how many there are."""
    if reason.what in _OF_CAPACITY:
        return int(reason.about) / max(1, expert.capacity)
    return min(int(reason.about), MOST_COUNTED) / MOST_COUNTED


def _reasons(about: Facts, expert: Asked, target: Target, lately: Lately, now: int) -> list[Reason]:
    """The good ones first, in the order in which people weigh them."""
    found = [
        *_chosen(about, expert),
        *_fitting(about, expert),
        _reason("load", str(expert.load)),
        *_past(about.past.get(expert.id)),
    ]
    if lately.unanswered:
        found.append(_reason("unanswered", str(lately.unanswered)))
    if lately.expired:
        found.append(_reason("silent", str(lately.expired)))
    if target != expert.id:
        found.append(_reason("outside"))
    if expert.load >= expert.capacity:
        found.append(_reason("full"))
    elif lately.unanswered and _is_booked(expert, target, lately):
        found.append(_reason("booked"))
    if expert.away_until is not None and expert.away_until > now:
        found.append(_reason("away", str(expert.away_until)))
    if refused := about.refused.get(target) or about.refused.get(expert.id):
        found.append(_reason(refused))
    return found


def _is_booked(expert: Asked, target: Target, lately: Lately) -> bool:
    """Whether they would be full if they took on all that is offered to them; what is offered in a
    channel, anybody there may take.
    """
    return target == expert.id and expert.load + lately.unanswered >= expert.capacity > 0


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
