"""What was said in joined threads, and where it was passed on to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Text, cast, func, literal, select

from bot.desk import joining, outbox
from bot.desk.masking import Masked
from bot.desk.patterns import Kind as PrivateKind
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import messages, threads
from bot.store.tables import outbox as outbox_rows


@dataclass(frozen=True, slots=True)
class Said:
    """A message as Slack told of it, masked. `hidden` are the kinds of what was masked, and
    `follows` is whether nothing that was said before it can be missing.
    """

    member: Member
    channel_id: str
    ts: str
    thread_ts: str
    text: Masked
    files: int = 0
    edited_ts: str = ""
    hidden: tuple[PrivateKind, ...] = ()
    follows: bool = False


def delivered_at(tx: Transaction, thread_id: int, person_id: int) -> int | None:
    """When the newest message of a person's in a thread reached somebody else."""
    written_as = literal(cause_of("")) + cast(messages.c.id, Text)
    at: int | None = tx.execute(
        select(func.max(outbox_rows.c.sent_at))
        .join(messages, outbox_rows.c.cause == written_as)
        .where(messages.c.thread_id == thread_id, messages.c.person_id == person_id)
        .where(outbox_rows.c.state == "sent", outbox_rows.c.thread_id != thread_id)
    ).scalar()
    return at


def has_words(tx: Transaction, thread_id: int, person_id: int) -> bool:
    """Whether words of a person's that were passed on from a thread are still there."""
    row = tx.execute(
        select(messages.c.id)
        .where(messages.c.thread_id == thread_id, messages.c.person_id == person_id)
        .where(messages.c.deleted_at.is_(None))
        .limit(1)
    ).first()
    return row is not None


def words_of(tx: Transaction, thread_id: int, person_id: int) -> list[str]:
    """What a person said from a thread and did not take back, as Slack escapes it, in order."""
    said: list[str] = list(
        tx.execute(
            select(messages.c.text)
            .where(messages.c.thread_id == thread_id, messages.c.person_id == person_id)
            .where(messages.c.deleted_at.is_(None))
            .order_by(messages.c.id)
        ).scalars()
    )
    return said


def root_of(tx: Transaction, channel_id: str, ts: str) -> str | None:
    """The thread of ours, by its head's time, for which a message of its conversation counts."""
    root_ts: str | None = tx.execute(
        select(threads.c.root_ts)
        .join(messages, messages.c.thread_id == threads.c.id)
        .where(threads.c.channel_id == channel_id, messages.c.ts == ts)
    ).scalar()
    return root_ts


def copies(tx: Transaction, message_id: int) -> list[Row]:
    """Where a message was passed on to, in the outbox's rows."""
    return outbox.caused(tx, cause_of(message_id))


def find(tx: Transaction, message_id: int) -> Row:
    """A message by its number. Raises LookupError."""
    row: Row | None = tx.execute(select(messages).where(messages.c.id == message_id)).one_or_none()
    if row is None:
        raise LookupError(message_id)
    return row


def written(tx: Transaction, copy: Row) -> Row:
    """The message of which an outbox row is a copy, or rewrites one. Raises LookupError."""
    posted = outbox.find(tx, copy.target) if copy.target else copy
    if posted is None:
        raise LookupError(copy.target)
    return find(tx, int(posted.cause.removeprefix(cause_of(""))))


def knows_message(tx: Transaction, channel_id: str, root_ts: str, ts: str) -> bool:
    """Whether a message of a thread was taken in."""
    thread = joining.thread_of(tx, channel_id, root_ts)
    return thread is not None and message_at(tx, thread.id, ts) is not None


def message_at(tx: Transaction, thread_id: int, ts: str) -> Row | None:
    """A message of a thread, by Slack's time of it."""
    row: Row | None = tx.execute(
        select(messages).where(messages.c.thread_id == thread_id, messages.c.ts == ts)
    ).one_or_none()
    return row


def cause_of(message_id: int | str) -> str:
    """What the copies of a message have as their cause in the outbox."""
    return f"message:{message_id}"
