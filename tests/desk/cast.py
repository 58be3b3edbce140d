"""Who plays in the tests of tickets, and how their words reach the desk without Slack."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from bot.desk import experts, joining, offers, people, records, sending, spoken, tickets
from bot.desk.errors import DeskError
from bot.desk.masking import Masked
from bot.desk.moves import Moves
from bot.desk.outbox import Kind, Kinds
from bot.desk.people import Member, Person
from bot.desk.sending import Outgoing
from bot.desk.spoken import Said
from bot.desk.tickets import Request
from bot.store import Row, Transaction
from bot.store.tables import log, messages, organizations, outbox, pending, threads, viewers
from bot.store.tables import offers as offer_rows
from bot.store.tables import tickets as ticket_rows

ANA, LUIS = Member("T1", "UANA"), Member("T1", "ULUIS")
DANA, RUTH = Member("T1", "UDANA"), Member("T1", "URUTH")
BEA, CARL, DEE = Member("T1", "UBEA"), Member("T1", "UCARL"), Member("T1", "UDEE")
NORA, OTTO = Member("T1", "UNORA"), Member("T9", "UOTTO")

NAMES = {ANA: "Ana", LUIS: "Luis", DANA: "Dana", RUTH: "Ruth", BEA: "Bea", CARL: "Carl", DEE: "Dee"}
COORDINATORS = (DANA, RUTH)
HARBOR, PRAIRIE = "harbor", "prairie"
EXPERTS = {BEA: HARBOR, CARL: HARBOR, DEE: PRAIRIE}
CHANNELS = {HARBOR: "C0HARBOR", PRAIRIE: "C0PRAIRIE"}
TRIAGE = "C0TRIAGE"

QUESTION = "Can our county refuse detainers?"
SLACK_S = "1796000000"
EVERYTHING = (
    ticket_rows,
    offer_rows,
    viewers,
    messages,
    pending,
    threads,
    organizations,
    outbox,
    log,
)

_ticks = itertools.count(1)


def settle(tx: Transaction) -> None:
    """Two coordinators, two partners with their channels, three experts."""
    for member, name in NAMES.items():
        people.learned(tx, member, name=name, locale="en-US")
    people.name_coordinators(tx, COORDINATORS)
    for organization_id, channel_id in CHANNELS.items():
        experts.keep_organization(tx, organization_id, organization_id.title(), channel_id)
    for member, organization_id in EXPERTS.items():
        experts.keep(tx, member, organization_id)


def person(tx: Transaction, member: Member) -> Person:
    return people.meet(tx, member)


def number(tx: Transaction, member: Member) -> int:
    return people.meet(tx, member).id


def asked(tx: Transaction, by: Member = ANA, **values: object) -> Row:
    """A ticket whose threads stand in Slack. Whom it may be shown to is left open."""
    given = {"question": Masked(QUESTION), "visibility": "partner", **values}
    ticket = tickets.ask(tx, by, Request(**given), TRIAGE)  # type: ignore[arg-type]
    all_is_posted(tx)
    return ticket


def offered(tx: Transaction, ticket: Row, *to: Member | str) -> Row:
    """The first of the offers to these."""
    targets = [each if isinstance(each, str) else number(tx, each) for each in to]
    offers.make(tx, now(tx, ticket), person(tx, DANA), targets)
    all_is_posted(tx)
    return records.offers_of(tx, ticket.id)[-len(to)]


def accepted(tx: Transaction, ticket: Row, by: Member = BEA, via: str = "") -> Row:
    """A ticket with an expert on it: in their DM, or in the channel of a partner."""
    offer = offered(tx, ticket, via or by)
    offers.accept(tx, offer, person(tx, by), next_ts())
    all_is_posted(tx)
    return now(tx, ticket)


def closed(tx: Transaction, ticket: Row) -> Row:
    return tickets.close(tx, now(tx, ticket), person(tx, DANA), "by_coordinator")


def now(tx: Transaction, ticket: Row) -> Row:
    """A ticket as it is now."""
    return records.find(tx, ticket.id)


def offer_now(tx: Transaction, offer: Row) -> Row:
    return records.offer(tx, offer.id)


def next_ts() -> str:
    """Slack's time of the next message."""
    return f"{SLACK_S}.{next(_ticks):06}"


def own_thread(tx: Transaction, ticket: Row) -> Row:
    return records.requester_thread(tx, ticket)


def card(tx: Transaction, ticket: Row) -> Row:
    thread = records.card_thread(tx, ticket)
    assert thread is not None
    return thread


def expert_s(tx: Transaction, ticket: Row) -> Row:
    thread = records.expert_thread(tx, ticket)
    assert thread is not None
    return thread


def thread_of(tx: Transaction, offer: Row) -> Row:
    """The thread in which an offer stands."""
    thread_id = offer_now(tx, offer).thread_id
    row: Row = tx.execute(select(threads).where(threads.c.id == thread_id)).one()
    return row


def words(by: Member, thread: Row, text: str, *, ts: str = "", edited_ts: str = "") -> Said:
    """A message in a thread, or a correction of it."""
    at = ts or next_ts()
    return Said(by, thread.channel_id, at, thread.root_ts, Masked(text), edited_ts=edited_ts)


def readers(tx: Transaction, text: str) -> set[int]:
    """The threads that were told words, by their numbers."""
    ids = tx.execute(select(messages.c.id).where(messages.c.text == text)).scalars().all()
    return {copy.thread_id for each in ids for copy in spoken.copies(tx, each)}


def posted(tx: Transaction, kind: str) -> list[Row]:
    """What was to be posted of a kind, in order, without rewritings."""
    rows: list[Row] = tx.execute(
        select(outbox)
        .where(outbox.c.kind == kind, outbox.c.target.is_(None))
        .order_by(outbox.c.seq)
    ).all()
    return rows


def is_redrawn(tx: Transaction, thread_id: int) -> bool:
    """Whether the head of a thread is to be drawn anew."""
    head = joining.head_of(tx, thread_id)
    return head is not None and waits_to_be_drawn(tx, head.id)


def waits_to_be_drawn(tx: Transaction, row_id: str) -> bool:
    """Whether a message of ours is to be rewritten."""
    waits = select(outbox.c.id).where(outbox.c.target == row_id, outbox.c.state == "ready")
    return tx.execute(waits).first() is not None


def all_is_posted(tx: Transaction, kinds: Kinds | None = None) -> list[Outgoing]:
    """Slack takes everything that is due."""
    kinds = kinds or defaultdict(lambda: Kind(lambda _tx, _row: dict))
    gone = []
    while due := sending.claim(tx, kinds, settle_ms=0, limit=1_000):
        for outgoing in due:
            if not outgoing.channel_id:
                sending.opened(tx, outgoing.id, f"D{outgoing.user_id}")
            sending.arrived(tx, outgoing.id, outgoing.ts or next_ts(), kinds)
        gone += due
    return gone


@contextmanager
def refused(tx: Transaction, error: type[DeskError]) -> Iterator[None]:
    """A rule that refuses: as a unit of work does, it leaves everything as it was."""
    before = everything(tx)
    with pytest.raises(error) as raised, tx.connection.begin_nested():
        yield
    assert raised.type is error
    assert everything(tx) == before


def everything(tx: Transaction) -> list[list[Row]]:
    """All that is kept of tickets."""
    return [tx.execute(table.select().order_by(*table.primary_key)).all() for table in EVERYTHING]


def rebuilt(moves: Moves, tx: Transaction, row_id: int) -> dict[str, object]:
    """A row as its log tells it: what a row begins with, and what each move set."""
    entries = moves.history(tx, row_id)
    first = {
        column.name: column.default.arg if column.default is not None else None  # type: ignore[attr-defined]
        for column in moves.table.columns
    }
    told = [json.loads(entry.note) if entry.note else {} for entry in entries]
    values: dict[str, object] = dict(itertools.chain(first.items(), *(t.items() for t in told)))
    values["state"], values["version"] = moves.replay(entries)
    return values
