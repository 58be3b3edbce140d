"""Words that wait for their writer to say which ticket they are for."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Literal

from sqlalchemy import ColumnElement, delete, insert, select

from bot.desk import joining, outbox, people, records, relay, spoken, tickets
from bot.desk.errors import NoSuchTicket, WordsGone
from bot.desk.masking import Masked
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.desk.spoken import Said
from bot.store import Row, Transaction
from bot.store.tables import pending

WHICH = "which_ticket"

Became = Literal["added", "looked_up", "begun", "forgotten", "taken_back"]
"""What becomes of words that waited."""

PENDING_MS = 24 * 3600 * 1000
"""How long words wait for their writer to say which ticket they are for."""


def ask_which(tx: Transaction, said: Said, to: Address) -> bool:
    """Ask somebody with open tickets what words of theirs are for; whether they have any."""
    if not records.open_of(tx, people.meet(tx, said.member).id):
        return False
    ask(tx, said, WHICH, to)
    return True


def correct(tx: Transaction, said: Said) -> None:
    """Take in a correction of words that stand in no thread of ours, and may count for one."""
    change(tx, said)
    root_ts = spoken.root_of(tx, said.channel_id, said.ts)
    if root_ts is not None:
        relay.edit(tx, replace(said, thread_ts=root_ts))


def take_back(tx: Transaction, said: Said) -> None:
    """Take in the deletion of such words."""
    forget(tx, said)
    root_ts = spoken.root_of(tx, said.channel_id, said.ts)
    if root_ts is not None:
        relay.unsay(tx, replace(said, thread_ts=root_ts))


def ask(tx: Transaction, said: Said, kind: str, to: Address, **data: object) -> None:
    """Keep words until their writer says which ticket they are for, and ask them. `kind` is the
    outbox's kind of the question, `data` what else it is drawn from.
    """
    handle = _keep(tx, said)
    about = {"words": handle, "hidden": said.hidden, "files": said.files}
    outbox.post(tx, kind, to, cause=_asked(handle), data={**data, **about})


def _keep(tx: Transaction, said: Said) -> str:
    """The handle of words that are kept, once."""
    person = people.meet(tx, said.member)
    known: str | None = tx.execute(select(pending.c.handle).where(_is(said))).scalar()
    if known is not None:
        return known
    handle = f"p-{secrets.token_urlsafe(12)}"
    tx.execute(
        insert(pending).values(
            handle=handle,
            person_id=person.id,
            channel_id=said.channel_id,
            ts=said.ts,
            thread_ts=said.thread_ts,
            text=said.text,
            at=tx.now,
        )
    )
    return handle


def find(tx: Transaction, handle: str, by: Member) -> Row:
    """Words that wait, for their writer. Raises WordsGone where they are another's or gone."""
    person = people.meet(tx, by)
    row: Row | None = tx.execute(select(pending).where(pending.c.handle == handle)).one_or_none()
    if row is None or row.person_id != person.id:
        raise WordsGone
    return row


def written_under(tx: Transaction, words: Row) -> Row:
    """The closed ticket under which words were written. Raises NoSuchTicket."""
    thread = joining.thread_of(tx, words.channel_id, words.thread_ts)
    ticket = records.of_link(tx, thread.link_id) if thread is not None else None
    if ticket is None or ticket.requester_id != words.person_id:
        raise NoSuchTicket
    return ticket


def add(tx: Transaction, words: Row, ticket: Row, by: Person) -> Row:
    """Put words that waited on a ticket, opened again where it was closed; the ticket after it.
    Raises WrongStatus, TooLate.
    """
    if ticket.state == "closed":
        ticket = tickets.reopen(tx, ticket, by)
    thread = records.requester_thread(tx, ticket)
    # In the main box they have no thread, and its head may not stand in Slack yet either.
    own = not words.thread_ts or words.thread_ts != thread.root_ts
    # Under Slack's own time of them, so that their edits and deletions follow.
    relay.speak(tx, thread.id, by.id, Masked(words.text), own=own, ts=words.ts)
    drop(tx, words, "added", ticket=ticket.id)
    return tickets.followed_up(tx, ticket, by)


def drop(tx: Transaction, words: Row, became: Became, **more: object) -> None:
    """Forget words that waited, and say where they were asked about what became of them."""
    tx.execute(delete(pending).where(pending.c.handle == words.handle))
    _tell(tx, words.handle, became=became, **more)


def began_anew(tx: Transaction, words: Row) -> None:
    """Their writer takes them to a new request: they wait on, should that come to nothing."""
    _tell(tx, words.handle, words=words.handle, became="begun")


def forget_thread(tx: Transaction, thread: Row) -> None:
    """Forget words that were written in a thread and wait. What waits without a thread was written
    in the main box.
    """
    rows = tx.execute(
        select(pending)
        .where(pending.c.channel_id == thread.channel_id, pending.c.thread_ts == thread.root_ts)
        .where(pending.c.thread_ts != "")
    ).all()
    for words in rows:
        drop(tx, words, "forgotten")


def tidy(tx: Transaction) -> None:
    """Forget words that nobody said anything about for a day."""
    rows = tx.execute(select(pending).where(pending.c.at < tx.now - PENDING_MS)).all()
    for words in rows:
        drop(tx, words, "forgotten")


def change(tx: Transaction, said: Said) -> bool:
    """Take in a correction of words that wait; whether they do."""
    corrected = tx.execute(pending.update().where(_is(said)).values(text=said.text))
    return bool(corrected.rowcount)


def has(tx: Transaction, said: Said) -> bool:
    """Whether words wait for their writer's choice."""
    return tx.execute(select(pending.c.handle).where(_is(said))).first() is not None


def forget(tx: Transaction, said: Said) -> None:
    """Take in the deletion of words that wait."""
    words = tx.execute(select(pending).where(_is(said))).one_or_none()
    if words is not None:
        drop(tx, words, "taken_back")


def ask_anew(tx: Transaction, person_id: int) -> None:
    """Have each question about somebody's words drawn again: a ticket that it names has changed."""
    waits = select(pending.c.handle).where(pending.c.person_id == person_id)
    for handle in tx.execute(waits).scalars().all():
        for row in outbox.caused(tx, _asked(handle)):
            outbox.refresh(tx, row.id)


def _is(said: Said) -> ColumnElement[bool]:
    return (pending.c.channel_id == said.channel_id) & (pending.c.ts == said.ts)


def _asked(handle: str) -> str:
    return f"words:{handle}"


def _tell(tx: Transaction, handle: str, **data: object) -> None:
    for row in outbox.caused(tx, _asked(handle)):
        outbox.change(tx, row.id, data)
