"""What the simulation goes by: who may not see something, and what is too much."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from tests.simulation.ledger import Ledger, Request
from tests.simulation.reminders import is_worked, most_in
from tests.simulation.walls import DAY, HOUR, at, awake, local
from tests.simulation.words import NAME, TOKEN, Words, name

ANA, DANA, RUTH, TOMAS = "U0ANA", "U0DANA", "U0RUTH", "U0TOMAS"


@pytest.fixture
def ledger() -> Ledger:
    """Ana asked; only coordinators know it."""
    found = Ledger(frozenset({DANA}))
    found.knows_name(name(1), ANA)
    found.asked(Request("qbbbbbbcq", ANA, "expert", "role", "en", 0.0))
    return found


def test_a_question_before_somebody_else_is_a_leak(ledger: Ledger) -> None:
    ledger.look("the text qbbbbbbcq of a card", {ANA, DANA, RUTH}, "triage", 5.0)
    assert [(leak.who, leak.what) for leak in ledger.leaks] == [(RUTH, "question")]


def test_whom_it_is_shown_to_may_see_the_question_and_no_name(ledger: Ledger) -> None:
    ledger.shown_to(ledger.requests["qbbbbbbcq"], {RUTH})
    ledger.look(f"qbbbbbbcq of {name(1)}", {RUTH}, "dm", 5.0)
    assert [leak.what for leak in ledger.leaks] == ["name"]


def test_what_is_said_later_is_for_who_is_on_it_then(ledger: Ledger) -> None:
    request = ledger.requests["qbbbbbbcq"]
    ledger.taken_on(request, {RUTH}, "D1")
    ledger.parted(request)
    ledger.said("words", "qbbbbbbdq", request, {ANA, *request.party}, 7.0)
    ledger.look("qbbbbbbdq", {RUTH}, "dm", 8.0)
    assert [leak.who for leak in ledger.leaks] == [RUTH]


def test_words_that_nobody_said_are_a_leak(ledger: Ledger) -> None:
    ledger.look("qmmmmmmmq", {DANA}, "home", 5.0)
    assert [leak.what for leak in ledger.leaks] == ["unknown"]


def test_every_word_is_another_one_and_known_again() -> None:
    words = Words(Random(1))  # noqa: S311 (repeatable, not secret)
    tokens = [words.token() for _ in range(500)]
    assert len(set(tokens)) == 500
    assert all(TOKEN.fullmatch(token) for token in tokens)
    assert NAME.fullmatch(name(299))


def test_reminders_are_counted_over_any_seven_days() -> None:
    assert most_in([0.0, 6 * DAY, 7.5 * DAY, 8 * DAY, 12.9 * DAY], 7 * DAY) == 4


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        (datetime(2026, 11, 2, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 2, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 2, 17, 5, tzinfo=UTC), False),
        (datetime(2026, 11, 1, 12, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 11, 12, 0, tzinfo=UTC), False),
    ],
)
def test_nights_weekends_and_holidays_are_nobody_s_hours(wall: datetime, *, expected: bool) -> None:
    assert is_worked(wall, frozenset({date(2026, 11, 11)})) is expected


def test_a_wall_clock_s_hour_is_kept_when_the_clocks_change() -> None:
    before, after = at(date(2026, 10, 31), 9), at(date(2026, 11, 1), 9)
    assert (after - before) / HOUR == 25
    assert [local(each).hour for each in (before, after)] == [9, 9]


def test_nobody_looks_at_slack_while_they_sleep() -> None:
    friday_night = at(date(2026, 10, 30), 23)
    assert local(awake(friday_night, workdays=True)).strftime("%a %H") == "Mon 08"
    assert local(awake(friday_night, workdays=False)).strftime("%a %H") == "Sat 08"
