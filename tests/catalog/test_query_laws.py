"""Laws of queries, over texts that mix words, filters and rubbish."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.query import MOST_WORDS, NAMES, write
from tests.catalog.finder import Finder

PIECES = st.one_of(
    st.text(max_size=12),
    st.builds("{}:{}".format, st.sampled_from(sorted(NAMES)), st.text(max_size=8)),
    st.sampled_from(["type:", "es:", "since:", "de: ILRC", "topic:sanctuary", "city", "York", ","]),
    st.sampled_from(["topic:schools", "place:New york", "place:Washington", "lugar:TX,CA"]),
    st.sampled_from(["is:new", "since:6m", "desde:2025-03", "type:report,zzz", "lang:es", "OR"]),
    st.sampled_from(['place:"Austin, TX"', 'by:"Center for Popular Democracy"', '"', 'type:"fact']),
    st.sampled_from(["NEAR(", "287(g)", "municipal ID", "TX", "https://x.org/a:b"]),
)
TEXTS = st.builds(
    lambda sign, pieces: sign.join(pieces),
    st.sampled_from([" ", "", " \n "]),
    st.lists(PIECES, max_size=9),
)


# The first example also makes the catalogue.
LAW = settings(deadline=None, max_examples=60)


@cache
def finder() -> Finder:
    return Finder()


@LAW
@given(TEXTS)
def test_what_is_written_is_read_again(text: str) -> None:
    query = finder().parse(text)
    assert finder().parse(write(query)) == query


@LAW
@given(TEXTS)
def test_writing_is_canonical(text: str) -> None:
    written = write(finder().parse(text))
    assert write(finder().parse(written)) == written


@LAW
@given(st.text(max_size=200))
def test_any_text_is_a_query(text: str) -> None:
    query = finder().parse(text)
    assert len(query.words.split()) <= MOST_WORDS
