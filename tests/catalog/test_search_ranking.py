"""What lifts one answer over another, and what is no answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from catalog import ranking
from catalog.lexicon import Lexicon
from catalog.models import Place
from catalog.question import Asked, Question, read
from catalog.ranking import Facts, Lifts, is_answer, read_facts
from tests.catalog.finder import TODAY, Finder

AUSTIN, TEXAS, OHIO, COUNTRY = (
    Place("US-TX", "Austin"), Place("US-TX"), Place("US-OH"), Place("US"),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Iterator[Lexicon]:
    finder = Finder()
    yield Lexicon(finder.db)
    finder.db.close()


def facts(
    kind: str = "report", status: str = "", day: str = "", topics: str = "", places: str = ""
) -> Facts:
    listed = [place.split("/") for place in places.split()]
    return read_facts(json.dumps([kind, status, day, topics.split(), listed, ["o_aclu"]]), TODAY)


def of_place(places: str, *near: Place) -> float:
    return Lifts({}, (), near).of(facts(places=places))


def test_the_own_city_goes_before_the_state_the_country_and_others() -> None:
    lifts = [of_place(at, AUSTIN) for at in ("US-TX/Austin", "US-TX/", "US/", "US-OH/")]
    assert lifts == sorted(lifts, reverse=True)
    assert len(set(lifts)) == 4


def test_other_cities_of_the_state_go_before_the_country() -> None:
    assert of_place("US-TX/Dallas", AUSTIN) == of_place("US-TX/", AUSTIN) > of_place("US/", AUSTIN)
    assert of_place("US-TX/Dallas", TEXAS) == of_place("US-TX/", TEXAS)


def test_a_record_for_the_country_too_is_no_other_place() -> None:
    assert of_place("US/ US-OH/", TEXAS) == of_place("US/", TEXAS)
    assert of_place("", TEXAS) == of_place("US/", TEXAS)
    assert of_place("US/", COUNTRY) == of_place("US/")


def test_without_a_place_examples_from_one_place_stand_a_little_lower() -> None:
    assert of_place("US-OH/") < of_place("US/")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (facts(day="2026-10"), facts(day="2024")),
        (facts(day="2024"), facts(day="2019-01-01")),
        (facts(), facts(status="failed")),
        (facts(), facts(status="superseded")),
        (facts(), facts("news")),
        (facts("event", day="2026-12-01"), facts("event", day="2026-11-21")),
        (facts("event", day="2026-11-22"), facts("event", day="2025")),
    ],
)
def test_what_is_fresh_and_stands_goes_first(better: Facts, worse: Facts) -> None:
    lifts = Lifts({}, (), ())
    assert lifts.of(better) > lifts.of(worse)


def test_age_counts_for_little() -> None:
    lifts = Lifts({}, (), ())
    assert lifts.of(facts(day="2026-11-22")) / lifts.of(facts(day="1989")) <= 1.05


def test_topics_and_kinds_of_the_question_lift() -> None:
    lifts = Lifts({"t_schools": 0.5}, ("k_report",), ())
    assert lifts.of(facts(topics="t_other t_schools")) == 2 * lifts.of(facts(topics="t_other"))
    assert lifts.of(facts("report")) == pytest.approx(ranking.KIND * lifts.of(facts("toolkit")))
    named = Lifts({}, ("o_aclu", "l_es"), ())
    assert named.of(facts()) == pytest.approx(ranking.PUBLISHER * Lifts({}, (), ()).of(facts()))


def asked(*words: tuple[str, ...]) -> Question:
    return Question([], asked=[Asked("word", terms) for terms in words])


FILED, UNFILED = facts(topics="t_schools"), facts()
RARE, OTHER = ("plyler",), ("galarza",)


def test_half_of_a_question_is_enough(lexicon: Lexicon) -> None:
    assert is_answer(asked(RARE, OTHER), {"plyler"}, FILED, lexicon, {})
    assert not is_answer(asked(RARE, ()), {"plyler"}, FILED, lexicon, {})
    assert is_answer(asked(), set(), FILED, lexicon, {})


def test_of_a_long_question_several_words_are_enough(lexicon: Lexicon) -> None:
    unknown = ((),) * 8
    assert is_answer(asked(RARE, OTHER, *unknown), {"plyler", "galarza"}, FILED, lexicon, {})
    assert not is_answer(asked(RARE, *unknown), {"plyler"}, FILED, lexicon, {})


def test_naming_a_topic_is_enough_for_the_records_filed_under_it(lexicon: Lexicon) -> None:
    question = asked(("c_immigration",), ("c_school",), ())
    school = {"c_school"}
    assert is_answer(question, school, FILED, lexicon, {"t_schools": 0.5})
    assert not is_answer(question, school, FILED, lexicon, {"t_schools": 0.1})
    assert not is_answer(question, school, FILED, lexicon, {"t_other": 0.5})
    assert not is_answer(question, set(), FILED, lexicon, {"t_schools": 0.5})


def test_a_record_without_topics_needs_one_telling_word(lexicon: Lexicon) -> None:
    unknown = ((),) * 8
    assert is_answer(asked(RARE, *unknown), {"plyler"}, UNFILED, lexicon, {})
    assert not is_answer(
        asked(("c_immigration",), *unknown), {"c_immigration"}, UNFILED, lexicon, {}
    )


def test_a_long_question_is_read_by_the_terms_that_tell_the_most(lexicon: Lexicon) -> None:
    every = " ".join(lexicon.words())
    question = read(every, lexicon, "en")
    assert len(question.said) <= 40


def test_days_before_and_after_are_of_the_given_day() -> None:
    event = json.dumps(["event", "", "2026-11-21", [], [], []])
    yesterday, tomorrow = date(2026, 11, 20), date(2026, 11, 22)
    assert read_facts(event, yesterday).standing > read_facts(event, tomorrow).standing
