"""What lifts one answer over another, and what is no answer: every weight of the search."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.glossary import filed
from catalog.lexicon import Lexicon
from catalog.models import Place
from catalog.question import Question

TOPIC = 2.0
"""A record filed under a topic whose own words say all of the question counts 1 + this."""
KIND, PUBLISHER = 1.2, 1.5
"""For a record of a kind that the question names (a map, a template), and of a publisher."""
OWN_CITY, OWN_STATE, NATIONAL, ELSEWHERE = 1.5, 1.3, 1.0, 0.8
"""For a record's place, when the question names one."""
LOCAL = 0.9
"""For a record of one place when the question names none: it is an example from elsewhere."""
NEWS, NEWS_KINDS = 0.9, ("news", "press-release")
"""News tell of a document; the document is the better answer."""
OUTDATED, OUTDATED_STATUSES = 0.9, ("failed", "superseded")
PAST_EVENT = 0.6
FRESH, FRESH_YEARS = 0.05, 5.0
"""A record of today counts 1 + this, falling to 1 over so many years."""

MOST_SAID = 0.5
"""The share of a question that an answer says."""
LONG_SAID, SEVERAL = 0.15, 2
UNKNOWN = 1.25
"""What a word that no record has weighs, in rarest words."""
TOPICAL = 0.2
"""The share of a question that names a topic, by which the topic's records answer it. Without this
rule nine of 29 questions from officials, made for the purpose, found nothing; with it one did."""
UNFILED_SAID = 0.5
"""What is enough of a long question, see `is_answer`. A library with subjects does better to pass a
stray question on to a person; records filed under nothing may be about anything."""
WORTH_LISTING = 0.1
"""The least score to be listed, as a share of the best answer's."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the ranking knows of a record.

    `shelves` are its kind and its publishers. `standing` is the factor on its score that no
    question changes, for one day; `unplaced` is that for a question which names no place.
    """

    shelves: tuple[str, ...]
    topics: tuple[str, ...]
    places: tuple[Place, ...]
    is_local: bool
    standing: float
    unplaced: float


def read_facts(text: str, today: date) -> Facts:
    """The facts of a record as `index` wrote them, on a day."""
    kind, status, day, topics, listed, publishers = json.loads(text)
    places = tuple(Place(*place) for place in listed)
    standing = _age(kind, day, today)
    if kind in NEWS_KINDS:
        standing *= NEWS
    if status in OUTDATED_STATUSES:
        standing *= OUTDATED
    is_local = bool(places) and not any(place.is_national for place in places)
    unplaced = standing * (LOCAL if is_local else NATIONAL)
    shelves = (filed("k", kind), *publishers)
    return Facts(shelves, tuple(topics), places, is_local, standing, unplaced)


def _age(kind: str, day: str, today: date) -> float:
    if kind == "event" and day and day < today.isoformat()[: len(day)]:
        return PAST_EVENT
    years = today.year - int(day[:4]) if day else FRESH_YEARS
    return 1 + FRESH * max(0.0, 1 - max(0.0, years) / FRESH_YEARS)


_SHELVES = {"k": KIND, "o": PUBLISHER}


class Lifts:
    """What one question makes of the facts of a record."""

    def __init__(
        self, topics: Mapping[str, float], shelves: Iterable[str], near: Collection[Place]
    ) -> None:
        """How much of the question each topic says, and the shelves and places that it names."""
        self._topics = topics
        self._shelves = {name: _SHELVES[name[0]] for name in shelves if name[0] in _SHELVES}
        self._near = near
        self._states = {place.iso for place in near}
        self._of_topics: dict[tuple[str, ...], float] = {}

    def of(self, facts: Facts) -> float:
        """The factor on a record's text score."""
        said = self._of_topics.get(facts.topics)
        if said is None:
            most = max([self._topics.get(topic, 0.0) for topic in facts.topics], default=0.0)
            said = self._of_topics[facts.topics] = 1 + TOPIC * most
        if self._shelves:
            for shelf in facts.shelves:
                said *= self._shelves.get(shelf, 1.0)
        return said * (facts.standing * self._place(facts) if self._near else facts.unplaced)

    def _place(self, facts: Facts) -> float:
        nearest = ELSEWHERE if facts.is_local else NATIONAL
        for place in facts.places:
            if place.city and place in self._near:
                return OWN_CITY
            if place.iso in self._states and not place.is_national:
                nearest = OWN_STATE
        return nearest


def at_home(home: Place) -> Callable[[Facts], float]:
    """The factor on a record's score for someone who serves there, where no place is named."""
    lifts = Lifts({}, (), (home,))
    return lambda facts: lifts.of(facts) / facts.unplaced


def is_answer(
    question: Question,
    indexed: Collection[str],
    facts: Facts,
    lexicon: Lexicon,
    topics: Mapping[str, float],
) -> bool:
    """Whether a record's terms say enough of what the question says.

    Each word weighs what it tells records apart by, in words that few records have; one that no
    record has weighs more. Half of the question is enough. Of a long one less will do: several
    words, of which the weight times the share of the question is enough; of a record filed under
    nothing, half a rare word. Less will do, too, of a record filed under a topic that the question
    names: `topics` is how much of the question each topic's own words say. A place that is named
    counts for its records, and not against those of others.
    """
    rarest = lexicon.weight("")
    here = [lexicon.weight(term) / rarest for term in question.placed if term in indexed]
    asked = found = max(here, default=0.0)
    words, known = min(1, len(here)), 0
    for word in question.asked:
        weight = min((lexicon.weight(term) / rarest for term in word.terms), default=UNKNOWN)
        asked += weight
        known += bool(word.terms)
        if any(term in indexed for term in word.terms):
            found += weight
            words += 1
    if found >= MOST_SAID * asked:
        return True
    if not facts.topics:
        return found >= UNFILED_SAID
    if words >= SEVERAL and found * found / asked >= LONG_SAID:
        return True
    topical = max(topics.get(topic, 0.0) for topic in facts.topics) * known / len(question.asked)
    return words > 0 and topical >= TOPICAL
