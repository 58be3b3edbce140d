"""What is remembered as dealt with."""

from __future__ import annotations

from handlers.seen import Seen


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_key_is_first_once() -> None:
    seen = Seen()
    assert [seen.first("a"), seen.first("a"), seen.first("b")] == [True, False, True]


def test_any_known_key_makes_a_message_known() -> None:
    seen = Seen()
    seen.first("event 1", "message 1")
    assert not seen.first("event 2", "message 1")


def test_a_forgotten_key_is_first_again() -> None:
    seen = Seen()
    seen.first("a")
    seen.forget("a")
    assert seen.first("a")


def test_keys_expire() -> None:
    clock = Clock()
    seen = Seen(seconds=60, clock=clock)
    seen.first("a")
    clock.now = 61
    assert seen.first("a")


def test_no_more_keys_are_kept_than_allowed() -> None:
    seen = Seen(size=2)
    for key in "abc":
        seen.first(key)
    assert seen.first("a")
