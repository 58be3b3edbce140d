"""`make bench-reports`: reports over 100,000 tickets of a year, and what they keep others from.

1. Each kind of report, from its first read to its last number.
2. How long a unit of work waits for its turn while reports are made one after the other.
3. Drawing the chart in its own short-lived process: time, and memory here and there.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import get_args

from bot.desk import experts, people, reports
from bot.desk.gathering import By, Span
from bot.desk.people import Member
from bot.desk.reports import HELPED, OUTCOMES
from bot.store import Store, Transaction
from handlers.drawn import drawn
from handlers.views.chart import Bar, Chart
from tests.benchmarks.memory import resident_megabytes
from tests.desk.reported import keep, ticket

TICKETS = 100_000
TIMES = 5
EXPERTS = 30
TOPICS, STATES, KINDS = 24, 50, 8
QUESTION = "Can our county refuse immigration detainers without risking federal funds? " * 6
YEAR = Span("2025-07", "2026-06")


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "desk.db")
        await store.run(_fill)
        print(f"{TICKETS:,} tickets of {len(YEAR.months)} months")
        for by in get_args(By):
            await _made(store, by)
        await _beside(store)
        store.close()
    await _chart()


async def _made(store: Store, by: By) -> None:
    took, worked = [], []
    for _time in range(TIMES):
        began, begun = time.perf_counter(), time.process_time()
        made = await reports.report(store, by, lambda _today: YEAR, None)
        took.append(time.perf_counter() - began)
        worked.append(time.process_time() - begun)
    print(
        f"by {by:8} median {1_000 * median(took):4.0f} ms, longest {1_000 * max(took):4.0f} ms,"
        f" processor {1_000 * median(worked):4.0f} ms ({len(made.lines)} lines)"
    )


async def _beside(store: Store) -> None:
    """What somebody waits for a unit of work of their own, and the loop for its turn."""
    waits, turns = [], []
    making = asyncio.create_task(_several(store))
    while not making.done():
        began = time.perf_counter()
        await store.run(_nothing)
        waits.append(time.perf_counter() - began)
        began = time.perf_counter()
        await asyncio.sleep(0.001)
        turns.append(time.perf_counter() - began - 0.001)
    await making
    print(
        f"beside reports a unit of work waits {1_000 * median(waits):.0f} ms, at most"
        f" {1_000 * max(waits):.0f} ms; the loop is late by {1_000 * max(turns):.0f} ms at most"
    )


async def _several(store: Store) -> None:
    for by in get_args(By):
        await reports.report(store, by, lambda _today: YEAR, None)


async def _chart() -> None:
    bars = tuple(Bar(month, 40 * at, 30 * at) for at, month in enumerate(YEAR.months, 1))
    chart = Chart("Asked and answered", ("asked", "answered", "hidden"), bars)
    before, took, size = resident_megabytes(os.getpid()), [], 0
    for _time in range(TIMES):
        began = time.perf_counter()
        size = len(await drawn(chart))
        took.append(time.perf_counter() - began)
    grown = resident_megabytes(os.getpid()) - before
    print(
        f"a chart of {len(bars)} months: {1_000 * median(took):.0f} ms, {size / 1024:.0f} kB;"
        f" this process grew by {grown:.1f} MB"
    )


def _fill(tx: Transaction) -> None:
    dice = random.Random(6)  # noqa: S311 (the same tickets each time)
    numbers = []
    for number in range(EXPERTS):
        member = Member("T1", f"UX{number:06}")
        experts.keep_organization(tx, f"partner-{number % 10}", f"Partner {number % 10}")
        experts.keep(tx, member, f"partner-{number % 10}")
        numbers.append(people.meet(tx, member).id)
    rows = []
    for _number in range(TICKETS):
        answered, closed = dice.random() < 0.95, dice.random() < 0.9
        rows.append(
            ticket(
                dice.choice(YEAR.months),
                topic=f"topic-{min(dice.randrange(TOPICS), dice.randrange(TOPICS))}",
                place=f"US-{dice.randrange(STATES):02}",
                kind=f"kind-{dice.randrange(KINDS)}",
                outcome=dice.choice(OUTCOMES) if closed else "",
                helped=dice.choice((*HELPED, "", "")) if closed else "",
                expert_id=dice.choice(numbers) if dice.random() < 0.5 else None,
                first=dice.expovariate(1 / 6) if answered else None,
                whole=dice.expovariate(1 / 30) if closed else None,
                question=QUESTION,
            )
        )
    rows.sort(key=lambda row: int(row["opened_at"]))
    keep(tx, rows)


def _nothing(_tx: Transaction) -> None:
    return None


if __name__ == "__main__":
    asyncio.run(main())
