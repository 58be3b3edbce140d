"""Threads of one subject, joined: what is said in one is passed on to the others, once."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Text, and_, cast, delete, func, insert, literal, select, true, update

from bot.desk import outbox, people
from bot.desk.masking import Masked
from bot.desk.outbox import Address
from bot.desk.passing import harmless, parts
from bot.desk.patterns import Kind as PrivateKind
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import links, messages, speakers, threads
from bot.store.tables import outbox as outbox_rows

RELAYED = "relayed"
OPENED = "link_opened"
NOTE = "relay_note"
NOT_ARRIVED = "not_arrived"
FORM = "form:"
ASIDE = "aside:"
"""Begin the `ts` of words that stand nowhere in Slack; the latter of those that some hear only."""

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


def leave(tx: Transaction, thread_id: int) -> None:
    """Have a thread take part in nothing any more. What was said in it can still be taken back,
    and keeps the names that it was said under; what others said and did not reach it yet never
    will.
    """
    left = tx.execute(select(threads.c.link_id).where(threads.c.id == thread_id)).scalar_one()
    apart = int(
        tx.execute(insert(links).values(opened_at=tx.now, closed_at=tx.now)).inserted_primary_key.id
    )
    for speaker in tx.execute(select(speakers).where(speakers.c.link_id == left)).all():
        show_as(tx, apart, speaker.person_id, speaker.shown_as)
    for row in outbox.held_for(tx, Address(thread_id=thread_id)):
        if row.kind == RELAYED:
            outbox.withdraw(tx, row.id)
    tx.execute(
        update(threads)
        .where(threads.c.id == thread_id)
        .values(link_id=apart, speaks=False, hears=False)
    )


def is_kept_from(tx: Transaction, copy: Row) -> bool:
    """Whether a copy's thread is to hear no more of its message, because it has left."""
    thread = tx.execute(select(threads).where(threads.c.id == copy.thread_id)).one()
    return not thread.hears and thread.id != written(tx, copy).thread_id


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


def say(tx: Transaction, said: Said, *, hold_ms: int = 0) -> bool:
    """Pass a message on, now or after so long; whether it was said in a joined thread."""
    thread = thread_of(tx, said.channel_id, said.thread_ts)
    if thread is None:
        return False
    person = people.meet(tx, said.member)
    if not thread.speaks or thread.person_id not in (None, person.id):
        return True
    if said.ts <= thread.since_ts:
        return True
    if _message(tx, thread.id, said.ts) is not None:
        return True
    message_id = tx.execute(
        insert(messages).values(
            thread_id=thread.id,
            ts=said.ts,
            person_id=person.id,
            text=said.text,
            files=said.files,
            late=said.ts < thread.seen_ts,
            edited_ts=said.edited_ts,
            said_at=tx.now,
        )
    ).inserted_primary_key.id
    _saw(tx, thread, said)
    _pass_on(tx, thread, int(message_id), said.text, hold_ms=hold_ms)
    _note(tx, thread, int(message_id), said)
    return True


def speak(
    tx: Transaction,
    thread_id: int,
    person_id: int,
    text: Masked,
    *,
    to: Collection[int] | None = None,
    own: bool = True,
    ts: str = "",
) -> int:
    """Pass on words that were not written in a thread but for it, as in a form; the message's
    number. Its own thread shows them too, where they don't stand there yet. `to` names the only
    other threads that hear them. `ts` is Slack's time of words that stand elsewhere in the
    thread's conversation: then their edits and deletions follow.
    """
    thread = tx.execute(select(threads).where(threads.c.id == thread_id)).one()
    message_id = int(
        tx.execute(
            insert(messages).values(
                thread_id=thread_id,
                ts=ts or f"{FORM if to is None else ASIDE}{secrets.token_urlsafe(9)}",
                person_id=person_id,
                text=text,
                said_at=tx.now,
            )
        ).inserted_primary_key.id
    )
    _pass_on(tx, thread, message_id, text, to=to, own=own)
    return message_id


def edit(tx: Transaction, said: Said) -> bool:
    """Have the copies of an edited message follow; whether it stands in a joined thread.

    An edit that comes before its message is the message. A change of anything but words, such
    as a link's preview, changes nothing.
    """
    thread = thread_of(tx, said.channel_id, said.thread_ts)
    if thread is None:
        return False
    message = _message(tx, thread.id, said.ts)
    if message is None:
        return say(tx, said)
    stale = said.edited_ts <= message.edited_ts or message.deleted_at is not None
    if stale or said.text == message.text:
        return True
    tx.execute(
        update(messages)
        .where(messages.c.id == message.id)
        .values(text=said.text, edited_ts=said.edited_ts)
    )
    # Who came later was not told the message, and isn't told its correction.
    told = {copy.thread_id for copy in copies(tx, message.id)}
    _pass_on(tx, thread, message.id, said.text, to=told, own=thread.id in told)
    _follow(tx, copies(tx, message.id), left=len(pieces(said.text)))
    # Its files were told of when it was written.
    _note(tx, thread, message.id, replace(said, files=0))
    return True


def unsay(tx: Transaction, said: Said) -> bool:
    """Take the copies of a deleted message away; whether it stood in a joined thread.

    Its words are wiped. One whose deletion comes first is never passed on. Closing a link takes
    from nobody the right to take back what they said.
    """
    thread = thread_of(tx, said.channel_id, said.thread_ts, closed_too=True)
    if thread is None:
        return False
    message = _message(tx, thread.id, said.ts)
    if message is None:
        person = people.meet(tx, said.member)
        tx.execute(
            insert(messages).values(
                thread_id=thread.id,
                ts=said.ts,
                person_id=person.id,
                text="",
                said_at=tx.now,
                deleted_at=tx.now,
            )
        )
        return True
    _wipe(tx, message.id)
    return True


def unsay_all(tx: Transaction, link_id: int, person_id: int) -> None:
    """Take away every copy of what a person said in a link, and wipe their words."""
    rows = tx.execute(
        select(messages)
        .join(threads, threads.c.id == messages.c.thread_id)
        .where(threads.c.link_id == link_id, messages.c.person_id == person_id)
        .where(messages.c.deleted_at.is_(None))
    ).all()
    for row in rows:
        _wipe(tx, row.id)


def delivered_at(tx: Transaction, thread_id: int, person_id: int) -> int | None:
    """When the newest message of a person's in a thread reached somebody else."""
    written_as = literal(_cause("")) + cast(messages.c.id, Text)
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


def pieces(text: str) -> list[list[str]]:
    """A message's words as they are passed on: messages of several sections each."""
    return parts(harmless(text))


def copies(tx: Transaction, message_id: int) -> list[Row]:
    """Where a message was passed on to, in the outbox's rows."""
    return outbox.caused(tx, _cause(message_id))


def told(tx: Transaction, copy: Row) -> None:
    """Mark a message whose copy, or the change of it, did not arrive; say so when it did."""
    cause = _missing(copy.id)
    notes = outbox.caused(tx, cause)
    for note in notes:
        outbox.refresh(tx, note.id)
    if notes or copy.state != "held":
        return
    message = written(tx, copy)
    thread = tx.execute(select(threads).where(threads.c.id == message.thread_id)).one()
    outbox.post(
        tx, NOT_ARRIVED, _to(thread), cause=cause, data={"row": copy.id, "message": message.id}
    )


def message(tx: Transaction, message_id: int) -> Row:
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
    return message(tx, int(posted.cause.removeprefix(_cause(""))))


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


def _pass_on(
    tx: Transaction,
    thread: Row,
    message_id: int,
    text: str,
    *,
    to: Collection[int] | None = None,
    own: bool = False,
    hold_ms: int = 0,
) -> None:
    """A copy of each part for each other thread; those that are there already stay."""
    readers = [
        other
        for other in threads_of(tx, thread.link_id)
        if (other.id == thread.id and own)
        or (other.id != thread.id and other.hears and (to is None or other.id in to))
    ]
    for other in readers:
        for number, _part in enumerate(pieces(text)):
            outbox.post(
                tx,
                RELAYED,
                _to(other),
                cause=_cause(message_id),
                purpose=f"part:{number}",
                data={"part": number},
                hold_ms=hold_ms,
            )


def _follow(tx: Transaction, rows: Sequence[Row], *, left: int) -> None:
    """Have copies follow their message, of which so many parts are left. What Slack refused and
    is not wanted any more must hold nothing up.
    """
    for row in rows:
        if row.state == "held" and int(row.purpose.removeprefix("part:")) >= left:
            outbox.withdraw(tx, row.id)
            told(tx, row)
        elif not left or not is_kept_from(tx, row):
            outbox.refresh(tx, row.id)


def _wipe(tx: Transaction, message_id: int) -> None:
    tx.execute(
        update(messages).where(messages.c.id == message_id).values(text="", deleted_at=tx.now)
    )
    rows = copies(tx, message_id)
    _follow(tx, rows, left=0)
    for row in rows:
        # What was said of a copy that did not arrive quotes how the message begins.
        for note in outbox.caused(tx, _missing(row.id)):
            outbox.refresh(tx, note.id)


def _note(tx: Transaction, thread: Row, message_id: int, said: Said) -> None:
    """Tell the writer what was not passed on, each thing once."""
    if said.hidden or said.files:
        outbox.post(
            tx,
            NOTE,
            _to(thread),
            cause=f"note:{message_id}",
            purpose=",".join(sorted(said.hidden)),
            data={"hidden": said.hidden, "files": said.files},
        )


def _saw(tx: Transaction, thread: Row, said: Said) -> None:
    known = max(thread.known_ts, said.ts) if said.follows else thread.known_ts
    tx.execute(
        update(threads)
        .where(threads.c.id == thread.id)
        .values(seen_ts=max(thread.seen_ts, said.ts), known_ts=known)
    )


def knows(tx: Transaction, thread_id: int, ts: str) -> None:
    """Up to a time, all that was said in a thread is known."""
    tx.execute(
        update(threads)
        .where(threads.c.id == thread_id, threads.c.known_ts < ts)
        .values(known_ts=ts)
    )


def knows_message(tx: Transaction, channel_id: str, root_ts: str, ts: str) -> bool:
    """Whether a message of a thread was taken in."""
    thread = thread_of(tx, channel_id, root_ts)
    return thread is not None and _message(tx, thread.id, ts) is not None


def message_at(tx: Transaction, thread_id: int, ts: str) -> Row | None:
    """A message of a thread, by Slack's time of it."""
    return _message(tx, thread_id, ts)


def begin_at(tx: Transaction, thread_id: int, since_ts: str) -> None:
    """Have what was written in a thread after a time count, where that is earlier than before."""
    tx.execute(
        update(threads)
        .where(threads.c.id == thread_id, threads.c.since_ts > since_ts)
        .values(since_ts=since_ts)
    )


def _message(tx: Transaction, thread_id: int, ts: str) -> Row | None:
    row: Row | None = tx.execute(
        select(messages).where(messages.c.thread_id == thread_id, messages.c.ts == ts)
    ).one_or_none()
    return row


def _to(thread: Row) -> Address:
    return Address(thread_id=thread.id, reader_id=thread.person_id)


def _missing(copy_id: str) -> str:
    return f"not_arrived:{copy_id}"


def _cause(message_id: int | str) -> str:
    return f"message:{message_id}"
