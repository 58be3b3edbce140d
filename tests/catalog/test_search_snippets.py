"""The part of a summary that is shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog.snippets import LONGEST, snippet

FILLER = "Nothing of interest stands here at all. " * 8


def test_a_short_summary_is_given_whole_on_one_line() -> None:
    assert snippet("County rules.\nFor jails.", ["jails"]) == "County rules. For jails."


def test_a_long_one_is_cut_around_the_asked_words() -> None:
    text = FILLER + "The sheriff may not hold anyone. " + FILLER
    shown = snippet(text, ["holding", "sheriffs"])
    assert shown.startswith("…The sheriff may not hold anyone.")
    assert shown.endswith("…")


def test_words_without_a_sentence_before_them_begin_the_snippet() -> None:
    text = "word " * 80 + "detainer " + "word " * 80
    assert snippet(text, ["detainers"]).startswith("…detainer word")


def test_the_end_of_a_text_is_shown_to_its_end() -> None:
    assert snippet(FILLER + "A sheriff.", ["sheriff"]) == "…A sheriff."


def test_without_asked_words_it_begins_at_the_beginning() -> None:
    assert snippet(FILLER, ["the", "jail"]).startswith("Nothing of interest")


def test_a_text_without_spaces_is_cut_anywhere() -> None:
    assert len(snippet("x" * 1000, [])) == LONGEST


@given(st.text(max_size=2000), st.lists(st.text(max_size=8), max_size=4))
def test_a_snippet_is_never_too_long(text: str, asked: list[str]) -> None:
    assert len(snippet(text, asked)) <= LONGEST
