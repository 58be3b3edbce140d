"""Words and phrases that mean one thing, in both languages: a sheriff is an `alguacil`.

The index holds a concept (`c_sheriff`) wherever a text says it in any of its words, so that a
question in one language finds a text in the other, and a phrase (`immigration hold`) finds the
word that stands for it (`detainer`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from catalog import shipped
from catalog.models import Language
from catalog.text import content, fold, stem, words

LANGUAGES: tuple[Language, ...] = ("en", "es")
_SIGNS = re.compile(r"[\W_]+")
_ENDING = 3
"""Letters in which two forms of one word may differ: `informe` is not `información`."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a phrase stands among the words, and the names of what it means."""

    start: int
    stop: int
    names: tuple[str, ...]


class Phrases:
    """Phrases of both languages with the names of what they mean, found in running words."""

    def __init__(self, entries: Iterable[tuple[str, Language, str]]) -> None:
        """Take in (name, language, phrase) rows."""
        rows = [(name, language, words(phrase)) for name, language, phrase in entries]
        self._words: dict[Language, set[str]] = {"en": set(), "es": set()}
        self._by_stem: dict[tuple[Language, str], list[str]] = {}
        self._names: dict[tuple[Language, tuple[str, ...]], tuple[str, ...]] = {}
        self._longest: dict[tuple[Language, str], int] = {}
        self._lemma = lru_cache(maxsize=50_000)(self._read_lemma)
        for _, language, phrase in rows:
            self._words[language].update(phrase)
        for language, known in self._words.items():
            for word in sorted(known):
                self._by_stem.setdefault((language, stem(word, language)), []).append(word)
        for name, language, phrase in rows:
            telling = content(phrase)
            # `sin papeles` is not `papeles`, nor is `no cost` a cost.
            if len(telling) == len(phrase) or len(telling) > 1 or not telling[0].isalpha():
                self._enter(name, language, telling)
            if len(phrase) > 1 and not "".join(phrase).isalpha():
                self._enter(name, language, ["".join(phrase)])

    def _enter(self, name: str, language: Language, phrase: Sequence[str]) -> None:
        key = tuple(self._lemma(word, language) for word in phrase)
        if not key:
            return
        names = self._names.get((language, key), ())
        self._names[language, key] = names if name in names else (*names, name)
        first = (language, key[0])
        self._longest[first] = max(self._longest.get(first, 0), len(key))

    def find(self, folded: Sequence[str], language: Language) -> list[Span]:
        """The phrases among folded words without stop words, the longest first from the left."""
        lemmas = [self._lemma(word, language) for word in folded]
        spans: list[Span] = []
        at = 0
        while at < len(lemmas):
            span = self._span(lemmas, at, language)
            if span:
                spans.append(span)
            at = span.stop if span else at + 1
        return spans

    def _span(self, lemmas: Sequence[str], at: int, language: Language) -> Span | None:
        longest = self._longest.get((language, lemmas[at]), 0)
        for length in range(min(longest, len(lemmas) - at), 0, -1):
            names = self._names.get((language, tuple(lemmas[at : at + length])))
            if names:
                return Span(at, at + length, names)
        return None

    def word(self, folded: str, language: Language) -> tuple[str, ...]:
        """The names of what one word means by itself."""
        return self._names.get((language, (self._lemma(folded, language),)), ())

    def _read_lemma(self, word: str, language: Language) -> str:
        """The form under which a word of the phrases is kept; any other word stays as it is."""
        known = self._words[language]
        for plural in ("s", "es"):
            if word.endswith(plural) and word.removesuffix(plural) in known:
                return word.removesuffix(plural)
        if word in known:
            return word
        near = [
            (distance, form)
            for form in self._by_stem.get((language, stem(word, language)), ())
            if (distance := _ending(word, form)) <= _ENDING
        ]
        return self._lemma(min(near)[1], language) if near else word

    @property
    def vocabulary(self) -> set[str]:
        """Every word of the phrases, folded."""
        return self._words["en"] | self._words["es"]


def _ending(one: str, other: str) -> int:
    """How many letters the longer of two words has after what they share."""
    shared = 0
    for here, there in zip(one, other, strict=False):
        if here != there:
            break
        shared += 1
    return max(len(one), len(other)) - shared


@cache
def load() -> Phrases:
    """The glossary that comes with Liaison; a concept is named after its first English phrase."""
    groups = shipped.data("glossary.json")["concepts"]
    return Phrases(
        (concept(group["en"][0]), language, phrase)
        for group in groups
        for language in LANGUAGES
        for phrase in group[language]
    )


def concept(phrase: str) -> str:
    """How a concept stands in the index: `c_city_council`. Words never hold an underscore."""
    return "c_" + "_".join(words(phrase))


def filed(prefix: str, identifier: str) -> str:
    """How what a record is filed under stands in the index: a topic as `t_sanctuary_policy`."""
    return prefix + "_" + _SIGNS.sub("_", fold(identifier))
