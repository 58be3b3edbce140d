"""Places named in running words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from catalog.models import Place
from tests.catalog.finder import Finder


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    finder = Finder()
    yield finder
    finder.db.close()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("sanctuary tx", ["US-TX"]),
        ("sanctuary OR", ["US-OR"]),
        ("Texas or California", ["US-TX", "US-CA"]),
        ("Carolina del Norte", ["US-NC"]),
        ("nyc jails", ["US-NY/New York"]),
        ("Los Angeles schools", ["US-CA/Los Angeles"]),
        ("New York", ["US-NY", "US-NY/New York"]),
        ("Washington", ["US-WA", "US-DC"]),
        ("Washington, D.C.", ["US-DC"]),
        ("West Virginia", ["US-WV"]),
        (
            "san francisco and oakland",
            ["US-CA/San Francisco", "US-CA/Oakland", "US-MI/Oakland County"],
        ),
        ("ID", ["US-ID"]),
    ],
)
def test_places_are_found(finder: Finder, text: str, places: list[str]) -> None:
    assert [_written(place) for place in finder.parse(text).near] == places


@pytest.mark.parametrize(
    "text",
    [
        "in or me hi ok oh la de al id co ma pa mi",
        "ICE OR LAW",
        "municipal ID",
        "what is legal in my town",
        "la policía de mi ciudad",
        "él va a votar",
    ],
)
def test_words_are_no_places(finder: Finder, text: str) -> None:
    assert finder.parse(text).near == ()


def test_capitals_everywhere_leave_clear_codes_clear(finder: Finder) -> None:
    assert finder.parse("SANCTUARY OR WELCOMING TX").near == (Place("US-TX"),)


def _written(place: Place) -> str:
    return f"{place.iso}/{place.city}" if place.city else place.iso
