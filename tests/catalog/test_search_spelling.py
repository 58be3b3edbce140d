"""Unknown words are replaced by the known word that was likely meant; known ones never are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Correction
from catalog.spelling import Speller, common_words
from tests.catalog.finder import Finder

LIVE = {"detainer": 9, "retainer": 1, "sanctuary": 20, "jail": 3, "resolucion": 4, "tips": 2}
SPELLER = Speller(lambda: LIVE, frozenset({"alguacil", "school"}))


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    finder = Finder()
    yield finder
    finder.db.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("detaner", "detainer"),
        ("sancturay", "sanctuary"),
        ("santuary", "sanctuary"),
        ("resolusion", "resolucion"),
        ("alguasil", "alguacil"),
        ("jial", "jail"),
        ("scool", "school"),
    ],
)
def test_slips_are_put_right(typed: str, meant: str) -> None:
    assert SPELLER.correct(typed) == meant


@pytest.mark.parametrize("word", ["number", "cousin", "primo", "preguntar", "detainer", "alguacil"])
def test_known_words_are_left_alone(word: str) -> None:
    assert SPELLER.knows(word)
    assert SPELLER.correct(word) is None


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("tp", "too short"),
        ("i247x", "a code"),
        ("zzzzzzzz", "nothing is near"),
        ("jlai", "two slips in a short word"),
        ("nubmer", "a common word is nearer"),
    ],
)
def test_what_is_likely_meant_as_it_stands_is_left_alone(word: str, why: str) -> None:
    assert SPELLER.correct(word) is None, why


def test_the_word_that_more_records_use_is_preferred() -> None:
    assert SPELLER.correct("wetainer") == "detainer"


def test_common_words_are_those_of_both_languages() -> None:
    assert {"number", "cousin", "housing", "cuanto", "miedo", "podamos"} <= common_words()


@given(st.sampled_from(sorted({*LIVE, *sorted(common_words())[::97]})))
def test_a_known_word_is_never_corrected(word: str) -> None:
    assert SPELLER.correct(word) is None


def test_a_page_tells_what_was_read_instead(finder: Finder) -> None:
    page = finder.page("Sanctaury polcy")
    assert page.corrections == (
        Correction("Sanctaury", "sanctuary"),
        Correction("polcy", "policy"),
    )
    assert page.hits == finder.page("sanctuary policy").hits


@pytest.mark.parametrize(
    "text", ["TPS", "DETANER rules", "carcel inmigracion", "Ann Arbor", "I-247"]
)
def test_capitals_accents_places_and_codes_are_not_corrected(finder: Finder, text: str) -> None:
    assert finder.page(text).corrections == ()


def test_capitals_everywhere_are_typed_words(finder: Finder) -> None:
    assert finder.page("SANCTAURY POLICY").corrections == (Correction("SANCTAURY", "sanctuary"),)


def test_a_misspelled_place_is_a_place(finder: Finder) -> None:
    assert finder.ids("santuary chicgo")[0].startswith(("ord-chicago", "res-chicago"))


def test_a_plural_of_a_known_word_is_known() -> None:
    assert SPELLER.knows("detainers")
    assert SPELLER.knows("alguaciles")
