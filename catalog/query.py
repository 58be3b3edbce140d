"""Queries as text: words and filters such as `topic:schools place:TX since:6m is:new`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from catalog import filters
from catalog.filters import SINCE_EXAMPLES, Choices, Filters, V, read_since, unique, write_place
from catalog.models import Place, Query, UnknownFilter
from catalog.places import Places
from catalog.text import fold, spelled_words
from catalog.vocabulary import Vocabulary

MOST_WORDS = 200
"""Words kept of a query; what is pasted behind them is not read."""
MOST_FILTERS = 30
LONGEST_NAME = 5
"""Words of the longest value that needs no quotes: `place:New York`."""

Name = Literal["type", "topic", "place", "by", "lang", "since", "is"]

NAMES: dict[str, Name] = {
    "type": "type", "topic": "topic", "place": "place", "by": "by", "lang": "lang",
    "since": "since", "is": "is",
    "tipo": "type", "tema": "topic", "lugar": "place", "de": "by", "idioma": "lang",
    "desde": "since", "es": "is",
}  # fmt: skip
"""Filters by the names people type, English and Spanish."""
WORDLIKE = ("de", "es", "is")
"""Names that end a clause before a colon in ordinary sentences: alone they are words."""
NEW = ("new", "nuevo", "nueva", "nuevos", "nuevas")

_QUOTES = str.maketrans("“”„«»", '"' * 5)
_PIECE = re.compile(
    rf"(?P<name>{'|'.join(NAMES)}):(?P<value>(?:\"[^\"]*(?:\"|$)|[^\s\"])*)|\S+", re.IGNORECASE
)
_VALUE = re.compile(r'"([^"]*)"?|([^,"]+)')
_BARE = re.compile(r'[^\s,"]+')


@dataclass(slots=True)
class _Reading:
    """A query as far as it is read."""

    known: Filters
    today: date
    words: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    since: str = ""
    new: bool = False
    unknown: list[UnknownFilter] = field(default_factory=list)

    def filter(self, name: Name, value: str, following: Sequence[str]) -> int:
        """Read a filter; how many of the words that follow belong to its value."""
        known = self.known
        match name:
            case "type":
                return self._values(name, known.type, self.types, value, following)
            case "topic":
                return self._values(name, known.topic, self.topics, value, following)
            case "place":
                return self._values(name, known.place, self.places, value, following)
            case "by":
                return self._values(name, known.by, self.publishers, value, following)
            case "lang":
                return self._values(name, known.lang, self.languages, value, following)
            case "since":
                return self._since(value, following)
            case _:
                return self._is(value)

    def _values(
        self, name: Name, choices: Choices[V], into: list[V], value: str, following: Sequence[str]
    ) -> int:
        values = _split(value)
        taken = 0 if value.endswith('"') else _continued(values, choices, following)
        if taken:
            values[-1:] = [" ".join([*values[-1:], *following[:taken]])]
        for each in values or [""]:
            found = choices.find(each)
            into += found
            if not found:
                self.unknown.append(UnknownFilter(name, each, choices.nearest(each)))
        return taken

    def _since(self, value: str, following: Sequence[str]) -> int:
        taken = 0 if value else len(following[:1])
        text = " ".join(_split(value or " ".join(following[:1])))
        since = read_since(text, self.today)
        self.since = since or self.since
        if since:
            return taken
        self.unknown.append(UnknownFilter("since", "" if taken else text, SINCE_EXAMPLES))
        return 0

    def _is(self, value: str) -> int:
        for each in _split(value) or [""]:
            if fold(each) in NEW:
                self.new = True
            else:
                self.unknown.append(UnknownFilter("is", each, NEW[:1]))
        return 0


def parse(text: str, vocabulary: Vocabulary, today: date | None = None) -> Query:
    """Read a query. No text raises an error: what is no filter is a word.

    `today` is the day from which `since:6m` counts back.
    """
    known, places = _known.of(vocabulary)
    reading = _Reading(known, today or date.today())  # noqa: DTZ011 - the caller gives its own day
    _read(text, reading)
    words = " ".join(reading.words)
    named = places.find(spelled_words(words, MOST_WORDS))
    return Query(
        words=words,
        types=unique(reading.types),
        topics=unique(reading.topics),
        places=unique(reading.places),
        publishers=unique(reading.publishers),
        languages=unique(reading.languages),
        since=reading.since,
        new=reading.new,
        near=unique([place for name in named for place in name.places]),
        unknown=unique(reading.unknown),
    )


def write(query: Query) -> str:
    """The text of a query: its words, then its filters. Parsed again it is the same query."""
    return " ".join([query.words, *_written(query)] if query.words else _written(query))


def _written(query: Query) -> Iterator[str]:
    for name, values in (
        ("type", query.types),
        ("topic", query.topics),
        ("place", tuple(write_place(place) for place in query.places)),
        ("by", query.publishers),
        ("lang", query.languages),
        ("since", (query.since,) if query.since else ()),
        ("is", NEW[:1] if query.new else ()),
    ):
        if values:
            yield f"{name}:{','.join(map(_quoted, values))}"
    for unknown in query.unknown:
        yield f"{unknown.name}:{_quoted(unknown.value) if unknown.value else ''}"


def _quoted(value: str) -> str:
    return value if _BARE.fullmatch(value) else f'"{value}"'


def _read(text: str, reading: _Reading) -> None:
    pieces = list(_PIECE.finditer(text.translate(_QUOTES)))
    at = filters_read = 0
    while at < len(pieces):
        piece, value = pieces[at], pieces[at]["value"]
        at += 1
        if not piece["name"] or (not value and fold(piece["name"]) in WORDLIKE):
            if len(reading.words) < MOST_WORDS:
                reading.words.append(piece[0])
        elif filters_read < MOST_FILTERS:
            filters_read += 1
            following = _words_from(pieces[at : at + LONGEST_NAME - 1])
            at += reading.filter(NAMES[fold(piece["name"])], value, following)


def _words_from(pieces: Sequence[re.Match[str]]) -> list[str]:
    """The words before the next filter."""
    end = next((at for at, piece in enumerate(pieces) if piece["name"]), len(pieces))
    return [piece[0] for piece in pieces[:end]]


def _split(value: str) -> list[str]:
    """The values between commas, without quotes, spaces evened."""
    values = (" ".join((quoted or bare).split()) for quoted, bare in _VALUE.findall(value))
    return [each for each in values if each]


def _continued(values: Sequence[str], choices: Choices[V], following: Sequence[str]) -> int:
    """How many of the next words finish a value that was written without quotes."""
    for taken in range(len(following), 0, -1):
        if choices.named(" ".join([*values[-1:], *following[:taken]])):
            return taken
    return 0


class _Known:
    """The values of one vocabulary, read once for as long as it is in use."""

    def __init__(self) -> None:
        self._vocabulary: Vocabulary | None = None
        self._read: tuple[Filters, Places]

    def of(self, vocabulary: Vocabulary) -> tuple[Filters, Places]:
        if self._vocabulary is not vocabulary:
            self._read = filters.read(vocabulary), Places(vocabulary)
            self._vocabulary = vocabulary
        return self._read


_known = _Known()
