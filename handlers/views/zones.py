"""Time zones, countries and their parts, by the names that people know them by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.desk import public_holidays
from bot.i18n import Language, Texts
from handlers.views.blocks import Element, option

_REGIONS = (
    *("Africa", "America", "Antarctica", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
)


def zone_name(zone: str, _: Texts) -> str:
    """A time zone by its city."""
    return str(get_timezone_location(zone, locale=_.language, return_city=True)) or zone


def zones(chosen: str, _: Texts) -> list[Element]:
    """Every time zone, by its city's name; the one that is chosen too, though it be an old name."""
    known = _zones(_.language)
    if any(value == chosen for _label, value in known):
        return [option(*each) for each in known]
    return [
        option(f"{zone_name(chosen, _)} · {chosen}", chosen),
        *(option(*each) for each in known),
    ]


def country_name(country: str, _: Texts) -> str:
    """A country's name; its code where none is known."""
    return str(Locale(_.language).territories.get(country, country))


def countries(_: Texts) -> list[Element]:
    """Every country whose public holidays are known."""
    return [option(*each) for each in _countries(_.language)]


def part_name(country: str, part: str, states: Mapping[str, str]) -> str:
    """A part of a country by its name; by its code where none is known. `states` are the names of
    those of the United States, in the reader's language.
    """
    if country == "US" and part in states:
        return states[part]
    return public_holidays.part_names(country).get(part, part)


def parts(country: str, states: Mapping[str, str]) -> list[Element]:
    """The parts of a country that have public holidays of their own."""
    named = [
        (part_name(country, code, states), code)
        for code in public_holidays.countries().get(country, ())
    ]
    return [option(*each) for each in sorted(named)]


@lru_cache(maxsize=2)
def _zones(language: Language) -> Sequence[tuple[str, str]]:
    aliases = cast("Mapping[str, str]", get_global("zone_aliases"))
    named = [
        (f"{get_timezone_location(zone, locale=language, return_city=True)} · {zone}", zone)
        for zone in available_timezones()
        if zone.startswith(tuple(f"{region}/" for region in _REGIONS)) and zone not in aliases
    ]
    return sorted(named)


@lru_cache(maxsize=2)
def _countries(language: Language) -> Sequence[tuple[str, str]]:
    territories = Locale(language).territories
    return sorted((str(territories.get(code, code)), code) for code in public_holidays.countries())
