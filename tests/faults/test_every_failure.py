"""Whatever fails, once: the main story ends as if nothing had."""

from __future__ import annotations

import pytest

from bot.sandbox.faults import CALL_KINDS
from tests.faults.every_failure import Case, faults_of, some, tried
from tests.faults.strikes import DATABASE_KINDS, KINDS, NEVER, Counts, Strike, every_strike

SEED = 20261122
SHARE = 0.01
"""Of everything; `make failures` tries it all."""


@pytest.fixture(scope="module")
def plain() -> list[Case]:
    """The story as it goes when nothing fails, with echoes and without."""
    return tried(NEVER)


def test_without_a_failure_all_is_well(plain: list[Case]) -> None:
    assert faults_of(plain) == []
    for case in plain:
        assert not case.counts.struck
        assert case.counts.statements > 300
        assert case.counts.commits > 50
        assert case.counts.calls > 10


def test_after_any_one_failure_all_is_well(plain: list[Case]) -> None:
    heard, deaf = plain
    cases = tried(some(every_strike(heard.counts, deaf.counts), SHARE, SEED, always=()))
    assert faults_of(cases) == []
    assert {(case.strike.where, case.strike.kind) for case in cases} == {
        (where, kind) for where, kinds in KINDS.items() for kind in kinds
    }


def test_a_strike_that_never_comes_is_told() -> None:
    beyond = [
        Strike("statement", DATABASE_KINDS[0], 100_000),
        Strike("commit", DATABASE_KINDS[0], 100_000),
        Strike("call", CALL_KINDS[0], 100_000),
    ]
    assert faults_of(tried(beyond)) == [f"{strike}: never came" for strike in beyond]


def test_each_thing_that_can_fail_is_struck_in_each_way() -> None:
    heard, deaf = Counts(statements=3, commits=2, calls=1), Counts(statements=2, commits=1)
    strikes = [strike for alike in every_strike(heard, deaf) for strike in alike]
    statements, commits, committed, calls = 3 + 2 * 2, 2 + 2 * 1, 1, len(CALL_KINDS)
    assert len(strikes) == len(set(strikes)) == statements + commits + committed + calls


def test_some_are_always_tried_and_of_the_rest_a_share_of_each_kind() -> None:
    counts = Counts(statements=30, commits=20, calls=10)
    strikes = every_strike(counts, counts)
    few = some(strikes, 0, SEED)
    assert few == some(strikes, 0, SEED)
    assert len(few) == 30 + 20 + len(strikes) - 2
    assert [each.number for each in few[:30]] == list(range(1, 31))
    assert len(some(strikes, 0.5, SEED)) == 30 + 2 * 15 + 20 + 3 * 10 + 20 * 5
    assert len(some(strikes, 1, SEED)) == sum(len(alike) for alike in strikes)
