"""`make bench`: signed `/resources` requests beside bare Bolt apps that only ack, in one run.

Bolt is measured in its default mode and in the one that Liaison uses
(`process_before_response`); Liaison on the library that it ships with, and on 10,000 records,
with questions that were asked before and with questions that nobody asked yet.
Rounds alternate between the servers, so that a noisy machine disturbs all of them alike.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks import load
from tests.benchmarks.libraries import QUERIES, grown, shipped, unheard
from tests.benchmarks.memory import resident_megabytes
from tests.ports import free_port

ROUNDS = 5
SECONDS = 1.5
CLIENTS = (1, 16)
NEW = 20_000


@dataclass(slots=True)
class Server:
    """A server under test, in a process of its own."""

    command: list[str]
    port: int = field(default_factory=free_port)
    megabytes: float = 0.0


@dataclass(slots=True)
class Contender:
    """A server asked certain queries, and what its rounds measured, by number of clients."""

    name: str
    server: Server
    queries: list[str]
    timings: dict[int, list[load.Timing]] = field(default_factory=dict)

    def p50(self, clients: int) -> float:
        """The median round's median time, in milliseconds."""
        return 1_000 * median(timing.p50 for timing in self.timings[clients])

    def p99(self, clients: int) -> float:
        """The median round's 99th percentile, in milliseconds."""
        return 1_000 * median(timing.p99 for timing in self.timings[clients])

    def rate(self, clients: int) -> float:
        """The median round's requests a second."""
        return median(timing.per_second for timing in self.timings[clients])

    def failures(self) -> int:
        """Answers that were not 200."""
        return sum(timing.failures for timings in self.timings.values() for timing in timings)


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        contenders = _contenders(Path(folder))
        servers = {each.server.port: each.server for each in contenders}
        async with contextlib.AsyncExitStack() as stack:
            for server in servers.values():
                await stack.enter_async_context(_running(server))
            for _ in range(ROUNDS):
                for clients in CLIENTS:
                    for contender in contenders:
                        await _round(contender, clients)
    _print(contenders)


def _contenders(folder: Path) -> list[Contender]:
    small, big = folder / "shipped.db", folder / "grown.db"
    shipped(small)
    grown(big, 10_000)
    ours, many = Server(["liaison", str(small)]), Server(["liaison", str(big)])
    return [
        Contender("bare Bolt, default mode", Server(["bolt-default"]), QUERIES),
        Contender("bare Bolt, our mode", Server(["bolt-ours"]), QUERIES),
        Contender("Liaison, asked before", ours, QUERIES),
        Contender("Liaison, never asked", ours, unheard(NEW)),
        Contender("10,000 records, asked", many, QUERIES),
        Contender("10,000 records, never", many, unheard(NEW)),
    ]


@contextlib.asynccontextmanager
async def _running(server: Server) -> AsyncIterator[None]:
    name, *rest = server.command
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.benchmarks.servers", name, str(server.port), *rest)
    )
    try:
        await load.opened(server.port)
        warm = load.signed_commands(QUERIES, server.port)
        await load.run(warm, server.port, clients=1, seconds=SECONDS)
        yield
        server.megabytes = resident_megabytes(process.pid)
    finally:
        process.terminate()
        await process.wait()


async def _round(contender: Contender, clients: int) -> None:
    port = contender.server.port
    requests = load.signed_commands(contender.queries, port)
    timing = await load.run(requests, port, clients=clients, seconds=SECONDS)
    contender.timings.setdefault(clients, []).append(timing)


def _print(contenders: list[Contender]) -> None:
    default, ours = contenders[:2]
    print(f"{len(QUERIES)} known queries, {NEW} new ones, medians of {ROUNDS} rounds\n")
    print(f"{'':26}{'1 client':>21}{'16 clients':>22}{'resident':>10}")
    print(f"{'':26}{'p50 ms':>10}{'of default':>11}{'req/s':>10}{'of bare':>9}{'p99':>6}{'MB':>7}")
    for each in contenders:
        print(
            f"{each.name:26}{each.p50(1):10.2f}{each.p50(1) / default.p50(1):11.2f}"
            f"{each.rate(16):10.0f}{each.rate(16) / ours.rate(16):9.2f}{each.p99(16):6.1f}"
            f"{each.server.megabytes:7.0f}"
        )
    print(f"\nanswers that were not 200: {sum(each.failures() for each in contenders)}")


if __name__ == "__main__":
    asyncio.run(main())
