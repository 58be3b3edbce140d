"""What holds for tickets whatever is done with them, and by how many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.desk import offered, offers, people, records, rights, tickets
from bot.desk.course import MOVES
from bot.desk.errors import AlreadyAssigned, DeskError, WrongStatus
from bot.desk.masking import Masked
from bot.desk.tickets import Request
from bot.store import Row, Store, Transaction
from tests.desk.cast import (
    ANA,
    CARL,
    DANA,
    HARBOR,
    PRAIRIE,
    QUESTION,
    RUTH,
    TRIAGE,
    asked,
    now,
    number,
    person,
    rebuilt,
    settle,
)
from tests.desk.queues import NOW
from tests.empty import empty_desk

# What stands in no log: names that nobody else may know, words, and what the entries' times say.
TIMES = ("opened_at", "moved_at", "ball_at", "spoken_at", "first_took", "whole_took")
UNTOLD = ("id", "handle", "link_id", "question", "due_at", "look_at", "nudges", *TIMES)


Step = Callable[[Transaction, Row], object]


def _offer(*to: str) -> Step:
    return lambda tx, ticket: offers.make(tx, ticket, person(tx, DANA), to)


def _accept(tx: Transaction, ticket: Row) -> None:
    for offer in records.offers_of(tx, ticket.id):
        if offer.state == "open":
            offers.accept(tx, offer, person(tx, CARL), "1.0")


def _decline(tx: Transaction, ticket: Row) -> None:
    for offer in records.offers_of(tx, ticket.id):
        if offer.state == "open":
            offers.decline(tx, offer, person(tx, CARL), "busy", Masked("not now"))


STEPS: dict[str, Step] = {
    "take": lambda tx, ticket: tickets.take(tx, ticket, person(tx, DANA)),
    "assign": lambda tx, ticket: tickets.assign(tx, ticket, person(tx, DANA), to=person(tx, RUTH)),
    "change": lambda tx, ticket: tickets.change(
        tx, ticket, person(tx, DANA), kind="legal-help", priority="high", is_urgent=True
    ),
    "promise": lambda tx, ticket: tickets.promise(tx, ticket, person(tx, DANA), "2026-12-01"),
    "narrow": lambda tx, ticket: offers.let_see(tx, ticket, person(tx, ANA), "coordinator"),
    "widen": lambda tx, ticket: offers.let_see(tx, ticket, person(tx, ANA), "partner"),
    "answer": lambda tx, ticket: tickets.answered(tx, ticket, person(tx, DANA)),
    "continue": lambda tx, ticket: tickets.continued(tx, ticket, person(tx, DANA)),
    "follow up": lambda tx, ticket: tickets.followed_up(tx, ticket, person(tx, ANA)),
    "offer": _offer(HARBOR, PRAIRIE),
    "accept": _accept,
    "decline": _decline,
    "remove": lambda tx, ticket: tickets.remove_expert(tx, ticket, person(tx, ANA)),
    "close": lambda tx, ticket: tickets.close(tx, ticket, person(tx, ANA), "withdrawn"),
    "reopen": lambda tx, ticket: tickets.reopen(tx, ticket, person(tx, ANA)),
    "delete": lambda tx, ticket: tickets.delete_text(tx, ticket, person(tx, ANA)),
}


@settings(max_examples=40)
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=15))
def test_a_ticket_and_its_offers_can_be_rebuilt_from_their_log(
    engine: Engine, steps: list[str]
) -> None:
    with engine.connect() as connection, connection.begin() as begun:
        tx = Transaction(connection, NOW)
        settle(tx)
        ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION), topic="287g"), TRIAGE)
        for step in steps:
            tx.now += 1
            _tried(tx, STEPS[step], now(tx, ticket))
        must_be_as_logged(tx, now(tx, ticket))
        begun.rollback()


def _tried(tx: Transaction, step: Step, ticket: Row) -> None:
    try:
        with tx.connection.begin_nested():
            step(tx, ticket)
    except DeskError:
        pass


def must_be_as_logged(tx: Transaction, ticket: Row) -> None:
    """A ticket, and each offer of it, is what its log says."""
    told, entries = rebuilt(MOVES, tx, ticket.id), MOVES.history(tx, ticket.id)
    row = ticket._asdict()
    assert {name: told[name] for name in row if name not in UNTOLD} == {
        name: row[name] for name in row if name not in UNTOLD
    }
    assert (ticket.opened_at, ticket.moved_at) == (entries[0].at, entries[-1].at)
    for offer in records.offers_of(tx, ticket.id):
        told, row = rebuilt(offered.MOVES, tx, offer.id), offer._asdict()
        names = [name for name in row if name not in ("id", "handle", "words", "made_at")]
        assert {name: told[name] for name in names} == {name: row[name] for name in names}


@given(with_card=st.booleans(), first=st.sampled_from((DANA, RUTH)), stale=st.booleans())
def test_of_two_who_take_at_once_exactly_one_has_it(
    engine: Engine, first: people.Member, *, with_card: bool, stale: bool
) -> None:
    with engine.connect() as connection, connection.begin() as begun:
        tx = Transaction(connection, NOW)
        settle(tx)
        seen = tickets.ask(tx, ANA, Request(Masked(QUESTION)), TRIAGE if with_card else "")
        second = RUTH if first is DANA else DANA
        tickets.take(tx, seen, person(tx, first))
        with pytest.raises((AlreadyAssigned, WrongStatus)):
            tickets.take(tx, seen if stale else now(tx, seen), person(tx, second))
        assert now(tx, seen).assignee_id == number(tx, first)
        assert [entry.event for entry in MOVES.history(tx, seen.id)] == ["asked", "taken"]
        begun.rollback()


async def test_of_two_units_of_work_that_take_at_once_one_wins(tmp_path: Path) -> None:
    store = Store.open(empty_desk(tmp_path / "desk.db"))
    try:
        await store.run(settle)
        ticket = await store.run(lambda tx: asked(tx))
        results = await asyncio.gather(
            *(store.run(_take, ticket.handle, member) for member in (DANA, RUTH)),
            return_exceptions=True,
        )
    finally:
        store.close()
    assert [type(each) for each in results].count(AlreadyAssigned) == 1


def _take(tx: Transaction, handle: str, by: people.Member) -> Row:
    ticket, coordinator = rights.for_coordinator(tx, handle, by)
    return tickets.take(tx, ticket, coordinator)
