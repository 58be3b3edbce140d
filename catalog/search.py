"""The search: a query in, a page of the best answers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from catalog import matching, records, selection
from catalog.fresh import Fresh
from catalog.glossary import LANGUAGES
from catalog.index import title_key
from catalog.known import Known
from catalog.lexicon import Lexicon
from catalog.models import Hit, Language, Page, Place, Query, Topic
from catalog.question import Question, read
from catalog.ranking import WORTH_LISTING, Facts, Lifts, at_home, is_answer
from catalog.snippets import snippet
from catalog.terms import of_text
from catalog.text import spelled_words

NEAREST_TOPICS = 3
NEAR_TOPIC = 0.05
"""The least share of a question that a topic's own words must say to be named as near it."""
LOOKED_AT = 10
"""Of the best records, how many are looked at before a question counts as unanswered."""

Ranked = list[tuple[int, float]]
Scored = list[tuple[int, float, Facts]]


_lexicons: WeakKeyDictionary[Database, Fresh[Lexicon]] = WeakKeyDictionary()


class Searcher:
    """Searches one catalogue. What it learns of the catalogue is kept as long as that is open."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lexicon = _lexicons.setdefault(db, Fresh(db, Lexicon))
        self._known = Fresh(db, Known)

    def search(
        self,
        query: Query,
        *,
        limit: int = 10,
        offset: int = 0,
        language: Language = "en",
        today: date | None = None,
        home: Place | None = None,
    ) -> Page:
        """A slice of the answers, best first; without words, all that the filters let through.

        `home` is where the person serves: the answers to words that name no place are the same
        for everybody, and those from there stand higher.
        Pages of one query are slices of one order while the catalogue stays as it is. `total`
        counts at most `matching.CANDIDATES` answers to words. No text raises an error.
        """
        day = today or date.today()  # noqa: DTZ011 - the network's own day, where none is given
        if not query.words:
            return self._listing(query, limit, offset, language, day)
        lexicon = self._lexicon.get()
        question = read(query.words, lexicon, language)
        if not question.words:
            return Page(query, offset=offset, limit=limit)
        ranked = self._rank(query, question, lexicon, day, home)
        return Page(
            query,
            hits=self._hits(ranked[offset : offset + limit], question.words, language),
            total=len(ranked),
            offset=offset,
            limit=limit,
            corrections=question.corrections,
            nearest_topics=() if ranked else _nearest(query.words, lexicon),
        )

    def _listing(
        self, query: Query, limit: int, offset: int, language: Language, day: date
    ) -> Page:
        keys, total = selection.newest(self._db, query, day, limit=limit, offset=offset)
        hits = self._hits([(key, 0.0) for key in keys], (), language)
        return Page(query, hits, total=total, offset=offset, limit=limit)

    def _rank(
        self, query: Query, question: Question, lexicon: Lexicon, day: date, home: Place | None
    ) -> Ranked:
        """Every answer with its score, best first.

        What counts as an answer is settled without the filters, so that these only ever narrow.
        """
        near = {*query.near, *question.places}
        topics = lexicon.affinity(question.said)
        lifts = Lifts(topics, question.filed, near)
        everything = Query(words=query.words)
        scored = self._scored(everything, question, lexicon, lifts, day)
        titles = (title_key(query.words), " ".join(question.words))
        titled = matching.titled(self._db, everything, titles, day)
        if not titled and not self._answers(question, scored, lexicon, topics):
            return []
        best = scored[0][1] if scored else 0.0
        if query.has_filters:
            scored = self._scored(query, question, lexicon, lifts, day)
            titled = matching.titled(self._db, query, titles, day)
        rows = [row for row in scored if row[1] >= WORTH_LISTING * best]
        lifted = at_home(home) if home and not near and not query.places else _nowhere
        listed = {key: score * lifted(facts) for key, score, facts in rows}
        listed |= {key: 1 + 2 * best + listed.get(key, 0.0) for key in titled}
        return sorted(listed.items(), key=lambda row: (-row[1], row[0]))

    def _scored(
        self, query: Query, question: Question, lexicon: Lexicon, lifts: Lifts, day: date
    ) -> Scored:
        """The records that meet the filters, lifted, best first."""
        found = matching.found(self._db, query, question.terms, lexicon, day)
        known = self._known.get().facts([key for key, _ in found], day)
        scored = [(key, score * lifts.of(known[key]), known[key]) for key, score in found]
        scored.sort(key=lambda row: (-row[1], row[0]))
        return scored

    def _answers(
        self, question: Question, scored: Scored, lexicon: Lexicon, topics: Mapping[str, float]
    ) -> bool:
        known = self._known.get()
        return any(
            is_answer(question, known.terms(key), facts, lexicon, topics)
            for key, _, facts in scored[:LOOKED_AT]
        )

    def _hits(
        self, ranked: Sequence[tuple[int, float]], asked: Sequence[str], language: Language
    ) -> tuple[Hit, ...]:
        found = records.by_key(self._db, [key for key, _ in ranked])
        # Another process may have taken a record out meanwhile.
        return tuple(
            Hit(found[key], score, snippet(found[key].summary_in(language), asked))
            for key, score in ranked
            if key in found
        )


def _nowhere(_facts: Facts) -> float:
    return 1.0


def _nearest(words: str, lexicon: Lexicon) -> tuple[Topic, ...]:
    """The topics whose own words say the most of a question, where any says enough."""
    read_words = " ".join(folded for _, folded in spelled_words(words, 200))
    terms = [term for language in LANGUAGES for term in of_text(read_words, language)]
    shares = lexicon.affinity(terms)
    near = sorted((-share, name) for name, share in shares.items() if share >= NEAR_TOPIC)
    return tuple(lexicon.topics[name] for _, name in near[:NEAREST_TOPICS])
