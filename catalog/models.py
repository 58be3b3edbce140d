"""The library's nouns: resources, what they are filed under, and what a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

Language = Literal["en", "es"]
"""The two languages in which the library speaks; a resource itself may be in any."""


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction: the country (`US`), a state or territory (`US-TX`), or a city in one."""

    iso: str
    city: str = ""

    @property
    def is_national(self) -> bool:
        """Whether the whole country is meant."""
        return self.iso == "US" and not self.city


class Named:
    """Something that has a name in each of the library's languages."""

    __slots__ = ()

    name_en: str
    name_es: str

    @property
    def names(self) -> tuple[str, str]:
        """The name in each language."""
        return self.name_en, self.name_es

    def name(self, language: Language) -> str:
        """The name for a reader."""
        return self.name_es if language == "es" else self.name_en


@dataclass(frozen=True, slots=True)
class Topic(Named):
    """A subject of the taxonomy, with the words people use for it."""

    id: str
    name_en: str
    name_es: str
    synonyms_en: tuple[str, ...] = ()
    synonyms_es: tuple[str, ...] = ()
    description: str = ""
    resources: int = 0


@dataclass(frozen=True, slots=True)
class Kind(Named):
    """What sort of document a resource is (`type:` in a query): report, ordinance, webinar…"""

    id: str
    name_en: str
    name_es: str
    resources: int = 0


@dataclass(frozen=True, slots=True)
class Publisher:
    """An organization that publishes resources."""

    id: str
    name: str
    abbr: str = ""
    aka: tuple[str, ...] = ()
    website: str = ""
    resources: int = 0


@dataclass(frozen=True, slots=True)
class State(Named):
    """A state, the federal district or a territory, by its ISO 3166-2 code (`US-TX`)."""

    iso: str
    name_en: str
    name_es: str
    resources: int = 0


@dataclass(frozen=True, slots=True)
class City:
    """A city, town or county that the library knows, and the state it lies in."""

    place: Place
    resources: int = 0


@dataclass(frozen=True, slots=True)
class AmbiguousName:
    """A name that several places bear (`Washington`), the likeliest first."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class WrittenLanguage(Named):
    """A language in which a resource may be written, by its ISO 639 code."""

    id: str
    name_en: str
    name_es: str
    resources: int = 0


@dataclass(frozen=True, slots=True)
class Section(Named):
    """A shelf of the library to browse. Opening it means running its query."""

    id: str
    name_en: str
    name_es: str
    query: str
    resources: int = 0


@dataclass(frozen=True, slots=True)
class Resource:
    """One record of the library. Empty text means unknown.

    `date` is an ISO date cut to its precision (`2018`, `2018-07`, `2018-07-14`);
    `added` is the ISO day on which the record entered this catalogue.
    """

    id: str
    title: str
    title_es: str = ""
    title_alt: tuple[str, ...] = ()
    summary: str = ""
    summary_es: str = ""
    publishers: tuple[str, ...] = ()
    publisher_ids: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    type: str = ""
    topics: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    languages: tuple[str, ...] = ()
    date: str = ""
    date_precision: str = ""
    url: str = ""
    url_role: str = ""
    found_on: tuple[str, ...] = ()
    access: str = "public"
    status: str = "active-or-unknown"
    currency: str = ""
    currency_es: str = ""
    title_is_descriptive: bool = False
    checked: str = ""
    added: str = ""

    def title_in(self, language: Language) -> str:
        """The title for a reader, in their language where there is one."""
        return (self.title_es if language == "es" else "") or self.title

    def summary_in(self, language: Language) -> str:
        """The summary for a reader, in their language where there is one."""
        first, second = self.summary, self.summary_es
        return (second or first) if language == "es" else (first or second)

    def currency_in(self, language: Language) -> str:
        """The warning about the record's age for a reader, or nothing."""
        return (self.currency_es if language == "es" else "") or self.currency

    @property
    def is_public(self) -> bool:
        """Whether anyone may see its address; else it is listed and opened by request."""
        return self.access == "public"


@dataclass(frozen=True, slots=True)
class UnknownFilter:
    """A filter that names nothing in the library, with the nearest values that do."""

    name: str
    value: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked for: words, and filters that a hit must meet.

    Values within one filter are alternatives; different filters add up.
    `since` is an ISO date cut to its precision. `near` holds places that were named among the
    words: they lift, they do not exclude. `unknown` filters were left out of the search and
    are told to the person.
    """

    words: str = ""
    types: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    since: str = ""
    new: bool = False
    near: tuple[Place, ...] = ()
    unknown: tuple[UnknownFilter, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was asked for."""
        return self == Query()

    @property
    def has_filters(self) -> bool:
        """Whether a hit must meet more than the words."""
        return replace(self, words="", near=(), unknown=()) != Query()


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that the library doesn't know and the known word that was searched instead."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A resource that answers a query. A higher score is a better answer, within one page only.

    `snippet` is plain text from the resource's own summary, at most 240 characters.
    """

    resource: Resource
    score: float
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A slice of the answers to a query, best first; `total` counts all of them.

    An answer with no hits names the nearest topics, where any is near.
    """

    query: Query
    hits: tuple[Hit, ...] = ()
    total: int = 0
    offset: int = 0
    limit: int = 10
    corrections: tuple[Correction, ...] = ()
    nearest_topics: tuple[Topic, ...] = ()

    @property
    def has_next(self) -> bool:
        """Whether there are hits after this slice."""
        return self.offset + len(self.hits) < self.total


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that can't be imported: where it stands, which field, and what to do about it.

    Without a field the row as a whole is meant. The reason reads on from the field's name.
    """

    line: int
    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. When any row was refused, nothing of the file was written.

    `ignored` are columns of the file for which a record has no field.
    """

    path: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: int = 0
    refused: tuple[Refusal, ...] = field(default=())
    ignored: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every row was taken."""
        return not self.refused
