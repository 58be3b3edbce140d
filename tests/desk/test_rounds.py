"""The clock's round: promises, what can't be opened again, other rules, and what goes wrong."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select, update

from bot.desk import network, people, relay, rounds, tickets, turns
from bot.desk.hours import DAY, HOUR
from bot.desk.silence import WILL_CLOSE
from bot.store import Transaction
from bot.store.tables import links
from bot.store.tables import tickets as rows
from tests.desk.cast import (
    DANA,
    accepted,
    all_is_posted,
    asked,
    card,
    expert_s,
    is_redrawn,
    now,
    own_thread,
    person,
    posted,
    settle,
)
from tests.desk.clockwork import answer, at, nudged, passes_until, shown, turn

MONDAY = at("2026-06-01T09:00")


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    tx.now = MONDAY
    settle(tx)
    network.change(tx, None, {"first_today": 60, "first_whenever": 120})


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


def test_other_rules_take_nothing_of_anybody_s_patience(tx: Transaction) -> None:
    tickets.take(tx, asked(tx), person(tx, DANA))
    tx.now = at("2026-06-03T11:00")
    turn(tx)
    network.change(tx, None, {"first_whenever": 60})
    passes_until(tx, at("2026-06-04T12:00"))
    assert nudged(tx) == [("Dana", "Wed 06-03 11:00"), ("Ruth", "Thu 06-04 11:00")]


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
    turns.due(tx)
    passes_until(tx, MONDAY + 9 * DAY)
    assert (nudged(tx), now(tx, ticket).look_at) == ([], None)
