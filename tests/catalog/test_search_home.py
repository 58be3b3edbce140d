"""Where a person serves: it moves answers, and neither adds nor hides any."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.models import Page, Place, Query
from tests.catalog.finder import TODAY, Finder, row

AUSTIN, TEXAS, OHIO = Place("US-TX", "Austin"), Place("US-TX"), Place("US-OH")
HOMES = st.sampled_from([AUSTIN, TEXAS, OHIO, Place("US-CA", "Los Angeles")])
LAW = settings(deadline=None, max_examples=60)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    same = {"summary": "A policy on jail holds.", "date": "2025"}
    places = {"ohio": ["US-OH"], "national": ["US"], "texas": ["US-TX"], "austin": ["US-TX/Austin"]}
    rows = [
        row(name, "Jail hold policy", jurisdictions=[_place(at) for at in listed], **same)
        for name, listed in places.items()
    ]
    return Finder(rows, tmp_path_factory.mktemp("small"))


def _place(text: str) -> dict[str, str]:
    iso, _, city = text.partition("/")
    return {"iso": iso, **({"city": city} if city else {})}


@cache
def finder() -> Finder:
    return Finder()


@cache
def vocabulary() -> list[str]:
    words = finder().db.conn.execute("SELECT word FROM search_words ORDER BY word")
    return [word for (word,) in words]


WORDS = st.lists(st.sampled_from(vocabulary()), min_size=1, max_size=6).map(" ".join)


def at_home(home: Place | None, text: str, finder: Finder, limit: int = 500) -> Page:
    return finder.searcher.search(finder.parse(text), limit=limit, today=TODAY, home=home)


def ids(page: Page) -> list[str]:
    return [hit.resource.id for hit in page.hits]


def test_the_own_city_comes_first_then_the_state_the_country_and_others(small: Finder) -> None:
    assert ids(at_home(AUSTIN, "policy on holds", small)) == ["austin", "texas", "national", "ohio"]
    assert ids(at_home(OHIO, "policy on holds", small))[:2] == ["ohio", "national"]


@pytest.mark.parametrize(
    "asked",
    [Query("policy on holds", near=(OHIO,)), Query("policy on holds", places=(OHIO, TEXAS))],
)
def test_a_place_that_is_named_goes_before_the_own(small: Finder, asked: Query) -> None:
    mine, anyone = (small.searcher.search(asked, today=TODAY, home=home) for home in (AUSTIN, None))
    assert ids(mine) == ids(anyone)
    assert ids(mine)[0] == "ohio"


def test_a_title_that_is_named_stays_first() -> None:
    title = "Sample School Board Resolution (NEA text)"
    first = at_home(None, title, finder()).hits[0]
    assert at_home(OHIO, title, finder()).hits[0].resource == first.resource


@LAW
@given(WORDS, HOMES)
def test_the_answers_are_the_same_for_everybody(words: str, home: Place) -> None:
    mine, anyone = at_home(home, words, finder()), at_home(None, words, finder())
    assert sorted(ids(mine)) == sorted(ids(anyone))
    assert mine.total == anyone.total
    assert mine.corrections == anyone.corrections
    assert mine.nearest_topics == anyone.nearest_topics


@LAW
@given(WORDS, HOMES)
def test_what_is_of_one_sort_of_place_keeps_its_order(words: str, home: Place) -> None:
    mine, anyone = at_home(home, words, finder()), at_home(None, words, finder())
    elsewhere = [hit.resource.id for hit in anyone.hits if _is_elsewhere(hit.resource.places, home)]
    assert [each for each in ids(mine) if each in set(elsewhere)] == elsewhere


@LAW
@given(WORDS, HOMES, st.integers(1, 7))
def test_pages_are_slices_of_the_own_order(words: str, home: Place, limit: int) -> None:
    whole = ids(at_home(home, words, finder()))
    search = finder().searcher.search
    second = search(finder().parse(words), limit=limit, offset=limit, today=TODAY, home=home)
    assert ids(at_home(home, words, finder(), limit)) == whole[:limit]
    assert ids(second) == whole[limit : 2 * limit]


def _is_elsewhere(places: tuple[Place, ...], home: Place) -> bool:
    return bool(places) and not any(each.iso in ("US", home.iso) for each in places)
