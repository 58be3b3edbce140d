"""Every string has its Spanish, and dates and lists read as people write them."""

from __future__ import annotations

import re
from datetime import time

import pytest

from bot.i18n import Language, language_of, texts
from tests import messages

PLACEHOLDER = re.compile(r"\{\w+\}")


def forms(message: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message or ())


def test_every_string_of_the_code_has_its_spanish() -> None:
    spanish = messages.in_spanish()
    lacking = [
        message.id
        for message in messages.in_the_code()
        if message.id and not (message.id in spanish and all(forms(spanish[message.id].string)))
    ]
    assert lacking == []


def test_no_spanish_is_left_of_strings_that_are_gone() -> None:
    code = messages.in_the_code()
    assert [m.id for m in messages.in_spanish() if m.id and m.id not in code] == []


def test_spanish_keeps_every_value_of_its_english() -> None:
    differing = [
        message.id
        for message in messages.in_spanish()
        if message.id
        and {v for text in forms(message.id) for v in PLACEHOLDER.findall(text)}
        != {v for text in forms(message.string) for v in PLACEHOLDER.findall(text)}
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("language", "iso", "expected"),
    [
        ("en", "2016", "2016"),
        ("en", "2016-12", "Dec 2016"),
        ("en", "2016-12-05", "Dec 5, 2016"),
        ("es", "2016-12", "dic 2016"),
        ("es", "2016-12-05", "5 dic 2016"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(language: Language, iso: str, expected: str) -> None:
    assert texts(language).date(iso) == expected


@pytest.mark.parametrize(("language", "expected"), [("en", "8:30 PM"), ("es", "8:30 p.m.")])
def test_a_time_is_written_as_people_do(language: Language, expected: str) -> None:
    assert texts(language).time(time(20, 30)) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("es-LA", "es"), ("es-ES", "es"), ("en-GB", "en"), ("fr-FR", "en"), (None, "en")],
)
def test_a_person_s_language_comes_from_their_locale(locale: str | None, expected: str) -> None:
    assert language_of(locale) == expected


def test_counts_agree_with_their_nouns() -> None:
    _ = texts("es")
    said = [_.plural("{n} resource", "{n} resources", n) for n in (1, 2)]
    assert said == ["1 recurso", "2 recursos"]


def test_lists_and_languages_are_named_in_the_reader_s_language() -> None:
    _ = texts("es")
    assert _.listed([_.language_name(code) for code in ("en", "es")]) == "inglés y español"
    assert _.listed([_.language_name(code) for code in ("es", "en")]) == "español e inglés"
    assert _.listed(["agua", "hielo"]) == "agua y hielo"
