"""One row of a file made a resource, or refused with a reason for each field that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from catalog.importers import dates
from catalog.importers.choices import Choices
from catalog.importers.dates import Order
from catalog.importers.places import Places
from catalog.importers.publishers import Publishers
from catalog.importers.values import FieldError, Several, Text, day, url, yes_or_no
from catalog.models import Kind, Refusal, Resource, Topic, WrittenLanguage
from catalog.vocabulary import Vocabulary

Check = Callable[[object], Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as its file holds it, by the names of the fields.

    `line` is where it starts in the file; `order` is how the file writes day and month, where
    that is known.
    """

    line: int
    values: dict[str, object]
    order: Order | None = None


class RowRefusedError(Exception):
    """A row with at least one wrong field."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__(refusals)
        self.refusals = refusals


class Rows:
    """Checks rows against the vocabulary of a catalogue.

    `publishers` are those of the catalogue, and those that the rows checked so far have added.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.publishers = Publishers(vocabulary.publishers)
        self._checks: dict[str, Check] = {
            **_texts(),
            **_choices(vocabulary),
            "publishers": self.publishers.named,
            "publisher_ids": self.publishers.of_ids,
            "jurisdictions": Places(vocabulary),
        }

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that are taken from a row."""
        return frozenset((*self._checks, "date", "date_precision"))

    def resource(self, row: Row) -> Resource:
        """The resource that a row describes. Raises RowRefusedError."""
        form = _Form(row)
        for name, check in self._checks.items():
            form.take(name, check)
        form.take("date", lambda value: _date(value, row))
        if form.refusals:
            raise RowRefusedError(form.refusals)
        return _resource(form.found)


class _Form:
    """Collects what is right and what is wrong in a row."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.found: dict[str, Any] = {}
        self.refusals: list[Refusal] = []

    def take(self, name: str, check: Check) -> None:
        if name not in self._row.values and name not in ("id", "title"):
            return
        try:
            self.found[name] = check(self._row.values.get(name))
        except FieldError as problem:
            self.refusals.append(Refusal(self._row.line, name, str(problem)))


def _texts() -> dict[str, Check]:
    """Checks of the fields that need no vocabulary."""
    return {
        "id": _required(Text(200)),
        "title": _required(Text(500)),
        "title_es": Text(500),
        "title_alt": Several(Text(500)),
        "summary": Text(5000),
        "summary_es": Text(5000),
        "authors": Several(Text(200)),
        "url": url,
        "found_on": Several(url),
        "currency": Text(500),
        "currency_es": Text(500),
        "title_is_descriptive": yes_or_no,
        "checked": day,
        "added": day,
    }


def _choices(vocabulary: Vocabulary) -> dict[str, Check]:
    """Checks of the fields that are filled from closed lists."""
    return {
        "type": Choices("type", _named(vocabulary.kinds)),
        "topics": Several(Choices("topic", _named(vocabulary.topics))),
        "languages": Several(_Language(Choices("language", _named(vocabulary.languages)))),
        "url_role": Choices("role of an address", _bare(vocabulary.url_roles)),
        "access": Choices("kind of access", _bare(vocabulary.access_levels)),
        "status": Choices("status", _bare(vocabulary.statuses)),
    }


def _named(values: Iterable[Kind | Topic | WrittenLanguage]) -> Iterator[tuple[str, list[str]]]:
    """Ids with their names, and a topic's with its synonyms."""
    for value in values:
        synonyms = [*value.synonyms_en, *value.synonyms_es] if isinstance(value, Topic) else []
        yield value.id, [value.name_en, value.name_es, *synonyms]


def _bare(ids: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    return ((id_, ()) for id_ in ids)


def _required(check: Text) -> Check:
    def present(value: object) -> str:
        if text := check(value):
            return text
        raise FieldError("is missing")

    return present


@dataclass(frozen=True, slots=True)
class _Language:
    """Checks a language; a region or script behind its code (`es-MX`) is left out."""

    known: Choices

    def __call__(self, value: object) -> str:
        text = Text(200)(value)
        return self.known(text if self.known.find(text) else text.replace("_", "-").split("-")[0])


def _date(value: object, row: Row) -> str:
    return dates.cut(dates.read(value, row.order), Text(20)(row.values.get("date_precision")))


def _resource(found: dict[str, Any]) -> Resource:
    """A resource of checked values; what they leave empty keeps its default."""
    named = found.pop("publishers", [])
    publishers = dict.fromkeys((*named, *found.pop("publisher_ids", [])))
    date = found.get("date", "")
    role = "page" if found.get("url") else "listed-on" if found.get("found_on") else ""
    return Resource(
        **{"url_role": role, "places": found.pop("jurisdictions", ())}
        | {name: value for name, value in found.items() if value},
        date_precision=dates.precision(date),
        publishers=tuple(publisher.name for publisher in named),
        publisher_ids=tuple(publisher.id for publisher in publishers),
    )
