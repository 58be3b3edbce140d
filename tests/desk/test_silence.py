"""Answered, and nobody writes any more: who asked is told, then it is closed, and never without."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.desk import network, outbox, rounds
from bot.desk.hours import DAY
from bot.desk.silence import SILENT, WILL_CLOSE
from bot.store import Transaction
from bot.store.tables import outbox as outbox_rows
from tests.desk.cast import (
    ANA,
    BEA,
    DANA,
    accepted,
    asked,
    now,
    number,
    own_thread,
    posted,
    settle,
)
from tests.desk.clockwork import answer, at, full, nudged, passes_until, reply

MONDAY = at("2026-06-01T09:00")


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    tx.now = MONDAY
    settle(tx)
    network.change(tx, None, {"first_today": 60, "first_whenever": 120})


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


def test_other_rules_take_nothing_of_the_two_days(tx: Transaction) -> None:
    ticket = answer(tx, asked(tx), DANA)
    tx.now = at("2026-06-22T11:00")
    passes_until(tx, at("2026-06-22T12:00"))
    network.change(tx, None, {"silent_days": 3})
    passes_until(tx, at("2026-06-24T10:59"))
    assert now(tx, ticket).state != "closed"


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
