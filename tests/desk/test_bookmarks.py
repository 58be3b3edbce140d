"""What a person keeps for themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import bookmarks, people
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.store import Transaction
from bot.store.engine import open_sqlite
from bot.store.migrate import migrate

NOW = 1_796_000_000_000
IDS = st.sampled_from(["guide", "map", "brief", "toolkit"])
STEPS = st.lists(st.tuples(st.booleans(), IDS), max_size=40)


@pytest.fixture(scope="module")
def tx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Transaction]:
    engine = open_sqlite(tmp_path_factory.mktemp("desk") / "desk.db")
    migrate(engine)
    with engine.begin() as connection:
        yield Transaction(connection, NOW)
    engine.dispose()


@pytest.fixture(scope="module")
def somebody(tx: Transaction) -> Callable[[], int]:
    """The number of a person who was not there before."""
    numbers = count()
    return lambda: people.meet(tx, Member("T1", f"U{next(numbers)}")).id


def test_what_is_saved_is_listed_newest_first(tx: Transaction, somebody: Callable[[], int]) -> None:
    person = somebody()
    for resource in ("guide", "map", "brief"):
        bookmarks.save(tx, person, resource)
    assert bookmarks.saved(tx, person) == ["brief", "map", "guide"]


def test_saving_twice_is_saving_once(tx: Transaction, somebody: Callable[[], int]) -> None:
    person = somebody()
    assert [bookmarks.save(tx, person, each) for each in ("guide", "map", "guide")] == [
        True,
        True,
        False,
    ]
    assert bookmarks.saved(tx, person) == ["map", "guide"]


def test_only_what_is_there_can_be_taken_away(tx: Transaction, somebody: Callable[[], int]) -> None:
    person = somebody()
    bookmarks.save(tx, person, "guide")
    assert [bookmarks.unsave(tx, person, "guide") for _ in range(2)] == [True, False]
    assert bookmarks.saved(tx, person) == []


def test_each_person_has_their_own(tx: Transaction, somebody: Callable[[], int]) -> None:
    ana, luis = somebody(), somebody()
    bookmarks.save(tx, ana, "guide")
    bookmarks.save(tx, luis, "guide")
    bookmarks.remember_search(tx, ana, Masked("jail"))
    bookmarks.clear_saved(tx, luis)
    bookmarks.forget_searches(tx, luis)
    assert bookmarks.saved(tx, ana) == ["guide"]
    assert bookmarks.recent(tx, ana) == ["jail"]
    assert bookmarks.saved(tx, luis) == bookmarks.recent(tx, luis) == []


@given(STEPS)
def test_any_saving_and_taking_away_is_a_list_of_distinct_things(
    tx: Transaction, somebody: Callable[[], int], steps: list[tuple[bool, str]]
) -> None:
    person, expected = somebody(), list[str]()
    for saves, resource in steps:
        if saves and resource not in expected:
            expected.insert(0, resource)
        elif not saves and resource in expected:
            expected.remove(resource)
        (bookmarks.save if saves else bookmarks.unsave)(tx, person, resource)
    assert bookmarks.saved(tx, person) == expected


@given(st.lists(st.integers(0, 15).map(str), max_size=60))
def test_the_last_ten_searches_are_kept_each_once_and_newest_first(
    tx: Transaction, somebody: Callable[[], int], asked: list[str]
) -> None:
    person = somebody()
    for query in asked:
        bookmarks.remember_search(tx, person, Masked(query))
    assert bookmarks.recent(tx, person) == list(dict.fromkeys(reversed(asked)))[:10]


def test_a_clock_that_was_set_back_changes_no_order(
    tx: Transaction, somebody: Callable[[], int]
) -> None:
    person = somebody()
    earlier = Transaction(tx.connection, NOW - 3_600_000)
    bookmarks.remember_search(tx, person, Masked("first"))
    bookmarks.remember_search(earlier, person, Masked("second"))
    bookmarks.save(tx, person, "first")
    bookmarks.save(earlier, person, "second")
    assert bookmarks.recent(tx, person) == ["second", "first"]
    assert bookmarks.saved(tx, person) == ["second", "first"]


def test_what_is_forgotten_is_gone(tx: Transaction, somebody: Callable[[], int]) -> None:
    person = somebody()
    bookmarks.remember_search(tx, person, Masked("jail"))
    bookmarks.forget_searches(tx, person)
    bookmarks.save(tx, person, "guide")
    bookmarks.clear_saved(tx, person)
    assert bookmarks.recent(tx, person) == bookmarks.saved(tx, person) == []
