"""`make bench-home`: a coordinator's Home, with 20,000 requests open.

From the signed `app_home_opened` event to the Home's arrival at a stand-in for Slack, which takes
100 ms to answer each call: every list, its first page and one far back, with and without filters.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product
from pathlib import Path
from statistics import quantiles

from sqlalchemy import case, update

from bot.desk import desks, experts, people, tickets
from bot.desk.agenda import LISTS, PAGE, Agenda, Filters, agenda
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.store import Store, Transaction
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import threads
from bot.store.tables import tickets as rows
from tests.benchmarks import load
from tests.benchmarks.memory import resident
from tests.benchmarks.stand_in import StandIn
from tests.ports import free_port

TEAM = "T0BENCH"
OPEN = 20_000
ASKERS = 400
EXPERTS = 100
PARTNERS = 10
COORDINATORS = ("UC000001", "UC000002")
TRIAGE = "C0TRIAGE"
TARGET_MS = 150
ROUNDS = 12
QUESTION = "Can our county refuse immigration detainers without risking federal funds? " * 8
KINDS = ("school-resolution", "connect-expert", "general-assistance", "directive-policy-design")
TOPICS = ("detainers", "schools", "287g", "sanctuary-ordinances")
PLACES = ("US-TX/Austin", "US-NY", "US-IL/Chicago", "US-CA")
FILTERS = (
    Filters(),
    Filters(kind=KINDS[0]),
    Filters(topic=TOPICS[0], place="US-TX"),
    Filters(partner="partner-3"),
    Filters(age="1", whose="mine"),
)

_DAY = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Looked:
    """How long each opening took, in seconds, and how much came."""

    name: str
    times: Sequence[float]
    blocks: int

    def row(self) -> str:
        """One line."""
        cuts = [1_000 * each for each in quantiles(sorted(self.times), n=100)]
        return f"{self.name:46} p50 {cuts[49]:6.1f}  p95 {cuts[94]:6.1f} ms  {self.blocks} blocks"


async def main() -> None:
    """Measure and print."""
    slack, api = StandIn(), free_port()
    runner = await slack.start(api)
    with tempfile.TemporaryDirectory() as folder:
        print(f"filling in {OPEN:,} open requests …", flush=True)
        await _fill(Path(folder))
        await _read(Path(folder))
        async with _running(Path(folder), api) as (process, port):
            looked = [each async for each in _looks(Path(folder), port, slack)]
            print("\n".join(each.row() for each in looked))
            times = [seconds for each in looked for seconds in each.times]
            everything = Looked("all of them", times, max(each.blocks for each in looked))
            print(everything.row())
            print(f"target: p95 {TARGET_MS} ms; {resident(process.pid)}")
    await runner.cleanup()


async def _fill(folder: Path) -> None:
    store = Store.open(folder / "desk.db")
    await store.run(_open)
    await store.run(_spread)
    store.close()


def _open(tx: Transaction) -> None:
    """Everybody is known, every ticket has its card; nothing is left to be posted."""
    for number in range(ASKERS):
        member = Member(TEAM, f"U{number:08}")
        person = people.learned(tx, member, name=f"Person {number}", locale="en-US")
        people.keep_dm(tx, person.id, f"D{number:08}")
    for user_id in COORDINATORS:
        people.learned(tx, Member(TEAM, user_id), name=f"Coordinator {user_id}", locale="en-US")
    people.name_coordinators(tx, [Member(TEAM, user_id) for user_id in COORDINATORS])
    for number in range(EXPERTS):
        partner = f"partner-{number % PARTNERS}"
        experts.keep_organization(tx, partner, f"Partner {number % PARTNERS}")
        member = Member(TEAM, f"UX{number:06}")
        people.learned(tx, member, name=f"Expert {number}", locale="en-US")
        experts.keep(tx, member, partner)
    for number in range(OPEN):
        request = Request(
            Masked(QUESTION),
            kind=KINDS[number % len(KINDS)],
            topic=TOPICS[number % 7 % len(TOPICS)],
            place=PLACES[number % 11 % len(PLACES)],
            visibility="expert",
        )
        tickets.ask(tx, Member(TEAM, f"U{number % ASKERS:08}"), request, TRIAGE)
    tx.execute(update(outbox_rows).values(state="sent", ts="1796000000.000001", sent_at=tx.now))
    tx.execute(update(threads).values(root_ts="1796000000.000001"))


def _spread(tx: Transaction) -> None:
    """As on a desk that cannot keep up: a third waits on each, half is overdue."""
    ours = [people.meet(tx, Member(TEAM, user_id)).id for user_id in COORDINATORS]
    one = people.meet(tx, Member(TEAM, "UX000003")).id
    third, number = rows.c.id % 3, rows.c.id
    tx.execute(
        update(rows).values(
            state=case((third == 0, "received"), (third == 1, "taken"), else_="accepted"),
            waits_on=case((third == 1, "requester"), (third == 2, "expert"), else_="coordinator"),
            assignee_id=case((third == 0, None), (number % 2 == 0, ours[0]), else_=ours[1]),
            expert_id=case((third == 2, one + number % EXPERTS % 50), else_=None),
            due_at=case((third == 1, None), else_=tx.now + (number % 10 - 5) * _DAY),
            vote_on=case((number % 9 == 0, _tomorrow(tx)), else_=""),
            opened_at=tx.now - number % 40 * _DAY,
        )
    )


def _tomorrow(tx: Transaction) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(tx.now / 1000 + 24 * 3600))


async def _read(folder: Path) -> None:
    """What the reading alone takes, in the desk's thread."""
    store = Store.open(folder / "desk.db")
    for filters in FILTERS:
        times = [await store.run(_timed, filters) for _ in range(20)]
        print(f"reading {_named(filters):38} p50 {1_000 * sorted(times)[9]:6.1f} ms")
    store.close()


def _timed(tx: Transaction, filters: Filters) -> float:
    person = people.meet(tx, Member(TEAM, COORDINATORS[0]))
    began = time.perf_counter()
    found: Agenda = agenda(tx, person, "needs", filters, 3)
    if not found.lines and not filters.any:
        raise LookupError("nothing was found")
    return time.perf_counter() - began


async def _looks(folder: Path, port: int, slack: StandIn) -> AsyncIterator[Looked]:
    numbers = count(1)
    beside = Store.open(folder / "desk.db")
    try:
        for listed, filters in product(LISTS, FILTERS):
            for page in (0, OPEN // 3 // PAGE // 2) if not filters.any else (0,):
                await beside.run(_leave_at, listed, filters, page)
                times = [await _once(next(numbers), port, slack) for _ in range(ROUNDS)]
                name = f"{listed}, page {page + 1}, {_named(filters)}"
                yield Looked(name, times, len(slack.homes[COORDINATORS[0]]["blocks"]))
    finally:
        beside.close()


def _leave_at(tx: Transaction, listed: object, filters: Filters, page: int) -> None:
    """The coordinator has left her Home here."""
    by = Member(TEAM, COORDINATORS[0])
    desks.clear(tx, by)
    desks.open_list(tx, by, listed)  # type: ignore[arg-type]  # one of LISTS
    for name, value in _set(filters):
        desks.pick_out(tx, by, name, value)
    desks.turn(tx, by, page)


def _set(filters: Filters) -> Iterator[tuple[str, str]]:
    for name in Filters.__slots__:
        if value := getattr(filters, name):
            yield name, value


def _named(filters: Filters) -> str:
    return " ".join(f"{name}:{value}" for name, value in _set(filters)) or "no filter"


async def _once(number: int, port: int, slack: StandIn) -> float:
    """Seconds from the event's leaving Slack to the Home's coming there."""
    slack.published.clear()
    began = time.perf_counter()
    await load.steadily([_event(number, port)], port, per_second=1_000)
    async with asyncio.timeout(10):
        while COORDINATORS[0] not in slack.published:  # noqa: ASYNC110 (another process's doing)
            await asyncio.sleep(0.001)
    took = slack.published[COORDINATORS[0]] - began
    # The stand-in is still answering: the next opening would wait for that.
    await asyncio.sleep(slack.seconds + 0.05)
    return took


def _event(number: int, port: int) -> bytes:
    event = {
        "type": "app_home_opened",
        "user": COORDINATORS[0],
        "channel": "D0BENCH",
        "tab": "home",
        "event_ts": f"{time.time():.6f}",
    }
    payload = {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0BENCH",
        "event_id": f"EvHOME{number:08}",
        "event_time": int(time.time()),
        "event": event,
    }
    return load.signed(json.dumps(payload).encode(), port, "application/json")


@contextlib.asynccontextmanager
async def _running(folder: Path, api: int) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    port = free_port()
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-none",
        "SLACK_SIGNING_SECRET": load.SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{api}/api/",
        "PORT": str(port),
        "LIAISON_DATA": str(folder),
        "LIAISON_TRIAGE_CHANNEL": TRIAGE,
        "LIAISON_COORDINATORS": ",".join(COORDINATORS),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={**os.environ, **settings},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await load.opened(port)
        await asyncio.sleep(1)
        yield process, port
    finally:
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
