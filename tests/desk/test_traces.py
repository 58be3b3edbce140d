"""What of a person is found in a text that is to stand without them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.traces import LONG, Known, Traces, fold, traces

ANA = Known(
    ["Ana María Núñez-Ortiz"], ["School board member"], ["Can Fairview refuse ICE detainers?"]
)

WORDS = st.text(st.sampled_from("abcdeéñxyz"), min_size=LONG, max_size=12)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By NUÑEZ", ("NUÑEZ",)),
        ("maria and ortiz", ("maria", "ortiz")),
        ("https://a.example/ana-memo.pdf", ("ana",)),
        ("Analysis of an area", ()),
    ],
)
def test_parts_of_a_name_are_found_whatever_their_case_and_accents(
    text: str, names: tuple[str, ...]
) -> None:
    assert traces([text], ANA).names == names


def test_an_office_is_found_by_its_words_in_their_order() -> None:
    assert traces(["For a school-board member"], ANA).offices == ("School board member",)
    assert traces(["A member of the school board"], ANA).offices == ()


def test_long_words_that_they_used_are_found_once() -> None:
    found = traces(["Fairview and FAIRVIEW: how to refuse ICE"], ANA)
    assert found.words == ("Fairview", "refuse")


def test_a_text_with_nothing_of_them_has_no_traces() -> None:
    assert not traces(["What to do when asked to hold a person"], ANA)
    assert traces([], ANA) == Traces()


@given(said=st.lists(WORDS, min_size=1, max_size=5), before=WORDS, after=WORDS)
def test_no_long_word_of_theirs_slips_through(said: list[str], before: str, after: str) -> None:
    known = Known(said=[" ".join(said)])
    for word in said:
        found = traces([f"{before} {word.upper()}, {after}"], known).words
        assert fold(word) in map(fold, found)
