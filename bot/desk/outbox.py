"""What is to be posted: kept with the change that caused it, and sent exactly once.

A row says what happened, not how it reads: it is drawn when it is sent. Its states:

- `ready`: to be sent, from `ready_at` on
- `maybe`: sent, and Slack did not say whether it arrived; looked up from `ready_at` on
- `sent`: it stands in Slack, at `ts`
- `held`: Slack refused it, or nobody can tell whether it arrived; a person decides
- `dead`: given up, or there was nothing left to say
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update

from bot.desk.moves import Moves
from bot.store import Row, Transaction
from bot.store.tables import outbox

QUEUE = "outbox"
OPEN = ("ready", "maybe", "held")
KEPT_DAYS = 8
NOTHING_LEFT = "nothing left to say"
_DAY = 24 * 3600 * 1000

MOVES = Moves(
    outbox,
    {
        ("", "queued"): "ready",
        ("ready", "tried"): "maybe",
        ("ready", "void"): "dead",
        ("ready", "unfit"): "held",
        ("maybe", "unfit"): "held",
        ("maybe", "put_off"): "ready",
        ("maybe", "absent"): "ready",
        ("maybe", "refused"): "held",
        ("maybe", "untraceable"): "held",
        ("maybe", "gone"): "dead",
        ("held", "again"): "ready",
        ("held", "dropped"): "dead",
        ("sent", "removed"): "dead",
        **{(state, "abandoned"): "dead" for state in OPEN},
        ("dead", "revived"): "ready",
        # Slack's own word that it stands there outweighs whatever we believed.
        **{(state, "arrived"): "sent" for state in (*OPEN, "dead")},
    },
)

Message = Mapping[str, Any]
Drawing = Callable[[], Message]
Method = Literal["post", "update", "delete"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message. `read` takes what it is made of from the records as they are when it is
    sent, and gives what draws it, or nothing where there is nothing left to say; drawing itself
    needs no transaction. `changed` hears that a row was sent, held or tried again.
    """

    read: Callable[[Transaction, Row], Drawing | None]
    changed: Callable[[Transaction, Row], None] = lambda _tx, _row: None


Kinds = Mapping[str, Kind]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes: into a thread that we keep, to a place in Slack, or, with neither, to
    its reader's DM.
    """

    thread_id: int | None = None
    channel_id: str = ""
    thread_ts: str = ""
    reader_id: int | None = None

    @property
    def lane(self) -> str:
        """What the message must stay in order with."""
        if self.thread_id:
            return f"thread:{self.thread_id}"
        if self.channel_id:
            return f"{self.channel_id}:{self.thread_ts}"
        return f"person:{self.reader_id}"


@dataclass(frozen=True, slots=True)
class Stuck:
    """A message that a person must decide about. `problem` is Slack's own word, or ours."""

    id: str
    kind: str
    problem: str
    channel_id: str
    behind: int


def post(
    tx: Transaction,
    kind: str,
    to: Address,
    *,
    cause: str,
    purpose: str = "",
    data: Mapping[str, object] | None = None,
    hold_ms: int = 0,
) -> str | None:
    """Have a message posted, once for each cause, destination and purpose; the id of a new one.
    It is held back for so long, and can be withdrawn meanwhile.

    One that was taken away, because there was nothing left to say, comes back.
    """
    known = tx.execute(
        select(outbox).where(
            outbox.c.cause == cause, outbox.c.destination == to.lane, outbox.c.purpose == purpose
        )
    ).one_or_none()
    if known is not None:
        if known.state == "dead" and known.problem == NOTHING_LEFT:
            MOVES.move(tx, known, "revived", ready_at=tx.now, ts="", sent_at=None, problem="")
            tx.stir(QUEUE)
        return None
    return _insert(
        tx,
        kind=kind,
        cause=cause,
        destination=to.lane,
        purpose=purpose,
        data=json.dumps(data or {}),
        lane=to.lane,
        thread_id=to.thread_id,
        channel_id=to.channel_id,
        thread_ts=to.thread_ts,
        reader_id=to.reader_id,
        ready_at=tx.now + hold_ms,
    )


def refresh(tx: Transaction, row_id: str) -> None:
    """Have a message rewritten as it would be drawn now; taken away where nothing is left of it.

    What was not sent yet is drawn fresh anyway, and a rewriting that waits, or that Slack
    refused, will do for this one too.
    """
    row = find(tx, row_id)
    if row is None or row.state in ("ready", "held", "dead"):
        return
    waiting = tx.execute(
        select(outbox).where(outbox.c.target == row_id, outbox.c.state.in_(("ready", "held")))
    ).first()
    if waiting is not None:
        MOVES.move(tx, waiting, "again", ready_at=tx.now, problem="")
        tx.stir(QUEUE)
        return
    _insert(tx, **_refreshing(tx, row_id, row.kind))


def refresh_heads(tx: Transaction, kind: str, thread_ids: Sequence[int]) -> None:
    """Have the heads of threads, of one kind, rewritten that were sent and wait for no rewriting,
    in a few statements: for as many as a round of the clock looks at.
    """
    lanes = [Address(thread_id=each).lane for each in thread_ids]
    rewriting = outbox.alias()
    is_waiting = exists().where(
        rewriting.c.target == outbox.c.id, rewriting.c.state.in_(("ready", "held"))
    )
    heads = tx.execute(
        select(outbox.c.id).where(
            outbox.c.lane.in_(lanes),
            outbox.c.kind == kind,
            outbox.c.state == "sent",
            outbox.c.target.is_(None),
            ~is_waiting,
        )
    ).scalars()
    new = [_refreshing(tx, row_id, kind) | _fresh(tx, _token()) for row_id in heads]
    if not new:
        return
    tx.execute(insert(outbox), new)
    MOVES.begin_several(tx, [row["id"] for row in new], "queued")
    tx.stir(QUEUE)


def change(tx: Transaction, row_id: str, data: Mapping[str, object]) -> None:
    """Have a message made from something else from now on, and rewritten so where it stands."""
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(data=json.dumps(data)))
    refresh(tx, row_id)


def wipe(tx: Transaction, row_id: str) -> None:
    """Forget what a message was made from; it can't be rewritten any more."""
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(data="{}"))


def tidy(tx: Transaction) -> None:
    """Forget what was sent or given up long ago and nobody comes back to, and its log."""
    rewriting = outbox.alias()
    old = and_(
        outbox.c.state.in_(("sent", "dead")),
        or_(outbox.c.thread_id.is_(None), outbox.c.target.is_not(None)),
        outbox.c.created_at < tx.now - KEPT_DAYS * _DAY,
        ~exists().where(rewriting.c.target == outbox.c.id, rewriting.c.state.in_(OPEN)),
    )
    MOVES.forget(tx, list(tx.execute(select(outbox.c.id).where(old)).scalars()))
    tx.execute(delete(outbox).where(old))


def again(tx: Transaction, row_id: str, kinds: Kinds) -> bool:
    """A person lets a held message be sent after all; whether it was still held."""
    row = find(tx, row_id)
    if row is None or not MOVES.move(tx, row, "again", ready_at=tx.now, problem=""):
        return False
    return told(tx, row_id, kinds)


def withdraw(tx: Transaction, row_id: str) -> None:
    """A held message has nothing left to say: it must not hold up the others."""
    row = find(tx, row_id)
    if row is not None and row.state == "held":
        MOVES.move(tx, row, "dropped", NOTHING_LEFT, problem=NOTHING_LEFT)
        tx.stir(QUEUE)


def abandon(tx: Transaction, thread_ids: Sequence[int], why: str) -> None:
    """Give up what waits for a thread that can't be reached any more, its rewritings too. What is
    being tried just now counts as sent all the same, should it arrive.
    """
    target = outbox.alias()
    to_thread = func.coalesce(target.c.thread_id, outbox.c.thread_id)
    rows = tx.execute(
        select(outbox)
        .outerjoin(target, target.c.id == outbox.c.target)
        .where(outbox.c.state.in_(OPEN), to_thread.in_(thread_ids))
    ).all()
    for row in rows:
        MOVES.move(tx, row, "abandoned", why, problem=why)
    tx.stir(QUEUE)


def release(tx: Transaction, row_id: str) -> None:
    """Hold a message that waits for its time back no longer."""
    tx.execute(
        update(outbox)
        .where(outbox.c.id == row_id, outbox.c.state == "ready")
        .values(ready_at=tx.now)
    )
    tx.stir(QUEUE)


def drop(tx: Transaction, row_id: str, kinds: Kinds) -> bool:
    """A person gives a held message up; whether it was still held."""
    row = find(tx, row_id)
    if row is None or not MOVES.move(tx, row, "dropped"):
        return False
    return told(tx, row_id, kinds)


def stuck(tx: Transaction, limit: int = 10) -> list[Stuck]:
    """Messages that are held, oldest first, with how many wait behind each."""
    behind = outbox.alias()
    waiting = (
        select(func.count())
        .where(behind.c.lane == outbox.c.lane, behind.c.seq > outbox.c.seq)
        .where(behind.c.state.in_(OPEN))
        .scalar_subquery()
    )
    rows = tx.execute(
        select(outbox, waiting.label("behind"))
        .where(outbox.c.state == "held")
        .order_by(outbox.c.seq)
        .limit(limit)
    )
    return [Stuck(row.id, row.kind, row.problem, row.channel_id, row.behind) for row in rows]


def find(tx: Transaction, row_id: str) -> Row | None:
    """A row by its id."""
    row: Row | None = tx.execute(select(outbox).where(outbox.c.id == row_id)).one_or_none()
    return row


def held_for(tx: Transaction, to: Address) -> list[Row]:
    """What is held on its way to an address."""
    rows: list[Row] = tx.execute(
        select(outbox).where(outbox.c.lane == to.lane, outbox.c.state == "held")
    ).all()
    return rows


def caused(tx: Transaction, cause: str) -> list[Row]:
    """What was to be posted for a cause, in order."""
    rows: list[Row] = tx.execute(
        select(outbox).where(outbox.c.cause == cause).order_by(outbox.c.seq)
    ).all()
    return rows


def in_lane(tx: Transaction, to: Address, kinds: Sequence[str]) -> list[Row]:
    """What of some kinds was to be posted to an address and is not given up, in order."""
    rows: list[Row] = tx.execute(
        select(outbox)
        .where(outbox.c.lane == to.lane, outbox.c.state != "dead", outbox.c.kind.in_(kinds))
        .order_by(outbox.c.seq)
    ).all()
    return rows


def _insert(tx: Transaction, **values: object) -> str:
    row_id = _token()
    tx.execute(insert(outbox).values(**{"ready_at": tx.now, **values}, **_fresh(tx, row_id)))
    MOVES.begin(tx, row_id, "queued")
    tx.stir(QUEUE)
    return row_id


def _fresh(tx: Transaction, row_id: str) -> dict[str, object]:
    return {"id": row_id, "state": "ready", "version": 1, "created_at": tx.now}


def _refreshing(tx: Transaction, row_id: str, kind: str) -> dict[str, object]:
    """A row that rewrites another one's message."""
    return {
        "kind": kind,
        "cause": f"refresh:{_token()}",
        "destination": row_id,
        "purpose": "refresh",
        "data": "{}",
        "lane": f"refresh:{row_id}",
        "target": row_id,
        "ready_at": tx.now,
    }


def told(tx: Transaction, row_id: str, kinds: Kinds) -> bool:
    """Tell a row's kind what became of it, and the worker that something may go now."""
    tx.stir(QUEUE)
    row = find(tx, row_id)
    if row is not None:
        kinds[row.kind].changed(tx, row)
    return True


def _token() -> str:
    return f"o-{secrets.token_urlsafe(12)}"
