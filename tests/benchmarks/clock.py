"""`make bench-clock`: what the clock costs with 20,000 tickets open.

Each unit of work is timed from when it is asked for until it is on disk, alone on its thread: for
so long it holds up everything else at the desk.

1. A turn in which nothing is due.
2. A minute in which forty tickets fall due, and a unit that is as full as one gets.
3. Offers that expire, silence that is told, and silence that closes.
4. A change of the network's hours, after which every ticket is timed anew.
5. The morning digest: put together, and read when it is sent.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median

from sqlalchemy import func, select, update

from bot.desk import digest, experts, network, offers, people, records, rounds, tickets, turns
from bot.desk.hours import DAY
from bot.desk.masking import Masked
from bot.desk.outbox import Kinds
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.store import Store, Transaction
from bot.store.tables import digests, threads
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import tickets as rows
from catalog import Catalog
from handlers import letters
from handlers.due import UNITS
from handlers.shelf import Shelf

TEAM = "T0BENCH"
OPEN = 20_000
ASKERS = 400
EXPERTS = 100
COORDINATORS = 3
A_MINUTE_S = 40
TRIAGE = "C0TRIAGE"
QUESTION = "Can our county refuse immigration detainers without risking federal funds?"
MONDAY = 1_780_322_400_000
"""1 June 2026, ten in the morning in New York."""

Work = Callable[[Transaction], object]


class Time:
    """The desk's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self.now / 1000


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        clock = Time()
        store = Store.open(Path(folder) / "desk.db", clock)
        await store.run(_fill)
        print(f"{OPEN:,} open tickets, {EXPERTS} experts, {COORDINATORS} coordinators; ms")
        for measure in (_idle, _overdue, _offers, _silent, _settings, _digest):
            await measure(store, clock)
        store.close()


def _fill(tx: Transaction) -> None:
    """Tickets that are due in a month; nothing is left to be posted."""
    coordinators = [Member(TEAM, f"UC{number:06}") for number in range(COORDINATORS)]
    people.name_coordinators(tx, coordinators)
    for number in range(ASKERS):
        people.learned(tx, Member(TEAM, f"U{number:08}"), name=f"Person {number}", locale="en-US")
    for number in range(EXPERTS):
        experts.keep_organization(tx, f"partner-{number % 10}", f"Partner {number % 10}")
        member = Member(TEAM, f"UX{number:06}")
        people.learned(tx, member, name=f"Expert {number}", locale="en-US")
        experts.keep(tx, member, f"partner-{number % 10}", capacity=1_000)
    for number in range(OPEN):
        request = Request(Masked(QUESTION), topic="detainers", visibility="expert")
        tickets.ask(tx, Member(TEAM, f"U{number % ASKERS:08}"), request, TRIAGE)
    taken = people.meet(tx, coordinators[0]).id
    tx.execute(update(rows).values(look_at=MONDAY + 30 * DAY, due_at=MONDAY + 30 * DAY))
    tx.execute(update(rows).where(rows.c.id % 2 == 0).values(assignee_id=taken, state="taken"))
    _all_posted(tx)


def _all_posted(tx: Transaction) -> None:
    sent = {"state": "sent", "ts": "1796000000.000001", "sent_at": tx.now}
    tx.execute(update(outbox_rows).where(outbox_rows.c.state == "ready").values(**sent))
    tx.execute(update(threads).values(root_ts="1796000000.000001"))


async def _idle(store: Store, clock: Time) -> None:
    clock.now -= 3 * 3_600_000
    times = [sum([await _timed(store, unit) for unit in UNITS]) for _turn in range(50)]
    clock.now = MONDAY
    _say("a turn with nothing due", times)


async def _overdue(store: Store, clock: Time) -> None:
    """Tickets that were asked long ago fall due; each time a week later, so that there is room."""
    await store.run(_no_digests)
    for name, count in (("a minute's", A_MINUTE_S), ("a full unit's", rounds.AT_ONCE)):
        times = []
        for nth in range(10):
            clock.now = MONDAY + (nth + 1) * 14 * DAY
            await store.run(_fall_due, count)
            times.append(await _timed(store, rounds.due))
            await store.run(_all_posted)
        _say(f"{name} {count} tickets overdue", times)
        await store.run(_rest)


def _no_digests(tx: Transaction) -> None:
    for person in people.coordinators(tx):
        tx.execute(digests.insert().values(person_id=person.id, day="9999-12-31"))


def _fall_due(tx: Transaction, count: int) -> None:
    some = select(rows.c.id).order_by(func.random()).limit(count)
    tx.execute(
        update(rows)
        .where(rows.c.id.in_(some))
        .values(look_at=tx.now, opened_at=tx.now - 30 * DAY, ball_at=tx.now - 30 * DAY, nudges=0)
    )


def _rest(tx: Transaction) -> None:
    """Nobody is to be told of anything for years."""
    tx.execute(update(rows).values(look_at=tx.now + 3_000 * DAY, nudges=0))


async def _offers(store: Store, clock: Time) -> None:
    times = []
    for nth in range(10):
        clock.now = MONDAY + (nth + 21) * 14 * DAY
        await store.run(_offer, nth)
        await store.run(_all_posted)
        clock.now += 7 * DAY
        times.append(await _timed(store, turns.due))
        await store.run(_rest)
        await store.run(_all_posted)
    _say(f"{turns.AT_ONCE} offers expire, {turns.AT_ONCE} others are asked", times)


def _offer(tx: Transaction, nth: int) -> None:
    asked = [each.person.id for each in experts.listed(tx)]
    by = people.coordinators(tx)[0]
    begin = 1 + nth * turns.AT_ONCE
    for number in range(begin, begin + turns.AT_ONCE):
        to = [asked[number % EXPERTS], asked[(number + 1) % EXPERTS]]
        offers.make(tx, records.find(tx, number), by, to, minutes=60 * 8)


async def _silent(store: Store, clock: Time) -> None:
    told, closed = [], []
    for nth in range(10):
        clock.now = MONDAY + (nth + 45) * 14 * DAY
        await store.run(_fall_silent, 1 + OPEN // 2 + nth * rounds.ACTS)
        told.append(await _timed(store, rounds.due))
        await store.run(_all_posted)
        clock.now += 4 * DAY
        closed.append(await _timed(store, rounds.due))
        await store.run(_all_posted)
        await store.run(_rest)
    _say(f"{rounds.ACTS} requesters are told that it will be closed", told)
    _say(f"{rounds.ACTS} silent tickets are closed", closed)


def _fall_silent(tx: Transaction, first: int) -> None:
    some = rows.c.id.between(first, first + rounds.ACTS - 1)
    spoken = {"spoken_at": tx.now - 10 * DAY, "answered_at": tx.now - 10 * DAY}
    tx.execute(
        update(rows).where(some).values(**spoken, waits_on="requester", look_at=tx.now, nudges=0)
    )


async def _settings(store: Store, clock: Time) -> None:
    clock.now = MONDAY
    await store.run(_rest)
    changed = await _timed(store, lambda tx: network.change(tx, None, {"first_whenever": 60_0}))
    _say("a change of the hours", [changed])
    times = []
    while (await store.run(_next_look)) <= clock.now:
        times.append(await _timed(store, rounds.due))
        await store.run(_all_posted)
    _say(f"each of the {len(times)} units that time all anew", times)
    print(f"{'all of them together':52}{sum(times):9.0f}")


def _next_look(tx: Transaction) -> int:
    found: int = tx.execute(select(func.min(rows.c.look_at))).scalar_one()
    return found


async def _digest(store: Store, clock: Time) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Catalog.open(Path(folder) / "catalog.db") as catalog,
    ):
        catalog.load_shipped()
        kinds = letters.kinds(Shelf(catalog, lambda _page: None))
        sent, drawn = [], []
        for nth in range(5):
            clock.now = MONDAY + nth * DAY
            await store.run(lambda tx: tx.execute(digests.delete()))
            sent.append(await _timed(store, digest.due))
            drawn.append(await _drawn(store, kinds))
            await store.run(_all_posted)
    _say("a coordinator's morning digest, put together", sent)
    _say("the same, read when it is sent", drawn)


async def _drawn(store: Store, kinds: Kinds) -> float:
    def read(tx: Transaction) -> object:
        row = tx.execute(
            select(outbox_rows).where(
                outbox_rows.c.kind == digest.DIGEST, outbox_rows.c.state == "ready"
            )
        ).first()
        return kinds[digest.DIGEST].read(tx, row) if row is not None else None

    return await _timed(store, read)


async def _timed(store: Store, work: Work) -> float:
    """Milliseconds until it is on disk."""
    began = time.perf_counter()
    awaited: Awaitable[object] = store.run(work)
    await awaited
    return 1_000 * (time.perf_counter() - began)


def _say(what: str, times: list[float]) -> None:
    print(f"{what:52}{median(times):9.1f}   longest {max(times):9.1f}")


if __name__ == "__main__":
    asyncio.run(main())
