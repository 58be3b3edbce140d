"""Where a person serves: kept as text, and read from what they fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.i18n import Texts
from catalog import Catalog
from catalog.models import Place
from handlers import ids
from handlers.views.resource import Names, place_name


def stored(place: Place) -> str:
    """A place as the desk keeps it: `US-TX`, `US-TX/Austin`."""
    return f"{place.iso}/{place.city}" if place.city else place.iso


def place_of(text: str) -> Place | None:
    """Back from what the desk keeps; none where a person has said none."""
    iso, _, city = text.partition("/")
    return Place(iso, city) if iso else None


class Unclear(Exception):
    """What was filled in is no one place. `errors` says by field what to do."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.errors = {field: sentence}


def read_place(values: Mapping[str, str], catalog: Catalog, names: Names, _: Texts) -> Place:
    """The place in a form of a state's menu and a city's field. Raises Unclear."""
    iso = values.get(ids.HOME_STATE, "")
    typed = " ".join(values.get(ids.HOME_CITY, "").replace('"', " ").split())
    if typed:
        return _city(iso, typed, catalog, names, _)
    if not iso:
        raise Unclear(ids.HOME_CITY, _("Choose your state, or write your city."))
    return Place(iso)


def _city(iso: str, typed: str, catalog: Catalog, names: Names, _: Texts) -> Place:
    asked = catalog.parse(f'place:"{typed}"')
    found = [place for place in asked.places if not place.is_national]
    here = [place for place in found if iso in ("", place.iso)]
    # "New York" is a city and its state: who writes it into the city's field means the city.
    meant = [place for place in here if place.city] or here
    if len(meant) == 1:
        return meant[0]
    if not found:
        nearest = [value for unknown in asked.unknown for value in unknown.nearest]
        raise Unclear(ids.HOME_CITY, _not_known(typed, nearest, _))
    named = [place_name(place, names, _) for place in meant or found]
    sentence = (
        _("There are several: {places}. Choose the state too.", places="; ".join(named))
        if meant
        else _("That is {places}. Choose that state, or write another city.", places=named[0])
    )
    raise Unclear(ids.HOME_CITY, sentence)


def _not_known(typed: str, nearest: Sequence[str], _: Texts) -> str:
    if not nearest:
        return _(
            "The library has nothing from “{typed}” yet. Leave this empty: your state will do.",
            typed=typed,
        )
    return _(
        "The library has nothing from “{typed}” yet. Nearest: {nearest}. "
        "Or leave this empty: your state will do.",
        typed=typed,
        nearest="; ".join(nearest),
    )
