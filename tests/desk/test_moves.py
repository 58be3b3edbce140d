"""The rules by which rows move, walked whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from bot.desk import inbox, outbox
from bot.desk.moves import Moves
from bot.store import Row, Store, Transaction
from tests.empty import empty_desk

STATES = {
    "inbox": ("waiting", "done", "poison", "dropped"),
    "outbox": ("ready", "maybe", "sent", "held", "dead"),
}
VALUES: dict[str, dict[str, object]] = {
    "inbox": {"key": "k", "kind": "message", "lane": "l", "ts": "1", "received_at": 0},
    "outbox": {
        "id": "o-1",
        "cause": "c",
        "destination": "d",
        "purpose": "p",
        "kind": "k",
        "data": "{}",
        "lane": "l",
        "created_at": 0,
    },
}
TABLES = {"inbox": inbox.MOVES, "outbox": outbox.MOVES}
CASES = [
    (name, state, event)
    for name, moves in TABLES.items()
    for state, event in product(STATES[name], sorted({event for _, event in moves.rules}))
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(empty_desk(tmp_path / "desk.db"))
    yield store
    store.close()


def put(tx: Transaction, moves: Moves, state: str) -> Row:
    """A row in a state, as if it had come there."""
    table = moves.table
    values = VALUES[table.name]
    tx.execute(insert(table).values(**values, state=state, version=1, ready_at=0))
    row: Row = tx.execute(select(table)).one()
    moves.begin(tx, row.id, "begun")
    return row


def tried(tx: Transaction, moves: Moves, state: str, event: str) -> tuple[bool, str, int, int]:
    row = put(tx, moves, state)
    moved = moves.move(tx, row, event)
    after: Row = tx.execute(select(moves.table)).one()
    return moved, after.state, after.version, len(moves.history(tx, row.id))


@pytest.mark.parametrize(("name", "state", "event"), CASES)
async def test_what_the_rules_name_happens_and_nothing_else(
    store: Store, name: str, state: str, event: str
) -> None:
    moves = TABLES[name]
    moved, after, version, entries = await store.run(tried, moves, state, event)
    expected = moves.rules.get((state, event))
    assert moved == (expected is not None)
    assert after == (expected or state)
    assert (version, entries) == ((2, 2) if moved else (1, 1))


@pytest.mark.parametrize("name", TABLES)
def test_every_state_that_the_rules_know_is_named(name: str) -> None:
    moves = TABLES[name]
    known = {state for state, _ in moves.rules} | set(moves.rules.values())
    assert known == {"", *STATES[name]}


def overtaken(tx: Transaction) -> bool:
    """A move of a row that somebody else has moved meanwhile."""
    row = put(tx, outbox.MOVES, "held")
    tx.execute(update(outbox.MOVES.table).values(version=2))
    return outbox.MOVES.move(tx, row, "again")


async def test_of_two_who_move_a_row_one_wins(store: Store) -> None:
    assert not await store.run(overtaken)
