"""The values that filters take, found by any of their names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from catalog import shipped
from catalog.glossary import LANGUAGES
from catalog.models import Kind, Place, Publisher, Topic
from catalog.places import COUNTRY, Places
from catalog.text import words
from catalog.vocabulary import Vocabulary

V = TypeVar("V")

NEAREST = 3
ALIKE = 50.0
"""The least likeness, of 100, for a value to be offered in place of an unknown one."""

COUNTRY_NAMES = ("USA", "national", "nacional", "United States", "Estados Unidos")
SINCE_EXAMPLES = ("2025", "2025-03", "6m")

_UNITS = {"d": 1, "w": 7, "s": 7, "m": 30, "y": 365, "a": 365}
"""Days in a unit of `since:`, English and Spanish: day/día, week/semana, month/mes, year/año."""
_AGO = re.compile(r"(\d{1,4})([a-z])")
_CUT_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_PARTS = re.compile(r"\s+(?:or|o|u)\s+|/")


@dataclass(frozen=True, slots=True)
class Choice(Generic[V]):
    """A value, how queries write it and people read it, its other names, and what it finds."""

    value: V
    written: str
    shown: str
    names: tuple[str, ...]
    resources: int


class Choices(Generic[V]):
    """The values one filter takes."""

    def __init__(self, choices: Iterable[Choice[V]]) -> None:
        self._written: dict[str, V] = {}
        self._by_name: dict[str, tuple[Choice[V], ...]] = {}
        for choice in choices:
            self._written[choice.written.casefold()] = choice.value
            for name in (choice.written, choice.shown, *choice.names):
                known = self._by_name.get(_key(name), ())
                self._by_name[_key(name)] = known if choice in known else (*known, choice)
        self._by_name.pop("", None)

    def named(self, text: str) -> tuple[V, ...]:
        """The values that go by exactly this name, case, accents and signs aside."""
        written = self._written.get(text.casefold())
        if written is not None:
            return (written,)
        return tuple(choice.value for choice in self._by_name.get(_key(text), ()))

    def find(self, text: str) -> tuple[V, ...]:
        """The values of this name, or the only one that has a name beginning so."""
        exact = self.named(text)
        begun = () if exact else self._begun(_key(text))
        return exact or (begun if len(set(begun)) == 1 else ())[:1]

    def _begun(self, key: str) -> tuple[V, ...]:
        if len(key) < 2:
            return ()
        return tuple(
            choice.value
            for name, choices in self._by_name.items()
            if name.startswith(key)
            for choice in choices
        )

    def nearest(self, text: str) -> tuple[str, ...]:
        """Up to three values to write instead: the likest, else those that find the most."""
        key = _key(text)
        begun = [name for name in self._by_name if key and name.startswith(key)]
        like = process.extract(
            key, self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=4 * NEAREST
        )
        names = [*sorted(begun, key=len), *(name for name, _, _ in like)] if key else []
        near = [choice for name in names for choice in self._by_name[name]]
        every = {id(choice): choice for choices in self._by_name.values() for choice in choices}
        most = sorted(every.values(), key=lambda choice: (-choice.resources, choice.shown))
        return tuple(dict.fromkeys(choice.shown for choice in near or most))[:NEAREST]


def _key(name: str) -> str:
    return "".join(words(name))


@dataclass(frozen=True, slots=True)
class Filters:
    """Every filter that takes a value of the vocabulary."""

    type: Choices[str]
    topic: Choices[str]
    place: Choices[Place]
    by: Choices[str]
    lang: Choices[str]


def read(vocabulary: Vocabulary) -> Filters:
    """The values that the filters take in a catalogue."""
    return Filters(
        type=Choices(_kind(kind) for kind in vocabulary.kinds),
        topic=Choices(_topic(topic) for topic in vocabulary.topics),
        place=Choices(_places(vocabulary)),
        by=Choices(_publisher(publisher) for publisher in vocabulary.publishers),
        lang=Choices(
            Choice(it.id, it.id, it.name_en, (it.name_es,), it.resources)
            for it in vocabulary.languages
        ),
    )


def _kind(kind: Kind) -> Choice[str]:
    parts = [part for name in (kind.name_en, kind.name_es) for part in _PARTS.split(name)]
    asked = [row for row in shipped.data("glossary.json")["kinds"] if row["id"] == kind.id]
    other = [text for row in asked for language in LANGUAGES for text in row[language]]
    return Choice(
        kind.id, kind.id, kind.id, (kind.name_en, kind.name_es, *parts, *other), kind.resources
    )


def _topic(topic: Topic) -> Choice[str]:
    names = (topic.name_en, topic.name_es, *topic.synonyms_en, *topic.synonyms_es)
    return Choice(topic.id, topic.id, topic.id, names, topic.resources)


def _publisher(publisher: Publisher) -> Choice[str]:
    shown = publisher.abbr or publisher.name
    names = (publisher.name, *publisher.aka)
    return Choice(publisher.id, publisher.id, shown, names, publisher.resources)


def _places(vocabulary: Vocabulary) -> Iterator[Choice[Place]]:
    names: defaultdict[Place, list[str]] = defaultdict(list)
    for name, meant in Places(vocabulary).names.items():
        for place in meant:
            names[place].append(name)
    yield Choice(COUNTRY, "US", "US", COUNTRY_NAMES, 0)
    for state in vocabulary.states:
        place = Place(state.iso)
        also = (state.iso, *names[place])
        yield Choice(place, write_place(place), state.name_en, also, state.resources)
    for city in vocabulary.cities:
        also = tuple(names[city.place])
        yield Choice(city.place, write_place(city.place), city.place.city, also, city.resources)


def write_place(place: Place) -> str:
    """How a place is written in a filter: `TX`, `Austin, TX`, `US`."""
    code = place.iso.rpartition("-")[2]
    return f"{place.city}, {code}" if place.city else code


def read_since(text: str, today: date) -> str:
    """A date of `since:` as ISO, cut to its precision; empty when it is none.

    Takes `2025`, `2025-03`, `2025-03-14`, and ages: `30d`, `6m`, `2y`, in Spanish `2a`.
    """
    value = text.strip().lower()
    ago = _AGO.fullmatch(value)
    if ago and ago[2] in _UNITS:
        days = int(ago[1]) * _UNITS[ago[2]]
        return (today - timedelta(days=min(days, (today - date.min).days))).isoformat()
    if not _CUT_DATE.fullmatch(value):
        return ""
    try:
        date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        return ""
    return value


def unique(values: Sequence[V]) -> tuple[V, ...]:
    """The values in their order, each once."""
    return tuple(dict.fromkeys(values))
