"""A question read into the terms that the index is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from catalog import codes, glossary
from catalog.glossary import LANGUAGES, Phrases, Span
from catalog.index import place_terms
from catalog.lexicon import Lexicon
from catalog.models import Correction, Language, Place
from catalog.places import Named
from catalog.text import guess_language, is_stop, spelled_words, stems

MOST_WORDS = 200
"""Words read of a question; a pasted page has said by then what it is about."""
MOST_TERMS = 40
"""Terms looked up, those that tell the most."""

MODEL = "k_model_language"
MODELLED = ("k_ordinance", "k_resolution", "k_executive_order", "k_agency_policy")
"""A template of an ordinance is not an ordinance."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a question that carries meaning, and the terms of which any one answers it."""

    word: str
    terms: tuple[str, ...]


@dataclass(slots=True)
class Question:
    """What a question comes to.

    `said` holds the terms that stand for its words, `filed` those of the shelves it names, `placed`
    those of its places; all of them are in the index. `asked` leaves out the words of places.
    """

    words: list[str]
    said: list[str] = field(default_factory=list)
    filed: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    places: tuple[Place, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def terms(self) -> list[str]:
        """Every term to look up."""
        return [*self.said, *self.filed, *self.placed]


def read(text: str, lexicon: Lexicon, language: Language) -> Question:
    """Read a question. The reader's language decides where the words leave it open."""
    spelled = spelled_words(text, MOST_WORDS)
    named = lexicon.places.find(spelled)
    corrections = dict(_corrections(spelled, named, lexicon))
    for at, correction in corrections.items():
        spelled[at] = correction.used, correction.used
    if corrections:
        named = lexicon.places.find(spelled)
    question = Question(
        [folded for _, folded in spelled],
        places=tuple(place for name in named for place in name.places),
        corrections=tuple(dict.fromkeys(corrections.values())),
    )
    placed = {at for name in named for at in range(name.start, name.stop)}
    _read_words(question, placed, lexicon, guess_language(question.words) or language)
    question.placed = [
        term for place in question.places for term in place_terms(place) if term in lexicon
    ]
    return question


def _corrections(
    spelled: Sequence[tuple[str, str]], named: Sequence[Named], lexicon: Lexicon
) -> Iterator[tuple[int, Correction]]:
    """What is misspelled, by place among the words. Capitals are names, unless all are capitals."""
    shouted = all(typed.isupper() for typed, _ in spelled if typed.isalpha())
    placed = {at for name in named for at in range(name.start, name.stop)}
    for at, (typed, folded) in enumerate(spelled):
        if at not in placed and (shouted or not typed.isupper()):
            meant = lexicon.speller.correct(folded)
            if meant:
                yield at, Correction(typed, meant)


def _read_words(question: Question, placed: set[int], lexicon: Lexicon, language: Language) -> None:
    """Fill in the terms that the words say and the shelves they name."""
    code_at = {
        at: code if at == start else ""
        for start, stop, code in codes.in_query(question.words, lexicon)
        for at in range(start, stop)
    }
    kept = [at for at, word in enumerate(question.words) if not is_stop(word) or at in code_at]
    kept = kept or list(range(len(question.words)))
    content = [question.words[at] for at in kept]
    order = LANGUAGES if language == "en" else LANGUAGES[::-1]
    concepts = _spans(glossary.load(), content, order)
    shelves = _spans(lexicon.shelves, content, order)
    question.filed = [*_shelved(shelves, lexicon)]
    concept_of, shelf_of = _by_word(concepts), _by_word(shelves)
    said = dict.fromkeys(name for span in concepts for name in span.names if name in lexicon)
    for n, (at, word) in enumerate(zip(kept, content, strict=True)):
        if at in code_at:
            terms = [code_at[at]] if code_at[at] else []
        else:
            terms = _terms(word, concept_of.get(n), order, lexicon)
        said |= dict.fromkeys(terms)
        if code_at.get(at) != "" and at not in placed and not _is_kind(shelf_of.get(n)):
            also = _also(word, concept_of.get(n), shelf_of.get(n))
            question.asked.append(Asked(word, (*terms, *also)))
    question.said = _telling(list(said), lexicon)


def _by_word(spans: Sequence[Span]) -> dict[int, Span]:
    return {at: span for span in spans for at in range(span.start, span.stop)}


def _is_kind(shelf: Span | None) -> bool:
    """Whether a word only says what sort of document is wanted."""
    return shelf is not None and all(name.startswith("k_") for name in shelf.names)


def _also(word: str, concept: Span | None, shelf: Span | None) -> tuple[str, ...]:
    """Terms that answer a word without standing for it: what its phrase means, where that lies.

    A concept's word may also stand in a name, which is indexed by its stems alone.
    """
    meant = (*concept.names, *stems(word)) if concept else ()
    return (*meant, *shelf.names) if shelf else meant


def _terms(word: str, span: Span | None, order: Sequence[Language], lexicon: Lexicon) -> list[str]:
    """The terms of the index that one word stands for."""
    if not word.isalpha():
        return [code for code in (word, *codes.shorter(word)) if code in lexicon]
    if span and span.stop - span.start == 1 and any(name in lexicon for name in span.names):
        return []
    for language in order:
        names = [name for name in glossary.load().word(word, language) if name in lexicon]
        if names and span:
            return names
    return [term for term in stems(word) if term in lexicon]


def _spans(phrases: Phrases, content: list[str], order: Sequence[Language]) -> list[Span]:
    """Phrases of both languages that don't overlap: the longer, else the question's language."""
    found = [span for language in order for span in phrases.find(content, language)]
    found.sort(key=lambda span: span.start - span.stop)
    taken: set[int] = set()
    spans: list[Span] = []
    for span in found:
        if taken.isdisjoint(range(span.start, span.stop)):
            spans.append(span)
            taken.update(range(span.start, span.stop))
    return spans


def _shelved(spans: Sequence[Span], lexicon: Lexicon) -> Iterator[str]:
    names = dict.fromkeys(name for span in spans for name in span.names if name in lexicon)
    for name in names:
        if MODEL not in names or name not in MODELLED:
            yield name


def _telling(terms: list[str], lexicon: Lexicon) -> list[str]:
    if len(terms) <= MOST_TERMS:
        return terms
    return sorted(terms, key=lambda term: (-lexicon.weight(term), term))[:MOST_TERMS]
