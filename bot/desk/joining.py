"""Threads of one subject, joined by a link: which there are, whose, and from when on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, delete, insert, select, true, update

from bot.desk import outbox, people
from bot.desk.outbox import Address
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import links, speakers, threads
from bot.store.tables import outbox as outbox_rows

OPENED = "link_opened"

NAMELESS = "\x00"
"""Begins a shown name that is no name: an office's id and a place, with a colon between them."""


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: a thread that is there, or one to be begun in a person's DM.

    `speaks` is whether its words are passed on, `hears` whether it is told the others'; what is
    internal only hears. With `member`, only that person's words count. What was written up to
    `since_ts`, by Slack's clock, stays there: a thread that is there already needs it. `head` is
    the kind of message that begins it, drawn from `data`.
    """

    member: Member | None = None
    channel_id: str = ""
    root_ts: str = ""
    speaks: bool = True
    hears: bool = True
    since_ts: str = ""
    head: str = OPENED
    data: Mapping[str, object] = field(default_factory=dict)


def link(tx: Transaction, ends: Sequence[End], shown_as: dict[Member, str] | None = None) -> int:
    """Join threads; the link's number. A thread that isn't there yet begins with a banner.

    `shown_as` are the names under which people's words are passed on, where it isn't their own.
    """
    link_id = int(tx.execute(insert(links).values(opened_at=tx.now)).inserted_primary_key.id)
    for end in ends:
        join(tx, link_id, end)
    for member, name in (shown_as or {}).items():
        show_as(tx, link_id, people.meet(tx, member).id, name)
    return link_id


def show_as(tx: Transaction, link_id: int, person_id: int, name: str) -> None:
    """Pass a person's words on under a name from here on."""
    known = (speakers.c.link_id == link_id) & (speakers.c.person_id == person_id)
    tx.execute(delete(speakers).where(known))
    tx.execute(insert(speakers).values(link_id=link_id, person_id=person_id, shown_as=name))


def move(tx: Transaction, thread_id: int, link_id: int, since_ts: str) -> None:
    """Have a thread take part in another link; what was written up to `since_ts` stays in it."""
    tx.execute(
        update(threads)
        .where(threads.c.id == thread_id)
        .values(link_id=link_id, speaks=True, hears=True, since_ts=since_ts, known_ts=since_ts)
    )


def hush(tx: Transaction, thread_id: int) -> None:
    """Have a thread's words count for nothing: what was missed there need not be fetched."""
    tx.execute(update(threads).where(threads.c.id == thread_id).values(speaks=False))


def head_of(tx: Transaction, thread_id: int) -> Row | None:
    """The message that begins a thread of ours, in the outbox's row."""
    # By its lane: there is an index on that.
    lane = Address(thread_id=thread_id).lane
    row: Row | None = tx.execute(
        select(outbox_rows)
        .where(outbox_rows.c.lane == lane, outbox_rows.c.cause.startswith("link:"))
        .order_by(outbox_rows.c.seq)
        .limit(1)
    ).one_or_none()
    return row


def internal_of(tx: Transaction, link_ids: Collection[int]) -> list[int]:
    """The numbers of the internal threads of links, which only hear."""
    is_internal = and_(~threads.c.speaks, threads.c.hears, threads.c.person_id.is_(None))
    found = select(threads.c.id).where(threads.c.link_id.in_(link_ids), is_internal)
    return list(tx.execute(found).scalars())


def threads_of(tx: Transaction, link_id: int) -> list[Row]:
    """The threads of a link, in the order in which they joined."""
    rows: list[Row] = tx.execute(
        select(threads).where(threads.c.link_id == link_id).order_by(threads.c.id)
    ).all()
    return rows


def close(tx: Transaction, link_id: int) -> None:
    """Part the threads: what is said from now on stays where it is said."""
    tx.execute(update(links).where(links.c.id == link_id).values(closed_at=tx.now))


def thread_of(
    tx: Transaction, channel_id: str, root_ts: str, *, closed_too: bool = False
) -> Row | None:
    """The thread of an open link that stands at a place in Slack; the newest, of closed ones."""
    row: Row | None = tx.execute(
        select(threads)
        .join(links)
        .where(threads.c.channel_id == channel_id, threads.c.root_ts == root_ts)
        .where(true() if closed_too else links.c.closed_at.is_(None))
        .order_by(threads.c.id.desc())
        .limit(1)
    ).one_or_none()
    return row


def is_joined(
    tx: Transaction, channel_id: str, root_ts: str, *, closed_too: bool = False
) -> bool | None:
    """Whether a thread is one of ours. None while nobody can tell: a head of ours may stand in
    its conversation without our knowing where.

    It is one look, so that a head that becomes known meanwhile isn't missed between two.
    """
    if thread_of(tx, channel_id, root_ts, closed_too=closed_too) is not None:
        return True
    beginning = tx.execute(
        select(threads.c.id)
        .join(outbox_rows, outbox_rows.c.thread_id == threads.c.id)
        .where(threads.c.root_ts == "", outbox_rows.c.state == "maybe")
        .where(outbox_rows.c.channel_id == channel_id)
    ).first()
    return None if beginning else False


def shown_name(
    tx: Transaction, thread_id: int, person_id: int, reader_thread_id: int | None = None
) -> str:
    """The name under which a person's words are passed on from a thread. What is internal hears
    their own.
    """
    if (
        reader_thread_id is not None
        and not tx.execute(
            select(threads.c.speaks).where(threads.c.id == reader_thread_id)
        ).scalar_one()
    ):
        return people.find(tx, person_id).name
    chosen: str | None = tx.execute(
        select(speakers.c.shown_as)
        .join(threads, threads.c.link_id == speakers.c.link_id)
        .where(threads.c.id == thread_id, speakers.c.person_id == person_id)
    ).scalar()
    return chosen if chosen is not None else people.find(tx, person_id).name


def others(tx: Transaction, thread_id: int) -> list[str]:
    """The names of those to whom a thread's words go."""
    thread = tx.execute(select(threads).where(threads.c.id == thread_id)).one()
    rows = tx.execute(
        select(threads)
        .where(threads.c.link_id == thread.link_id, threads.c.id != thread_id)
        .where(threads.c.person_id.is_not(None))
        .order_by(threads.c.id)
    ).all()
    return [shown_name(tx, row.id, row.person_id) for row in rows]


def watermarks(tx: Transaction, limit: int) -> list[Row]:
    """Threads that people may have written to meanwhile, those last spoken in first."""
    rows: list[Row] = tx.execute(
        select(threads)
        .join(links)
        .where(links.c.closed_at.is_(None), threads.c.speaks, threads.c.root_ts != "")
        .order_by(threads.c.seen_ts.desc(), threads.c.id.desc())
        .limit(limit)
    ).all()
    return rows


def join(tx: Transaction, link_id: int, end: End) -> int:
    """Have one more thread take part; its number."""
    person = people.meet(tx, end.member) if end.member else None
    person_id = person.id if person else None
    if end.root_ts and not end.since_ts:
        # Our own clock would lose words, or give away older ones, by as much as it is off.
        raise ValueError("a thread that is there needs the time of its last message")
    thread_id = int(
        tx.execute(
            insert(threads).values(
                link_id=link_id,
                channel_id=end.channel_id or (person.dm_id if person else ""),
                root_ts=end.root_ts,
                person_id=person_id,
                speaks=end.speaks,
                hears=end.hears,
                since_ts=end.since_ts,
                known_ts=end.since_ts,
                opened_at=tx.now,
            )
        ).inserted_primary_key.id
    )
    if not end.root_ts:
        to = Address(thread_id=thread_id, reader_id=person_id)
        data = {"thread": thread_id, **end.data}
        outbox.post(tx, end.head, to, cause=f"link:{link_id}", data=data)
    return thread_id


def knows(tx: Transaction, thread_id: int, ts: str) -> None:
    """Up to a time, all that was said in a thread is known."""
    tx.execute(
        update(threads)
        .where(threads.c.id == thread_id, threads.c.known_ts < ts)
        .values(known_ts=ts)
    )


def begin_at(tx: Transaction, thread_id: int, since_ts: str) -> None:
    """Have what was written in a thread after a time count, where that is earlier than before."""
    tx.execute(
        update(threads)
        .where(threads.c.id == thread_id, threads.c.since_ts > since_ts)
        .values(since_ts=since_ts)
    )
