"""How good the answers to the project's own judged questions are."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

import pytest

from tests.benchmarks.search_data import OWN_QUESTIONS
from tests.benchmarks.search_measures import Judged, mistyped, ndcg, read_judged, recall
from tests.catalog.finder import Finder

QUESTIONS = read_judged(OWN_QUESTIONS)


@pytest.fixture(scope="module")
def finder() -> Iterator[Finder]:
    finder = Finder()
    yield finder
    finder.db.close()


def _quality(finder: Finder, questions: list[Judged]) -> float:
    return fmean(ndcg(finder.ids(it.query), it.relevant) for it in questions)


def test_judged_records_exist(finder: Finder) -> None:
    known = {name for (name,) in finder.db.conn.execute("SELECT id FROM resources")}
    assert {name for question in QUESTIONS for name in question.relevant} <= known
    assert len(QUESTIONS) > 80


def test_questions_are_answered_well(finder: Finder) -> None:
    assert _quality(finder, QUESTIONS) >= 0.92
    assert fmean(recall(finder.ids(it.query), it.relevant) for it in QUESTIONS) >= 0.90


def test_spanish_is_answered_as_well_as_english(finder: Finder) -> None:
    english = [it for it in QUESTIONS if it.language == "en"]
    spanish = [it for it in QUESTIONS if it.language == "es"]
    assert _quality(finder, spanish) >= 0.95 * _quality(finder, english)


def test_slips_of_the_pen_cost_little(finder: Finder) -> None:
    typed = [
        Judged(mistyped(it.query, seed), it.language, it.relevant)
        for seed in (1, 2, 3)
        for it in QUESTIONS
    ]
    assert _quality(finder, typed) >= 0.97 * _quality(finder, QUESTIONS)
