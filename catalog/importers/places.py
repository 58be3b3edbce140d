"""Places as rows spell them: `US-TX`, `TX`, `Texas`, `Austin, TX`, or an object of iso and city."""

from __future__ import annotations

from catalog.importers.choices import Choices, fold
from catalog.importers.values import FieldError, Text, listed
from catalog.models import Place
from catalog.vocabulary import Vocabulary

NATION = "US"

_NATION_NAMES = (
    "USA",
    "U.S.",
    "United States",
    "Estados Unidos",
    "EE. UU.",
    "national",
    "nacional",
)
_CITY = Text(120)


class Places:
    """Checks the places of a row. A city must lie in a known state; it may itself be new."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Learns the states, and the cities that can be named without theirs."""
        states = [
            (state.iso, (state.iso.removeprefix("US-"), state.name_en, state.name_es))
            for state in vocabulary.states
        ]
        self._states = Choices("state", [*states, (NATION, _NATION_NAMES)])
        self._cities: dict[str, set[Place]] = {}
        named = [place for name in vocabulary.ambiguous for place in name.places if place.city]
        for place in [*named, *(city.place for city in vocabulary.cities)]:
            self._cities.setdefault(fold(place.city), set()).add(place)

    def __call__(self, value: object) -> tuple[Place, ...]:
        """The places without repetitions. Raises FieldError for one that can't be told."""
        places = (self._place(place) for place in listed(value))
        return tuple(dict.fromkeys(place for place in places if place is not None))

    def _place(self, value: object) -> Place | None:
        if isinstance(value, dict):
            return self._in(_CITY(value.get("city")), value.get("iso"))
        text = _CITY(value)
        city, comma, state = text.rpartition(",")
        if comma:
            return self._in(city.strip(), state)
        if not text or self._states.find(text):
            return self._in("", text)
        return self._city(text)

    def _in(self, city: str, state: object) -> Place | None:
        iso = self._states(state)
        if not iso and not city:
            return None
        if city and iso in ("", NATION):
            raise FieldError(f"“{city}” needs its state; write {city}, TX")
        if not city:
            return Place(iso)
        known = self._cities.setdefault(fold(city), set())
        found = next((place for place in known if place.iso == iso), None)
        if found is None:
            # So that the file's later rows spell the new city in the same way.
            known.add(found := Place(iso, city))
        return found

    def _city(self, text: str) -> Place:
        """The place of a city named alone. Raises FieldError when none or several bear the name."""
        known = sorted(self._cities.get(fold(text), ()), key=lambda place: place.iso)
        if len(known) == 1:
            return known[0]
        if known:
            among = " or ".join(f"{place.city}, {place.iso.removeprefix('US-')}" for place in known)
            raise FieldError(f"“{text}” could be several places; write {among}")
        raise FieldError(
            f"“{text}” is neither a state nor a city of the library; nearest state:"
            f" {self._states.near(text)}; a new city is written with its state: {text}, TX"
        )
