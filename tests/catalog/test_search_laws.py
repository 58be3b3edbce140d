"""Laws of the search, over any text and over questions made of the library's own words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.models import Page, Query
from catalog.search import Searcher
from catalog.spelling import common_words
from tests.catalog.finder import TODAY, Finder

# The first example also makes the catalogue.
LAW = settings(deadline=None, max_examples=60)


@cache
def finder() -> Finder:
    return Finder()


@cache
def vocabulary() -> list[str]:
    words = finder().db.conn.execute("SELECT word FROM search_words ORDER BY word")
    return [word for (word,) in words]


WORDS = st.lists(st.sampled_from(vocabulary()), min_size=1, max_size=6).map(" ".join)
FILTERS = st.sampled_from(
    ["type:report", "topic:schools", "place:CA", "by:ILRC", "lang:es", "since:2017", "is:new"]
)
HOSTILE = [
    "", " ", '"', '""', "*", "^", "-", "NEAR(", "NEAR(a b, 5)", "title:jail", "a AND NOT", "(((",
    "'; DROP TABLE resources; --", "<!channel> <@U123> <https://x|y>", "\x00", "a\x00b",
    "\u202ehold immigration\u202c", "🎉", "‏حقوق‏", "a" * 3_000, "ice " * 10_000, "é" * 40_000,
    "%_%", "{title body}: jail", "+rowid", "\ud800", "ﷺ", "½ ⅓ ㎏", "İı",
]  # fmt: skip


@LAW
@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(finder().page(text), Page)


@pytest.mark.parametrize("text", HOSTILE, ids=[f"{it[:12]!a}" for it in HOSTILE])
def test_hostile_text_is_answered(text: str) -> None:
    page = finder().page(text)
    assert len(page.hits) <= 10


@LAW
@given(WORDS, FILTERS)
def test_filters_only_ever_narrow(words: str, narrowed: str) -> None:
    every = finder().page(words, limit=500)
    some = finder().page(f"{words} {narrowed}", limit=500)
    whole = finder().page(narrowed, limit=500)
    assert some.total <= whole.total
    assert _ids(some) <= _ids(whole)
    if some.total and not every.total:
        raise AssertionError("a filter found what its words alone did not")


@LAW
@given(WORDS, st.integers(1, 7))
def test_pages_are_slices_of_one_order(words: str, limit: int) -> None:
    whole = finder().page(words, limit=500)
    slices = [
        hit
        for offset in range(0, whole.total, limit)
        for hit in finder().page(words, limit, offset).hits
    ]
    assert tuple(slices) == whole.hits
    assert whole.total == len(whole.hits)


@LAW
@given(FILTERS, st.integers(1, 9))
def test_lists_are_slices_of_one_order_too(listed: str, limit: int) -> None:
    whole = finder().page(listed, limit=500)
    first, second = finder().page(listed, limit), finder().page(listed, limit, limit)
    assert (*first.hits, *second.hits) == whole.hits[: 2 * limit]
    assert first.has_next == (whole.total > limit)


@LAW
@given(WORDS)
def test_words_of_the_library_are_never_corrected(words: str) -> None:
    assert finder().page(words).corrections == ()


@LAW
@given(st.lists(st.sampled_from(sorted(common_words())[::50]), max_size=6).map(" ".join))
def test_common_words_are_never_corrected(words: str) -> None:
    assert finder().page(words).corrections == ()


@LAW
@given(WORDS)
def test_no_record_is_listed_twice(words: str) -> None:
    hits = finder().page(words, limit=500).hits
    assert len({hit.resource.id for hit in hits}) == len(hits)


@LAW
@given(WORDS)
def test_the_same_question_has_the_same_answer(words: str) -> None:
    again = Searcher(finder().db).search(finder().parse(words), today=TODAY)
    assert again == finder().page(words)


@LAW
@given(WORDS)
def test_what_is_left_out_of_a_query_changes_nothing(words: str) -> None:
    query = finder().parse(words)
    bare = replace(Query(), words=query.words)
    assert finder().searcher.search(bare, today=TODAY).hits == finder().page(words).hits


def _ids(page: Page) -> set[str]:
    return {hit.resource.id for hit in page.hits}
