"""What was done already is known by its names."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.desk import keys
from bot.store import Transaction
from tests.desk.queues import DAY, NOW

names = st.lists(st.sampled_from("abcde"), min_size=1, max_size=3)


def test_a_key_is_first_once(tx: Transaction) -> None:
    assert [keys.first(tx, "a"), keys.first(tx, "a"), keys.first(tx, "b")] == [True, False, True]


def test_any_known_name_makes_it_known_and_its_other_names_too(tx: Transaction) -> None:
    keys.first(tx, "event 1", "message 1")
    assert not keys.first(tx, "event 2", "message 1")
    assert not keys.first(tx, "event 2")


def test_a_name_that_is_given_twice_counts_once(tx: Transaction) -> None:
    assert keys.first(tx, "a", "a")


def test_a_key_is_forgotten_after_its_time_and_not_before(tx: Transaction) -> None:
    keys.first(tx, "a")
    keys.tidy(Transaction(tx.connection, NOW + keys.KEPT_DAYS * DAY))
    assert not keys.first(tx, "a")
    keys.tidy(Transaction(tx.connection, NOW + keys.KEPT_DAYS * DAY + 1))
    assert keys.first(tx, "a")


def test_slack_s_delayed_events_are_known_for_longer_than_they_may_take() -> None:
    assert keys.KEPT_DAYS >= 7


def test_a_message_has_one_name_in_whichever_event_it_comes() -> None:
    assert keys.message("T1", "C1", "1.2") == keys.message("T1", "C1", "1.2")
    assert len({keys.message(*each) for each in (("T1", "C1", "1.2"), ("T2", "C1", "1.2"))}) == 2


@given(given_names=st.lists(names, max_size=20))
def test_something_is_done_once_under_all_of_its_names(
    engine: Engine, given_names: list[list[str]]
) -> None:
    known: set[str] = set()
    with engine.connect() as connection, connection.begin() as begun:
        tx = Transaction(connection, NOW)
        for each in given_names:
            assert keys.first(tx, *each) is known.isdisjoint(each)
            known |= set(each)
        begun.rollback()
