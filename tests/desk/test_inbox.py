"""Events are kept once, handed on in order, and set aside when they can't be dealt with."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import inbox, keys
from bot.desk.inbox import ATTEMPTS, Arrival, Turn
from bot.store import Transaction
from bot.store.tables import inbox as table
from tests.desk.queues import DAY


def later(tx: Transaction, milliseconds: int) -> Transaction:
    return Transaction(tx.connection, tx.now + milliseconds)


def arrive(tx: Transaction, number: int, lane: str = "D0ANA:1.1") -> bool:
    names = (f"event:{number}", f"message:{number}")
    return inbox.accept(tx, Arrival("message", f"body {number}", Turn(lane, f"{number}.0"), names))


def bodies(tx: Transaction, busy: tuple[str, ...] = ()) -> list[str]:
    return [each.body for each in inbox.due(tx, 10, busy)]


def first(tx: Transaction) -> int:
    return inbox.due(tx, 1)[0].id


def give_up(tx: Transaction) -> int:
    """Have the first event fail until it is set aside."""
    number = first(tx)
    while not inbox.failed(tx, number, "TypeError at relay.py:1"):
        pass
    return number


def test_an_event_that_comes_again_is_kept_once(tx: Transaction) -> None:
    assert [arrive(tx, 1), arrive(tx, 1)] == [True, False]
    assert bodies(tx) == ["body 1"]


def test_the_same_message_as_another_event_is_kept_once(tx: Transaction) -> None:
    arrive(tx, 1)
    mention = Arrival("app_mention", "body", Turn("D0ANA:1.1", "1.0"), ("event:2", "message:1"))
    assert not inbox.accept(tx, mention)


def test_an_event_wakes_the_worker_and_a_known_one_does_not(tx: Transaction) -> None:
    arrive(tx, 1)
    assert inbox.QUEUE in tx.stirred
    tx.stirred.clear()
    arrive(tx, 1)
    assert not tx.stirred


def test_a_lane_goes_by_slack_s_time_and_not_by_which_came_first(tx: Transaction) -> None:
    for number in (3, 1, 2):
        arrive(tx, number)
    said = []
    while waiting := inbox.due(tx, 1):
        said.append(waiting[0].body)
        inbox.handled(tx, waiting[0].id)
    assert said == ["body 1", "body 2", "body 3"]


def test_a_stuck_event_holds_its_lane_and_no_other(tx: Transaction) -> None:
    for number, lane in ((1, "a"), (2, "a"), (3, "b")):
        arrive(tx, number, lane)
    inbox.put_off(tx, first(tx), 1_000)
    assert bodies(tx) == ["body 3"]
    assert bodies(later(tx, 1_000)) == ["body 1", "body 3"]


def test_a_lane_in_hand_is_left_alone(tx: Transaction) -> None:
    arrive(tx, 1, "a")
    arrive(tx, 2, "b")
    assert bodies(tx, busy=("a",)) == ["body 2"]


def test_what_is_dealt_with_is_wiped(tx: Transaction) -> None:
    arrive(tx, 1)
    inbox.handled(tx, first(tx))
    assert tx.execute(select(table.c.state, table.c.body)).one() == ("done", None)


def test_a_failure_is_tried_again_later_and_the_last_one_sets_it_aside(tx: Transaction) -> None:
    arrive(tx, 1)
    number = first(tx)
    outcomes = [inbox.failed(tx, number, "TypeError at relay.py:1") for _ in range(ATTEMPTS)]
    assert outcomes == [False] * (ATTEMPTS - 1) + [True]
    assert bodies(later(tx, DAY)) == []
    assert [each.problem for each in inbox.poisoned(tx)] == ["TypeError at relay.py:1"]


def test_what_waits_through_no_fault_of_its_own_is_never_set_aside(tx: Transaction) -> None:
    arrive(tx, 1)
    number = first(tx)
    for _ in range(10 * ATTEMPTS):
        inbox.put_off(tx, number, 0)
    assert bodies(tx) == ["body 1"]


def test_an_event_that_was_set_aside_holds_nobody_up(tx: Transaction) -> None:
    arrive(tx, 1)
    arrive(tx, 2)
    give_up(tx)
    assert bodies(tx) == ["body 2"]


def test_what_was_set_aside_can_be_tried_anew(tx: Transaction) -> None:
    arrive(tx, 1)
    number = give_up(tx)
    assert [inbox.retry(tx, number), inbox.retry(tx, number)] == [True, False]
    assert bodies(tx) == ["body 1"]
    assert [inbox.failed(tx, number, "again") for _ in range(ATTEMPTS)][-1]


def test_what_was_set_aside_can_be_given_up_and_is_wiped(tx: Transaction) -> None:
    arrive(tx, 1)
    number = give_up(tx)
    assert [inbox.drop(tx, number), inbox.drop(tx, number)] == [True, False]
    assert tx.execute(select(table.c.state, table.c.body)).one() == ("dropped", None)


def test_what_is_still_to_be_dealt_with_is_not_kept_a_second_time(tx: Transaction) -> None:
    """Though its key was forgotten meanwhile."""
    arrive(tx, 1)
    give_up(tx)
    much_later = later(tx, 9 * DAY)
    inbox.tidy(much_later)
    keys.tidy(much_later)
    assert not arrive(much_later, 1)


def test_what_is_done_with_is_forgotten_with_its_log_and_the_rest_stays(tx: Transaction) -> None:
    arrive(tx, 1, "a")
    inbox.handled(tx, first(tx))
    arrive(tx, 2, "b")
    inbox.tidy(later(tx, 8 * DAY + 1))
    assert tx.execute(select(table.c.key)).scalars().all() == ["event:2"]
    assert len(inbox.MOVES.history(tx, first(tx))) == 1


def test_an_event_of_another_number_changes_nothing(tx: Transaction) -> None:
    inbox.handled(tx, 99)
    inbox.put_off(tx, 99, 1)
    assert [inbox.failed(tx, 99, ""), inbox.retry(tx, 99), inbox.drop(tx, 99)] == [False] * 3
