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
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import DBAPIError

from bot.desk import backoff
from bot.desk.moves import Moves
from bot.store import Row, Transaction
from bot.store.tables import outbox, people, threads

QUEUE = "outbox"
OPEN = ("ready", "maybe", "held")
KEPT_DAYS = 8
NOTHING_LEFT = "nothing left to say"
TAKEN_AWAY = '{"method": "delete"}'
_METHOD_DATA = {"update": "{}", "delete": TAKEN_AWAY}
LOOK_MS = 3_600_000
"""How long a row whose fate can't be looked up stays open before a person is asked."""

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
    """Where a message goes: into a thread that we keep, or to a place in Slack."""

    thread_id: int | None = None
    channel_id: str = ""
    thread_ts: str = ""
    reader_id: int | None = None

    @property
    def lane(self) -> str:
        """What the message must stay in order with."""
        return (
            f"thread:{self.thread_id}" if self.thread_id else f"{self.channel_id}:{self.thread_ts}"
        )


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
) -> str | None:
    """Have a message posted, once for each cause, destination and purpose; the id of a new one.

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
    _insert(
        tx,
        kind=row.kind,
        cause=f"refresh:{_token()}",
        destination=row_id,
        purpose="refresh",
        data="{}",
        lane=f"refresh:{row_id}",
        target=row_id,
    )


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


def unclear(tx: Transaction, row_id: str, settle_ms: int) -> None:
    """Nobody said whether it arrived: it may still do so for this long, then it is looked for."""
    row = find(tx, row_id)
    if row is not None and row.state == "maybe":
        tx.execute(update(outbox).where(outbox.c.id == row_id).values(ready_at=tx.now + settle_ms))


def wipe(tx: Transaction, row_id: str) -> None:
    """Forget what a message was made from; it can't be rewritten any more."""
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(data="{}"))


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
    return _told(tx, row_id, kinds)


def put_off(tx: Transaction, row_id: str, milliseconds: int | None, note: str) -> None:
    """It surely did not arrive: again after so long, or after a growing while."""
    row = find(tx, row_id)
    if row is not None:
        wait = backoff.wait(row.attempts) if milliseconds is None else milliseconds
        MOVES.move(tx, row, "put_off", note, ready_at=tx.now + wait)
        tx.stir(QUEUE)


def unfit(tx: Transaction, row_id: str, problem: str, kinds: Kinds) -> None:
    """It can't be drawn, and was not sent: a fault of ours, which a person should know of."""
    row = find(tx, row_id)
    if row is not None and MOVES.move(tx, row, "unfit", problem, problem=problem):
        _told(tx, row_id, kinds)


def refused(tx: Transaction, row_id: str, problem: str, kinds: Kinds) -> None:
    """Slack won't have it. What is to be rewritten and is no longer there is done with."""
    row = find(tx, row_id)
    if row is None:
        return
    if row.target and problem in ("message_not_found", "thread_not_found"):
        MOVES.move(tx, row, "gone", problem, problem=problem)
        _taken_away(tx, row)
    elif MOVES.move(tx, row, "refused", problem, problem=problem):
        _told(tx, row_id, kinds)


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
        _told(tx, row_id, kinds)
        return
    later = tx.now + backoff.look(age)
    tx.execute(update(outbox).where(outbox.c.id == row_id).values(ready_at=later))


def hasten(tx: Transaction, settle_ms: int) -> None:
    """Slack is there again: what waits because it was away need not wait longer."""
    waits = (outbox.c.state == "ready") & (outbox.c.ready_at > tx.now)
    tx.execute(update(outbox).where(waits).values(ready_at=tx.now))
    settled = (outbox.c.state == "maybe") & (outbox.c.tried_at <= tx.now - settle_ms)
    tx.execute(update(outbox).where(settled, outbox.c.ready_at > tx.now).values(ready_at=tx.now))


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
    return _told(tx, row_id, kinds)


def withdraw(tx: Transaction, row_id: str) -> None:
    """A held message has nothing left to say: it must not hold up the others."""
    row = find(tx, row_id)
    if row is not None and row.state == "held":
        MOVES.move(tx, row, "dropped", NOTHING_LEFT, problem=NOTHING_LEFT)
        tx.stir(QUEUE)


def drop(tx: Transaction, row_id: str, kinds: Kinds) -> bool:
    """A person gives a held message up; whether it was still held."""
    row = find(tx, row_id)
    if row is None or not MOVES.move(tx, row, "dropped"):
        return False
    return _told(tx, row_id, kinds)


def recover(tx: Transaction) -> None:
    """After a start: what was being rewritten when the last process ended is done again.

    That changes nothing where it was done already; only a post must be looked for first.
    """
    rows = tx.execute(
        select(outbox).where(outbox.c.state == "maybe", outbox.c.target.is_not(None))
    ).all()
    for row in rows:
        MOVES.move(tx, row, "put_off", "the process ended", ready_at=tx.now)
    tx.stir(QUEUE)


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


def caused(tx: Transaction, cause: str) -> list[Row]:
    """What was to be posted for a cause, in order."""
    rows: list[Row] = tx.execute(
        select(outbox).where(outbox.c.cause == cause).order_by(outbox.c.seq)
    ).all()
    return rows


def _insert(tx: Transaction, **values: object) -> str:
    row_id = _token()
    tx.execute(
        insert(outbox).values(
            id=row_id, state="ready", version=1, ready_at=tx.now, created_at=tx.now, **values
        )
    )
    MOVES.begin(tx, row_id, "queued")
    tx.stir(QUEUE)
    return row_id


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
            people.c.user_id,
            target.c.state.label("target_state"),
            target.c.ts.label("target_ts"),
        )
        .outerjoin(threads, threads.c.id == outbox.c.thread_id)
        .outerjoin(people, people.c.id == threads.c.person_id)
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


def _told(tx: Transaction, row_id: str, kinds: Kinds) -> bool:
    tx.stir(QUEUE)
    row = find(tx, row_id)
    if row is not None:
        kinds[row.kind].changed(tx, row)
    return True


def _token() -> str:
    return f"o-{secrets.token_urlsafe(12)}"
