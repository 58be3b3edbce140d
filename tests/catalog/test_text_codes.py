"""Codes are found in any spelling."""

from __future__ import annotations

import pytest

from catalog import codes
from catalog.text import words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("section 287(g) agreements", "287g"),
        ("287 g", "287g"),
        ("form i-247a", "i247a"),
        ("form i-247a", "i247"),
        ("under sb 54", "sb54"),
        ("senate bill 4", "sb4"),
        ("assembly bill no 103", "ab103"),
        ("o2021-117: amendment", "o2021117"),
        ("res-093-16/17", "09316"),
        ("code § 39.055", "39055"),
        ("report r-42690", "42690"),
        ("averyveryverylong-number-12345678", "number12345678"),
    ],
)
def test_the_index_holds_a_code_joined(text: str, code: str) -> None:
    assert code in set(codes.in_text(text))


@pytest.mark.parametrize("text", ["state-by-state", "in 2025", "of 2016 and", "no codes here"])
def test_words_and_years_are_no_codes(text: str) -> None:
    assert not set(codes.in_text(text))


@pytest.mark.parametrize(
    ("asked", "code"),
    [("287 (g)", "287g"), ("287-g rules", "287g"), ("I 247 A", "i247a"), ("o2021 117", "o2021117")],
)
def test_a_query_joins_what_the_index_knows(asked: str, code: str) -> None:
    assert code in {found for _, _, found in codes.in_query(words(asked), {code})}


def test_a_query_joins_nothing_that_the_index_does_not_know() -> None:
    assert codes.in_query(["in", "2025"], {"287g"}) == []
    assert codes.in_query(["safe", "zone"], {"safezone"}) == []


def test_the_longest_code_is_joined_from_the_left() -> None:
    known = {"i247", "i247a", "287g"}
    assert codes.in_query(["see", "i", "247", "a", "287", "g"], known) == [
        (1, 4, "i247a"),
        (4, 6, "287g"),
    ]


@pytest.mark.parametrize(
    ("code", "shorter"),
    [
        ("i247a", ["i247", "247"]),
        ("r42690", ["42690"]),
        ("287g", ["287"]),
        ("2025", []),
        ("a-b", []),
    ],
)
def test_a_long_code_answers_to_shorter_ones(code: str, shorter: list[str]) -> None:
    assert list(codes.shorter(code)) == shorter
