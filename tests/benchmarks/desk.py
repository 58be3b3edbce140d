"""`make bench-desk`: events on disk before they are acked, and a message's way to its reader.

1. Acks of signed `message` events, beside bare Bolt apps that ack and forget them, in one run.
2. A steady 83 events a second in joined threads, ten times what Slack sends a workspace at most.
3. From Slack's event to the message in the counterpart's thread, with a stand-in for Slack that
   takes 100 ms to answer each call: alone, and at 83 a second.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bot.desk import joining, people
from bot.desk.joining import End
from bot.desk.people import Member
from bot.store import Store, Transaction
from tests.benchmarks import load
from tests.benchmarks.memory import resident
from tests.benchmarks.stand_in import StandIn
from tests.ports import free_port

ROUNDS = 3
SECONDS = 2.0
CLIENTS = (1, 50, 300)
STEADY = 83
STEADY_SECONDS = 20.0
ALONE = 40
AT_MOST = 9_000
LINKS = 400
ROOT = "1794000000.000001"


@dataclass(slots=True)
class Server:
    """A server under test, in a process of its own, and what its rounds measured."""

    name: str
    port: int = field(default_factory=free_port)
    timings: dict[int, list[load.Timing]] = field(default_factory=dict)

    def row(self) -> str:
        """Acks a second, p50 and p99 in ms, of the median round for each number of clients."""
        return f"{self.name:26}" + "".join(
            f"{median(t.per_second for t in each):10.0f}"
            f"{1_000 * median(t.p50 for t in each):7.1f}"
            f"{1_000 * median(t.p99 for t in each):8.1f}"
            for each in (self.timings[clients] for clients in CLIENTS)
        )


async def main() -> None:
    """Measure and print."""
    slack, api = StandIn(), free_port()
    runner = await slack.start(api)
    bare = [Server("bare Bolt, default mode"), Server("bare Bolt, our mode")]
    ours = Server("Liaison, kept on disk")
    with tempfile.TemporaryDirectory() as folder:
        await _link(Path(folder))
        async with contextlib.AsyncExitStack() as stack:
            for server, mode in zip(bare, ("bolt-default", "bolt-ours"), strict=True):
                module = ("tests.benchmarks.servers", mode, str(server.port))
                await stack.enter_async_context(_running(module, server.port, {}))
            settings = _settings(ours.port, api, folder)
            process = await stack.enter_async_context(_running(("bot", "run"), ours.port, settings))
            await _passed_on(ours.port, slack)
            await _accepts([*bare, ours], slack)
            print(f"\n{resident(process.pid)}")
    await runner.cleanup()


async def _link(folder: Path) -> None:
    """Joined threads in which everybody is known."""

    def fill(tx: Transaction) -> None:
        for number in range(LINKS):
            ends = []
            for side in "AB":
                member = Member("T0BENCH", f"U{side}{number:06}")
                people.learned(tx, member, name=f"Person {side}{number}", locale="en-US")
                ends.append(End(member, f"D{side}{number:06}", ROOT, since_ts=ROOT))
            joining.link(tx, ends)

    store = Store.open(folder / "desk.db")
    await store.run(fill)
    store.close()


async def _accepts(servers: list[Server], slack: StandIn) -> None:
    """Acks, with all clients sending as fast as they are answered, each message to be passed on.

    A round begins once what the one before left to be passed on is done.
    """
    numbers = itertools.count(50_000_000)
    failures = 0
    for _, clients, server in itertools.product(range(ROUNDS), CLIENTS, servers):
        requests = _words(numbers, server.port, AT_MOST)
        slack.posted.clear()
        timing = await load.run(requests, server.port, clients=clients, seconds=SECONDS)
        if not server.name.startswith("bare"):
            await _stand(slack, timing.requests, within=180)
        failures += timing.failures
        server.timings.setdefault(clients, []).append(timing)
    print(f"\nacks of events, medians of {ROUNDS} rounds")
    print(f"{'':26}" + "".join(f"{f'{n} clients: /s':>14}{'p50':>4}{'p99 ms':>7}" for n in CLIENTS))
    print("\n".join(server.row() for server in servers))
    print(f"answers that were not 200: {failures}")


async def _passed_on(port: int, slack: StandIn) -> None:
    """A message's way, the first in each thread, then alone, then in a crowd."""
    numbers = itertools.count(1)
    await load.steadily(_words(numbers, port, LINKS), port, per_second=25)
    # After a start each thread is looked through once, at the pace that Slack allows.
    await _stand(slack, LINKS, within=180)
    alone = await _timed(numbers, port, slack, ALONE, 4)
    crowd = await _timed(numbers, port, slack, int(STEADY * STEADY_SECONDS), STEADY)
    for name, (acks, ways) in {"alone": alone, f"{STEADY} a second": crowd}.items():
        print(
            f"{name:14} ack p50 {_ms(acks.durations, 49)}, p99 {_ms(acks.durations, 98)}, longest "
            f"{1_000 * max(acks.durations):.0f} ms, not 200: {acks.failures}; "
            f"in the other thread after p50 {_ms(ways, 49)}, p99 {_ms(ways, 98)}"
        )


async def _timed(
    numbers: Iterator[int], port: int, slack: StandIn, count: int, per_second: float
) -> tuple[load.Steady, list[float]]:
    """The acks of so many messages, and how long after each it stood in the other thread."""
    slack.posted.clear()
    began = time.perf_counter()
    requests = _words(numbers, port, count)
    acks = await load.steadily(requests, port, per_second=per_second)
    await _stand(slack, count, within=60)
    first = min(int(text.split()[1]) for text in slack.posted)
    ways = [
        at - began - (int(text.split()[1]) - first) / per_second
        for text, at in slack.posted.items()
    ]
    return acks, ways


async def _stand(slack: StandIn, count: int, within: float) -> None:
    """Wait until so many messages stand in the other threads."""
    async with asyncio.timeout(within):
        while len(slack.posted) < count:  # noqa: ASYNC110 (another process's doing)
            await asyncio.sleep(0.05)


def _words(numbers: Iterator[int], port: int, count: int) -> list[bytes]:
    """New messages, one thread after another."""
    return [
        load.message_event(
            *(number, port),
            channel_id=f"DA{number % LINKS:06}",
            user_id=f"UA{number % LINKS:06}",
            thread_ts=ROOT,
            text=f"message {number} of the benchmark",
        )
        for number in itertools.islice(numbers, count)
    ]


def _ms(times: list[float], percentile: int) -> str:
    return f"{1_000 * quantiles(sorted(times), n=100)[percentile]:.0f} ms"


def _settings(port: int, api: int, folder: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-none",
        "SLACK_SIGNING_SECRET": load.SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{api}/api/",
        "PORT": str(port),
        "LIAISON_DATA": folder,
    }


@contextlib.asynccontextmanager
async def _running(
    module: tuple[str, ...], port: int, settings: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *module),
        env={**os.environ, **settings},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await load.opened(port)
        await asyncio.sleep(1)
        yield process
    finally:
        process.terminate()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
