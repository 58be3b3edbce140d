"""Places named in running words: states, their codes, and the cities that the library knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog import glossary, shipped
from catalog.models import Place
from catalog.text import words
from catalog.vocabulary import Vocabulary

WORDLIKE = frozenset(
    {"in", "or", "me", "hi", "ok", "oh", "la", "de", "al", "id", "co", "ma", "pa", "mi"}
    | {"as", "va", "vi"}
)
"""State codes that are words of one of the languages: they count in capitals only."""

COUNTRY = Place("US")

Spelled = Sequence[tuple[str, str]]
"""Words as typed, each with its folded form."""


@dataclass(frozen=True, slots=True)
class Named:
    """Where a place is named among the words, and which places may be meant, likeliest first."""

    start: int
    stop: int
    places: tuple[Place, ...]


class Places:
    """The names of places, looked up whole or found in running words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._codes = {
            state.iso.rpartition("-")[2].lower(): state.iso for state in vocabulary.states
        }
        self._names: dict[tuple[str, ...], tuple[Place, ...]] = {}
        for place, name in _names(vocabulary):
            key = tuple(words(name))
            known = self._names.get(key, ())
            self._names[key] = known if place in known else (*known, place)
        for ambiguous in vocabulary.ambiguous:
            self._names[tuple(words(ambiguous.text))] = ambiguous.places
        self._names.pop((), None)
        self._longest: dict[str, int] = {}
        for key in self._names:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    @property
    def names(self) -> dict[str, tuple[Place, ...]]:
        """Every name, folded, with the places it may mean; state codes too."""
        codes = {code: (Place(iso),) for code, iso in self._codes.items()}
        return codes | {" ".join(key): places for key, places in self._names.items()}

    def find(self, spelled: Spelled) -> list[Named]:
        """The places named in running words, the longest name first from the left."""
        shouted = len(spelled) > 1 and all(typed.upper() == typed for typed, _ in spelled)
        found: list[Named] = []
        at = 0
        while at < len(spelled):
            named = self._named(spelled, at) or self._coded(spelled, at, shouted=shouted)
            if named:
                found.append(named)
            at = named.stop if named else at + 1
        return found

    def _named(self, spelled: Spelled, at: int) -> Named | None:
        longest = self._longest.get(spelled[at][1], 0)
        for length in range(min(longest, len(spelled) - at), 0, -1):
            key = tuple(folded for _, folded in spelled[at : at + length])
            if key in self._names:
                return Named(at, at + length, self._names[key])
        return None

    def _coded(self, spelled: Spelled, at: int, *, shouted: bool) -> Named | None:
        typed, folded = spelled[at]
        iso = self._codes.get(folded)
        if iso is None:
            return None
        if folded in WORDLIKE and (shouted or not typed.isupper() or _in_phrase(spelled, at)):
            return None
        return Named(at, at + 1, (Place(iso),))


def _in_phrase(spelled: Spelled, at: int) -> bool:
    """Whether a word belongs to a phrase with its neighbour: `municipal ID` is not in Idaho."""
    around = [folded for _, folded in spelled[max(0, at - 1) : at + 2]]
    return any(span.stop - span.start > 1 for span in glossary.load().find(around, "en"))


def _names(vocabulary: Vocabulary) -> Iterable[tuple[Place, str]]:
    for state in vocabulary.states:
        yield Place(state.iso), state.name_en
        yield Place(state.iso), state.name_es
    for city in vocabulary.cities:
        yield city.place, city.place.city
    for row in shipped.data("glossary.json")["places"]:
        yield from ((Place(row["iso"], row["city"]), name) for name in row["names"])
