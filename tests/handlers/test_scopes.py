"""What experts answer, as people write it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog import Catalog
from handlers.scopes import NoSuchPlace, Places, readers


@pytest.fixture(scope="module")
def catalog(library: Path) -> Iterator[Catalog]:
    with Catalog.open(library) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", ()),
        ("TX", ("US-TX",)),
        ("tx, California", ("US-TX", "US-CA")),
        ("Texas; Nueva York; tx", ("US-TX", "US-NY")),
        ("US", ("US",)),
        ("Estados Unidos", ("US",)),
        ("Austin, TX", ("US-TX/Austin",)),
        ("austin, texas", ("US-TX/Austin",)),
        ("Austin", ("US-TX/Austin",)),
        ("Cedar Falls, IA", ("US-IA/Cedar Falls",)),
        ("Austin, TX, NM", ("US-TX/Austin", "US-NM")),
        ("New York, NY", ("US-NY/New York",)),
        ("Washington, DC", ("US-DC",)),
        ("Texas, CA;", ("US-CA/Texas",)),
    ],
)
def test_places_are_read(catalog: Catalog, text: str, places: tuple[str, ...]) -> None:
    assert Places(catalog).read(text) == places


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Texsa", "“Texsa” is no place; nearest: US-TX; a city is written with its state:"),
        ("Austin, XX;", "“Austin, XX” is no place;"),
        ("Austin, US;", "“Austin, US” is no place;"),
        ("Texas, CA", "“Texas, CA” can be read in two ways; write Texas; CA"),
        ("a/b, TX", "“a/b” is no name of a city"),
        (", TX;", "“” is no name of a city"),
        (f"{'x' * 101}, TX", "“xxxx"),
        ("Aus\x07tin, TX", "holds a control character; remove it"),
    ],
)
def test_a_place_that_can_t_be_told_is_refused(catalog: Catalog, text: str, said: str) -> None:
    with pytest.raises(NoSuchPlace) as caught:
        Places(catalog).read(text)
    assert str(caught.value).startswith(said)


CITY = st.text(st.sampled_from("abc TXñ-'"), min_size=1, max_size=8).map(str.strip).filter(bool)
STATE = st.sampled_from(["US-TX", "US-CA", "US-NY", "US-WA", "US-DC", "US-PR"])
NAMED = st.sampled_from(["Texas", "Washington", "New York", "CA", "Austin", "Tx"]) | CITY


@given(st.lists(st.just("US") | STATE | st.builds("{}/{}".format, STATE, NAMED), max_size=4))
@example(["US-CA/Texas"])
@example(["US-TX/CA"])
@example(["US-DC/New York"])
def test_what_is_written_is_read_as_it_was(catalog: Catalog, places: list[str]) -> None:
    reader = Places(catalog)
    parts = [", ".join(reversed(place.removeprefix("US-").split("/"))) for place in places]
    read = reader.read("".join(f"{part};" for part in parts))
    assert len(read) == len(set(read)) <= len(places)
    assert reader.read(reader.write(read)) == read


@pytest.mark.parametrize(
    ("scope", "text", "ids"),
    [
        ("topics", "Detainers, jail transfers and detention", ("detainers",)),
        ("topics", "schools, Salud; 287g", ("schools", "health-care", "287g")),
        ("topics", "Privacidad de datos, registros y vigilancia; salud", ("data-privacy",)),
        ("languages", "en; español", ("en", "es")),
        ("languages", "Haitian Creole", ("ht",)),
        ("kinds", "legal question on detainers or federal funding", ("legal-question-",)),
    ],
)
def test_names_in_both_languages_are_ids(
    catalog: Catalog, scope: str, text: str, ids: tuple[str, ...]
) -> None:
    read = readers(catalog)[scope](text)
    assert all(found.startswith(known) for found, known in zip(read, ids, strict=False))
    assert len(read) >= len(ids)


def test_an_unknown_name_is_refused_with_the_nearest(catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="“skools” is no topic; nearest: schools"):
        readers(catalog)["topics"]("skools")
