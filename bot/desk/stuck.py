"""What did not go through by itself, and whose it is: messages that are held, events set aside.

A coordinator is told what sort of thing it is, whose conversation it belongs to and since when:
nothing that anybody wrote.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table, func, select

from bot.desk import experts, inbox, joining, outbox, people, records
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import inbox as inbox_rows
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import people as people_rows
from bot.store.tables import threads


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose conversation it is: a person's or a partner's name, empty where it is not known or the
    coordinators' own, which `internal` says; and the number of its request, where it is one's.
    """

    name: str = ""
    number: int | None = None
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A message that is held. `kind` is its kind in the outbox, `problem` Slack's own word or ours;
    `behind` is how many wait behind it, `since` is in milliseconds since 1970.
    """

    id: str
    kind: str
    problem: str
    whose: Whose
    since: int
    behind: int = 0
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event that could not be handled. `problem` is a type and a place in the code; `since` is
    in milliseconds since 1970.
    """

    id: int
    kind: str
    problem: str
    whose: Whose
    since: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """The oldest of each, and how many there are."""

    held: tuple[Held, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    held_in_all: int = 0
    set_aside_in_all: int = 0


def stuck(tx: Transaction, limit: int) -> Stuck:
    """What is stuck, at most so many of each."""
    return Stuck(
        tuple(_held(tx, each) for each in outbox.stuck(tx, limit)),
        tuple(_set_aside(tx, each) for each in inbox.poisoned(tx, limit)),
        _count(tx, outbox_rows, "held"),
        _count(tx, inbox_rows, "poison"),
    )


def _held(tx: Transaction, held: outbox.Stuck) -> Held:
    row = outbox.find(tx, held.id)
    if row is None:
        raise LookupError(held.id)
    # A change goes where the message stands that it changes.
    at = (outbox.find(tx, row.target) if row.target else None) or row
    whose = _of_row(tx, at)
    return Held(
        *(held.id, held.kind, held.problem, whose, row.created_at, held.behind),
        is_change=bool(row.target),
    )


def _set_aside(tx: Transaction, event: inbox.Poison) -> SetAside:
    lane = tx.execute(select(inbox_rows.c.lane).where(inbox_rows.c.id == event.id)).scalar_one()
    return SetAside(event.id, event.kind, event.problem, _of_lane(tx, lane), event.received_at)


def _of_row(tx: Transaction, row: Row) -> Whose:
    if row.thread_id is not None:
        thread = tx.execute(select(threads).where(threads.c.id == row.thread_id)).one()
        return _of_thread(tx, thread)
    if row.reader_id is not None:
        return Whose(people.find(tx, row.reader_id).name)
    return _of_channel(tx, row.channel_id)


def _of_lane(tx: Transaction, lane: str) -> Whose:
    """An event's lane is a thread, as a channel and its head's time, or a kind and who did it."""
    place, _, rest = lane.partition(":")
    thread = joining.thread_of(tx, place, rest, closed_too=True)
    if thread is not None:
        return _of_thread(tx, thread)
    for team_id in people.teams_of(tx, rest):
        return Whose(people.meet(tx, Member(team_id, rest)).name)
    return _of_channel(tx, place)


def _of_thread(tx: Transaction, thread: Row) -> Whose:
    ticket = records.of_link(tx, thread.link_id)
    number = ticket.id if ticket is not None else None
    if thread.person_id is not None:
        return Whose(people.find(tx, thread.person_id).name, number)
    partner = experts.organization_of_channel(tx, thread.channel_id) if thread.channel_id else None
    if partner is not None:
        return Whose(partner.name, number)
    return Whose("", number, internal=not thread.speaks)


def _of_channel(tx: Transaction, channel_id: str) -> Whose:
    if not channel_id:
        return Whose()
    whose_dm = select(people_rows.c.name).where(people_rows.c.dm_id == channel_id).limit(1)
    name = tx.execute(whose_dm).scalar()
    if name is not None:
        return Whose(name)
    partner = experts.organization_of_channel(tx, channel_id)
    return Whose(partner.name if partner is not None else "")


def _count(tx: Transaction, table: Table, state: str) -> int:
    found: int = tx.execute(
        select(func.count()).select_from(table).where(table.c.state == state)
    ).scalar_one()
    return found
