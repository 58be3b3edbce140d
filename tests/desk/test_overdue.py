"""What is overdue: who is nudged about it and when, and how seldom anybody is."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from bot.desk import (
    cards,
    experts,
    joining,
    network,
    nudges,
    outbox,
    people,
    rounds,
    tickets,
)
from bot.desk.hours import DAY, HOUR
from bot.desk.overdue import EXPERT_NUDGE
from bot.store import Transaction
from bot.store.tables import absences
from bot.store.tables import outbox as outbox_rows
from tests.desk.cast import (
    BEA,
    DANA,
    HARBOR,
    RUTH,
    accepted,
    all_is_posted,
    asked,
    card,
    expert_s,
    now,
    number,
    offered,
    person,
    posted,
    settle,
    waits_to_be_drawn,
)
from tests.desk.clockwork import answer, at, away, full, nudged, passes_until, reply, shown, turn

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


def rewritten(tx: Transaction, row_id: str) -> int:
    """How often a message was rewritten, or is to be."""
    found = select(outbox_rows.c.id).where(outbox_rows.c.target == row_id)
    return len(tx.execute(found).all())


def test_its_card_is_drawn_anew_the_moment_it_is(tx: Transaction) -> None:
    head = joining.head_of(tx, card(tx, asked(tx)).id)
    assert head
    passes_until(tx, MONDAY + 2 * HOUR - 1)
    assert rewritten(tx, head.id) == 0
    passes_until(tx, MONDAY + 2 * HOUR)
    assert rewritten(tx, head.id) == 1


def test_cards_that_wait_to_be_drawn_anew_wait_once(tx: Transaction) -> None:
    ticket = asked(tx)
    head = joining.head_of(tx, card(tx, ticket).id)
    assert head
    for _time in range(2):
        cards.redraw(tx, [ticket])
    assert rewritten(tx, head.id) == 1
    assert waits_to_be_drawn(tx, head.id)
    all_is_posted(tx)
    cards.redraw(tx, [ticket])
    assert rewritten(tx, head.id) == 2


def test_what_is_drawn_anew_together_has_its_log(tx: Transaction) -> None:
    cards.redraw(tx, [asked(tx), asked(tx)])
    waiting = tx.execute(select(outbox_rows).where(outbox_rows.c.target.is_not(None))).all()
    assert len(waiting) == 2
    for row in waiting:
        assert outbox.MOVES.replay(outbox.MOVES.history(tx, row.id)) == ("ready", 1)


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
