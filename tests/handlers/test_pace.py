"""How fast a channel may be posted to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from handlers.pace import Pace


def test_a_short_burst_passes_and_then_one_a_second() -> None:
    pace = Pace(burst=3, per_second=1)
    for _ in range(3):
        pace.spend("C1", 100.0)
    assert list(pace.resting(100.0)) == ["C1"]
    assert pace.rested_in(100.0) == 1.0
    assert not pace.resting(101.0)


def test_channels_don_t_wait_for_each_other() -> None:
    pace = Pace(burst=1, per_second=1)
    pace.spend("C1", 100.0)
    assert pace.left("C2", 100.0) == 1
    assert pace.left_at(100.0)("C1") == 0


def test_who_is_asked_to_rest_rests_as_long() -> None:
    pace = Pace(burst=3, per_second=0.5)
    pace.rest("C1", 100.0, 30.0)
    assert pace.left("C1", 129.0) == 0
    assert pace.left("C1", 130.0) == 1


def test_what_can_t_wait_may_go_beyond() -> None:
    pace = Pace(burst=1, per_second=1)
    pace.spend("C1", 100.0)
    assert (pace.left("C1", 100.0), pace.left("C1", 100.0, beyond=5)) == (0, 5)


@given(st.lists(st.floats(0, 30), max_size=60))
def test_no_more_than_the_burst_and_one_a_second_ever_pass(waits: list[float]) -> None:
    pace, now, passed = Pace(burst=3, per_second=1), 1_000.0, 0
    for wait in waits:
        now += wait
        if pace.left("C1", now):
            pace.spend("C1", now)
            passed += 1
    assert passed <= 3 + (now - 1_000.0) + 1e-6
