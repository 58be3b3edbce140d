"""What a search must know of the catalogue: its terms, its words, its topics, its places."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from sqlite_utils import Database

from catalog import glossary, shipped, vocabulary
from catalog.glossary import LANGUAGES, Phrases, filed
from catalog.models import Kind, Language, Topic, WrittenLanguage
from catalog.places import Places
from catalog.spelling import Speller
from catalog.terms import of_text
from catalog.text import STOP_WORDS, words

NAME_WEIGHT = 1.0
SYNONYM_WEIGHT = 0.5
"""How much a term says of a topic, when it is in the topic's name or in another word for it."""


class Lexicon:
    """The state of a catalogue at one moment. Numbers are looked up when first asked for."""

    def __init__(self, db: Database) -> None:
        self._db = db
        known = vocabulary.load(db)
        # Without their numbers, what is made of them outlives an import.
        topics = tuple(replace(topic, resources=0) for topic in known.topics)
        kinds = tuple(replace(kind, resources=0) for kind in known.kinds)
        spoken = tuple(replace(it, resources=0) for it in known.languages if it.resources)
        known_as = tuple((it.id, (it.name, it.abbr, *it.aka)) for it in known.publishers)
        self.topics = {filed("t", topic.id): topic for topic in known.topics}
        self.places = Places(known)
        self.shelves = _shelves(topics, kinds, spoken, known_as)
        self._affinity = _affinity(topics)
        self._records: dict[str, int] = {}
        self._weights: dict[str, float] = {}
        self._words: dict[str, int] | None = None
        (self.size,) = db.conn.execute("SELECT count(*) FROM search_records").fetchone()
        fixed = glossary.load().vocabulary | self.shelves.vocabulary | _place_words(self.places)
        self.speller = Speller(self.words, frozenset(fixed | STOP_WORDS["en"] | STOP_WORDS["es"]))

    def records(self, term: str) -> int:
        """In how many records a term stands."""
        known = self._records.get(term)
        if known is None:
            row = self._db.conn.execute(
                "SELECT doc FROM search_terms WHERE term = ?", (term,)
            ).fetchone()
            known = self._records[term] = row[0] if row else 0
        return known

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self.records(term) > 0

    def weight(self, term: str) -> float:
        """How much a term tells records apart: its idf. One of no record weighs the most."""
        known = self._weights.get(term)
        if known is None:
            known = math.log(1 + (1 + self.size) / max(1, self.records(term)))
            self._weights[term] = known
        return known

    def affinity(self, terms: list[str]) -> dict[str, float]:
        """How much of what the terms say is said by a topic's own words, 0 to 1, by topic."""
        said = {term: self.weight(term) for term in terms}
        total = sum(said.values())
        shares: defaultdict[str, float] = defaultdict(float)
        for term, weight in said.items():
            for topic, strength in self._affinity.get(term, ()):
                shares[topic] += strength * weight / total
        return shares

    def words(self) -> dict[str, int]:
        """The words of the records, with how many records use each."""
        if self._words is None:
            self._words = dict(
                self._db.conn.execute("SELECT word, records FROM search_words").fetchall()
            )
        return self._words


@lru_cache(maxsize=2)
def _shelves(
    topics: tuple[Topic, ...],
    kinds: tuple[Kind, ...],
    languages: tuple[WrittenLanguage, ...],
    publishers: tuple[tuple[str, tuple[str, ...]], ...],
) -> Phrases:
    """The words that ask for a topic, a kind of document, a language or a publisher."""
    rows: list[tuple[str, Language, str]] = []
    for topic in topics:
        rows += [(filed("t", topic.id), spoken, text) for spoken, text in _phrases(topic)]
    for kind in kinds:
        rows += [(filed("k", kind.id), spoken, kind.name(spoken)) for spoken in LANGUAGES]
    for language in languages:
        rows += [(filed("l", language.id), spoken, language.name(spoken)) for spoken in LANGUAGES]
    for publisher, names in publishers:
        rows += [(filed("o", publisher), "en", name) for name in names]
    for asked in shipped.data("glossary.json")["kinds"]:
        rows += [
            (filed("k", asked["id"]), spoken, it) for spoken in LANGUAGES for it in asked[spoken]
        ]
    return Phrases(rows)


def _phrases(topic: Topic) -> list[tuple[Language, str]]:
    return [
        *(("en", text) for text in (topic.name_en, *topic.synonyms_en)),
        *(("es", text) for text in (topic.name_es, *topic.synonyms_es)),
    ]


@lru_cache(maxsize=2)
def _affinity(topics: tuple[Topic, ...]) -> dict[str, list[tuple[str, float]]]:
    """The topics that each term speaks for, and how strongly."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for topic in topics:
        name = filed("t", topic.id)
        described: list[tuple[Language, str]] = [*_phrases(topic), ("en", topic.description)]
        for spoken, text in described:
            strength = NAME_WEIGHT if text == topic.name(spoken) else SYNONYM_WEIGHT
            for term in of_text(text, spoken):
                found[term][name] = max(strength, found[term].get(name, 0.0))
    return {term: list(strengths.items()) for term, strengths in found.items()}


def _place_words(places: Places) -> set[str]:
    return {word for name in places.names for word in words(name)}
