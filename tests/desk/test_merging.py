"""Tickets that ask the same: whose is answered where, and who learns what of whom."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.desk import conversation, merging, people, tickets
from bot.desk.errors import NamesAnother, OtherClosed, SameRequest, WrongStatus
from bot.desk.masking import Masked
from bot.store import Row, Transaction
from bot.store.tables import tickets as rows
from tests.desk.cast import (
    ANA,
    BEA,
    DANA,
    LUIS,
    NORA,
    accepted,
    all_is_posted,
    asked,
    card,
    closed,
    expert_s,
    is_redrawn,
    now,
    own_thread,
    person,
    posted,
    readers,
    refused,
    settle,
    words,
)
from tests.desk.queues import DAY, NOW

ANSWER = Masked("Your county can refuse them.")


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)


def merge(tx: Transaction, one: Row, into: Row) -> Row:
    return merging.merge(tx, now(tx, one), person(tx, DANA), now(tx, into))


def several(tx: Transaction) -> tuple[Row, Row, Row]:
    return asked(tx, ANA), asked(tx, LUIS), asked(tx, NORA)


def later(tx: Transaction, days: int) -> Transaction:
    return Transaction(tx.connection, NOW + days * DAY)


# What becomes of them


def test_its_requester_is_told_in_their_own_thread(tx: Transaction) -> None:
    main, one, _ = several(tx)
    merge(tx, one, main)
    [told] = posted(tx, tickets.MERGED)
    assert (told.thread_id, told.reader_id) == (own_thread(tx, one).id, one.requester_id)


def test_the_other_one_s_card_shows_it(tx: Transaction) -> None:
    main, one, _ = several(tx)
    merge(tx, one, main)
    assert is_redrawn(tx, card(tx, main).id)
    assert [each.id for each in merging.merged_into(tx, now(tx, main))] == [one.id]


def test_what_was_merged_already_leads_to_the_main_one(tx: Transaction) -> None:
    main, one, two = several(tx)
    merge(tx, one, main)
    assert merge(tx, two, one).merged_into == main.id


def test_a_chain_ends_at_the_main_one(tx: Transaction) -> None:
    main, one, two = several(tx)
    merge(tx, one, two)
    merge(tx, two, main)
    assert merging.main_of(tx, now(tx, one)).id == main.id
    assert [each.id for each in merging.merged_into(tx, main)] == [one.id, two.id]


def test_nothing_is_merged_into_itself(tx: Transaction) -> None:
    main, one, _ = several(tx)
    with refused(tx, SameRequest):
        merge(tx, one, one)
    merge(tx, one, main)
    with refused(tx, SameRequest):
        merge(tx, main, one)


def test_nothing_is_merged_into_what_is_closed(tx: Transaction) -> None:
    main, one, _ = several(tx)
    closed(tx, main)
    with refused(tx, OtherClosed):
        merge(tx, one, main)


def test_what_is_closed_is_not_merged(tx: Transaction) -> None:
    main, one, _ = several(tx)
    closed(tx, one)
    with refused(tx, WrongStatus):
        merge(tx, one, main)


def test_a_circle_that_somebody_made_by_hand_ends(tx: Transaction) -> None:
    main, one, two = several(tx)
    for ticket, into in ((main, one), (one, two), (two, main)):
        tx.execute(update(rows).where(rows.c.id == ticket.id).values(merged_into=into.id))
    assert merging.main_of(tx, now(tx, main)).id == two.id
    assert [each.id for each in merging.merged_into(tx, now(tx, main))] == [one.id, two.id]


def test_opened_again_it_is_its_own_with_what_was_merged_into_it(tx: Transaction) -> None:
    main, one, two = several(tx)
    merge(tx, two, one)
    merge(tx, one, main)
    all_is_posted(tx)
    tickets.reopen(tx, now(tx, one), person(tx, LUIS))
    assert merging.merged_into(tx, now(tx, main)) == []
    assert [each.id for each in merging.merged_into(tx, now(tx, one))] == [two.id]
    assert is_redrawn(tx, card(tx, main).id)


def test_who_is_merged_again_is_told_again(tx: Transaction) -> None:
    main, one, _ = several(tx)
    merge(tx, one, main)
    tickets.reopen(tx, now(tx, one), person(tx, LUIS))
    merge(tx, one, main)
    assert len(posted(tx, tickets.MERGED)) == 2


# Who hears what


def test_nobody_hears_the_other_s_words(tx: Transaction) -> None:
    main, one, _ = several(tx)
    accepted(tx, main)
    merge(tx, one, main)
    mine = [thread.id for thread in (own_thread(tx, one), card(tx, one))]
    conversation.say(tx, words(ANA, own_thread(tx, main), "Mine"))
    conversation.say(tx, words(BEA, expert_s(tx, main), "An expert's"))
    conversation.reply(tx, now(tx, main), person(tx, DANA), ANSWER)
    heard = readers(tx, "Mine") | readers(tx, "An expert's") | readers(tx, ANSWER)
    assert heard.isdisjoint(mine)


def test_a_coordinator_s_words_are_passed_on_to_each_in_their_own_thread(tx: Transaction) -> None:
    main, one, two = several(tx)
    merge(tx, two, one)
    merge(tx, one, main)
    merging.pass_on(tx, now(tx, main), person(tx, DANA), ANSWER)
    theirs = {each(tx, ticket).id for ticket in (one, two) for each in (own_thread, card)}
    assert readers(tx, ANSWER) == theirs


def test_an_expert_who_was_on_the_merged_one_hears_nothing(tx: Transaction) -> None:
    main, one, _ = several(tx)
    accepted(tx, one)
    expert = expert_s(tx, one)
    merge(tx, one, main)
    merging.pass_on(tx, now(tx, main), person(tx, DANA), ANSWER)
    assert expert.id not in readers(tx, ANSWER)


def test_who_asked_twice_is_not_told_twice(tx: Transaction) -> None:
    main, again, other = asked(tx, ANA), asked(tx, ANA), asked(tx, LUIS)
    once_more = asked(tx, LUIS)
    for each in (again, other, once_more):
        merge(tx, each, main)
    assert [each.id for each in merging.others(tx, now(tx, main))] == [once_more.id]


def test_words_that_say_who_asked_are_not_passed_on(tx: Transaction) -> None:
    people.learned(tx, ANA, name="Ana María Núñez", locale="")
    main, one, _ = several(tx)
    merge(tx, one, main)
    for text in ("as nunez asked", "For MARÍA:", f"see #{main.id}.", "(Ana)"):
        with refused(tx, NamesAnother):
            merging.pass_on(tx, now(tx, main), person(tx, DANA), Masked(text))
    for text in ("Analysis", f"see #{main.id}1", "item 1", "your mariachi"):
        merging.pass_on(tx, now(tx, main), person(tx, DANA), Masked(text))


def test_whom_no_name_is_known_of_nothing_gives_away_but_the_number(tx: Transaction) -> None:
    people.learned(tx, ANA, name="", locale="")
    main = asked(tx, ANA)
    assert not merging.gives_away(tx, main, "Anything at all")
    assert merging.gives_away(tx, main, f"#{main.id}")


def test_a_passed_on_answer_is_an_answer_and_can_be_followed_up(tx: Transaction) -> None:
    main, one, _ = several(tx)
    merge(tx, one, main)
    after = later(tx, 20)
    merging.pass_on(after, now(tx, main), person(tx, DANA), ANSWER)
    answered = now(tx, one)
    assert (answered.answered_at, answered.closed_at) == (after.now, after.now)
    assert answered.first_took is not None
    assert tickets.reopen(later(tx, 30), answered, person(tx, LUIS)).state == "taken"


# Which are likely


def test_the_most_alike_come_first_and_of_them_the_newest(tx: Transaction) -> None:
    mine = asked(tx, ANA, topic="detainers", place="US-TX")
    same_topic = asked(tx, LUIS, topic="detainers", place="US-CA")
    both = asked(tx, LUIS, topic="detainers", place="US-TX")
    own = asked(tx, ANA, topic="schools", place="US-CA")
    same_place = asked(tx, NORA, topic="schools", place="US-TX")
    asked(tx, LUIS, topic="schools", place="US-CA")
    found = [each.id for each in merging.likely(tx, mine)]
    assert found == [both.id, same_place.id, own.id, same_topic.id]


def test_what_is_closed_or_of_no_topic_is_not_alike(tx: Transaction) -> None:
    mine, other = asked(tx, ANA, topic="detainers"), asked(tx, LUIS, topic="detainers")
    asked(tx, LUIS)
    closed(tx, other)
    assert merging.likely(tx, mine) == []
    assert merging.likely(tx, asked(tx, NORA)) == []
