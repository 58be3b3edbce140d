"""Text as the index and the queries see it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.text import (
    content,
    fold,
    guess_language,
    is_stop,
    leveled,
    spelled_words,
    stem,
    stems,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Retención", "retencion"),
        ("ÑANDÚ", "nandu"),
        ("straße", "strasse"),
        ("Łódź", "łodz"),
        ("Διά", "δια"),
        ("plain", "plain"),
    ],
)
def test_folding_takes_case_and_accents_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8 U.S.C. 1373", ["8", "usc", "1373"]),
        ("ICE's and the officials’ texts", ["ice", "and", "the", "officials", "texts"]),
        ("we don't ask", ["we", "don", "ask"]),
        ("K–12, safe/zones_now", ["k", "12", "safe", "zones", "now"]),
        ("北京市政府", ["北京", "京市", "市政", "政府"]),
        ("市", ["市"]),
        ("حقوق المهاجرين", ["حقوق", "المهاجرين"]),
        ("🎉 -- \x00", []),
    ],
)
def test_words_are_cut_where_letters_end(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_word_of_endless_letters_is_cut() -> None:
    assert [len(word) for word in words("a" * 150)] == [64, 64, 22]


def test_typed_words_keep_their_capitals_beside_the_folded_ones() -> None:
    assert spelled_words("TPS en Peñón", 10) == [("TPS", "tps"), ("en", "en"), ("Peñón", "penon")]


def test_no_more_typed_words_are_read_than_asked_for() -> None:
    assert len(spelled_words("word " * 10_000, 50)) == 50


def test_stop_words_of_both_languages_are_left_out_unless_nothing_else_is_said() -> None:
    assert content(["what", "es", "sanctuary"]) == ["sanctuary"]
    assert content(["to", "be", "or", "not"]) == ["to", "be", "or", "not"]
    assert is_stop("para")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("what can the county do", "en"),
        ("qué puede hacer el condado", "es"),
        ("sanctuary santuario", None),
        ("the el", None),
    ],
)
def test_small_words_give_a_language_away(text: str, language: str | None) -> None:
    assert guess_language(words(text)) == language


def test_words_are_stemmed_by_a_language_and_codes_are_left_whole() -> None:
    assert stem("ordinances", "en") == stem("ordinance", "en")
    assert stem("escuelas", "es") == stem("escuela", "es")
    assert stem("287g", "en") == "287g"
    assert stems("ordinances") == (stem("ordinances", "en"), stem("ordinances", "es"))
    assert stems("ice") == ("ice",)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_typed_words_fold_to_the_words_of_the_text(text: str) -> None:
    assert [folded for _, folded in spelled_words(text, 10_000)] == words(text)


@given(st.text())
def test_leveled_text_keeps_its_length(text: str) -> None:
    assert len(leveled(text)) == len(text)


def test_leveled_text_has_neither_case_nor_accents() -> None:
    assert leveled("Retención ½ Ñandú") == "retencion ½ nandu"
    assert leveled("İ stays") == "İ stays"
