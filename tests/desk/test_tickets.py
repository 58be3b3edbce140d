"""What a ticket may go through, whose doing it was, and what is refused."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import select, update

from bot.desk import (
    audience,
    cards,
    conversation,
    course,
    joining,
    offers,
    people,
    records,
    relay,
    tickets,
)
from bot.desk.course import MOVES, OPEN, REOPENED_DAYS
from bot.desk.errors import (
    AlreadyAssigned,
    NotAllowed,
    NotForOthers,
    TooLate,
    WrongStatus,
)
from bot.desk.joining import End
from bot.desk.masking import Masked
from bot.desk.offered import MOVES as OFFER_MOVES
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.store import Row, Transaction
from bot.store.tables import tickets as rows
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    DANA,
    HARBOR,
    LUIS,
    NORA,
    QUESTION,
    RUTH,
    TRIAGE,
    accepted,
    all_is_posted,
    asked,
    card,
    closed,
    expert_s,
    is_redrawn,
    now,
    number,
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
from tests.desk.queues import DAY, NOW

STATES = (*OPEN, "closed")
EVENTS = sorted({event for _, event in MOVES.rules})
# What stands in no log: names that nobody else may know, words, and what the entries' times say.
UNTOLD = ("id", "handle", "link_id", "question", "opened_at", "moved_at")


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)


# How far it is


@pytest.mark.parametrize(("state", "event"), list(product(STATES, EVENTS)))
def test_what_the_rules_name_happens_and_nothing_else(
    tx: Transaction, state: str, event: str
) -> None:
    ticket, dana = asked(tx), person(tx, DANA)
    tx.execute(update(rows).values(state=state))
    ticket, expected = now(tx, ticket), MOVES.rules.get((state, event))
    if expected is None:
        with refused(tx, WrongStatus):
            tickets.move(tx, ticket, event, dana, priority="high")
        return
    moved = tickets.move(tx, ticket, event, dana, priority="high")
    entry = MOVES.history(tx, ticket.id)[-1]
    assert (moved.state, moved.priority, moved.version) == (expected, "high", 2)
    assert (entry.version, entry.event, entry.actor_id) == (2, event, dana.id)


def test_every_state_that_the_rules_know_is_named() -> None:
    known = {state for state, _ in MOVES.rules} | set(MOVES.rules.values())
    assert known == {"", *STATES}


def test_what_has_moved_meanwhile_is_refused_and_says_where_it_stands(tx: Transaction) -> None:
    ticket = asked(tx)
    closed(tx, ticket)
    with pytest.raises(WrongStatus) as refusal:
        tickets.promise(tx, ticket, person(tx, DANA), "2026-12-01")
    assert refusal.value.status == "closed"


# Its log


def test_no_words_of_a_person_s_stand_in_the_log(tx: Transaction) -> None:
    ticket = asked(tx, question=Masked("zebra"))
    offers.decline(tx, offered(tx, ticket, BEA), person(tx, BEA), "other", Masked("zebra"))
    tickets.delete_text(tx, now(tx, ticket), person(tx, ANA))
    histories = [MOVES.history(tx, ticket.id), OFFER_MOVES.history(tx, 1)]
    assert not [entry for entries in histories for entry in entries if "zebra" in entry.note]


# Asking


def test_who_asks_gets_a_thread_of_their_own_and_the_coordinators_a_card(tx: Transaction) -> None:
    ticket = asked(tx)
    own, theirs = own_thread(tx, ticket), card(tx, ticket)
    assert (own.person_id, own.speaks, own.hears) == (ticket.requester_id, True, True)
    assert (theirs.channel_id, theirs.speaks, theirs.hears) == (TRIAGE, False, True)
    assert [head.kind for head in _heads(tx, own, theirs)] == [tickets.STATUS, cards.CARD]
    assert (ticket.state, ticket.waits_on) == ("received", "coordinator")


def _heads(tx: Transaction, *threads: Row) -> list[Row]:
    heads = [joining.head_of(tx, thread.id) for thread in threads]
    return [head for head in heads if head is not None]


def test_without_a_channel_each_coordinator_is_told_and_the_card_comes_later(
    tx: Transaction,
) -> None:
    ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION)))
    told = [row.reader_id for row in posted(tx, cards.NO_CHANNEL)]
    assert told == [number(tx, DANA), number(tx, RUTH)]
    assert records.card_thread(tx, ticket) is None
    assert cards.show_all(tx, TRIAGE) == 1
    assert records.card_thread(tx, ticket) is not None
    assert cards.show_all(tx, TRIAGE) == 0


def test_it_is_known_which_channel_shows_tickets(tx: Transaction) -> None:
    ticket = asked(tx)
    assert cards.are_shown_in(tx, TRIAGE)
    assert not cards.are_shown_in(tx, own_thread(tx, ticket).channel_id)


def test_a_closed_ticket_gets_no_card_any_more(tx: Transaction) -> None:
    closed(tx, tickets.ask(tx, ANA, Request(Masked(QUESTION))))
    assert not cards.without_card(tx)


@pytest.mark.parametrize(
    ("shown_as", "name"),
    [
        ("name", "Ana"),
        ("role", f"{joining.NAMELESS}mayor:tx"),
        ("nobody", f"{joining.NAMELESS}:"),
    ],
)
def test_an_expert_knows_who_asks_as_they_chose(tx: Transaction, shown_as: str, name: str) -> None:
    ticket = asked(tx, shown_as=shown_as, role="mayor", place="tx")
    assert joining.shown_name(tx, own_thread(tx, ticket).id, ticket.requester_id) == name


# Taking


def test_who_takes_it_has_it(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    assert (ticket.state, ticket.assignee_id) == ("taken", number(tx, DANA))
    assert tickets.take(tx, ticket, person(tx, DANA)).version == ticket.version


def test_the_slower_of_two_is_told_who_was_quicker(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    with refused(tx, AlreadyAssigned):
        tickets.take(tx, ticket, person(tx, RUTH))
    with pytest.raises(AlreadyAssigned) as refusal:
        tickets.take(tx, ticket, person(tx, RUTH))
    assert refusal.value.name == "Dana"


@pytest.mark.parametrize("by", [DANA, RUTH])
def test_what_is_closed_can_t_be_taken_even_by_who_had_it(tx: Transaction, by: Member) -> None:
    ticket = closed(tx, tickets.take(tx, asked(tx), person(tx, DANA)))
    with refused(tx, WrongStatus):
        tickets.take(tx, ticket, person(tx, by))


def test_what_nobody_has_any_more_can_be_taken(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    people.name_coordinators(tx, [RUTH])
    assert tickets.take(tx, ticket, person(tx, RUTH)).assignee_id == number(tx, RUTH)


def test_it_can_be_handed_to_another_coordinator_and_nobody_else(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    ticket = tickets.assign(tx, ticket, person(tx, DANA), to=person(tx, RUTH))
    assert ticket.assignee_id == number(tx, RUTH)
    with refused(tx, NotForOthers):
        tickets.assign(tx, ticket, person(tx, RUTH), to=person(tx, BEA))


# What is known of it, and who may see it


def test_a_change_sets_what_is_new_and_logs_nothing_else(tx: Transaction) -> None:
    ticket = asked(tx, topic="287g")
    ticket = tickets.change(tx, ticket, person(tx, DANA), topic="287g", priority="high")
    assert MOVES.history(tx, ticket.id)[-1].note == '{"priority": "high"}'
    same = tickets.change(tx, ticket, person(tx, DANA), topic="287g", priority="high")
    assert same.version == ticket.version


def test_a_promise_is_made_once(tx: Transaction) -> None:
    ticket = tickets.promise(tx, asked(tx), person(tx, DANA), "2026-12-01")
    assert ticket.promised_on == "2026-12-01"
    assert tickets.promise(tx, ticket, person(tx, DANA), "2026-12-01").version == ticket.version


def test_only_who_asks_lets_more_people_see(tx: Transaction) -> None:
    ticket = asked(tx, visibility="coordinator")
    for member in (DANA, BEA):
        with refused(tx, NotAllowed):
            tickets.let_see(tx, ticket, person(tx, member), "expert")
    assert tickets.let_see(tx, ticket, person(tx, ANA), "expert").visibility == "expert"


def test_a_coordinator_may_let_fewer_people_see(tx: Transaction) -> None:
    ticket = tickets.let_see(tx, asked(tx), person(tx, DANA), "coordinator")
    assert ticket.visibility == "coordinator"
    same = tickets.let_see(tx, ticket, person(tx, DANA), "coordinator")
    assert same.version == ticket.version


# Whose turn it is


def test_the_first_answer_keeps_its_time(tx: Transaction) -> None:
    ticket = tickets.answered(tx, asked(tx), person(tx, DANA))
    assert (ticket.waits_on, ticket.answered_at) == ("requester", NOW)
    tx.now += DAY
    assert tickets.answered(tx, ticket, person(tx, DANA)).answered_at == NOW


@pytest.mark.parametrize(
    ("where", "next_one"),
    [("taken", "coordinator"), ("offered", "expert"), ("accepted", "expert")],
)
def test_after_who_asks_it_is_the_turn_of_who_is_to_answer(
    tx: Transaction, where: str, next_one: str
) -> None:
    ticket = asked(tx)
    if where == "taken":
        ticket = tickets.take(tx, ticket, person(tx, DANA))
    elif where == "offered":
        offered(tx, ticket, BEA)
    else:
        accepted(tx, ticket)
    ticket = tickets.answered(tx, now(tx, ticket), person(tx, DANA))
    ticket = tickets.followed_up(tx, ticket, person(tx, ANA))
    assert ticket.waits_on == next_one
    assert tickets.followed_up(tx, ticket, person(tx, ANA)).version == ticket.version


def test_a_word_in_between_is_no_answer(tx: Transaction) -> None:
    ticket = asked(tx)
    tx.now += DAY
    after = conversation.reply(tx, ticket, person(tx, DANA), Masked("Soon."), more_comes=True)
    assert (after.waits_on, after.answered_at) == ("coordinator", None)
    assert (after.due_at, after.ball_at) == (ticket.due_at, ticket.ball_at)


@pytest.mark.parametrize("next_one", ["coordinator", "expert"])
def test_a_word_in_between_takes_the_turn_back(tx: Transaction, next_one: str) -> None:
    ticket = asked(tx)
    if next_one == "expert":
        accepted(tx, ticket)
    ticket = tickets.answered(tx, now(tx, ticket), person(tx, DANA))
    tx.now += DAY
    ticket = conversation.reply(tx, ticket, person(tx, DANA), Masked("More."), more_comes=True)
    assert (ticket.waits_on, ticket.ball_at) == (next_one, tx.now)


def test_since_when_it_waits_is_known(tx: Transaction) -> None:
    ticket = asked(tx)
    assert now(tx, ticket).ball_at == NOW
    tx.now += DAY
    ticket = tickets.answered(tx, ticket, person(tx, DANA))
    tx.now += DAY
    ticket = tickets.promise(tx, ticket, person(tx, DANA), "2026-12-01")
    assert now(tx, ticket).ball_at == NOW + DAY


# An expert leaves


@pytest.mark.parametrize("via", ["", HARBOR])
def test_an_expert_who_is_taken_off_hears_nothing_more(tx: Transaction, via: str) -> None:
    ticket = accepted(tx, asked(tx), via=via)
    theirs = expert_s(tx, ticket)
    ticket = tickets.remove_expert(tx, ticket, person(tx, ANA))
    relay.say(tx, words(ANA, own_thread(tx, ticket), "later"))
    assert (ticket.state, ticket.expert_id, ticket.waits_on) == ("taken", None, "coordinator")
    assert readers(tx, "later") == {card(tx, ticket).id}
    assert {viewer.role for viewer in audience.of(tx, ticket.id)} == {"requester"}
    assert is_redrawn(tx, theirs.id)


def test_nobody_can_be_taken_off_where_nobody_is(tx: Transaction) -> None:
    for ticket in (asked(tx), closed(tx, accepted(tx, asked(tx)))):
        with refused(tx, WrongStatus):
            tickets.remove_expert(tx, ticket, person(tx, ANA))


def test_what_had_not_reached_who_was_taken_off_never_does(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    relay.say(tx, words(ANA, own_thread(tx, ticket), "not for them"))
    tickets.remove_expert(tx, ticket, person(tx, ANA))
    kept_from = [copy.thread_id for copy in _copies(tx) if relay.is_kept_from(tx, copy)]
    (offer,) = records.offers_of(tx, ticket.id)
    assert kept_from == [offer.thread_id]


def _copies(tx: Transaction) -> list[Row]:
    return posted(tx, relay.RELAYED)


def test_an_expert_can_step_back_and_says_why(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    ticket = tickets.step_back(tx, ticket, person(tx, BEA), "busy", Masked("ill"))
    (offer,) = records.offers_of(tx, ticket.id)
    assert (ticket.state, ticket.expert_id) == ("taken", None)
    assert (offer.state, offer.reason, offer.words) == ("left", "busy", "ill")
    assert [row.thread_id for row in posted(tx, tickets.STEPPED_BACK)] == [card(tx, ticket).id]


def test_without_a_card_they_step_back_all_the_same(tx: Transaction) -> None:
    ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION), visibility="partner"))
    tickets.step_back(tx, accepted(tx, ticket), person(tx, BEA), "busy", "")
    assert not posted(tx, tickets.STEPPED_BACK)
    assert len(posted(tx, tickets.EXPERT_LEFT)) == 1


def test_nobody_steps_back_from_what_they_are_not_on(tx: Transaction) -> None:
    for ticket in (asked(tx), closed(tx, accepted(tx, asked(tx)))):
        with refused(tx, WrongStatus):
            tickets.step_back(tx, ticket, person(tx, BEA), "busy", "")


# It ends, and begins anew


def test_what_is_closed_is_asked_of_nobody_any_more(tx: Transaction) -> None:
    ticket = asked(tx)
    offered(tx, ticket, BEA, HARBOR)
    ticket = closed(tx, ticket)
    assert (ticket.outcome, ticket.closed_at, ticket.waits_on) == ("by_coordinator", NOW, "")
    assert [offer.state for offer in records.offers_of(tx, ticket.id)] == ["withdrawn"] * 2
    with refused(tx, WrongStatus):
        tickets.close(tx, ticket, person(tx, ANA), "withdrawn")


@pytest.mark.parametrize(("with_expert", "state"), [(False, "taken"), (True, "accepted")])
def test_a_closed_ticket_goes_on_where_it_was(
    tx: Transaction, state: str, *, with_expert: bool
) -> None:
    ticket = asked(tx)
    ticket = closed(tx, accepted(tx, ticket) if with_expert else ticket)
    assert course.reopened_until(ticket) == NOW + REOPENED_DAYS * DAY
    ticket = tickets.reopen(tx, ticket, person(tx, ANA))
    assert (ticket.state, ticket.outcome, ticket.closed_at) == (state, "", None)
    assert ticket.waits_on == ("expert" if with_expert else "coordinator")
    assert course.reopened_until(ticket) is None
    with refused(tx, WrongStatus):
        tickets.reopen(tx, ticket, person(tx, ANA))


def test_a_closed_ticket_can_be_opened_again_for_a_while_only(tx: Transaction) -> None:
    ticket = closed(tx, asked(tx))
    tx.now += REOPENED_DAYS * DAY + 1
    with refused(tx, TooLate):
        tickets.reopen(tx, ticket, person(tx, ANA))
    tx.now -= 1
    assert tickets.reopen(tx, ticket, person(tx, ANA)).state == "taken"


def test_a_duplicate_is_closed_and_knows_of_what(tx: Transaction) -> None:
    one, other = asked(tx), asked(tx, LUIS)
    offered(tx, one, BEA)
    one = tickets.merge(tx, now(tx, one), person(tx, DANA), other)
    assert (one.state, one.outcome, one.merged_into) == ("closed", "duplicate", other.id)
    assert [offer.state for offer in records.offers_of(tx, one.id)] == ["withdrawn"]
    assert own_thread(tx, one).id != own_thread(tx, other).id
    assert tickets.reopen(tx, one, person(tx, ANA)).merged_into is None


def test_nothing_is_a_duplicate_of_itself_or_of_what_is_over(tx: Transaction) -> None:
    one, other = asked(tx), closed(tx, asked(tx, LUIS))
    for into in (one, other):
        with refused(tx, WrongStatus):
            tickets.merge(tx, one, person(tx, DANA), into)
    with refused(tx, WrongStatus):
        tickets.merge(tx, other, person(tx, DANA), one)


# Their words are deleted


def test_all_that_somebody_wrote_on_a_ticket_is_deleted(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    relay.say(tx, words(ANA, own_thread(tx, ticket), "mine"))
    relay.say(tx, words(BEA, expert_s(tx, ticket), "not mine"))
    ticket = tickets.delete_text(tx, now(tx, ticket), person(tx, ANA))
    assert ticket.question is None
    assert not readers(tx, "mine")
    assert readers(tx, "not mine")


def test_what_they_write_after_that_can_be_deleted_too(tx: Transaction) -> None:
    ticket = tickets.delete_text(tx, asked(tx), person(tx, ANA))
    relay.say(tx, words(ANA, own_thread(tx, ticket), "once more"))
    tickets.delete_text(tx, ticket, person(tx, ANA))
    assert not readers(tx, "once more")


def test_what_showed_their_words_is_drawn_anew(tx: Transaction) -> None:
    ticket = asked(tx)
    shown = thread_of(tx, offered(tx, ticket, BEA))
    all_is_posted(tx)
    tickets.delete_text(tx, now(tx, ticket), person(tx, ANA))
    for thread in (own_thread(tx, ticket), card(tx, ticket), shown):
        assert is_redrawn(tx, thread.id)


def test_what_a_partner_was_shown_is_drawn_anew(tx: Transaction) -> None:
    ticket = asked(tx)
    shown = thread_of(tx, offered(tx, ticket, HARBOR))
    conversation.say(tx, words(CARL, shown, "we can help"))
    all_is_posted(tx)
    tickets.delete_text(tx, now(tx, ticket), person(tx, ANA))
    (question,) = posted(tx, conversation.QUESTION)
    assert waits_to_be_drawn(tx, question.id)


def test_a_thread_that_was_there_already_has_no_head_to_draw(tx: Transaction) -> None:
    ticket = asked(tx)
    joining.join(tx, ticket.link_id, End(channel_id="C0ALL", root_ts="1.0", since_ts="2.0"))
    assert tickets.promise(tx, ticket, person(tx, DANA), "2026-12-01").version == 2


# What is known of it


def test_a_ticket_is_found_by_its_number(tx: Transaction) -> None:
    ticket = asked(tx)
    assert records.numbered(tx, ticket.id) == ticket
    assert records.numbered(tx, ticket.id + 1) is None


def test_a_ticket_is_found_by_its_card(tx: Transaction) -> None:
    ticket = asked(tx)
    theirs, own = card(tx, ticket), own_thread(tx, ticket)
    assert cards.of_card(tx, theirs.channel_id, theirs.root_ts) == ticket.handle
    assert cards.of_card(tx, own.channel_id, own.root_ts) == ""
    assert cards.of_card(tx, TRIAGE, "1.0") == ""


def test_tickets_are_listed_and_counted(tx: Transaction) -> None:
    first, second, third = asked(tx), asked(tx), asked(tx, LUIS)
    closed(tx, second)
    assert [each.id for each in records.open_of(tx, number(tx, ANA))] == [first.id]
    assert [each.id for each in records.open_ones(tx)] == [first.id, third.id]
    assert records.counts(tx) == {"received": 2, "closed": 1}
    assert [records.past_count(tx, each) for each in (first, second, third)] == [0, 1, 0]


def test_a_ticket_without_threads_or_number_is_nobody_s(tx: Transaction) -> None:
    ticket = asked(tx)
    relay.leave(tx, own_thread(tx, ticket).id)
    with pytest.raises(LookupError):
        records.requester_thread(tx, ticket)
    with pytest.raises(LookupError):
        records.find(tx, ticket.id + 1)
    assert records.expert_thread(tx, ticket) is None
    assert records.of_link(tx, ticket.link_id + 100) is None
    assert not tx.execute(select(rows).where(rows.c.requester_id == number(tx, NORA))).all()
