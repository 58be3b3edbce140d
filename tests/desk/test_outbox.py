"""Messages are queued once, sent in order, and looked for before they are sent again."""

from __future__ import annotations

import pytest

from bot.desk import outbox, sending
from bot.desk.outbox import Address, Drawing, Kind
from bot.desk.sending import Outgoing
from bot.store import Row, Transaction
from tests.desk.queues import DAY, NOW

SETTLE = 60_000
HOUR = 3_600_000
HERE, THERE = Address(channel_id="C1", thread_ts="1.1"), Address(channel_id="C1", thread_ts="2.2")


def later(tx: Transaction, milliseconds: int) -> Transaction:
    return Transaction(tx.connection, tx.now + milliseconds)


class Words:
    """What messages say: empty for nothing, None for what can't be drawn."""

    def __init__(self) -> None:
        self.said: dict[str, str | None] = {}
        self.told: list[str] = []

    @property
    def kinds(self) -> dict[str, Kind]:
        return {"words": Kind(self._read, self._changed)}

    def _read(self, _tx: Transaction, row: Row) -> Drawing | None:
        text = self.said.get(row.cause, row.cause)
        if text is None:
            raise ValueError(row.cause)
        return (lambda: {"text": text}) if text else None

    def _changed(self, _tx: Transaction, row: Row) -> None:
        self.told.append(f"{row.cause} {row.state}")


@pytest.fixture
def words() -> Words:
    return Words()


def post(tx: Transaction, cause: str, to: Address = HERE) -> str:
    row_id = outbox.post(tx, "words", to, cause=cause)
    assert row_id
    return row_id


def claim(tx: Transaction, words: Words, limit: int = 10, **more: object) -> list[Outgoing]:
    return sending.claim(tx, words.kinds, settle_ms=SETTLE, limit=limit, **more)  # type: ignore[arg-type]


def sent(tx: Transaction, words: Words, cause: str, to: Address = HERE) -> str:
    row_id = post(tx, cause, to)
    claim(tx, words)
    sending.arrived(tx, row_id, f"{cause}.0", words.kinds)
    return row_id


def state(tx: Transaction, row_id: str) -> str:
    row = outbox.find(tx, row_id)
    assert row
    return str(row.state)


def test_a_message_is_queued_once_for_its_cause_place_and_purpose(tx: Transaction) -> None:
    first = outbox.post(tx, "words", HERE, cause="a", purpose="part:0")
    again = outbox.post(tx, "words", HERE, cause="a", purpose="part:0")
    others = [
        outbox.post(tx, "words", THERE, cause="a", purpose="part:0"),
        outbox.post(tx, "words", HERE, cause="b", purpose="part:0"),
        outbox.post(tx, "words", HERE, cause="a", purpose="part:1"),
    ]
    assert (bool(first), again, all(others)) == (True, None, True)


def test_it_is_noted_as_perhaps_sent_before_anyone_tries(tx: Transaction, words: Words) -> None:
    row_id = post(tx, "a")
    assert [each.id for each in claim(tx, words)] == [row_id]
    assert state(tx, row_id) == "maybe"
    assert claim(tx, words) == []


def test_a_thread_is_sent_one_by_one_and_in_order(tx: Transaction, words: Words) -> None:
    first, second, other = post(tx, "a"), post(tx, "b"), post(tx, "c", THERE)
    assert [each.id for each in claim(tx, words)] == [first, other]
    assert claim(tx, words) == []
    sending.arrived(tx, first, "1.0", words.kinds)
    assert [each.id for each in claim(tx, words)] == [second]


@pytest.mark.parametrize("problem", ["is_archived", "not_in_channel"])
def test_a_refused_message_holds_its_thread_until_a_person_decides(
    tx: Transaction, words: Words, problem: str
) -> None:
    first, second = post(tx, "a"), post(tx, "b")
    claim(tx, words)
    sending.refused(tx, first, problem, words.kinds)
    assert claim(tx, words) == []
    assert [(each.problem, each.behind) for each in outbox.stuck(tx)] == [(problem, 1)]
    assert [outbox.drop(tx, first, words.kinds) for _ in range(2)] == [True, False]
    assert [each.id for each in claim(tx, words)] == [second]


def test_a_held_message_can_be_sent_after_all(tx: Transaction, words: Words) -> None:
    row_id = post(tx, "a")
    claim(tx, words)
    sending.refused(tx, row_id, "is_archived", words.kinds)
    assert [outbox.again(tx, row_id, words.kinds) for _ in range(2)] == [True, False]
    assert [each.id for each in claim(tx, words)] == [row_id]


def test_what_surely_did_not_arrive_is_tried_again_after_a_while(
    tx: Transaction, words: Words
) -> None:
    row_id = post(tx, "a")
    claim(tx, words)
    sending.put_off(tx, row_id, 5_000, "ratelimited")
    assert claim(later(tx, 4_999), words) == []
    assert [each.id for each in claim(later(tx, 5_000), words)] == [row_id]


def test_what_may_have_arrived_is_looked_for_and_not_sent_again(
    tx: Transaction, words: Words
) -> None:
    row_id = post(tx, "a")
    claim(tx, words)
    sending.unclear(tx, row_id, SETTLE)
    assert sending.unsettled(later(tx, SETTLE - 1), 10) == []
    assert [each.id for each in sending.unsettled(later(tx, SETTLE), 10)] == [row_id]
    assert claim(later(tx, DAY), words) == []
    sending.absent(tx, row_id)
    assert [each.id for each in claim(tx, words)] == [row_id]


def test_what_is_being_sent_is_not_looked_for(tx: Transaction, words: Words) -> None:
    row_id = post(tx, "a")
    claim(tx, words)
    assert sending.unsettled(later(tx, SETTLE), 10, in_hand=(row_id,)) == []


def test_where_slack_will_not_say_a_person_decides_after_an_hour(
    tx: Transaction, words: Words
) -> None:
    row_id = post(tx, "a")
    claim(tx, words)
    sending.not_found_out(later(tx, HOUR - 1), row_id, words.kinds, refused=True)
    assert state(tx, row_id) == "maybe"
    sending.not_found_out(later(tx, HOUR), row_id, words.kinds, refused=True)
    assert state(tx, row_id) == "held"


def test_an_outage_of_slack_s_asks_nobody_to_decide(tx: Transaction, words: Words) -> None:
    row_id = post(tx, "a")
    claim(tx, words)
    sending.not_found_out(later(tx, 3 * DAY), row_id, words.kinds, refused=False)
    assert state(tx, row_id) == "maybe"


def test_slack_s_own_word_outweighs_what_we_believed(tx: Transaction, words: Words) -> None:
    held, dead = post(tx, "a"), post(tx, "b", THERE)
    claim(tx, words)
    for row_id in (held, dead):
        sending.refused(tx, row_id, "is_archived", words.kinds)
    outbox.drop(tx, dead, words.kinds)
    assert sending.arrived(tx, held, "1.0", words.kinds)
    assert sending.arrived(tx, dead, "2.0", words.kinds)
    assert [state(tx, held), state(tx, dead)] == ["sent", "sent"]


def test_that_it_arrived_is_news_once(tx: Transaction, words: Words) -> None:
    row_id = sent(tx, words, "a")
    assert not sending.arrived(tx, row_id, "9.0", words.kinds)
    assert words.told == ["a sent"]


def test_what_changed_before_it_was_sent_needs_no_rewriting(tx: Transaction, words: Words) -> None:
    row_id = post(tx, "a")
    outbox.refresh(tx, row_id)
    assert [each.id for each in claim(tx, words)] == [row_id]
    sending.arrived(tx, row_id, "1.0", words.kinds)
    assert claim(tx, words) == []


def test_many_changes_are_one_rewriting(tx: Transaction, words: Words) -> None:
    row_id = sent(tx, words, "a")
    for _ in range(5):
        outbox.refresh(tx, row_id)
    (rewriting,) = claim(tx, words)
    assert (rewriting.method, rewriting.ts, rewriting.mark) == ("update", "a.0", row_id)


def test_a_change_while_it_is_rewritten_is_another_one_after_it(
    tx: Transaction, words: Words
) -> None:
    row_id = sent(tx, words, "a")
    outbox.refresh(tx, row_id)
    (first,) = claim(tx, words)
    outbox.refresh(tx, row_id)
    assert claim(tx, words) == []
    sending.arrived(tx, first.id, "a.0", words.kinds)
    assert [each.method for each in claim(tx, words)] == ["update"]


def test_what_is_rewritten_must_have_arrived_before(tx: Transaction, words: Words) -> None:
    row_id = post(tx, "a")
    claim(tx, words)
    outbox.refresh(tx, row_id)
    assert claim(tx, words) == []
    sending.arrived(tx, row_id, "1.0", words.kinds)
    assert [each.method for each in claim(tx, words)] == ["update"]


def test_what_has_nothing_left_to_say_is_taken_away(tx: Transaction, words: Words) -> None:
    row_id = sent(tx, words, "a")
    words.said["a"] = ""
    outbox.refresh(tx, row_id)
    (rewriting,) = claim(tx, words)
    assert rewriting.method == "delete"
    sending.arrived(tx, rewriting.id, "a.0", words.kinds)
    assert state(tx, row_id) == "dead"


def test_what_was_taken_away_comes_back_once_there_is_something_to_say(
    tx: Transaction, words: Words
) -> None:
    row_id = sent(tx, words, "a")
    words.said["a"] = ""
    outbox.refresh(tx, row_id)
    (rewriting,) = claim(tx, words)
    sending.arrived(tx, rewriting.id, "a.0", words.kinds)
    words.said["a"] = "again"
    assert outbox.post(tx, "words", HERE, cause="a") is None
    assert [(each.id, each.method) for each in claim(tx, words)] == [(row_id, "post")]


def test_what_was_to_be_taken_away_and_is_rewritten_instead_still_stands(
    tx: Transaction, words: Words
) -> None:
    row_id = sent(tx, words, "a")
    words.said["a"] = ""
    outbox.refresh(tx, row_id)
    (taking_away,) = claim(tx, words)
    sending.put_off(tx, taking_away.id, 0, "ratelimited")
    words.said["a"] = "something after all"
    (rewriting,) = claim(tx, words)
    assert rewriting.method == "update"
    sending.arrived(tx, rewriting.id, "a.0", words.kinds)
    assert state(tx, row_id) == "sent"


def test_what_has_nothing_to_say_yet_is_never_sent_and_lets_the_next_pass(
    tx: Transaction, words: Words
) -> None:
    words.said["a"] = ""
    first, second = post(tx, "a"), post(tx, "b")
    tx.stirred.clear()
    assert claim(tx, words) == []
    assert (state(tx, first), outbox.QUEUE in tx.stirred) == ("dead", True)
    assert [each.id for each in claim(tx, words)] == [second]


def test_what_can_not_be_drawn_is_held_and_stops_no_other(tx: Transaction, words: Words) -> None:
    words.said["a"] = None
    broken, other = post(tx, "a"), post(tx, "b", THERE)
    assert [each.id for each in claim(tx, words)] == [other]
    assert (state(tx, broken), words.told) == ("held", ["a held"])


def test_a_channel_gets_no_more_at_once_than_it_may_have(tx: Transaction, words: Words) -> None:
    posts = [post(tx, cause, Address(channel_id="C1", thread_ts=cause)) for cause in "abc"]
    taken = claim(tx, words, left=lambda _channel_id: 2)
    assert [each.id for each in taken] == posts[:2]


def test_a_channel_that_rests_and_a_method_that_is_paused_are_left_alone(
    tx: Transaction, words: Words
) -> None:
    row_id = post(tx, "a")
    assert claim(tx, words, resting=("C1",)) == []
    assert claim(tx, words, paused=("post",)) == []
    assert [each.id for each in claim(tx, words, resting=("C2",), paused=("update",))] == [row_id]


def test_a_rewriting_of_unknown_fate_is_done_again(tx: Transaction, words: Words) -> None:
    row_id = sent(tx, words, "a")
    outbox.refresh(tx, row_id)
    (rewriting,) = claim(tx, words)
    sending.recover(later(tx, SETTLE))
    assert [each.id for each in claim(later(tx, SETTLE), words)] == [rewriting.id]


def test_a_rewriting_whose_fate_could_not_be_kept_is_done_again(
    tx: Transaction, words: Words
) -> None:
    row_id = sent(tx, words, "a")
    outbox.refresh(tx, row_id)
    (rewriting,) = claim(tx, words)
    settled = later(tx, SETTLE)
    sending.redo(tx)
    sending.redo(settled, [rewriting.id])
    assert claim(settled, words) == []
    sending.redo(settled)
    assert [each.id for each in claim(settled, words)] == [rewriting.id]


def test_a_rewriting_that_still_waits_keeps_its_message(tx: Transaction, words: Words) -> None:
    row_id = sent(tx, words, "a")
    much_later = later(tx, 9 * DAY)
    outbox.refresh(much_later, row_id)
    outbox.tidy(much_later)
    assert [each.method for each in claim(much_later, words)] == ["update"]


def test_the_worker_looks_again_when_something_is_due(tx: Transaction, words: Words) -> None:
    row_id = post(tx, "a")
    assert sending.next_at(tx) is None
    claim(tx, words)
    assert sending.next_at(tx) == NOW + SETTLE
    sending.put_off(tx, row_id, 5_000, "ratelimited")
    assert sending.next_at(tx) == NOW + 5_000
