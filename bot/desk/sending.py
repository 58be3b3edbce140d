"""What becomes of the outbox's rows on their way to Slack: taken, arrived, refused, looked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select, update
from sqlalchemy.exc import DBAPIError

from bot.desk import backoff, people
from bot.desk.outbox import MOVES, NOTHING_LEFT, OPEN, QUEUE, Drawing, Kinds, Method, find, told
from bot.store import Row, Transaction
from bot.store.tables import outbox, threads
from bot.store.tables import people as people_rows

TAKEN_AWAY = '{"method": "delete"}'
_METHOD_DATA = {"update": "{}", "delete": TAKEN_AWAY}
LOOK_MS = 3_600_000
"""How long a row whose fate can't be looked up stays open before a person is asked."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent now, with the mark by which it is found again in Slack.

    Without `channel_id` the DM with `user_id` must be opened first.
    """

    id: str
    mark: str
    method: Method
    channel_id: str
    user_id: str
    thread_ts: str
    ts: str
    draw: Drawing


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A message whose fate Slack did not tell. `tried_at` is in milliseconds since 1970."""

    id: str
    channel_id: str
    thread_ts: str
    tried_at: int


def claim(
    tx: Transaction,
    kinds: Kinds,
    *,
    settle_ms: int,
    limit: int,
    left: Callable[[str], int] = lambda _channel_id: 1_000,
    resting: Collection[str] = (),
    paused: Collection[Method] = (),
) -> list[Outgoing]:
    """Take what may be sent now, each marked as perhaps sent before anyone tries.

    `left` says how many posts a channel may have at once, `resting` which may have none, and
    `paused` which methods Slack asked to leave alone for a while.
    """
    taken: list[Outgoing] = []
    posts: Counter[str] = Counter()
    for row in tx.execute(_ready(tx.now, resting, paused).limit(limit)).all():
        if not row.target and row.to_channel and posts[row.to_channel] >= left(row.to_channel):
            continue
        outgoing = _drawn(tx, row, kinds)
        if outgoing is None:
            # It holds nothing up any more: what was behind it may go now.
            tx.stir(QUEUE)
            continue
        posts[outgoing.channel_id] += outgoing.method == "post"
        MOVES.move(
            *(tx, row, "tried"),
            data=_METHOD_DATA.get(outgoing.method, row.data),
            attempts=row.attempts + 1,
            tried_at=tx.now,
            ready_at=tx.now + settle_ms,
            channel_id=outgoing.channel_id,
            thread_ts=outgoing.thread_ts,
        )
        taken.append(outgoing)
    return taken


def opened(tx: Transaction, row_id: str, channel_id: str) -> None:
    """Keep which conversation was opened for a message, and for its whole thread."""
    row = find(tx, row_id)
    if row is not None:
        tx.execute(update(outbox).where(outbox.c.id == row_id).values(channel_id=channel_id))
        tx.execute(
            update(threads)
            .where(threads.c.id == row.thread_id, threads.c.channel_id == "")
            .values(channel_id=channel_id)
        )
        if row.reader_id is not None:
            people.keep_dm(tx, row.reader_id, channel_id)


def unclear(tx: Transaction, row_id: str, settle_ms: int) -> None:
    """Nobody said whether it arrived: it may still do so for this long, then it is looked for."""
    row = find(tx, row_id)
    if row is not None and row.state == "maybe":
        tx.execute(update(outbox).where(outbox.c.id == row_id).values(ready_at=tx.now + settle_ms))


def arrived(tx: Transaction, row_id: str, ts: str, kinds: Kinds) -> bool:
    """It stands in Slack; whether that is news."""
    row = find(tx, row_id)
    if row is None or (row.state == "dead" and row.problem == NOTHING_LEFT):
        return False
    if not MOVES.move(tx, row, "arrived", ts=ts, sent_at=tx.now, problem=""):
        return False
    _taken_away(tx, row)
    if row.thread_id and not row.target:
        # The first message of a thread is its head.
        tx.execute(
            update(threads)
            .where(threads.c.id == row.thread_id, threads.c.root_ts == "")
            .values(root_ts=ts)
        )
    return told(tx, row_id, kinds)


def put_off(tx: Transaction, row_id: str, milliseconds: int | None, note: str) -> None:
    """It surely did not arrive: again after so long, or after a growing while."""
    row = find(tx, row_id)
    if row is not None:
        wait = backoff.wait(row.attempts) if milliseconds is None else milliseconds
        MOVES.move(tx, row, "put_off", note, ready_at=tx.now + wait)
        tx.stir(QUEUE)


def wait_for_channel(tx: Transaction, row_id: str, channel_id: str, milliseconds: int) -> None:
    """It may not be shown in its channel now: after so long again, and so with all that is to
    be posted or rewritten there, which would fare no better.
    """
    put_off(tx, row_id, milliseconds, "channel closed")
    posted = outbox.alias()
    there = or_(
        exists().where(threads.c.id == outbox.c.thread_id, threads.c.channel_id == channel_id),
        exists().where(posted.c.id == outbox.c.target, posted.c.channel_id == channel_id),
    )
    later = tx.now + milliseconds
    tx.execute(
        update(outbox)
        .where(outbox.c.state == "ready", outbox.c.ready_at < later, there)
        .values(ready_at=later)
    )


def unfit(tx: Transaction, row_id: str, problem: str, kinds: Kinds) -> None:
    """It can't be drawn, and was not sent: a fault of ours, which a person should know of."""
    row = find(tx, row_id)
    if row is not None and MOVES.move(tx, row, "unfit", problem, problem=problem):
        told(tx, row_id, kinds)


def refused(tx: Transaction, row_id: str, problem: str, kinds: Kinds) -> None:
    """Slack won't have it. What is to be rewritten and is no longer there is done with."""
    row = find(tx, row_id)
    if row is None:
        return
    if row.target and problem in ("message_not_found", "thread_not_found"):
        MOVES.move(tx, row, "gone", problem, problem=problem)
        _taken_away(tx, row)
    elif MOVES.move(tx, row, "refused", problem, problem=problem):
        told(tx, row_id, kinds)


def absent(tx: Transaction, row_id: str) -> None:
    """It was looked for and is not there."""
    row = find(tx, row_id)
    if row is not None:
        MOVES.move(tx, row, "absent", ready_at=tx.now)
        tx.stir(QUEUE)


def look_later(tx: Transaction, row_id: str, milliseconds: int) -> None:
    """Slack asked to be left alone: it is looked for after that."""
    later = tx.now + milliseconds
    tx.execute(
        update(outbox)
        .where(outbox.c.id == row_id, outbox.c.state == "maybe")
        .values(ready_at=later)
    )


def not_found_out(tx: Transaction, row_id: str, kinds: Kinds, *, refused: bool) -> None:
    """It could not be looked for: later again.

    Where Slack refuses to say, a person decides after an hour. Where Slack is away, nobody
    could: that has no limit.
    """
    row = find(tx, row_id)
    if row is None or row.state != "maybe":
        return
    age = tx.now - row.tried_at
    if refused and age >= LOOK_MS:
        MOVES.move(tx, row, "untraceable", problem="untraceable")
        told(tx, row_id, kinds)
        return
    later = tx.now + backoff.look(age)
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(ready_at=later))


def hasten(tx: Transaction, settle_ms: int) -> None:
    """Slack is there again: what waits because it was away need not wait longer."""
    waits = (outbox.c.state == "ready") & (outbox.c.ready_at > tx.now)
    tx.execute(update(outbox).where(waits).values(ready_at=tx.now))
    settled = (outbox.c.state == "maybe") & (outbox.c.tried_at <= tx.now - settle_ms)
    tx.execute(update(outbox).where(settled, outbox.c.ready_at > tx.now).values(ready_at=tx.now))


def recover(tx: Transaction) -> None:
    """After a start, what was being rewritten when the last process ended is done again."""
    _redo(tx, outbox.c.state == "maybe", "the process ended")


def redo(tx: Transaction, in_hand: Collection[str] = ()) -> None:
    """Do again what was being rewritten and could not be kept, but for what is still under way."""
    due = (outbox.c.state == "maybe") & (outbox.c.ready_at <= tx.now)
    _redo(tx, due & outbox.c.id.not_in(in_hand), "unknown")


def unsettled(tx: Transaction, limit: int, in_hand: Collection[str] = ()) -> list[Unsettled]:
    """Messages to be looked for now, but for those whose sending is still under way."""
    rows = tx.execute(
        select(outbox)
        .where(outbox.c.state == "maybe", outbox.c.ready_at <= tx.now)
        .where(outbox.c.target.is_(None), outbox.c.id.not_in(in_hand))
        .order_by(outbox.c.ready_at)
        .limit(limit)
    )
    return [Unsettled(row.id, row.channel_id, row.thread_ts, row.tried_at) for row in rows]


def next_at(tx: Transaction) -> int | None:
    """When the next message that waits for its time is due."""
    query = select(func.min(outbox.c.ready_at)).where(
        outbox.c.state.in_(("ready", "maybe")), outbox.c.ready_at > tx.now
    )
    found: int | None = tx.execute(query).scalar()
    return found


def _redo(tx: Transaction, which: ColumnElement[bool], note: str) -> None:
    """To rewrite twice is the same as once; only a post must be looked for first."""
    for row in tx.execute(select(outbox).where(which, outbox.c.target.is_not(None))).all():
        MOVES.move(tx, row, "put_off", note, ready_at=tx.now)
        tx.stir(QUEUE)


def _ready(now: int, resting: Collection[str], paused: Collection[Method]) -> Any:  # noqa: ANN401 (a select of many columns)
    """The first open row of each lane, where it may be sent now."""
    allowed = []
    if "post" in paused:
        allowed.append(outbox.c.target.is_not(None))
    if "update" in paused or "delete" in paused:
        allowed.append(outbox.c.target.is_(None))
    target = outbox.alias()
    # Looking for an earlier row for each of 20,000 that wait took five times as long as this.
    heads = select(func.min(outbox.c.seq)).where(outbox.c.state.in_(OPEN)).group_by(outbox.c.lane)
    channel = func.coalesce(target.c.channel_id, threads.c.channel_id, outbox.c.channel_id)
    return (
        select(
            outbox,
            threads.c.root_ts,
            channel.label("to_channel"),
            people_rows.c.user_id,
            target.c.state.label("target_state"),
            target.c.ts.label("target_ts"),
        )
        .outerjoin(threads, threads.c.id == outbox.c.thread_id)
        .outerjoin(
            people_rows, people_rows.c.id == func.coalesce(threads.c.person_id, outbox.c.reader_id)
        )
        .outerjoin(target, target.c.id == outbox.c.target)
        .where(outbox.c.seq.in_(heads), outbox.c.state == "ready", outbox.c.ready_at <= now)
        .where(or_(outbox.c.target.is_(None), target.c.state.in_(("sent", "dead"))))
        .where(channel.not_in(resting), *allowed)
        .order_by(outbox.c.seq)
    )


def _drawn(tx: Transaction, row: Row, kinds: Kinds) -> Outgoing | None:
    """A row as it is to be sent; nothing, and the row set aside, where that can't be."""
    drawn_from = find(tx, row.target) if row.target else row
    if row.target_state == "dead" or drawn_from is None:
        MOVES.move(tx, row, "void", "its message is gone")
        return None
    try:
        drawing = kinds[row.kind].read(tx, drawn_from)
    except DBAPIError:
        raise
    except Exception as problem:  # noqa: BLE001 (one that can't be drawn must not stop the others)
        unfit(tx, row.id, type(problem).__name__, kinds)
        return None
    if drawing is None and not row.target:
        MOVES.move(tx, row, "void", NOTHING_LEFT, problem=NOTHING_LEFT)
        return None
    return Outgoing(
        row.id,
        row.target or row.id,
        "post" if not row.target else "update" if drawing else "delete",
        row.to_channel or "",
        row.user_id or "",
        (row.root_ts if row.thread_id else row.thread_ts) or "",
        row.target_ts or "",
        drawing or dict,
    )


def _taken_away(tx: Transaction, row: Row) -> None:
    """Where a row took a message away, that message is no longer there."""
    target = find(tx, row.target) if row.data == TAKEN_AWAY else None
    if target is not None:
        MOVES.move(tx, target, "removed", NOTHING_LEFT, problem=NOTHING_LEFT)
