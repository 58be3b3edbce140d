"""What people are told when a ticket ends and when it is opened again."""

from __future__ import annotations

import pytest

from bot.desk import closing, course, endings, outbox, records, tickets
from bot.desk.closing import Helped
from bot.desk.course import Outcome
from bot.desk.errors import TooLate, WrongStatus
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.store import Row, Transaction
from tests.desk.cast import (
    ANA,
    BEA,
    DANA,
    HARBOR,
    RUTH,
    accepted,
    all_is_posted,
    asked,
    expert_s,
    now,
    own_thread,
    person,
    posted,
    refused,
    settle,
    waits_to_be_drawn,
)

DAY = 24 * 3600 * 1000


@pytest.fixture
def ticket(tx: Transaction) -> Row:
    settle(tx)
    return accepted(tx, asked(tx))


def close(
    tx: Transaction, ticket: Row, by: Member = DANA, outcome: Outcome = "by_expert", words: str = ""
) -> Row:
    ticket = tickets.close(tx, now(tx, ticket), person(tx, by), outcome, Masked(words))
    all_is_posted(tx)
    return ticket


def reopen(tx: Transaction, ticket: Row, by: Member = ANA) -> Row:
    ticket = tickets.reopen(tx, now(tx, ticket), person(tx, by))
    all_is_posted(tx)
    return ticket


@pytest.mark.parametrize(
    ("by", "outcome", "is_asked"),
    [
        (DANA, "by_expert", True),
        (BEA, "by_expert", True),
        (ANA, "by_resource", True),
        (DANA, "withdrawn", True),
        (ANA, "withdrawn", False),
        (DANA, "not_ours", False),
        (DANA, "duplicate", False),
    ],
)
def test_who_is_asked_whether_it_helped(
    tx: Transaction, ticket: Row, by: Member, outcome: Outcome, *, is_asked: bool
) -> None:
    close(tx, ticket, by, outcome)
    assert len(posted(tx, endings.HELPED)) == is_asked
    assert len(posted(tx, endings.ENDED)) == (by == DANA and not is_asked)


def test_closed_by_the_clock_they_are_asked_too(tx: Transaction, ticket: Row) -> None:
    tickets.close(tx, ticket, None, "by_expert")
    assert len(posted(tx, endings.HELPED)) == 1
    assert records.closed_by(tx, ticket) is None


def test_no_row_has_their_words(tx: Transaction, ticket: Row) -> None:
    close(tx, ticket, words="zebra")
    rows = posted(tx, endings.HELPED) + posted(tx, endings.THANKED)
    assert [row for row in rows if "zebra" in row.data] == []
    assert "zebra" not in str(course.MOVES.history(tx, ticket.id))


@pytest.mark.parametrize(("by", "thanked"), [(ANA, 1), (DANA, 1), (BEA, 0)])
def test_the_expert_is_thanked_unless_it_was_them(
    tx: Transaction, ticket: Row, by: Member, thanked: int
) -> None:
    close(tx, ticket, by)
    assert len(posted(tx, endings.THANKED)) == thanked


def test_a_partner_s_channel_has_no_one_reader(tx: Transaction) -> None:
    settle(tx)
    ticket = close(tx, accepted(tx, asked(tx), via=HARBOR))
    [row] = posted(tx, endings.THANKED)
    assert (row.thread_id, row.reader_id) == (expert_s(tx, ticket).id, None)


def test_asked_once_for_an_answer(tx: Transaction, ticket: Row) -> None:
    closing.rate(tx, close(tx, ticket), person(tx, ANA), "no")
    reopen(tx, ticket)
    ticket = close(tx, ticket)
    assert (len(posted(tx, endings.HELPED)), ticket.helped) == (1, "no")
    reopen(tx, ticket)
    tickets.answered(tx, now(tx, ticket), person(tx, BEA))
    close(tx, ticket)
    assert len(posted(tx, endings.HELPED)) == 2


def test_asked_after_all_when_it_was_opened_again_too_soon(tx: Transaction, ticket: Row) -> None:
    tickets.close(tx, ticket, person(tx, DANA), "by_expert")
    [row] = posted(tx, endings.HELPED)
    outbox.MOVES.move(tx, row, "void", problem=outbox.NOTHING_LEFT)
    tickets.reopen(tx, now(tx, ticket), person(tx, ANA))
    tickets.close(tx, now(tx, ticket), person(tx, DANA), "by_expert")
    [row] = posted(tx, endings.HELPED)
    assert row.state == "ready"


def test_what_was_said_of_an_earlier_answer_counts_no_more(tx: Transaction, ticket: Row) -> None:
    ticket = close(tx, ticket)
    ticket = closing.rate(tx, ticket, person(tx, ANA), "no")
    ticket = closing.comment(tx, ticket, person(tx, ANA), Masked("Too late"))
    reopen(tx, ticket)
    tickets.answered(tx, now(tx, ticket), person(tx, BEA))
    ticket = close(tx, ticket)
    assert (ticket.helped, ticket.comment) == ("", "")


@pytest.mark.parametrize("helped", closing.ANSWERS)
def test_a_face_is_kept_and_the_question_drawn_anew(
    tx: Transaction, ticket: Row, helped: Helped
) -> None:
    ticket = close(tx, ticket)
    ticket = closing.rate(tx, ticket, person(tx, ANA), helped)
    [question] = posted(tx, endings.HELPED)
    assert ticket.helped == helped
    assert waits_to_be_drawn(tx, question.id)


def test_only_what_they_were_asked_is_answered(tx: Transaction, ticket: Row) -> None:
    with refused(tx, WrongStatus):
        closing.rate(tx, ticket, person(tx, ANA), "yes")
    ticket = close(tx, ticket, ANA, "withdrawn")
    with refused(tx, WrongStatus):
        closing.rate(tx, ticket, person(tx, ANA), "yes")


def test_after_two_weeks_nothing_is_answered(tx: Transaction, ticket: Row) -> None:
    ticket = close(tx, ticket)
    tx.now += course.REOPENED_DAYS * DAY + 1
    with refused(tx, TooLate):
        closing.rate(tx, ticket, person(tx, ANA), "yes")
    with refused(tx, TooLate):
        closing.comment(tx, ticket, person(tx, ANA), Masked("Late"))


def test_their_last_words_go_with_their_text(tx: Transaction, ticket: Row) -> None:
    ticket = close(tx, ticket, ANA, words="Thank you")
    ticket = closing.comment(tx, ticket, person(tx, ANA), Masked("Good"))
    assert records.has_last_words(tx, ticket)
    ticket = tickets.delete_text(tx, ticket, person(tx, ANA))
    assert (ticket.closing_words, ticket.comment) == ("", "")
    assert not records.has_last_words(tx, ticket)


def test_others_last_words_stay(tx: Transaction, ticket: Row) -> None:
    ticket = close(tx, ticket, words="Ask the clinic")
    assert not records.has_last_words(tx, ticket)
    ticket = tickets.delete_text(tx, ticket, person(tx, ANA))
    assert ticket.closing_words == "Ask the clinic"


@pytest.mark.parametrize(("by", "told"), [(ANA, 2), (DANA, 3), (RUTH, 3)])
def test_everybody_else_is_told_that_it_is_open_again(
    tx: Transaction, ticket: Row, by: Member, told: int
) -> None:
    close(tx, ticket)
    reopen(tx, ticket, by)
    threads = {row.thread_id for row in posted(tx, endings.REOPENED)}
    assert len(threads) == told
    assert (own_thread(tx, ticket).id in threads) == (by != ANA)


def test_without_a_card_who_has_it_is_told(tx: Transaction) -> None:
    settle(tx)
    ticket = tickets.ask(tx, ANA, tickets.Request(Masked("Where?")), "")
    all_is_posted(tx)
    ticket = close(tx, tickets.take(tx, ticket, person(tx, DANA)))
    reopen(tx, ticket)
    [told] = posted(tx, endings.REOPENED)
    assert told.reader_id == person(tx, DANA).id
