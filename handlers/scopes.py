"""What an expert answers, read from what people write: ids, or names in either language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from bot.desk.roster import Read
from bot.i18n import texts
from catalog import Catalog
from catalog.importers.choices import Choices
from catalog.models import Place
from handlers.places import place_of, stored
from handlers.views.wording import REQUEST_KINDS, kind_name

NATION = "US"
DISTRICT = "US-DC"

_NATION_NAMES = ("USA", "United States", "Estados Unidos", "national", "nacional")
_CITY_LIMIT = 100
_NOT_IN_A_CITY = frozenset(',;/|"<>&')


class NoSuchPlace(ValueError):
    """A place that can't be told. Its words say what to write instead; `typed` is what it was."""

    def __init__(self, typed: str, reason: str) -> None:
        super().__init__(reason)
        self.typed = typed


def readers(catalog: Catalog) -> Mapping[str, Read]:
    """For each scope of an expert, what reads it. They raise ValueError."""
    topics = ((it.id, (*it.names, *it.synonyms_en, *it.synonyms_es)) for it in catalog.topics())
    languages = ((it.id, it.names) for it in catalog.languages())
    kinds = ((it, (kind_name(it, texts("en")), kind_name(it, texts("es")))) for it in REQUEST_KINDS)
    return {
        "topics": partial(_several, Choices("topic", topics)),
        "places": Places(catalog).read,
        "languages": partial(_several, Choices("language", languages)),
        "kinds": partial(_several, Choices("kind of request", kinds)),
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """Two names of one place: the same state written as a code, and spelled out."""

    iso: str
    is_code: bool


class Places:
    """Reads places as people write them: `TX`, `Texas`, `Austin, TX`, with `;` or `,` between."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        states = catalog.states()
        self._codes = {state.iso.removeprefix("US-"): state.iso for state in states}
        codes = [(state.iso, (state.iso.removeprefix("US-"), *state.names)) for state in states]
        self._states = Choices("state", [*codes, (NATION, _NATION_NAMES)])

    def read(self, text: str) -> tuple[str, ...]:
        """Places as the desk keeps them (`US-TX/Austin`). Raises NoSuchPlace."""
        found = (self._place(part) for part in self._parts(text))
        return tuple(dict.fromkeys(map(stored, found)))

    def write(self, places: Iterable[str]) -> str:
        """Places as `read` understands them."""
        kept = tuple(places)
        text = "; ".join(map(_spelled, kept))
        try:
            return text if self.read(text) == kept else f"{text};"
        except NoSuchPlace:
            return f"{text};"

    def _parts(self, text: str) -> Iterator[str]:
        if ";" in text:
            yield from filter(None, map(str.strip, text.split(";")))
            return
        parts = [part for part in map(str.strip, text.split(",")) if part]
        while parts:
            first = parts.pop(0)
            if parts and self._is_city(first, parts[0]):
                first = f"{first}, {parts.pop(0)}"
            yield first

    def _is_city(self, text: str, state: str) -> bool:
        """Whether two parts with a comma between are a city and its state, not two states."""
        city, other = self._known(text), self._known(state)
        if other is None or (city and city.is_code):
            return False
        if city is None or city.iso == other.iso or (city.iso, other.iso) == ("US-WA", DISTRICT):
            return True
        if other.is_code:
            both = f"{text}, {state}"
            raise NoSuchPlace(both, f"“{both}” can be read in two ways; write {text}; {state}")
        return False

    def _known(self, text: str) -> _Known | None:
        iso = self._states.find(text)
        return _Known(iso, text.upper().removeprefix("US-") in self._codes) if iso else None

    def _place(self, text: str) -> Place:
        city, comma, state = (part.strip() for part in text.rpartition(","))
        if comma:
            known = self._known(state)
            if known is None or known.iso == NATION:
                raise self._unknown(text, state)
            return self._city(city, known.iso)
        if known := self._known(text):
            return Place(known.iso)
        found = [each for each in self._named(text) if each.city]
        if len(found) != 1:
            raise self._unknown(text, text)
        return found[0]

    def _city(self, city: str, iso: str) -> Place:
        """A city in a state, spelled as the library spells it, if it is there."""
        if not city or len(city) > _CITY_LIMIT or not _NOT_IN_A_CITY.isdisjoint(city):
            raise NoSuchPlace(city, f"“{city}” is no name of a city")
        if not city.isprintable():
            raise NoSuchPlace(city, "holds a control character; remove it")
        if (city.casefold(), iso) == ("washington", DISTRICT):
            return Place(DISTRICT)
        known = [each for each in self._named(city) if each.iso == iso and each.city]
        return known[0] if len(known) == 1 else Place(iso, " ".join(city.split()))

    def _named(self, text: str) -> Iterable[Place]:
        return self._catalog.parse(f'place:"{text}"').places

    def _unknown(self, typed: str, state: str) -> NoSuchPlace:
        nearest = self._states.near(state)
        return NoSuchPlace(
            typed,
            f"“{typed}” is no place; nearest: {nearest}; a city is written with its state: "
            "Austin, TX",
        )


def _several(choices: Choices, text: str) -> tuple[str, ...]:
    """Names with `;` between them; with `,` too, but for names that have one themselves."""
    named = (
        name
        for part in text.split(";")
        for name in ([part] if choices.find(part) else part.split(","))
    )
    return tuple(dict.fromkeys(found for name in named if (found := choices(name))))


def _spelled(place: str) -> str:
    found = place_of(place) or Place(NATION)
    state = found.iso.removeprefix("US-")
    return f"{found.city}, {state}" if found.city else state
