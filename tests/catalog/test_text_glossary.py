"""Words and phrases that mean one thing, in both languages."""

from __future__ import annotations

import json

import pytest

from catalog import glossary, shipped, terms
from catalog.glossary import Phrases, Span
from catalog.models import Language
from catalog.text import content, words

DETAINER = "c_detainer"


def concepts(text: str, language: Language) -> set[str]:
    folded = content(words(text))
    return {name for span in glossary.load().find(folded, language) for name in span.names}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("detainers", "en"),
        ("an immigration hold", "en"),
        ("ICE holds", "en"),
        ("form I-247", "en"),
        ("I247A", "en"),
        ("una retención migratoria", "es"),
        ("retenciones de inmigración", "es"),
    ],
)
def test_a_detainer_goes_by_many_names(text: str, language: Language) -> None:
    assert DETAINER in concepts(text, language)


def test_words_that_only_share_a_stem_are_not_mixed_up() -> None:
    assert DETAINER not in concepts("detained", "en")
    assert "c_report" not in concepts("información", "es")
    assert concepts("estudiantes", "es").isdisjoint(concepts("estudio", "es"))


def test_a_phrase_is_not_the_word_that_is_left_of_it_without_stop_words() -> None:
    assert "c_undocumented" not in concepts("papeles", "es")
    assert "c_undocumented" in concepts("indocumentados", "es")


def test_the_longest_phrase_is_taken() -> None:
    phrases = Phrases([("a", "en", "school"), ("b", "en", "school board"), ("c", "en", "board")])
    assert phrases.find(["school", "boards", "school"], "en") == [
        Span(0, 2, ("b",)),
        Span(2, 3, ("a",)),
    ]


def test_one_phrase_may_mean_several_things() -> None:
    phrases = Phrases(
        [("a", "en", "hold"), ("b", "en", "hold"), ("a", "en", "holds"), ("x", "en", "")]
    )
    assert phrases.word("hold", "en") == ("a", "b")
    assert phrases.word("held", "en") == ()
    assert phrases.vocabulary == {"hold", "holds"}


def test_a_text_is_indexed_by_the_same_concepts_in_both_languages() -> None:
    english = terms.of_text("The county sheriff and the jail", "en")
    spanish = terms.of_text("El alguacil del condado y la cárcel", "es")
    assert set(english) == set(spanish) == {"c_county", "c_sheriff", "c_jail"}


def test_words_of_a_phrase_are_indexed_beside_what_it_means() -> None:
    assert terms.of_text("immigration hold", "en") == [DETAINER, "c_immigration", "hold"]


def test_a_name_is_indexed_by_its_stems_both_ways() -> None:
    assert terms.of_name("Castorina") == ["castorina", "castorin"]


def test_small_words_tell_the_language_better_than_the_default() -> None:
    assert terms.language_of("Spanish guide for the family", "es") == "en"
    assert terms.language_of("Carga Pública", "es") == "es"


def test_every_group_of_the_shipped_glossary_has_words_in_both_languages() -> None:
    groups = shipped.data("glossary.json")["concepts"]
    assert len(groups) > 100
    assert all(group["en"] and group["es"] for group in groups)
    names = [glossary.concept(group["en"][0]) for group in groups]
    assert len(names) == len(set(names))


def test_every_kind_of_the_shipped_glossary_is_in_the_taxonomy() -> None:
    kinds = {row["id"] for row in shipped.data("taxonomy.json")["resource_types"]}
    assert {row["id"] for row in shipped.data("glossary.json")["kinds"]} <= kinds


def test_the_shipped_glossary_is_written_one_group_a_line() -> None:
    text = (shipped.FOLDER / "glossary.json").read_text("utf-8")
    rows = [line.strip().rstrip(",") for line in text.splitlines() if line.startswith("  {")]
    assert sum(map(len, json.loads(text).values())) == len(rows)
