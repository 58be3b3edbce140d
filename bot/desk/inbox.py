"""What Slack told us, kept before it is answered, and handed on until it is dealt with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, delete, exists, func, insert, select, tuple_

from bot.desk import backoff, keys
from bot.desk.moves import Moves
from bot.store import Row, Transaction
from bot.store.tables import inbox

QUEUE = "inbox"
ATTEMPTS = 5
KEPT_DAYS = 8

_DAY = 24 * 3600 * 1000

MOVES = Moves(
    inbox,
    {
        ("", "accepted"): "waiting",
        ("waiting", "handled"): "done",
        ("waiting", "failed"): "waiting",
        ("waiting", "put_off"): "waiting",
        ("waiting", "given_up"): "poison",
        ("poison", "again"): "waiting",
        ("poison", "dropped"): "dropped",
    },
)


@dataclass(frozen=True, slots=True)
class Turn:
    """When an event is to be handled: `lane` is what it must stay in order with, and `ts`, by
    Slack's own time, its place there.
    """

    lane: str
    ts: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event as Slack delivered it. `body` is its JSON, masked; `keys` are its names, by any of
    which it is known.
    """

    kind: str
    body: str
    turn: Turn
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event to be handled now."""

    id: int
    kind: str
    lane: str
    body: str
    attempts: int
    received_at: int


@dataclass(frozen=True, slots=True)
class Poison:
    """An event that could not be handled. `problem` is a type and a place in the code."""

    id: int
    kind: str
    problem: str
    received_at: int


def accept(tx: Transaction, arrival: Arrival) -> bool:
    """Keep an event; whether it is a new one."""
    known = select(inbox.c.id).where(inbox.c.key == arrival.keys[0])
    if not keys.first(tx, *arrival.keys) or tx.execute(known).first() is not None:
        return False
    inserted = tx.execute(
        insert(inbox).values(
            key=arrival.keys[0],
            kind=arrival.kind,
            lane=arrival.turn.lane,
            ts=arrival.turn.ts,
            state="waiting",
            version=1,
            ready_at=tx.now,
            received_at=tx.now,
            body=arrival.body,
        )
    )
    MOVES.begin(tx, inserted.inserted_primary_key.id, "accepted")
    tx.stir(QUEUE)
    return True


def due(tx: Transaction, limit: int, busy: Collection[str] = ()) -> list[Waiting]:
    """The first event of each lane that may be handled now, but for the lanes that are busy.

    A lane goes by Slack's own time, not by which delivery came first.
    """
    earlier = inbox.alias()
    first = ~exists().where(
        earlier.c.lane == inbox.c.lane,
        earlier.c.state == "waiting",
        tuple_(earlier.c.ts, earlier.c.id) < tuple_(inbox.c.ts, inbox.c.id),
    )
    rows = tx.execute(
        select(inbox)
        .where(inbox.c.state == "waiting", inbox.c.ready_at <= tx.now, first)
        .where(inbox.c.lane.not_in(busy))
        .order_by(inbox.c.id)
        .limit(limit)
    )
    return [
        Waiting(row.id, row.kind, row.lane, row.body or "", row.attempts, row.received_at)
        for row in rows
    ]


def is_first(tx: Transaction, turn: Turn) -> bool:
    """Whether nothing that comes before it waits to be handled."""
    earlier = select(inbox.c.id).where(
        inbox.c.lane == turn.lane, inbox.c.state == "waiting", inbox.c.ts < turn.ts
    )
    return tx.execute(earlier.limit(1)).first() is None


def next_at(tx: Transaction) -> int | None:
    """When the next event that waits for its time may be handled."""
    query = select(func.min(inbox.c.ready_at)).where(
        inbox.c.state == "waiting", inbox.c.ready_at > tx.now
    )
    found: int | None = tx.execute(query).scalar()
    return found


def handled(tx: Transaction, event_id: int) -> None:
    """It is dealt with: what it said is wiped."""
    row = _row(tx, event_id)
    if row is not None:
        MOVES.move(tx, row, "handled", body=None)
        tx.stir(QUEUE)


def failed(tx: Transaction, event_id: int, problem: str) -> bool:
    """It could not be dealt with: tried again later, or set aside; whether it was set aside."""
    row = _row(tx, event_id)
    if row is None:
        return False
    attempts = row.attempts + 1
    tx.stir(QUEUE)
    if attempts >= ATTEMPTS:
        return MOVES.move(tx, row, "given_up", problem, attempts=attempts, problem=problem)
    MOVES.move(
        *(tx, row, "failed", problem),
        attempts=attempts,
        problem=problem,
        ready_at=tx.now + backoff.wait(attempts),
    )
    return False


def put_off(tx: Transaction, event_id: int, milliseconds: int) -> None:
    """It can't be dealt with yet, through no fault of its own."""
    row = _row(tx, event_id)
    if row is not None:
        MOVES.move(tx, row, "put_off", ready_at=tx.now + milliseconds)
        tx.stir(QUEUE)


def retry(tx: Transaction, event_id: int) -> bool:
    """A coordinator lets a poisoned event be tried anew; whether it still was one."""
    row = _row(tx, event_id)
    tx.stir(QUEUE)
    return row is not None and MOVES.move(tx, row, "again", attempts=0, ready_at=tx.now)


def drop(tx: Transaction, event_id: int) -> bool:
    """A coordinator gives a poisoned event up; what it said is wiped."""
    row = _row(tx, event_id)
    tx.stir(QUEUE)
    return row is not None and MOVES.move(tx, row, "dropped", body=None)


def poisoned(tx: Transaction, limit: int = 10) -> list[Poison]:
    """Events that were set aside, oldest first."""
    rows = tx.execute(
        select(inbox).where(inbox.c.state == "poison").order_by(inbox.c.received_at).limit(limit)
    )
    return [Poison(row.id, row.kind, row.problem, row.received_at) for row in rows]


def tidy(tx: Transaction) -> None:
    """Forget events that were dealt with long ago, and their log."""
    old = and_(
        inbox.c.state.in_(("done", "dropped")), inbox.c.received_at < tx.now - KEPT_DAYS * _DAY
    )
    MOVES.forget(tx, list(tx.execute(select(inbox.c.id).where(old)).scalars()))
    tx.execute(delete(inbox).where(old))


def _row(tx: Transaction, event_id: int) -> Row | None:
    row: Row | None = tx.execute(select(inbox).where(inbox.c.id == event_id)).one_or_none()
    return row
