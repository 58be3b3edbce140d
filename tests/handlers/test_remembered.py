"""Answers that are kept for the next who asks."""

from __future__ import annotations

from collections.abc import Callable

from handlers.remembered import Remembered


def counted() -> Callable[[], int]:
    made = iter(range(100))
    return lambda: next(made)


def test_an_answer_is_made_once_for_a_version() -> None:
    remembered, answer = Remembered[int](), counted()
    given = [remembered.get("monday", "hold", answer) for _ in range(3)]
    assert given == [0, 0, 0]


def test_another_version_forgets_everything() -> None:
    remembered, answer = Remembered[int](), counted()
    given = [remembered.get(day, "hold", answer) for day in ("monday", "tuesday", "monday")]
    assert given == [0, 1, 2]


def test_what_was_asked_longest_ago_goes_first() -> None:
    remembered, answer = Remembered[int](size=2), counted()
    for question in ("a", "b", "a", "c"):
        remembered.get("monday", question, answer)
    assert [remembered.get("monday", question, answer) for question in "ab"] == [0, 3]
