"""Public holidays, countries and their parts, as the `holidays` package knows them.

It is asked in a process of its own, see `bot/almanac.py`; each answer is kept.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from bot import child

log = logging.getLogger(__name__)

SECONDS = 20.0
"""The longest that an answer may take; usually it is half of one."""

PROGRAM = "almanac.py"

_DECADE = 10

Question = tuple[str, ...]

_answers: dict[Question, Any] = {}


def countries() -> Mapping[str, Sequence[str]]:
    """The countries whose public holidays are known, each with the codes of its parts that have
    holidays of their own.
    """
    found: Mapping[str, Sequence[str]] = _answer(("countries",))
    return found


def part_names(country: str) -> Mapping[str, str]:
    """The names of a country's parts, by code; of those that have one."""
    found: Mapping[str, str] = _answer(("parts", country)) if country in countries() else {}
    return found


def near(country: str, part: str, year: int) -> frozenset[date]:
    """The public holidays of a year, and of those about it; none without a country."""
    return _of_decade(country, part, year // _DECADE) if country else frozenset()


def learn(country: str, part: str, year: int) -> None:
    """Ask at once for all that is asked soon: later it would be waited for."""
    if country:
        _ask([("countries",), ("parts", country), _dates(country, part, year // _DECADE)])


@lru_cache(maxsize=64)
def _of_decade(country: str, part: str, decade: int) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, _answer(_dates(country, part, decade))))


def _dates(country: str, part: str, decade: int) -> Question:
    first = max(date.min.year, decade * _DECADE)
    return ("dates", country, part, str(first), str(decade * _DECADE + _DECADE - 1))


def _answer(question: Question) -> Any:  # noqa: ANN401 (lists and objects of JSON)
    if question not in _answers:
        _ask([question])
    return _answers[question]


def _ask(questions: Sequence[Question]) -> None:
    _answers.update(zip(questions, _told(questions), strict=True))


def _told(questions: Sequence[Question]) -> Sequence[Any]:
    # Where it is loaded already, a process would save nothing.
    if "holidays" not in sys.modules:
        try:
            return _by_child(questions)
        except (OSError, subprocess.SubprocessError, ValueError) as problem:
            log.warning("holidays had to be looked up here: %s", type(problem).__name__)
    from bot import almanac

    return [almanac.answer(question) for question in questions]


def _by_child(questions: Sequence[Question]) -> Sequence[Any]:
    done = subprocess.run(  # noqa: S603 (a program of ours)
        child.command(PROGRAM),
        input=json.dumps(questions).encode(),
        capture_output=True,
        timeout=SECONDS,
        env=child.environment(),
        check=True,
    )
    found: list[Any] = json.loads(done.stdout)
    return found
