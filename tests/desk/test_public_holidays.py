"""Public holidays, told by a process that ends."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest

from bot.desk import public_holidays
from bot.desk.hours import Hours
from bot.desk.public_holidays import Question

ASKED = """
import json, sys
from bot.desk import public_holidays
public_holidays.learn("US", "TX", 2027)
days = sorted(str(day) for day in public_holidays.near("US", "TX", 2027) if day.year == 2027)
print(json.dumps([days, public_holidays.part_names("US")["TX"], "holidays" in sys.modules]))
"""


@pytest.fixture
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(public_holidays, "_answers", {})
    public_holidays._of_decade.cache_clear()  # noqa: SLF001 (what is kept is what is tested)
    yield
    public_holidays._of_decade.cache_clear()  # noqa: SLF001


def test_another_process_tells_so_that_this_one_stays_small() -> None:
    done = subprocess.run(  # noqa: S603 (Python, and a program of this test's)
        [sys.executable, "-c", ASKED], capture_output=True, check=True
    )
    days, name, is_loaded = json.loads(done.stdout)
    assert {"2027-03-02", "2027-07-05", "2027-11-25"} <= set(days)
    assert name == "Texas"
    assert not is_loaded


@pytest.mark.usefixtures("nothing_known")
def test_where_no_process_can_be_started_it_is_looked_up_here(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delitem(sys.modules, "holidays")
    monkeypatch.setattr(public_holidays, "PROGRAM", "missing.py")
    with caplog.at_level(logging.WARNING):
        assert date(2027, 7, 5) in public_holidays.near("US", "", 2027)
    assert caplog.messages == ["holidays had to be looked up here: CalledProcessError"]


@pytest.mark.usefixtures("nothing_known")
def test_the_same_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    told = public_holidays._told  # noqa: SLF001

    def noted(questions: Sequence[Question]) -> Sequence[Any]:
        asked.append(questions)
        return told(questions)

    monkeypatch.setattr(public_holidays, "_told", noted)
    public_holidays.learn("MX", "", 2027)
    for year in (2020, 2027, 2029):
        public_holidays.near("MX", "", year)
    public_holidays.part_names("MX")
    assert len(asked) == 1


@pytest.mark.parametrize("year", [1, 1970, 9999])
def test_any_year_has_an_answer(year: int) -> None:
    assert isinstance(public_holidays.near("US", "", year), frozenset)


def test_without_a_country_there_are_none() -> None:
    assert public_holidays.near("", "", 2027) == frozenset()
    assert Hours(country="").opening(date(2027, 7, 5)) is not None
    assert Hours(country="US").opening(date(2027, 7, 5)) is None
