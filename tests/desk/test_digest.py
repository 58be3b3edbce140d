"""The morning digest: once a day to whoever is there, when work begins, where something waits."""

from __future__ import annotations

import json
from datetime import time

import pytest
from sqlalchemy import update

from bot.desk import digest, network, people
from bot.desk.digest import DIGEST, NAMED, SHOWN
from bot.desk.hours import DAY, HOUR
from bot.store import Row, Transaction
from bot.store.tables import absences
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import tickets as ticket_rows
from tests.desk.cast import (
    DANA,
    RUTH,
    all_is_posted,
    asked,
    closed,
    now,
    number,
    person,
    posted,
    settle,
    waits_to_be_drawn,
)
from tests.desk.clockwork import answer, at, passes_until, shown, turn

MONDAY = at("2026-06-01T09:00")


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    tx.now = MONDAY - 12 * HOUR
    settle(tx)
    people.name_coordinators(tx, [DANA])
    network.change(tx, None, {"nudges_a_week": 0})


def sent(tx: Transaction) -> list[str]:
    """When digests were sent."""
    return [shown(row.created_at) for row in posted(tx, DIGEST)]


def named(row: Row) -> list[int]:
    """The tickets that a digest names."""
    numbers: list[int] = json.loads(row.data)["tickets"]
    return numbers


def test_it_comes_when_work_begins_and_once_a_day(tx: Transaction) -> None:
    asked(tx)
    assert shown(turn(tx)) == "Mon 06-01 09:00"
    passes_until(tx, MONDAY + 8 * HOUR)
    assert sent(tx) == ["Mon 06-01 09:00"]
    passes_until(tx, MONDAY + 2 * DAY)
    assert sent(tx)[1:] == ["Tue 06-02 09:00", "Wed 06-03 09:00"]


def test_where_nothing_waits_there_is_none(tx: Transaction) -> None:
    answer(tx, asked(tx), DANA)
    passes_until(tx, MONDAY + 3 * DAY)
    assert sent(tx) == []


def test_what_could_not_be_delivered_is_reason_enough(tx: Transaction) -> None:
    closed(tx, asked(tx))
    all_is_posted(tx)
    tx.execute(update(outbox_rows).values(state="held"))
    passes_until(tx, MONDAY + HOUR)
    assert sent(tx) == ["Mon 06-01 09:00"]


def test_at_the_weekend_and_on_holidays_there_is_none(tx: Transaction) -> None:
    asked(tx)
    tx.now = at("2026-07-02T18:00")
    passes_until(tx, at("2026-07-06T12:00"))
    assert sent(tx) == ["Mon 07-06 09:00"]


@pytest.mark.parametrize("day", ["2026-03-09", "2026-11-02"])
def test_after_a_change_of_the_clocks_it_still_comes_at_nine(tx: Transaction, day: str) -> None:
    tx.now = at(f"{day}T00:00") - DAY
    asked(tx)
    passes_until(tx, at(f"{day}T17:00"))
    assert [each.split()[2] for each in sent(tx)] == ["09:00"]


def test_after_days_away_only_today_s_comes(tx: Transaction) -> None:
    asked(tx)
    tx.now = MONDAY + 10 * DAY + 2 * HOUR
    turn(tx)
    assert sent(tx) == ["Thu 06-11 11:00"]


def test_who_is_away_has_none(tx: Transaction) -> None:
    people.name_coordinators(tx, [DANA, RUTH])
    tx.execute(absences.insert().values(person_id=number(tx, DANA), since_at=tx.now))
    asked(tx)
    passes_until(tx, MONDAY + HOUR)
    assert [row.reader_id for row in posted(tx, DIGEST)] == [number(tx, RUTH)]


def test_who_is_there_later_has_today_s_then(tx: Transaction) -> None:
    asked(tx)
    passes_until(tx, MONDAY + HOUR)
    people.name_coordinators(tx, [DANA, RUTH])
    passes_until(tx, MONDAY + 2 * HOUR)
    digest.due(tx)
    assert [row.reader_id for row in posted(tx, DIGEST)] == [number(tx, DANA), number(tx, RUTH)]


def test_where_it_opens_in_quiet_hours_it_comes_after_them(tx: Transaction) -> None:
    network.change(tx, None, {"quiet_until": time(10)})
    asked(tx)
    passes_until(tx, MONDAY + 8 * HOUR)
    assert sent(tx) == ["Mon 06-01 10:00"]


def test_it_names_the_most_pressing_first_and_not_all(tx: Transaction) -> None:
    for _number in range(SHOWN):
        asked(tx)
    vote = asked(tx, vote_on="2026-06-02", needed_by="vote")
    passes_until(tx, MONDAY)
    [row] = posted(tx, DIGEST)
    assert named(row)[0] == vote.id
    assert len(named(row)) == SHOWN
    found = digest.read(tx, person(tx, DANA), named(row))
    assert found.agenda.counts["needs"] == SHOWN + 1
    assert [line.ticket.id for line in found.lines] == named(row)


def test_what_is_closed_is_named_no_more(tx: Transaction) -> None:
    ticket = asked(tx)
    passes_until(tx, MONDAY)
    closed(tx, ticket)
    [row] = posted(tx, DIGEST)
    assert digest.read(tx, person(tx, DANA), named(row)).lines == []


def test_only_today_s_that_name_a_ticket_are_drawn_anew(tx: Transaction) -> None:
    people.name_coordinators(tx, [DANA, RUTH])
    ticket = asked(tx)
    passes_until(tx, MONDAY + DAY)
    digest.redraw(tx, now(tx, ticket))
    redrawn = [waits_to_be_drawn(tx, row.id) for row in posted(tx, DIGEST)]
    assert redrawn == [False, False, True, True]
    all_is_posted(tx)
    digest.redraw(tx, asked(tx))
    assert not any(waits_to_be_drawn(tx, row.id) for row in posted(tx, DIGEST))


def overdue(tx: Transaction, *tickets: Row) -> list[int]:
    """Tickets that should have been answered, the first of them longest ago."""
    for nth, ticket in enumerate(tickets):
        due_at = MONDAY - DAY + nth
        tx.execute(update(ticket_rows).where(ticket_rows.c.id == ticket.id).values(due_at=due_at))
    return [ticket.id for ticket in tickets]


def test_all_that_is_overdue_is_named_the_longest_first(tx: Transaction) -> None:
    fresh = [asked(tx).id for _number in range(SHOWN)]
    late = overdue(tx, *(asked(tx) for _number in range(SHOWN + 2)))
    passes_until(tx, MONDAY)
    [row] = posted(tx, DIGEST)
    assert named(row) == late
    found = digest.read(tx, person(tx, DANA), named(row))
    assert [line.ticket.id for line in (*found.lines, *found.also)] == late
    assert len(found.also) == 2
    assert all(line.is_overdue for line in (*found.lines, *found.also))
    assert found.agenda.counts["needs"] == len(fresh) + len(late)


def test_however_much_is_overdue_it_names_a_screenful(tx: Transaction) -> None:
    overdue(tx, *(asked(tx) for _number in range(NAMED + 1)))
    passes_until(tx, MONDAY)
    [row] = posted(tx, DIGEST)
    assert len(named(row)) == NAMED


def test_what_is_overdue_no_more_gives_its_place_up(tx: Transaction) -> None:
    late = [asked(tx) for _number in range(SHOWN + 2)]
    overdue(tx, *late)
    passes_until(tx, MONDAY)
    [row] = posted(tx, DIGEST)
    closed(tx, late[0])
    answer(tx, late[-1], DANA)
    found = digest.read(tx, person(tx, DANA), named(row))
    assert [line.ticket.id for line in found.lines] == [each.id for each in late[1 : SHOWN + 1]]
    assert found.also == []
