"""Where a person serves, read from what they fill in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.i18n import texts
from catalog import Catalog
from catalog.models import Place
from handlers import ids
from handlers.places import Unclear, place_of, read_place, stored
from handlers.shelf import Shelf

EN = texts("en")


@pytest.fixture(scope="module")
def shelf(library: Path) -> Iterator[Shelf]:
    with Catalog.open(library) as catalog:
        yield Shelf(catalog)


def read(shelf: Shelf, state: str = "", city: str = "") -> Place:
    values = {ids.HOME_STATE: state, ids.HOME_CITY: city}
    return read_place(values, shelf.catalog, shelf.names(), EN)


@pytest.mark.parametrize("place", [Place("US-TX"), Place("US-TX", "Austin"), Place("US-DC")])
def test_a_place_survives_being_kept(place: Place) -> None:
    assert place_of(stored(place)) == place


def test_who_said_no_place_has_none() -> None:
    assert place_of("") is None


@pytest.mark.parametrize(
    ("state", "city", "place"),
    [
        ("US-TX", "", Place("US-TX")),
        ("", "Austin", Place("US-TX", "Austin")),
        ("US-TX", " austin ", Place("US-TX", "Austin")),
        ("", "Austin, TX", Place("US-TX", "Austin")),
        ("", 'the "Austin"', None),
        ("", "Texas", Place("US-TX")),
        ("US-NY", "New York", Place("US-NY", "New York")),
        ("", "new york", Place("US-NY", "New York")),
        ("US-WA", "Washington", Place("US-WA")),
    ],
)
def test_a_state_or_a_city_is_a_place(
    shelf: Shelf, state: str, city: str, place: Place | None
) -> None:
    if place is None:
        with pytest.raises(Unclear):
            read(shelf, state, city)
    else:
        assert read(shelf, state, city) == place


@pytest.mark.parametrize(
    ("state", "city", "sentence"),
    [
        ("", "", "Choose your state, or write your city."),
        (
            "US-TX",
            "Astin",
            (
                "The library has nothing from “Astin” yet. Nearest: Austin; Indiana; Tennessee. "
                "Or leave this empty: your state will do."
            ),
        ),
        (
            "",
            "Washington",
            "There are several: District of Columbia; Washington. Choose the state too.",
        ),
        (
            "US-OH",
            "Austin",
            "That is Austin, Texas. Choose that state, or write another city.",
        ),
    ],
)
def test_what_is_no_one_place_is_said_at_its_field(
    shelf: Shelf, state: str, city: str, sentence: str
) -> None:
    with pytest.raises(Unclear) as unclear:
        read(shelf, state, city)
    assert unclear.value.errors == {ids.HOME_CITY: sentence}


@pytest.mark.parametrize("city", ["US", "national", '"', "topic:jail", "a, b, c", "🏛️", "x" * 100])
def test_any_text_is_read_or_refused(shelf: Shelf, city: str) -> None:
    with pytest.raises(Unclear) as unclear:
        read(shelf, "", city)
    assert list(unclear.value.errors) == [ids.HOME_CITY]
