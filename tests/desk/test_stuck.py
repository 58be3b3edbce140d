"""Whose it is that did not go through: a name and a number, and nothing that anybody wrote."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.desk import inbox, outbox, people, relay, stuck, tickets
from bot.desk.inbox import Arrival, Turn
from bot.desk.outbox import Address
from bot.desk.stuck import Whose
from bot.store import Row, Transaction
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import threads
from tests.desk.cast import (
    ANA,
    CHANNELS,
    HARBOR,
    TRIAGE,
    accepted,
    asked,
    expert_s,
    number,
    own_thread,
    settle,
)
from tests.desk.cast import card as card_of


@pytest.fixture
def desk(tx: Transaction) -> Transaction:
    """Some people, two partners."""
    settle(tx)
    return tx


def held(tx: Transaction, to: Address) -> Whose:
    """Whose a message is that Slack refused."""
    row_id = outbox.post(tx, relay.NOTE, to, cause=f"test:{to}")
    tx.execute(update(outbox_rows).where(outbox_rows.c.id == row_id).values(state="held"))
    [found] = stuck.stuck(tx, 5).held
    return found.whose


def set_aside(tx: Transaction, lane: str) -> Whose:
    """Whose an event is that could not be handled."""
    inbox.accept(tx, Arrival("message", "{}", Turn(lane, "1.0"), (f"event:{lane}",)))
    event = inbox.due(tx, 1)[0]
    for _ in range(inbox.ATTEMPTS):
        inbox.failed(tx, event.id, "KeyError at x.py:1")
    [found] = stuck.stuck(tx, 5).set_aside
    return found.whose


def place(thread: Row) -> str:
    return f"{thread.channel_id}:{thread.root_ts}"


def test_in_a_person_s_dm(desk: Transaction) -> None:
    assert held(desk, Address(reader_id=number(desk, ANA))) == Whose("Ana")


def test_in_the_thread_of_who_asked(desk: Transaction) -> None:
    ticket = asked(desk)
    assert held(desk, Address(thread_id=own_thread(desk, ticket).id)) == Whose("Ana", ticket.id)


def test_in_the_coordinators_own(desk: Transaction) -> None:
    ticket = asked(desk)
    whose = held(desk, Address(thread_id=card_of(desk, ticket).id))
    assert whose == Whose("", ticket.id, internal=True)


def test_in_a_partner_s_channel(desk: Transaction) -> None:
    ticket = accepted(desk, asked(desk), via=HARBOR)
    thread = expert_s(desk, ticket)
    desk.execute(update(threads).where(threads.c.id == thread.id).values(person_id=None))
    assert held(desk, Address(thread_id=thread.id)) == Whose("Harbor", ticket.id)


def test_at_a_place_in_slack(desk: Transaction) -> None:
    assert held(desk, Address(channel_id=CHANNELS[HARBOR])) == Whose("Harbor")


def test_a_change_is_told_from_what_it_changes(desk: Transaction) -> None:
    ticket = asked(desk)
    tickets.touch(desk, ticket)
    changes = outbox_rows.c.target.is_not(None)
    desk.execute(update(outbox_rows).where(changes).values(state="held"))
    assert {(each.is_change, each.whose.number) for each in stuck.stuck(desk, 5).held} == {
        (True, ticket.id)
    }


def test_words_in_a_joined_thread(desk: Transaction) -> None:
    ticket = asked(desk)
    assert set_aside(desk, place(own_thread(desk, ticket))) == Whose("Ana", ticket.id)


def test_words_in_a_dm(desk: Transaction) -> None:
    people.keep_dm(desk, number(desk, ANA), "D0ANA")
    assert set_aside(desk, "D0ANA:1796000000.000001") == Whose("Ana")


def test_what_somebody_did(desk: Transaction) -> None:
    assert set_aside(desk, "app_home_opened:UANA") == Whose("Ana")


@pytest.mark.parametrize("lane", ["C0NOWHERE:1.2", "channel_rename:", "", f"{TRIAGE}:9.9"])
def test_what_is_nobody_s(desk: Transaction, lane: str) -> None:
    assert set_aside(desk, lane) == Whose()


def test_few_are_told_of_and_all_are_counted(desk: Transaction) -> None:
    for nth in range(4):
        inbox.accept(desk, Arrival("message", "{}", Turn(f"C{nth}:1", "1.0"), (f"event:{nth}",)))
    for event in inbox.due(desk, 9):
        for _ in range(inbox.ATTEMPTS):
            inbox.failed(desk, event.id, "KeyError at x.py:1")
    found = stuck.stuck(desk, 3)
    assert (len(found.set_aside), found.set_aside_in_all) == (3, 4)
    assert (found.held, found.held_in_all) == ((), 0)
