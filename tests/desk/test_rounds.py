"""The clock's round: who is nudged when, what is closed for silence, and how seldom people are."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import delete, select, update

from bot.desk import experts, network, nudges, offers, outbox, people, relay, rounds, tickets
from bot.desk.hours import DAY, HOUR
from bot.desk.overdue import EXPERT_NUDGE
from bot.desk.silence import SILENT, WILL_CLOSE
from bot.store import Transaction
from bot.store.tables import absences, links
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import tickets as rows
from tests.desk.cast import (
    ANA,
    BEA,
    DANA,
    HARBOR,
    RUTH,
    accepted,
    all_is_posted,
    asked,
    card,
    expert_s,
    is_redrawn,
    now,
    number,
    offered,
    own_thread,
    person,
    posted,
    settle,
)
from tests.desk.clockwork import answer, at, nudged, passes_until, reply, shown, turn

MONDAY = at("2026-06-01T09:00")


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    tx.now = MONDAY
    settle(tx)
    network.change(tx, None, {"first_today": 60, "first_whenever": 120})


@pytest.fixture
def alone(tx: Transaction) -> None:
    """Dana is the only coordinator."""
    people.name_coordinators(tx, [DANA])


# Overdue


def test_in_time_nobody_is_nudged(tx: Transaction) -> None:
    asked(tx)
    passes_until(tx, MONDAY + 2 * HOUR - 1)
    assert nudged(tx) == []


def test_all_coordinators_are_nudged_about_what_nobody_has(tx: Transaction) -> None:
    asked(tx)
    passes_until(tx, MONDAY + 7 * HOUR)
    assert nudged(tx) == [("Dana", "Mon 06-01 11:00"), ("Ruth", "Mon 06-01 11:00")]


def test_who_has_it_is_nudged_and_a_working_day_later_the_others(tx: Transaction) -> None:
    tickets.take(tx, asked(tx), person(tx, RUTH))
    passes_until(tx, MONDAY + 4 * DAY)
    assert nudged(tx) == [("Ruth", "Mon 06-01 11:00"), ("Dana", "Tue 06-02 11:00")]


@pytest.mark.usefixtures("alone")
def test_who_is_the_only_one_is_nudged_once(tx: Transaction) -> None:
    ticket = asked(tx)
    passes_until(tx, MONDAY + 30 * DAY)
    assert nudged(tx) == [("Dana", "Mon 06-01 11:00")]
    assert now(tx, ticket).look_at is None


def test_the_expert_who_holds_it_is_nudged_in_their_thread_then_the_coordinator(
    tx: Transaction,
) -> None:
    ticket = accepted(tx, tickets.take(tx, asked(tx), person(tx, DANA)))
    passes_until(tx, MONDAY + 3 * DAY)
    assert nudged(tx) == [("Bea", "Mon 06-01 11:00"), ("Dana", "Tue 06-02 11:00")]
    [said] = posted(tx, EXPERT_NUDGE)
    assert said.thread_id == expert_s(tx, ticket).id


def test_in_a_partner_s_channel_the_nudge_has_no_one_reader(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx), BEA, via=HARBOR)
    passes_until(tx, MONDAY + 3 * HOUR)
    [said] = posted(tx, EXPERT_NUDGE)
    assert (said.thread_id, said.reader_id) == (expert_s(tx, ticket).id, None)


def test_an_expert_who_is_away_is_left_in_peace(tx: Transaction) -> None:
    accepted(tx, tickets.take(tx, asked(tx), person(tx, DANA)))
    experts.keep(tx, BEA, HARBOR, away_until=MONDAY + 30 * DAY)
    passes_until(tx, MONDAY + 3 * DAY)
    assert nudged(tx) == [("Dana", "Mon 06-01 11:00")]


def test_what_is_only_offered_goes_to_the_coordinator_at_once(tx: Transaction) -> None:
    network.change(tx, None, {"offer_minutes": 2_400})
    offered(tx, tickets.take(tx, asked(tx), person(tx, DANA)), BEA)
    passes_until(tx, MONDAY + 3 * DAY)
    assert nudged(tx) == [("Dana", "Mon 06-01 11:00")]


def test_who_stands_in_is_nudged_for_who_is_away(tx: Transaction) -> None:
    tickets.take(tx, asked(tx), person(tx, DANA))
    away(tx, number(tx, DANA), number(tx, RUTH))
    passes_until(tx, MONDAY + 3 * DAY)
    assert {name for name, _when in nudged(tx)} == {"Ruth"}


def test_who_was_told_in_their_place_is_not_told_again_when_they_are_back(tx: Transaction) -> None:
    tickets.take(tx, asked(tx), person(tx, DANA))
    away(tx, number(tx, DANA), number(tx, RUTH))
    passes_until(tx, MONDAY + 4 * HOUR)
    tx.execute(delete(absences))
    passes_until(tx, MONDAY + 4 * DAY)
    assert [name for name, _when in nudged(tx)] == ["Ruth", "Dana"]


def test_what_was_answered_meanwhile_nudges_nobody(tx: Transaction) -> None:
    answer(tx, asked(tx), DANA)
    passes_until(tx, MONDAY + 3 * DAY)
    assert nudged(tx) == []


def test_for_the_next_answer_it_begins_anew(tx: Transaction) -> None:
    network.change(tx, None, {"next_whenever": 60})
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    passes_until(tx, MONDAY + 3 * HOUR)
    answer(tx, ticket, DANA)
    reply(tx, ticket)
    passes_until(tx, MONDAY + 7 * HOUR)
    assert nudged(tx) == [("Dana", "Mon 06-01 11:00"), ("Dana", "Mon 06-01 13:00")]


def test_of_what_falls_due_at_once_a_coordinator_is_told_at_once(tx: Transaction) -> None:
    for _number in range(5):
        asked(tx)
    passes_until(tx, MONDAY + 7 * HOUR)
    assert nudged(tx) == [("Dana", "Mon 06-01 11:00"), ("Ruth", "Mon 06-01 11:00")]


def test_what_falls_due_minutes_later_waits_an_hour(tx: Transaction) -> None:
    tickets.take(tx, asked(tx), person(tx, DANA))
    tx.now += 10 * 60_000
    tickets.take(tx, asked(tx), person(tx, DANA))
    passes_until(tx, MONDAY + 7 * HOUR)
    assert nudged(tx) == [("Dana", "Mon 06-01 11:00"), ("Dana", "Mon 06-01 12:00")]


# How often


@pytest.mark.usefixtures("alone")
def test_nobody_is_nudged_above_the_ceiling_in_any_week(tx: Transaction) -> None:
    for days in range(4):
        for hours in (0, 3):
            passes_until(tx, MONDAY + days * DAY + hours * HOUR)
            asked(tx)
    first = [("Dana", when) for when in ("Mon 06-01 11:00", "Mon 06-01 14:00")]
    passes_until(tx, MONDAY + 7 * DAY)
    assert nudged(tx) == [*first, ("Dana", "Tue 06-02 11:00")]
    # Then of all that waited at once.
    passes_until(tx, MONDAY + 13 * DAY)
    assert nudged(tx)[3:] == [("Dana", "Mon 06-08 11:00")]


def test_where_the_ceiling_is_reached_the_next_in_line_is_nudged(tx: Transaction) -> None:
    tickets.take(tx, asked(tx), person(tx, DANA))
    full(tx, number(tx, DANA))
    passes_until(tx, MONDAY + 3 * DAY)
    assert nudged(tx) == [("Ruth", "Mon 06-01 11:00")]


def test_where_all_have_reached_it_it_waits(tx: Transaction) -> None:
    asked(tx)
    full(tx, number(tx, DANA))
    full(tx, number(tx, RUTH))
    passes_until(tx, MONDAY + 6 * DAY)
    assert nudged(tx) == []
    passes_until(tx, MONDAY + 7 * DAY + HOUR)
    assert [name for name, _when in nudged(tx)] == ["Dana", "Ruth"]


def test_a_network_without_nudges_sends_none(tx: Transaction) -> None:
    network.change(tx, None, {"nudges_a_week": 0})
    ticket = asked(tx)
    silent = answer(tx, asked(tx), DANA)
    passes_until(tx, MONDAY + 60 * DAY)
    assert nudged(tx) == []
    assert now(tx, ticket).state == now(tx, silent).state == "received"


def test_a_week_is_any_seven_days(tx: Transaction) -> None:
    tx.now += HOUR
    full(tx, number(tx, DANA))
    known = network.read(tx)
    tx.now += nudges.WEEK - 2
    assert nudges.room(tx, number(tx, DANA), known).is_full
    tx.now += 1
    assert nudges.room(tx, number(tx, DANA), known) == nudges.Room(tx.now)


# When people don't work


def test_nobody_is_nudged_at_night_nor_at_the_weekend(tx: Transaction) -> None:
    tx.now = at("2026-06-05T15:30")
    tickets.take(tx, asked(tx), person(tx, DANA))
    passes_until(tx, at("2026-06-10T00:00"))
    assert nudged(tx)[0] == ("Dana", "Mon 06-08 09:30")


def test_after_days_away_each_step_is_done_once_and_in_its_order(tx: Transaction) -> None:
    for _number in range(3):
        accepted(tx, tickets.take(tx, asked(tx), person(tx, DANA)))
    tx.now = at("2026-06-13T03:00")
    assert shown(turn(tx)) == "Mon 06-15 09:00"
    passes_until(tx, at("2026-06-19T00:00"))
    told = nudged(tx)
    assert [name for name, _when in told] == ["Bea", "Bea", "Bea", "Dana", "Dana", "Dana"]
    assert told[0] == ("Bea", "Mon 06-15 09:00")
    assert told[3] == ("Dana", "Tue 06-16 09:00")


def test_what_could_not_leave_in_time_is_put_back_and_said_anew(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    passes_until(tx, MONDAY + 2 * HOUR)
    before, tx.now = now(tx, ticket), at("2026-06-01T22:00")
    rounds.put_back(tx, number(tx, DANA), MONDAY + 2 * HOUR, [(ticket.id, 0)])
    assert (before.nudges, now(tx, ticket).nudges) == (1, 0)
    passes_until(tx, at("2026-06-02T10:00"))
    assert nudged(tx)[-1] == ("Dana", "Tue 06-02 09:00")


def test_what_moved_on_meanwhile_is_not_put_back(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    passes_until(tx, MONDAY + 2 * HOUR)
    tx.now += 1
    before = answer(tx, ticket, DANA)
    rounds.put_back(tx, number(tx, DANA), MONDAY + 2 * HOUR, [(ticket.id, 0)])
    assert now(tx, ticket) == before


# Silence


def test_who_asked_is_told_and_two_days_later_it_is_closed(tx: Transaction) -> None:
    ticket = answer(tx, accepted(tx, asked(tx)), BEA)
    passes_until(tx, at("2026-06-08T08:59"))
    assert (now(tx, ticket).state, nudged(tx)) == ("accepted", [])
    passes_until(tx, at("2026-06-10T08:59"))
    assert nudged(tx) == [("Ana", "Mon 06-08 09:00")]
    assert now(tx, ticket).state == "accepted"
    passes_until(tx, at("2026-06-10T09:00"))
    assert (now(tx, ticket).state, now(tx, ticket).outcome) == ("closed", "by_expert")
    assert [row.thread_id for row in posted(tx, SILENT)] == [own_thread(tx, ticket).id]


def test_without_an_expert_the_coordinator_answered_it(tx: Transaction) -> None:
    ticket = answer(tx, asked(tx), DANA)
    passes_until(tx, MONDAY + 14 * DAY)
    assert now(tx, ticket).outcome == "by_coordinator"


def test_a_word_of_theirs_keeps_it_open(tx: Transaction) -> None:
    ticket = answer(tx, asked(tx), DANA)
    passes_until(tx, at("2026-06-09T12:00"))
    reply(tx, ticket)
    passes_until(tx, at("2026-06-10T12:00"))
    assert now(tx, ticket).state != "closed"
    answer(tx, ticket, DANA)
    passes_until(tx, at("2026-06-16T12:00"))
    assert len(posted(tx, WILL_CLOSE)) == 2
    assert now(tx, ticket).state != "closed"


def test_after_days_away_they_still_have_two_days(tx: Transaction) -> None:
    ticket = answer(tx, asked(tx), DANA)
    tx.now = at("2026-06-22T11:00")
    passes_until(tx, at("2026-06-24T10:59"))
    assert now(tx, ticket).state != "closed"
    passes_until(tx, at("2026-06-24T11:00"))
    assert now(tx, ticket).state == "closed"


def test_nothing_is_closed_without_a_word_however_often_they_were_nudged(tx: Transaction) -> None:
    ticket = answer(tx, asked(tx), DANA)
    tx.now = at("2026-06-08T08:00")
    full(tx, number(tx, ANA))
    passes_until(tx, at("2026-06-15T08:59"))
    assert (now(tx, ticket).state, posted(tx, WILL_CLOSE)) == ("received", [])
    passes_until(tx, at("2026-06-17T12:00"))
    assert len(posted(tx, WILL_CLOSE)) == 1
    assert now(tx, ticket).state == "closed"


def test_a_word_that_is_on_its_way_is_waited_for(tx: Transaction) -> None:
    ticket = answer(tx, asked(tx), DANA)
    passes_until(tx, at("2026-06-08T09:00"))
    tx.execute(update(outbox_rows).where(outbox_rows.c.kind == WILL_CLOSE).values(state="held"))
    passes_until(tx, at("2026-06-20T09:00"))
    assert now(tx, ticket).state != "closed"
    tx.execute(update(outbox_rows).where(outbox_rows.c.kind == WILL_CLOSE).values(state="dead"))
    passes_until(tx, at("2026-06-23T09:00"))
    assert now(tx, ticket).state == "closed"


def test_a_word_that_was_taken_away_is_said_again(tx: Transaction) -> None:
    ticket = answer(tx, asked(tx), DANA)
    passes_until(tx, at("2026-06-08T09:00"))
    tx.execute(
        update(outbox_rows)
        .where(outbox_rows.c.kind == WILL_CLOSE)
        .values(state="dead", problem=outbox.NOTHING_LEFT)
    )
    rounds.put_back(tx, number(tx, ANA), tx.now, [(ticket.id, 0)])
    passes_until(tx, at("2026-06-08T09:00"))
    [said] = posted(tx, WILL_CLOSE)
    assert said.state == "sent"


# Promises


def test_when_a_promised_day_is_over_expert_and_coordinator_are_told(tx: Transaction) -> None:
    ticket = accepted(tx, tickets.take(tx, asked(tx), person(tx, DANA)))
    tickets.promise(tx, ticket, person(tx, DANA), "2026-06-03")
    passes_until(tx, at("2026-06-04T08:59"))
    assert nudged(tx) == []
    passes_until(tx, at("2026-06-04T12:00"))
    assert nudged(tx) == [("Bea", "Thu 06-04 09:00"), ("Dana", "Thu 06-04 09:00")]


def test_the_status_line_is_drawn_anew_when_a_promised_day_is_over(tx: Transaction) -> None:
    ticket = tickets.promise(tx, asked(tx), person(tx, DANA), "2026-06-03")
    tx.now = at("2026-06-04T09:00")
    all_is_posted(tx)
    rounds.due(tx)
    assert is_redrawn(tx, own_thread(tx, ticket).id)


def test_a_day_that_moves_is_told_and_watched_anew(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    ticket = tickets.promise(tx, ticket, person(tx, DANA), "2026-06-02")
    assert posted(tx, tickets.PROMISE_MOVED) == []
    passes_until(tx, at("2026-06-05T12:00"))
    before = len(nudged(tx))
    tickets.promise(tx, now(tx, ticket), person(tx, DANA), "2026-06-10")
    assert [row.thread_id for row in posted(tx, tickets.PROMISE_MOVED)] == [
        own_thread(tx, ticket).id
    ]
    passes_until(tx, at("2026-06-11T12:00"))
    assert nudged(tx)[before:] == [("Dana", "Thu 06-11 09:00")]


# Closed


def test_when_it_can_no_longer_be_opened_its_heads_are_drawn_anew(tx: Transaction) -> None:
    ticket = tickets.close(tx, asked(tx), person(tx, DANA), "by_coordinator")
    all_is_posted(tx)
    tx.now = MONDAY + 14 * DAY + 1
    assert rounds.due(tx) is None
    assert is_redrawn(tx, own_thread(tx, ticket).id)
    assert is_redrawn(tx, card(tx, ticket).id)


# Settings, and what goes wrong


def test_after_a_change_of_the_rules_every_ticket_goes_by_the_new_ones(tx: Transaction) -> None:
    made = [asked(tx) for _number in range(rounds.AT_ONCE + 5)]
    network.change(tx, None, {"first_whenever": 300})
    turn(tx)
    assert {shown(now(tx, ticket).due_at) for ticket in made} == {"Mon 06-01 14:00"}
    assert {shown(now(tx, ticket).look_at) for ticket in made} == {"Mon 06-01 14:00"}
    assert nudged(tx) == []


def test_a_unit_looks_at_so_many(tx: Transaction) -> None:
    for _number in range(rounds.AT_ONCE + 5):
        asked(tx)
    tx.now = MONDAY + 3 * HOUR
    assert rounds.due(tx) == MONDAY + 2 * HOUR
    left = tx.execute(select(rows.c.id).where(rows.c.look_at <= tx.now)).all()
    assert len(left) == 5


def test_of_what_takes_longer_a_unit_does_a_few(tx: Transaction) -> None:
    made = [answer(tx, asked(tx), DANA) for _number in range(rounds.ACTS + 2)]
    for ticket in made:
        tickets.close(tx, now(tx, ticket), person(tx, DANA), "by_resource")
    tx.now += 30 * DAY
    rounds.due(tx)
    left = tx.execute(select(rows.c.id).where(rows.c.look_at <= tx.now)).all()
    assert len(left) == 2


def test_a_ticket_that_can_t_be_dealt_with_stops_no_other(
    tx: Transaction, caplog: pytest.LogCaptureFixture
) -> None:
    broken, other = answer(tx, asked(tx), DANA), answer(tx, asked(tx), DANA)
    empty = tx.execute(links.insert().values(opened_at=0)).inserted_primary_key.id
    tx.execute(update(rows).where(rows.c.id == broken.id).values(link_id=empty))
    tx.now = at("2026-06-08T09:00")
    with caplog.at_level(logging.ERROR):
        rounds.due(tx)
    assert now(tx, broken).look_at == tx.now + DAY
    assert [row.thread_id for row in posted(tx, WILL_CLOSE)] == [own_thread(tx, other).id]
    assert "LookupError" in caplog.text


def test_an_expert_who_left_is_nudged_no_more(tx: Transaction) -> None:
    ticket = accepted(tx, tickets.take(tx, asked(tx), person(tx, DANA)))
    relay.leave(tx, expert_s(tx, ticket).id)
    passes_until(tx, MONDAY + 3 * HOUR)
    assert nudged(tx) == [("Dana", "Mon 06-01 11:00")]


def test_where_nobody_coordinates_nothing_breaks(tx: Transaction) -> None:
    people.name_coordinators(tx, [])
    ticket = asked(tx)
    offers.due(tx)
    passes_until(tx, MONDAY + 9 * DAY)
    assert (nudged(tx), now(tx, ticket).look_at) == ([], None)


def away(tx: Transaction, person_id: int, stand_in_id: int) -> None:
    """Somebody is away, and another stands in for them."""
    tx.execute(delete(absences))
    tx.execute(
        absences.insert().values(person_id=person_id, stand_in_id=stand_in_id, since_at=tx.now)
    )


def full(tx: Transaction, person_id: int) -> None:
    """Somebody was nudged as often as they may be, just now."""
    ticket_id = asked(tx).id
    tx.execute(update(rows).where(rows.c.id == ticket_id).values(look_at=None))
    for ago in range(3):
        nudges.note(Transaction(tx.connection, tx.now - ago), person_id, [ticket_id])
