"""Load for the benchmarks: signed slash commands over kept-alive connections, kept lean."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles
from urllib.parse import urlencode

SECRET = "benchmark"  # noqa: S105 (a benchmark's own)
PEOPLE = 50


@dataclass(frozen=True, slots=True)
class Timing:
    """What one run measured; times in seconds."""

    requests: int
    seconds: float
    p50: float
    p99: float
    failures: int

    @property
    def per_second(self) -> float:
        """Requests answered a second."""
        return self.requests / self.seconds


def signed_commands(queries: list[str], port: int) -> list[bytes]:
    """Whole HTTP requests for `/resources`, one for each query, from some fifty people."""
    return [_request(query, number, port) for number, query in enumerate(queries)]


async def run(requests: list[bytes], port: int, *, clients: int, seconds: float) -> Timing:
    """Send the requests in turn from some clients, each waiting for its answer, for some time."""
    supply = itertools.cycle(requests)
    started = time.perf_counter()
    parts = await asyncio.gather(
        *(_client(supply, port, started + seconds) for _ in range(clients))
    )
    took = time.perf_counter() - started
    times = sorted(duration for durations, _ in parts for duration in durations)
    cuts = quantiles(times, n=100)
    return Timing(len(times), took, cuts[49], cuts[98], sum(failed for _, failed in parts))


async def _client(supply: Iterator[bytes], port: int, end: float) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    durations, failures = [], 0
    while (begun := time.perf_counter()) < end:
        writer.write(next(supply))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        durations.append(time.perf_counter() - begun)
        failures += not head.startswith(b"HTTP/1.1 200")
    writer.close()
    return durations, failures


def _request(query: str, number: int, port: int) -> bytes:
    person = number % PEOPLE
    body = urlencode(
        {
            "token": "none",
            "team_id": "T0BENCH",
            "team_domain": "bench",
            "channel_id": "C0BENCH",
            "channel_name": "general",
            "user_id": f"U{person:08}",
            "user_name": f"person{person}",
            "command": "/resources",
            "text": query,
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": f"http://127.0.0.1:{port}/response/none",
            "trigger_id": f"{number}.{number}.trigger",
        }
    ).encode()
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + body
    signature = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\n"
        f"X-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body
