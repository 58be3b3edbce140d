"""Load for the benchmarks: signed slash commands over kept-alive connections, kept lean."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
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


@dataclass(frozen=True, slots=True)
class Steady:
    """What a steady stream measured; seconds of each answer, and how many were not 200."""

    durations: list[float]
    failures: int


async def steadily(requests: list[bytes], port: int, *, per_second: float) -> Steady:
    """Send each request at its moment, whether or not earlier ones were answered."""
    began = time.perf_counter()
    durations: list[float] = []
    failures = 0

    async def send(request: bytes, at: float) -> None:
        nonlocal failures
        await asyncio.sleep(began + at - time.perf_counter())
        sent = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        durations.append(time.perf_counter() - sent)
        failures += not head.startswith(b"HTTP/1.1 200")
        writer.close()

    await asyncio.gather(
        *(send(request, number / per_second) for number, request in enumerate(requests))
    )
    return Steady(durations, failures)


async def opened(port: int) -> None:
    """Wait until something listens."""
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


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
    return signed(body, port, "application/x-www-form-urlencoded")


def message_event(
    number: int,
    port: int,
    *,
    channel_id: str,
    user_id: str,
    thread_ts: str,
    text: str,
) -> bytes:
    """A whole HTTP request with a new message's event."""
    ts = f"{1_795_000_000 + number // 1_000_000}.{number % 1_000_000:06}"
    event = {
        "type": "message",
        "channel": channel_id,
        "channel_type": "im",
        "user": user_id,
        "team": "T0BENCH",
        "ts": ts,
        "event_ts": ts,
        "thread_ts": thread_ts,
        "text": text,
    }
    payload = {
        "type": "event_callback",
        "team_id": "T0BENCH",
        "api_app_id": "A0BENCH",
        "event_id": f"Ev{number:010}",
        "event_time": int(time.time()),
        "event": event,
    }
    return signed(json.dumps(payload).encode(), port, "application/json")


def signed(body: bytes, port: int, content_type: str) -> bytes:
    """A whole HTTP request, signed as Slack does."""
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + body
    signature = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\n"
        f"Content-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\n"
        f"X-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body
