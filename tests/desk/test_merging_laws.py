"""No order of merging, opening again and closing leads in a circle, or loses anybody."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.desk import merging, tickets
from bot.desk.errors import DeskError
from bot.store import Row, Transaction
from tests.desk.cast import DANA, LUIS, asked, now, person, settle
from tests.desk.queues import NOW

TICKETS = 5

steps = st.tuples(
    st.sampled_from(("merge", "reopen", "close")),
    st.integers(0, TICKETS - 1),
    st.integers(0, TICKETS - 1),
)


@settings(max_examples=40)
@given(st.lists(steps, max_size=20))
def test_every_merged_ticket_leads_to_one_that_knows_it(
    engine: Engine, taken: list[tuple[str, int, int]]
) -> None:
    with engine.connect() as connection, connection.begin() as begun:
        tx = Transaction(connection, NOW)
        settle(tx)
        every = [asked(tx, LUIS) for _ in range(TICKETS)]
        for what, one, other in taken:
            _take(tx, what, now(tx, every[one]), now(tx, every[other]))
        for ticket in (now(tx, each) for each in every):
            main = merging.main_of(tx, ticket)
            assert main.merged_into is None
            assert (ticket.outcome == "duplicate") == (ticket.merged_into is not None)
            assert main.id == ticket.id or ticket in merging.merged_into(tx, main)
        begun.rollback()


def _take(tx: Transaction, what: str, ticket: Row, other: Row) -> None:
    """A step, as far as the rules let it."""
    dana = person(tx, DANA)
    try:
        if what == "merge":
            merging.merge(tx, ticket, dana, other)
        elif what == "reopen":
            tickets.reopen(tx, ticket, dana)
        else:
            tickets.close(tx, ticket, dana, "by_coordinator")
    except DeskError:
        return
