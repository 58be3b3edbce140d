"""What is stale, and closing it together."""

from __future__ import annotations

import pytest

from bot.desk import conversation, people, stale, tickets
from bot.desk.errors import NotForOthers
from bot.desk.masking import Masked
from bot.desk.stale import DAYS, MOST_OURS, MOST_SILENT, Closed, Seen
from bot.store import Row, Transaction
from tests.desk.cast import (
    ANA,
    BEA,
    DANA,
    LUIS,
    asked,
    closed,
    now,
    offered,
    own_thread,
    person,
    settle,
    words,
)
from tests.desk.queues import DAY, NOW

LINE = Masked("We heard nothing for a while.")


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)


def after(tx: Transaction, days: int) -> Transaction:
    """The same desk, so many days later."""
    return Transaction(tx.connection, NOW + days * DAY)


def answered(tx: Transaction, **values: object) -> Row:
    """A ticket that waits for its requester."""
    ticket = asked(tx, **values)  # type: ignore[arg-type]
    return conversation.reply(tx, ticket, person(tx, DANA), Masked("An answer"))


def seen(tx: Transaction, *those: Row) -> list[Seen]:
    """Tickets as they are shown now."""
    return [Seen(each.handle, now(tx, each).version) for each in those]


def closes(tx: Transaction, *those: Seen) -> Closed:
    return stale.close(tx, DANA, those, "withdrawn", LINE, 14)


# What is stale


@pytest.mark.parametrize("days", DAYS)
def test_a_ticket_is_stale_once_nobody_spoke_for_so_long(tx: Transaction, days: stale.Days) -> None:
    ticket = answered(tx)
    assert stale.listed(after(tx, days - 1), DANA, days).silent == []
    assert [each.id for each in stale.listed(after(tx, days), DANA, days).silent] == [ticket.id]


def test_who_waits_for_us_stands_apart(tx: Transaction) -> None:
    silent, unanswered, offered_one = answered(tx), asked(tx), asked(tx)
    offered(tx, offered_one, BEA)
    followed_up = answered(tx)
    conversation.say(tx, words(ANA, own_thread(tx, followed_up), "And then?"))
    found = stale.listed(after(tx, 14), DANA, 14)
    assert [each.id for each in found.silent] == [silent.id]
    assert {each.id for each in found.ours} == {unanswered.id, offered_one.id, followed_up.id}
    assert (found.silent_count, found.ours_count) == (1, 3)


def test_so_does_what_was_promised_for_a_day_that_is_to_come(tx: Transaction) -> None:
    promised, over = answered(tx), answered(tx)
    tickets.promise(tx, promised, person(tx, DANA), "2999-01-01")
    tickets.promise(tx, over, person(tx, DANA), "2020-01-01")
    vote = answered(tx, needed_by="vote", vote_on="2999-01-01")
    found = stale.listed(after(tx, 30), DANA, 14)
    assert [each.id for each in found.silent] == [over.id]
    assert {each.id for each in found.ours} == {promised.id, vote.id}


def test_the_oldest_come_first_and_the_rest_is_counted(tx: Transaction) -> None:
    newest = answered(after(tx, 1))
    oldest = answered(tx)
    rest = [answered(after(tx, 1)) for _ in range(MOST_SILENT)]
    ours = [asked(tx) for _ in range(MOST_OURS + 2)]
    found = stale.listed(after(tx, 20), DANA, 14)
    assert [each.id for each in found.silent] == [oldest.id, newest.id, *(r.id for r in rest[:-2])]
    assert (found.silent_count, found.ours_count) == (MOST_SILENT + 2, len(ours))
    assert len(found.ours) == MOST_OURS


def test_what_is_closed_is_not_stale(tx: Transaction) -> None:
    closed(tx, answered(tx))
    found = stale.listed(after(tx, 99), DANA, 60)
    assert (found.silent, found.ours) == ([], [])


@pytest.mark.parametrize("who", [ANA, LUIS, BEA])
def test_nobody_else_sees_or_closes_any(tx: Transaction, who: people.Member) -> None:
    ticket = answered(tx)
    those = seen(tx, ticket)
    for forbidden in (
        lambda: stale.listed(after(tx, 30), who, 14),
        lambda: stale.chosen(tx, who, those),
        lambda: stale.close(after(tx, 30), who, those, "withdrawn", LINE, 14),
        lambda: stale.were_closed(tx, who, those, "withdrawn"),
    ):
        with pytest.raises(NotForOthers):
            forbidden()
    assert now(tx, ticket).state != "closed"


# Closing it


def test_they_are_closed_with_the_same_line_to_each(tx: Transaction) -> None:
    one, other = answered(tx), answered(tx)
    assert closes(after(tx, 14), *seen(tx, one, other)) == Closed(2)
    for ticket in (now(tx, one), now(tx, other)):
        assert (ticket.state, ticket.outcome) == ("closed", "withdrawn")
        assert ticket.closing_words == LINE


def test_what_moved_meanwhile_is_left_out(tx: Transaction) -> None:
    one, taken, spoken, gone = (answered(tx) for _ in range(4))
    those = seen(tx, one, taken, spoken, gone)
    tickets.take(tx, now(tx, taken), person(tx, DANA))
    conversation.say(after(tx, 13), words(ANA, own_thread(tx, spoken), "Wait"))
    closed(tx, gone)
    done = closes(after(tx, 14), *those)
    assert done == Closed(1, (taken.id, gone.id, spoken.id))
    assert now(tx, taken).state == "taken"


def test_a_word_that_changes_nothing_else_counts_too(tx: Transaction) -> None:
    """The requester wrote already: it waits for us, and a second word of theirs is no move."""
    ticket = asked(tx)
    those = seen(tx, ticket)
    conversation.say(after(tx, 13), words(ANA, own_thread(tx, ticket), "Still there?"))
    assert now(tx, ticket).version == ticket.version
    assert closes(after(tx, 14), *those) == Closed(0, (ticket.id,))


def test_at_the_second_look_what_moved_is_not_there(tx: Transaction) -> None:
    one, moved = answered(tx), answered(tx)
    those = seen(tx, moved, one)
    tickets.take(tx, now(tx, moved), person(tx, DANA))
    assert [each.id for each in stale.chosen(tx, DANA, those)] == [one.id]


def test_a_handle_that_nobody_gave_out_is_nothing(tx: Transaction) -> None:
    assert closes(after(tx, 14), Seen("t-nothing", 1)) == Closed()
    assert stale.chosen(tx, DANA, [Seen("t-nothing", 1)]) == []


def test_a_second_delivery_is_told_what_the_first_did(tx: Transaction) -> None:
    one, moved = answered(tx), answered(tx)
    those = seen(tx, one, moved)
    tickets.take(tx, now(tx, moved), person(tx, DANA))
    done = closes(after(tx, 14), *those)
    assert stale.were_closed(tx, DANA, those, "withdrawn") == done
