"""Unknown words replaced by the known word that was likely meant."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from string import ascii_lowercase

import wordfreq
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from catalog.text import fold

SHORTEST = 4
"""Letters below which a word is left alone."""
SHORT = 6
"""Letters below which one slip is forgiven; from here on two are."""
FIRST_LETTER = 0.5
"""What a different first letter costs, in slips: people seldom miss it."""
COMMONNESS = 0.1
"""What each factor of e in the number of records with a word is worth, in slips."""


class Speller:
    """Corrects words against those that the library uses."""

    def __init__(self, live: Callable[[], Mapping[str, int]], fixed: frozenset[str]) -> None:
        """Words of the records with how many use each, and words known without them."""
        self._live = live
        self._fixed = fixed
        self._lengths: dict[int, list[str]] | None = None
        self._suggested: dict[str, str | None] = {}

    def correct(self, word: str) -> str | None:
        """The known word meant by a folded one; None when it is known or nothing is near."""
        if len(word) < SHORTEST or not word.isalpha() or self.knows(word):
            return None
        if word not in self._suggested:
            self._suggested[word] = self._suggest(word)
        return self._suggested[word]

    def knows(self, word: str) -> bool:
        """Whether a folded word is right as it stands, or is the plural of one of the library."""
        live = self._live()
        forms = (word, word.removesuffix("s"), word.removesuffix("es"))
        here = any(form in self._fixed or form in live for form in forms)
        return here or word in common_words()

    def _suggest(self, word: str) -> str | None:
        slips = 1 if len(word) < SHORT else 2
        near = [
            (self._cost(word, known, distance), distance, known)
            for length in range(len(word) - slips, len(word) + slips + 1)
            for known, distance, _ in extract(
                word, self._of_length(length), scorer=OSA.distance, score_cutoff=slips, limit=None
            )
        ]
        if not near:
            return None
        _, distance, known = min(near)
        # One slip from a common word that no record uses: that one was meant, not two slips.
        if distance > 1 and any(edit in common_words() for edit in _edits(word)):
            return None
        return known

    def _cost(self, word: str, known: str, distance: float) -> float:
        strange = FIRST_LETTER if word[0] != known[0] else 0.0
        return distance + strange - COMMONNESS * math.log(1 + self._live().get(known, 0))

    def _of_length(self, length: int) -> list[str]:
        if self._lengths is None:
            self._lengths = {}
            for known in self._fixed | self._live().keys():
                self._lengths.setdefault(len(known), []).append(known)
        return self._lengths.get(length, [])


@cache
def common_words() -> frozenset[str]:
    """Some 57,000 common words of English and Spanish, folded (the small lists of wordfreq)."""
    words = frozenset(
        fold(word)
        for language in ("en", "es")
        for band in wordfreq.get_frequency_list(language, "small")
        for word in band
    )
    # It would keep its own lists for ever, 5 MB of them.
    wordfreq.get_frequency_list.cache_clear()
    return words


def _edits(word: str) -> Iterator[str]:
    """Every spelling one slip away from a word."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
