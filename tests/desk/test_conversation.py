"""Whose words on a ticket go where, and whose turn it is after them."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from bot.desk import conversation, experts, joining, offers, relay, sending, tickets, unplaced
from bot.desk.conversation import HOLD_MS
from bot.desk.course import REOPENED_DAYS
from bot.desk.errors import NoSuchTicket, NotAllowed, TooLate, WordsGone, WrongStatus
from bot.desk.joining import End
from bot.desk.masking import Masked
from bot.desk.outbox import Address, Drawing, Kind
from bot.desk.people import Member
from bot.desk.spoken import Said
from bot.desk.tickets import Request
from bot.desk.unplaced import PENDING_MS
from bot.store import Row, Transaction
from bot.store.tables import messages, pending
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    DANA,
    DEE,
    HARBOR,
    LUIS,
    NORA,
    QUESTION,
    accepted,
    all_is_posted,
    asked,
    card,
    closed,
    expert_s,
    next_ts,
    now,
    number,
    offer_now,
    offered,
    own_thread,
    person,
    posted,
    readers,
    refused,
    settle,
    thread_of,
    waits_to_be_drawn,
    words,
)
from tests.desk.queues import DAY


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)


def test_words_anywhere_else_are_nobody_s(tx: Transaction) -> None:
    elsewhere = Said(ANA, "C0ALL", next_ts(), "5.5", Masked("hello"))
    assert not conversation.say(tx, elsewhere)
    assert not conversation.edit(tx, elsewhere)
    assert not conversation.unsay(tx, elsewhere)


def test_joined_threads_without_a_ticket_are_relayed_as_ever(tx: Transaction) -> None:
    link_id = joining.link(tx, [End(ANA), End(LUIS)])
    all_is_posted(tx)
    one, other = joining.threads_of(tx, link_id)
    assert conversation.say(tx, words(ANA, one, "hello"))
    assert readers(tx, "hello") == {other.id}


# The one who asks


def test_what_the_requester_writes_goes_to_the_coordinators(tx: Transaction) -> None:
    ticket = tickets.answered(tx, asked(tx), person(tx, DANA))
    assert conversation.say(tx, words(ANA, own_thread(tx, ticket), "more"))
    assert readers(tx, "more") == {card(tx, ticket).id}
    assert now(tx, ticket).waits_on == "coordinator"


def test_and_to_the_expert_who_is_on_it(tx: Transaction) -> None:
    ticket = tickets.answered(tx, accepted(tx, asked(tx)), person(tx, DANA))
    conversation.say(tx, words(ANA, own_thread(tx, ticket), "more"))
    assert readers(tx, "more") == {card(tx, ticket).id, expert_s(tx, ticket).id}
    assert now(tx, ticket).waits_on == "expert"


def test_a_form_is_as_good_as_a_message_and_is_shown_in_their_thread(tx: Transaction) -> None:
    ticket = conversation.add(tx, asked(tx), person(tx, ANA), Masked("more"))
    assert readers(tx, "more") == {own_thread(tx, ticket).id, card(tx, ticket).id}


def test_nobody_else_speaks_in_their_thread(tx: Transaction) -> None:
    ticket = asked(tx)
    assert conversation.say(tx, words(DANA, own_thread(tx, ticket), "not hers"))
    assert not readers(tx, "not hers")


def test_a_second_delivery_turns_nothing_around(tx: Transaction) -> None:
    ticket = asked(tx)
    said = words(ANA, own_thread(tx, ticket), "once")
    conversation.say(tx, said)
    ticket = tickets.answered(tx, now(tx, ticket), person(tx, DANA))
    conversation.say(tx, said)
    assert now(tx, ticket).version == ticket.version
    closed(tx, ticket)
    conversation.say(tx, said)
    assert not posted(tx, conversation.CLOSED)


# The coordinators


def test_what_coordinators_write_below_a_card_is_internal(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    assert conversation.say(tx, words(DANA, card(tx, ticket), "between us"))
    assert conversation.edit(tx, words(DANA, card(tx, ticket), "still between us"))
    kept = tx.execute(select(messages.c.text)).scalars().all()
    assert not [text for text in kept if "between us" in text]


def test_a_reply_reaches_everyone_on_it_and_is_shown_below_the_card(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    ticket = conversation.reply(tx, ticket, person(tx, DANA), Masked("yes"))
    threads = {own_thread(tx, ticket).id, expert_s(tx, ticket).id, card(tx, ticket).id}
    assert readers(tx, "yes") == threads
    assert ticket.waits_on == "requester"


def test_a_reply_without_a_card_reaches_the_requester_all_the_same(tx: Transaction) -> None:
    ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION)))
    conversation.reply(tx, ticket, person(tx, DANA), Masked("yes"))
    assert readers(tx, "yes") == {own_thread(tx, ticket).id}


@pytest.mark.parametrize("rule", [conversation.reply, conversation.add, conversation.aside])
def test_by_a_form_nobody_speaks_on_a_closed_ticket(tx: Transaction, rule: object) -> None:
    ticket = closed(tx, asked(tx))
    with refused(tx, WrongStatus):
        rule(tx, ticket, person(tx, ANA), Masked("late"))  # type: ignore[operator]


# Alone with the coordinators


@pytest.mark.parametrize("by", [ANA, BEA])
def test_what_is_for_the_coordinators_alone_reaches_nobody_else(
    tx: Transaction, by: Member
) -> None:
    ticket = accepted(tx, asked(tx))
    conversation.aside(tx, ticket, person(tx, by), Masked("in confidence"))
    own = own_thread(tx, ticket) if by is ANA else expert_s(tx, ticket)
    assert readers(tx, "in confidence") == {own.id, card(tx, ticket).id}
    assert now(tx, ticket).version == ticket.version


def test_an_aside_needs_somebody_to_hear_it(tx: Transaction) -> None:
    ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION)))
    with refused(tx, NoSuchTicket):
        conversation.aside(tx, ticket, person(tx, ANA), Masked("in confidence"))


def test_only_requester_and_expert_speak_to_the_coordinators_alone(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    for member in (DANA, DEE):
        with refused(tx, NotAllowed):
            conversation.aside(tx, ticket, person(tx, member), Masked("from whom?"))


# The expert


def test_what_the_expert_writes_goes_to_the_requester_who_is_next(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    conversation.say(tx, words(BEA, expert_s(tx, ticket), "yes, it can"))
    assert readers(tx, "yes, it can") == {own_thread(tx, ticket).id, card(tx, ticket).id}
    assert now(tx, ticket).waits_on == "requester"


def test_before_they_accept_they_are_told_that_it_goes_nowhere(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, BEA)
    for text in ("hello?", "anyone?"):
        assert conversation.say(tx, words(BEA, thread_of(tx, offer), text))
    conversation.say(tx, words(NORA, thread_of(tx, offer), "not hers"))
    assert [row.reader_id for row in posted(tx, conversation.OFFER_NOTE)] == [number(tx, BEA)]
    assert not any(readers(tx, text) for text in ("hello?", "anyone?", "not hers"))


def test_what_they_wrote_before_comes_too_late_to_count(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, BEA)
    early = words(BEA, thread_of(tx, offer), "early")
    ticket = offers.accept(tx, offer, person(tx, BEA), next_ts())
    conversation.say(tx, early)
    assert not readers(tx, "early")
    assert now(tx, ticket).waits_on == "expert"


def test_who_left_is_told_once_that_their_words_go_nowhere(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    theirs = expert_s(tx, ticket)
    tickets.remove_expert(tx, ticket, person(tx, ANA))
    for by in (BEA, BEA, NORA):
        assert conversation.say(tx, words(by, theirs, "still here"))
    assert [row.reader_id for row in posted(tx, conversation.OFFER_NOTE)] == [number(tx, BEA)]
    assert not readers(tx, "still here")


# A partner's channel


def test_a_plain_reply_of_a_listed_expert_accepts_and_waits_a_minute(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, HARBOR)
    said = words(CARL, thread_of(tx, offer), "we can help")
    conversation.say(tx, said)
    ticket = now(tx, ticket)
    assert (ticket.state, ticket.expert_id) == ("accepted", number(tx, CARL))
    # Whose turn it is changes when the words arrive.
    assert ticket.waits_on == "expert"
    copies = posted(tx, relay.RELAYED)
    assert {row.ready_at for row in copies} == {tx.now + HOLD_MS}
    assert [row.thread_id for row in posted(tx, conversation.HELD)] == [offer.thread_id]
    tx.now += HOLD_MS
    all_is_posted(tx)
    for row in posted(tx, relay.RELAYED):
        conversation.told(tx, row)
    assert now(tx, ticket).waits_on == "requester"


def test_first_words_that_are_taken_back_in_time_reach_nobody(tx: Transaction) -> None:
    ticket = asked(tx)
    said = words(CARL, thread_of(tx, offered(tx, ticket, HARBOR)), "not for them")
    conversation.say(tx, said)
    conversation.unsay(tx, said)
    assert not readers(tx, "not for them")
    assert {row.ready_at for row in posted(tx, relay.RELAYED)} == {tx.now}


def test_first_words_that_arrive_when_all_is_over_turn_nothing_around(tx: Transaction) -> None:
    ticket = asked(tx)
    said = words(CARL, thread_of(tx, offered(tx, ticket, HARBOR)), "late")
    conversation.say(tx, said)
    ticket = closed(tx, ticket)
    tx.now += HOLD_MS
    all_is_posted(tx)
    for row in posted(tx, relay.RELAYED):
        conversation.told(tx, row)
    assert now(tx, ticket).version == ticket.version


def test_first_words_that_slack_refuses_are_no_answer(tx: Transaction) -> None:
    ticket = asked(tx)
    said = words(CARL, thread_of(tx, offered(tx, ticket, HARBOR)), "we can help")
    conversation.say(tx, said)
    ticket, copy = now(tx, ticket), posted(tx, relay.RELAYED)[0]
    sending.unfit(tx, copy.id, "invalid_blocks", {relay.RELAYED: Kind(_drawn, conversation.told)})
    assert now(tx, ticket).version == ticket.version
    (note,) = posted(tx, conversation.UNDELIVERED)
    assert note.thread_id == expert_s(tx, ticket).id


def _drawn(_tx: Transaction, _row: Row) -> Drawing:
    return dict


def test_a_deletion_that_comes_before_its_message_holds_nothing_up(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx), CARL, HARBOR)
    said = words(CARL, expert_s(tx, ticket), "never mind")
    assert conversation.unsay(tx, said)
    conversation.say(tx, said)
    assert not readers(tx, "never mind")


@pytest.mark.parametrize("is_accepted", [False, True])
def test_anyone_else_s_words_stay_in_the_channel_and_they_are_told_once(
    tx: Transaction, *, is_accepted: bool
) -> None:
    ticket = asked(tx)
    if is_accepted:
        thread = expert_s(tx, accepted(tx, ticket, CARL, HARBOR))
    else:
        thread = thread_of(tx, offered(tx, ticket, HARBOR))
    for by in (NORA, NORA, DEE):
        conversation.say(tx, words(by, thread, "just chatting"))
    told = [row.reader_id for row in posted(tx, conversation.STAYS)]
    assert told == [number(tx, NORA), number(tx, DEE)]
    assert not readers(tx, "just chatting")
    assert (now(tx, ticket).expert_id is not None) == is_accepted


def test_another_listed_expert_of_the_partner_speaks_too_under_their_own_name(
    tx: Transaction,
) -> None:
    ticket = accepted(tx, asked(tx), CARL, HARBOR)
    thread = expert_s(tx, ticket)
    conversation.say(tx, words(BEA, thread, "I know more"))
    assert readers(tx, "I know more") == {own_thread(tx, ticket).id, card(tx, ticket).id}
    assert joining.shown_name(tx, thread.id, number(tx, BEA)) == "Bea, Harbor"
    assert now(tx, ticket).expert_id == number(tx, CARL)


def test_who_asks_stays_unnamed_even_where_they_sit_in_the_partner_s_channel(
    tx: Transaction,
) -> None:
    experts.keep(tx, ANA, HARBOR)
    ticket = accepted(tx, asked(tx, shown_as="nobody"), CARL, HARBOR)
    thread = expert_s(tx, ticket)
    conversation.say(tx, words(ANA, thread, "me too"))
    assert not readers(tx, "me too")
    assert joining.shown_name(tx, thread.id, number(tx, ANA)).startswith(joining.NAMELESS)


def test_nor_do_they_accept_their_own_request_there(tx: Transaction) -> None:
    experts.keep(tx, ANA, HARBOR)
    ticket = asked(tx, shown_as="nobody")
    conversation.say(tx, words(ANA, thread_of(tx, offered(tx, ticket, HARBOR)), "me too"))
    assert now(tx, ticket).expert_id is None
    assert not readers(tx, "me too")


def test_a_listed_expert_s_words_count_also_where_they_came_late(tx: Transaction) -> None:
    ticket = asked(tx)
    thread = thread_of(tx, offered(tx, ticket, HARBOR))
    early, first = (words(by, thread, "early") for by in (BEA, CARL))
    conversation.say(tx, first)
    conversation.say(tx, early)
    assert [row.person_id for row in tx.execute(select(messages)).all()] == [
        number(tx, CARL),
        number(tx, BEA),
    ]


def test_who_was_told_that_their_words_stay_is_not_passed_on_afterwards(tx: Transaction) -> None:
    ticket = asked(tx)
    thread = thread_of(tx, offered(tx, ticket, HARBOR))
    early = words(NORA, thread, "early")
    conversation.say(tx, early)
    conversation.say(tx, words(CARL, thread, "we can help"))
    experts.keep(tx, NORA, HARBOR)
    conversation.say(tx, early)
    assert not readers(tx, "early")


def test_under_an_offer_that_is_over_a_listed_expert_is_told_so(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, HARBOR)
    offers.take_back(tx, now(tx, ticket), person(tx, DANA))
    conversation.say(tx, words(CARL, thread_of(tx, offer), "we can help"))
    assert [row.reader_id for row in posted(tx, conversation.OFFER_NOTE)] == [number(tx, CARL)]
    assert offer_now(tx, offer).state == "withdrawn"


def test_who_left_a_partner_s_thread_is_told_if_they_are_listed(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx), CARL, HARBOR)
    theirs = expert_s(tx, ticket)
    tickets.remove_expert(tx, ticket, person(tx, ANA))
    for by in (NORA, BEA):
        assert conversation.say(tx, words(by, theirs, "still here"))
    assert [row.reader_id for row in posted(tx, conversation.OFFER_NOTE)] == [number(tx, BEA)]


def test_on_a_closed_ticket_listed_experts_are_told_once_each_time(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx), CARL, HARBOR)
    theirs = expert_s(tx, ticket)
    for _ in range(2):
        ticket = closed(tx, ticket)
        for by in (CARL, CARL, NORA):
            conversation.say(tx, words(by, theirs, "one more thing"))
        tx.now += 1
        ticket = tickets.reopen(tx, ticket, person(tx, ANA))
    told = [row.reader_id for row in posted(tx, conversation.STAYS)]
    assert told == [number(tx, CARL)] * 2
    assert not readers(tx, "one more thing")


# Edits and deletions


def test_an_edit_follows_its_message_and_a_deletion_too(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    thread = own_thread(tx, ticket)
    said = words(ANA, thread, "frist")
    conversation.say(tx, said)
    told = readers(tx, "frist")
    conversation.edit(tx, words(ANA, thread, "first", ts=said.ts, edited_ts=next_ts()))
    assert readers(tx, "first") == told
    conversation.unsay(tx, said)
    assert not readers(tx, "first")


def test_an_edit_of_what_was_said_before_them_does_not_reach_who_came_later(
    tx: Transaction,
) -> None:
    ticket = asked(tx)
    thread = own_thread(tx, ticket)
    said = words(ANA, thread, "frist")
    conversation.say(tx, said)
    accepted(tx, ticket)
    conversation.edit(tx, words(ANA, thread, "first", ts=said.ts, edited_ts=next_ts()))
    assert readers(tx, "first") == {card(tx, ticket).id}


def test_a_longer_edit_reaches_all_who_were_told_in_full(tx: Transaction) -> None:
    ticket = asked(tx)
    said = Said(ANA, "DUANA", next_ts(), "", Masked("and the school?"))
    unplaced.ask_which(tx, said, Address(channel_id="DUANA", reader_id=number(tx, ANA)))
    unplaced.add(tx, _waiting(tx)[0], ticket, person(tx, ANA))
    long = "and the schools, " * 1_000
    unplaced.correct(tx, _edited(said, long))
    told = Counter(row.thread_id for row in posted(tx, relay.RELAYED))
    parts = len(relay.pieces(long))
    assert told == {own_thread(tx, ticket).id: parts, card(tx, ticket).id: parts}


def test_an_edit_of_what_was_never_passed_on_is_the_message(tx: Transaction) -> None:
    ticket = asked(tx)
    conversation.edit(tx, words(ANA, own_thread(tx, ticket), "first", edited_ts=next_ts()))
    assert readers(tx, "first") == {card(tx, ticket).id}


# Words that wait


def _waiting(tx: Transaction) -> list[Row]:
    rows: list[Row] = tx.execute(select(pending).order_by(pending.c.at)).all()
    return rows


def test_what_is_written_on_a_closed_ticket_waits_for_who_asked(tx: Transaction) -> None:
    ticket = closed(tx, asked(tx))
    said = words(ANA, own_thread(tx, ticket), "one more thing")
    for _ in range(2):
        conversation.say(tx, said)
    (kept,) = _waiting(tx)
    assert kept.text == "one more thing"
    assert len(posted(tx, conversation.CLOSED)) == 1
    assert not readers(tx, "one more thing")
    assert unplaced.written_under(tx, kept).id == ticket.id


def test_an_expert_is_told_that_it_is_closed_and_nothing_is_kept(tx: Transaction) -> None:
    ticket = closed(tx, accepted(tx, asked(tx)))
    conversation.say(tx, words(BEA, expert_s(tx, ticket), "one more thing"))
    assert [row.reader_id for row in posted(tx, conversation.CLOSED)] == [number(tx, BEA)]
    assert not _waiting(tx)


def test_to_add_them_opens_the_ticket_again(tx: Transaction) -> None:
    ticket = closed(tx, accepted(tx, asked(tx)))
    thread = own_thread(tx, ticket)
    said = words(ANA, thread, "one more thing")
    conversation.say(tx, said)
    kept = unplaced.find(tx, _waiting(tx)[0].handle, ANA)
    ticket = unplaced.add(tx, kept, ticket, person(tx, ANA))
    assert (ticket.state, ticket.waits_on) == ("accepted", "expert")
    # They stand in their own thread already.
    others = {card(tx, ticket).id, expert_s(tx, ticket).id}
    assert readers(tx, "one more thing") == others
    assert not _waiting(tx)
    conversation.edit(tx, words(ANA, thread, "two more", ts=said.ts, edited_ts=next_ts()))
    assert readers(tx, "two more") == others
    conversation.unsay(tx, said)
    assert not readers(tx, "two more")


def test_when_it_is_too_late_they_wait_on(tx: Transaction) -> None:
    ticket = closed(tx, asked(tx))
    tx.now += REOPENED_DAYS * DAY + 1
    conversation.say(tx, words(ANA, own_thread(tx, ticket), "one more thing"))
    with refused(tx, TooLate):
        unplaced.add(tx, _waiting(tx)[0], ticket, person(tx, ANA))


def test_an_edit_or_a_deletion_reaches_words_that_wait(tx: Transaction) -> None:
    ticket = closed(tx, asked(tx))
    thread = own_thread(tx, ticket)
    said = words(ANA, thread, "frist")
    conversation.say(tx, said)
    conversation.edit(tx, words(ANA, thread, "first", ts=said.ts, edited_ts=next_ts()))
    assert [row.text for row in _waiting(tx)] == ["first"]
    conversation.unsay(tx, said)
    assert not _waiting(tx)


@pytest.mark.parametrize("again", ["edited", "delivered again"])
def test_words_wait_on_even_where_the_ticket_was_opened_again_meanwhile(
    tx: Transaction, again: str
) -> None:
    ticket = closed(tx, asked(tx))
    thread = own_thread(tx, ticket)
    said = words(ANA, thread, "one more thing")
    conversation.say(tx, said)
    ticket = tickets.reopen(tx, ticket, person(tx, ANA))
    if again == "edited":
        edited = words(ANA, thread, "two more things", ts=said.ts, edited_ts=next_ts())
        conversation.edit(tx, edited)
    else:
        conversation.say(tx, said)
    (kept,) = _waiting(tx)
    assert not readers(tx, kept.text)
    unplaced.add(tx, kept, ticket, person(tx, ANA))
    assert readers(tx, kept.text) == {card(tx, ticket).id}


def test_words_in_the_main_box_wait_where_there_is_something_to_choose(tx: Transaction) -> None:
    said = Said(ANA, "DUANA", next_ts(), "", Masked("and the school?"))
    to = Address(channel_id="DUANA", reader_id=number(tx, ANA))
    assert not unplaced.ask_which(tx, said, to)
    ticket = asked(tx)
    for _ in range(2):
        assert unplaced.ask_which(tx, said, to)
    assert len(posted(tx, unplaced.WHICH)) == 1
    unplaced.correct(tx, _edited(said, "and the schools?"))
    (kept,) = _waiting(tx)
    unplaced.add(tx, kept, ticket, person(tx, ANA))
    # They stand elsewhere: their thread shows them too.
    told = {own_thread(tx, ticket).id, card(tx, ticket).id}
    assert readers(tx, "and the schools?") == told
    unplaced.correct(tx, _edited(said, "and the clinics?"))
    assert readers(tx, "and the clinics?") == told
    unplaced.take_back(tx, said)
    assert not readers(tx, "and the clinics?")


def test_their_thread_shows_them_even_before_it_stands_in_slack(tx: Transaction) -> None:
    said = Said(ANA, "DUANA", next_ts(), "", Masked("and the school?"))
    asked(tx)
    unplaced.ask_which(tx, said, Address(channel_id="DUANA", reader_id=number(tx, ANA)))
    ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION)))
    unplaced.add(tx, _waiting(tx)[0], ticket, person(tx, ANA))
    assert readers(tx, "and the school?") == {own_thread(tx, ticket).id}


def test_who_has_their_words_deleted_is_asked_anew_without_them(tx: Transaction) -> None:
    ticket = closed(tx, asked(tx))
    asked(tx)
    said = Said(ANA, "DUANA", next_ts(), "", Masked("and the school?"))
    unplaced.ask_which(tx, said, Address(channel_id="DUANA", reader_id=number(tx, ANA)))
    conversation.say(tx, words(ANA, own_thread(tx, ticket), "one more thing"))
    all_is_posted(tx)
    ticket = conversation.delete_text(tx, ticket, person(tx, ANA))
    assert ticket.question is None
    # What was written in the main box is not of this ticket.
    assert [row.text for row in _waiting(tx)] == ["and the school?"]
    (which,), (over,) = posted(tx, unplaced.WHICH), posted(tx, conversation.CLOSED)
    assert waits_to_be_drawn(tx, which.id)
    assert waits_to_be_drawn(tx, over.id)


def test_where_no_thread_stands_in_slack_yet_nothing_waits_in_it(tx: Transaction) -> None:
    asked(tx)
    said = Said(ANA, "DUANA", next_ts(), "", Masked("and the school?"))
    unplaced.ask_which(tx, said, Address(channel_id="DUANA", reader_id=number(tx, ANA)))
    ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION)))
    conversation.delete_text(tx, ticket, person(tx, ANA))
    assert [row.text for row in _waiting(tx)] == ["and the school?"]


def _edited(said: Said, text: str) -> Said:
    return Said(said.member, said.channel_id, said.ts, "", Masked(text), edited_ts=next_ts())


def test_what_is_taken_back_before_a_choice_is_forgotten(tx: Transaction) -> None:
    said = Said(ANA, "DUANA", next_ts(), "", Masked("and the school?"))
    asked(tx)
    unplaced.ask_which(tx, said, Address(channel_id="DUANA", reader_id=number(tx, ANA)))
    unplaced.take_back(tx, said)
    assert not _waiting(tx)


def test_words_that_wait_are_their_writer_s_alone(tx: Transaction) -> None:
    ticket = closed(tx, asked(tx))
    conversation.say(tx, words(ANA, own_thread(tx, ticket), "one more thing"))
    (kept,) = _waiting(tx)
    for handle, member in ((kept.handle, LUIS), (kept.handle, DANA), ("p-none", ANA)):
        with refused(tx, WordsGone):
            unplaced.find(tx, handle, member)
    unplaced.began_anew(tx, kept)
    assert unplaced.find(tx, kept.handle, ANA) == kept
    unplaced.drop(tx, kept, "forgotten")
    with refused(tx, WordsGone):
        unplaced.find(tx, kept.handle, ANA)


def test_words_of_the_main_box_belong_to_no_closed_ticket(tx: Transaction) -> None:
    asked(tx)
    said = Said(ANA, "DUANA", next_ts(), "", Masked("and the school?"))
    unplaced.ask_which(tx, said, Address(channel_id="DUANA", reader_id=number(tx, ANA)))
    with refused(tx, NoSuchTicket):
        unplaced.written_under(tx, _waiting(tx)[0])


def test_what_waits_is_forgotten_after_a_day_or_with_its_thread(tx: Transaction) -> None:
    ticket = closed(tx, asked(tx))
    thread = own_thread(tx, ticket)
    conversation.say(tx, words(ANA, thread, "one"))
    tx.now += PENDING_MS
    unplaced.tidy(tx)
    assert len(_waiting(tx)) == 1
    conversation.say(tx, words(ANA, thread, "two"))
    tx.now += 1
    unplaced.tidy(tx)
    assert [row.text for row in _waiting(tx)] == ["two"]
    unplaced.forget_thread(tx, thread)
    assert not _waiting(tx)
