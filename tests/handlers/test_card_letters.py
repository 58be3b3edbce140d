"""What drawing one card costs among 20,000 open tickets: no look through them all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, insert, select, text

from bot.desk import (
    cards,
    experts,
    joining,
    outbox,
    people,
    records,
    rights,
    sending,
    tickets,
)
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.store import Transaction
from bot.store.tables import links, messages, threads
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import people as people_rows
from bot.store.tables import tickets as rows
from catalog import Catalog
from handlers import card_letters
from handlers.shelf import Shelf
from tests.desk.queues import NOW, desk

MANY = 20_000
REQUESTERS = 2_000
TRIAGE = "C0TRIAGE"
ANA, DANA, RUTH = (Member("T1", f"U{name}") for name in ("ANA", "DANA", "RUTH"))
BIG = ("tickets", "outbox", "threads", "messages", "log", "offers", "people", "links", "viewers")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A desk with many open tickets."""
    with desk() as engine:
        with engine.begin() as connection:
            _fill(connection)
        yield engine


@pytest.fixture
def tx(engine: Engine) -> Iterator[Transaction]:
    with engine.connect() as connection, connection.begin() as begun:
        tx = Transaction(connection, NOW)
        people.name_coordinators(tx, [DANA])
        experts.keep_organization(tx, "harbor", "Harbor Legal Aid")
        experts.keep(tx, RUTH, "harbor")
        yield tx
        begun.rollback()


@pytest.fixture
def handle(tx: Transaction) -> str:
    question = Masked("Can our county refuse immigration detainers?")
    return str(tickets.ask(tx, ANA, Request(question, visibility="partner"), TRIAGE).handle)


def _fill(connection: Connection) -> None:
    """Tickets of many people, each with its two threads, their heads, and a message."""
    number = range(1, MANY + 1)
    who = [
        {"id": 100 + n, "team_id": "T1", "user_id": f"UX{n}", "met_at": NOW}
        for n in range(REQUESTERS)
    ]
    connection.execute(insert(people_rows), who)
    connection.execute(insert(links), [{"id": n, "opened_at": NOW} for n in number])
    connection.execute(insert(rows), [_ticket(n) for n in number])
    ends = [(n, speaks) for n in number for speaks in (True, False)]
    connection.execute(insert(threads), [_thread(n, speaks=speaks) for n, speaks in ends])
    connection.execute(insert(outbox_rows), [_head(n, speaks=speaks) for n, speaks in ends])
    connection.execute(insert(messages), [_message(n) for n in number])
    connection.execute(text("ANALYZE"))


def _ticket(n: int) -> dict[str, Any]:
    return {
        "id": n,
        "handle": f"t-{n}",
        "state": "received",
        "version": 1,
        "waits_on": "coordinator",
        "requester_id": 100 + n % REQUESTERS,
        "question": "?",
        "kind": "general-assistance",
        "needed_by": "week",
        "visibility": "expert",
        "shown_as": "name",
        "link_id": n,
        "opened_at": NOW,
        "moved_at": NOW,
    }


def _thread(n: int, *, speaks: bool) -> dict[str, Any]:
    return {
        "id": 2 * n + speaks,
        "link_id": n,
        "channel_id": f"D{n % REQUESTERS}" if speaks else TRIAGE,
        "root_ts": f"{n}.{speaks:d}",
        "person_id": 100 + n % REQUESTERS if speaks else None,
        "speaks": speaks,
        "hears": True,
        "opened_at": NOW,
    }


def _head(n: int, *, speaks: bool) -> dict[str, Any]:
    thread = 2 * n + speaks
    return {
        "id": f"o-{thread}",
        "cause": f"link:{n}",
        "destination": f"thread:{thread}",
        "purpose": "",
        "kind": tickets.STATUS if speaks else cards.CARD,
        "data": f'{{"ticket": {n}}}',
        "lane": f"thread:{thread}",
        "thread_id": thread,
        "channel_id": f"D{n % REQUESTERS}" if speaks else TRIAGE,
        "state": "sent",
        "version": 3,
        "ready_at": NOW,
        "created_at": NOW,
        "ts": f"{n}.{speaks:d}",
    }


def _message(n: int) -> dict[str, Any]:
    return {"thread_id": 2 * n + 1, "ts": "1.0", "person_id": 100, "text": "?", "said_at": NOW}


def looked_through(tx: Transaction, work: Callable[[], object]) -> list[str]:
    """The big tables that a piece of work looks through from end to end."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # noqa: ANN401 (the driver's own)
        asked.append((statement, parameters))

    event.listen(tx.connection, "before_cursor_execute", note)
    work()
    event.remove(tx.connection, "before_cursor_execute", note)
    assert asked
    return [scan for statement, parameters in asked for scan in _scans(tx, statement, parameters)]


def _scans(tx: Transaction, statement: str, parameters: Any) -> list[str]:  # noqa: ANN401 (the driver's own)
    plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    steps = [str(step.detail).split() for step in plan]
    return [step[1] for step in steps if step[0] == "SCAN" and step[1] in BIG]


def card_row(tx: Transaction, handle: str) -> Any:  # noqa: ANN401 (a row)
    ticket, _person = rights.for_coordinator(tx, handle, DANA)
    thread = records.card_thread(tx, ticket)
    assert thread
    return joining.head_of(tx, thread.id)


def test_drawing_a_card_looks_through_nothing(tx: Transaction, handle: str, library: Any) -> None:  # noqa: ANN401 (a path)
    with Catalog.open(library) as catalog:
        kind = card_letters.kinds(Shelf(catalog))[cards.CARD]
        row = card_row(tx, handle)
        assert looked_through(tx, lambda: kind.read(tx, row)) == []
        drawing = kind.read(tx, row)
        assert drawing
        assert "detainers" in str(drawing())


def test_finding_its_head_looks_through_nothing(tx: Transaction, handle: str) -> None:
    assert looked_through(tx, lambda: card_row(tx, handle)) == []


def test_taking_a_ticket_looks_through_nothing(tx: Transaction, handle: str) -> None:
    ticket, person = rights.for_coordinator(tx, handle, DANA)
    assert looked_through(tx, lambda: tickets.take(tx, ticket, person)) == []


def test_closing_a_ticket_and_opening_it_again_look_through_nothing(
    tx: Transaction, handle: str
) -> None:
    ticket, person = rights.for_coordinator(tx, handle, DANA)
    closing = partial(tickets.close, tx, ticket, person, "by_coordinator")
    assert looked_through(tx, closing) == []
    ticket = records.find(tx, ticket.id)
    assert looked_through(tx, lambda: tickets.reopen(tx, ticket, person)) == []


def test_finding_the_ticket_of_a_card_s_thread_looks_through_nothing(tx: Transaction) -> None:
    assert looked_through(tx, lambda: cards.of_card(tx, TRIAGE, "7.0")) == []
    assert cards.of_card(tx, TRIAGE, "7.0") == "t-7"
    assert cards.of_card(tx, "D7", "7.1") == ""


def test_a_look_through_everything_would_be_noticed(tx: Transaction) -> None:
    assert looked_through(tx, lambda: tx.execute(text("SELECT * FROM tickets"))) == ["tickets"]


def test_tickets_without_a_card_are_found_in_one_look(tx: Transaction, handle: str) -> None:
    assert cards.without_card(tx) == []
    ticket = tickets.ask(tx, ANA, Request(Masked("?")), "")
    assert [each.id for each in cards.without_card(tx)] == [ticket.id]
    assert cards.show_all(tx, TRIAGE) == 1
    assert cards.without_card(tx) == []
    assert handle


def test_a_card_that_waits_goes_to_the_channel_that_is_set_by_now(
    tx: Transaction, handle: str
) -> None:
    old = tickets.ask(tx, ANA, Request(Masked("?")), "C0OLD")
    assert cards.are_shown_in(tx, "C0OLD")
    cards.show_all(tx, TRIAGE)
    assert not cards.are_shown_in(tx, "C0OLD")
    thread = records.card_thread(tx, old)
    assert thread
    assert thread.channel_id == TRIAGE
    assert handle


def test_whether_cards_stand_in_a_channel_looks_through_nothing(tx: Transaction) -> None:
    assert cards.are_shown_in(tx, TRIAGE)
    assert looked_through(tx, lambda: cards.are_shown_in(tx, "C0OTHER")) == []


def test_a_closed_triage_channel_makes_all_wait_that_goes_there_and_nothing_else(
    tx: Transaction, handle: str
) -> None:
    row = card_row(tx, handle)
    outbox.refresh(tx, "o-14")
    outbox.refresh(tx, "o-15")
    waiting = partial(sending.wait_for_channel, tx, row.id, TRIAGE, 60_000)
    assert looked_through(tx, waiting) == []
    ready = tx.execute(select(outbox_rows).where(outbox_rows.c.state == "ready"))
    waits = {each.target or each.id: each.ready_at for each in ready}
    assert waits["o-14"] == NOW + 60_000
    assert waits["o-15"] == NOW
