"""What is said in one of the threads that are joined is passed on to the others, once."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import insert, select, update

from bot.desk import joining, outbox, people, spoken
from bot.desk.masking import Masked
from bot.desk.outbox import Address
from bot.desk.passing import harmless, parts
from bot.desk.spoken import Said
from bot.store import Row, Transaction
from bot.store.tables import links, messages, speakers, threads

RELAYED = "relayed"
NOTE = "relay_note"
NOT_ARRIVED = "not_arrived"
FORM = "form:"
ASIDE = "aside:"
"""Begin the `ts` of words that stand nowhere in Slack; the latter of those that some hear only."""


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
        joining.show_as(tx, apart, speaker.person_id, speaker.shown_as)
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
    return not thread.hears and thread.id != spoken.written(tx, copy).thread_id


def say(tx: Transaction, said: Said, *, hold_ms: int = 0) -> bool:
    """Pass a message on, now or after so long; whether it was said in a joined thread."""
    thread = joining.thread_of(tx, said.channel_id, said.thread_ts)
    if thread is None:
        return False
    person = people.meet(tx, said.member)
    if not thread.speaks or thread.person_id not in (None, person.id):
        return True
    if said.ts <= thread.since_ts:
        return True
    if spoken.message_at(tx, thread.id, said.ts) is not None:
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
    thread = joining.thread_of(tx, said.channel_id, said.thread_ts)
    if thread is None:
        return False
    message = spoken.message_at(tx, thread.id, said.ts)
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
    told = {copy.thread_id for copy in spoken.copies(tx, message.id)}
    _pass_on(tx, thread, message.id, said.text, to=told, own=thread.id in told)
    _follow(tx, spoken.copies(tx, message.id), left=len(pieces(said.text)))
    # Its files were told of when it was written.
    _note(tx, thread, message.id, replace(said, files=0))
    return True


def unsay(tx: Transaction, said: Said) -> bool:
    """Take the copies of a deleted message away; whether it stood in a joined thread.

    Its words are wiped. One whose deletion comes first is never passed on. Closing a link takes
    from nobody the right to take back what they said.
    """
    thread = joining.thread_of(tx, said.channel_id, said.thread_ts, closed_too=True)
    if thread is None:
        return False
    message = spoken.message_at(tx, thread.id, said.ts)
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


def pieces(text: str) -> list[list[str]]:
    """A message's words as they are passed on: messages of several sections each."""
    return parts(harmless(text))


def told(tx: Transaction, copy: Row) -> None:
    """Mark a message whose copy, or the change of it, did not arrive; say so when it did."""
    cause = _missing(copy.id)
    notes = outbox.caused(tx, cause)
    for note in notes:
        outbox.refresh(tx, note.id)
    if notes or copy.state != "held":
        return
    message = spoken.written(tx, copy)
    thread = tx.execute(select(threads).where(threads.c.id == message.thread_id)).one()
    outbox.post(
        tx,
        NOT_ARRIVED,
        _to(thread),
        cause=cause,
        data={"row": copy.id, "message": message.id},
    )


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
        for other in joining.threads_of(tx, thread.link_id)
        if (other.id == thread.id and own)
        or (other.id != thread.id and other.hears and (to is None or other.id in to))
    ]
    for other in readers:
        for number, _part in enumerate(pieces(text)):
            outbox.post(
                tx,
                RELAYED,
                _to(other),
                cause=spoken.cause_of(message_id),
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
    rows = spoken.copies(tx, message_id)
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


def _to(thread: Row) -> Address:
    return Address(thread_id=thread.id, reader_id=thread.person_id)


def _missing(copy_id: str) -> str:
    return f"not_arrived:{copy_id}"
