"""`make restarts`: the bot replaced again and again while people write.

Each new process opens its port beside the old one, is given Slack's address once it is ready, and
only then is the old one told to stop. People write in joined threads and look things up all the
while.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click
from aiohttp import ClientError, ClientSession

from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Person, Sandbox
from bot.store import Store
from tests.faults.pairs import Found, Pair, compare, link_all, pairs_in
from tests.ports import free_port

PAIRS = 20
ASKING = 2
PAUSE = (0.4, 1.6)
"""Seconds between two messages of a pair, at least and at most."""
ASK_SECONDS = 0.25
SETTLE_SECONDS = 5
STOP_SECONDS = 10.0
"""What process managers give."""
START_SECONDS = 60.0
ARRIVE_SECONDS = 120.0


@dataclass
class Process:
    """One `liaison run`."""

    process: asyncio.subprocess.Process
    port: int
    log: Path

    async def ready(self) -> None:
        """Wait until all is well with it."""
        url = f"http://127.0.0.1:{self.port}/healthz"
        async with asyncio.timeout(START_SECONDS), ClientSession() as session:
            while not await _is_well(session, url):
                if self.process.returncode is not None:
                    raise RuntimeError(f"it ended before it was ready: {self.log.read_text()}")
                await asyncio.sleep(0.02)

    async def stop(self) -> float:
        """Have it end; the seconds that took. Raises TimeoutError."""
        began = time.perf_counter()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            await self.process.wait()
        return time.perf_counter() - began


@dataclass
class Went:
    """What came of the restarts. Of lookups, those are counted that settle a message's fate."""

    found: Found = field(default_factory=Found)
    restarts: int = 0
    deliveries: int = 0
    turned_back: int = 0
    failed: int = 0
    commands: int = 0
    unanswered: int = 0
    lookups: int = 0
    exits: list[int] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)
    slowest: float = 0.0
    tracebacks: int = 0

    @property
    def harmless(self) -> bool:
        """Whether nobody noticed."""
        found = self.found
        wrong = found.lost + found.doubled + found.disordered + self.failed + self.unanswered
        return not (wrong or any(self.exits) or self.tracebacks)


@dataclass
class Load:
    """People who write and look things up until they are told to stop."""

    sandbox: Sandbox
    pairs: list[Pair]
    asking: list[Person]
    random: Random
    commands: int = 0
    unanswered: int = 0
    number: int = 0

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Until the end of the block."""
        tasks = [asyncio.create_task(self._talk(pair)) for pair in self.pairs]
        tasks += [asyncio.create_task(self._ask(person)) for person in self.asking]
        stop = asyncio.Event()
        self._stop = stop
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*tasks)

    async def _talk(self, pair: Pair) -> None:
        while not self._stop.is_set():
            self.number += 1
            side = self.random.choice([pair.official, pair.expert])
            await side.say(f"message {self.number}")
            await asyncio.sleep(self.random.uniform(*PAUSE))

    async def _ask(self, person: Person) -> None:
        while not self._stop.is_set():
            answer = await person.command("/resources", "detainers")
            self.commands += 1
            self.unanswered += not (answer.ok and answer.message)
            await asyncio.sleep(ASK_SECONDS)


async def run(restarts: int, seed: int, folder: Path) -> Went:
    """Replace the bot so many times under load, and see what became of what people did."""
    sandbox = Sandbox(Manifest.read(MANIFEST), rate_limits=False)
    await sandbox.start()
    processes: list[Process] = []
    try:
        load = await _prepared(sandbox, folder, seed)
        went = Went()
        processes.append(await _started(sandbox, folder))
        async with load.going_on():
            for _ in range(restarts):
                processes.append(await _started(sandbox, folder))
                went.stops.append(await processes[-2].stop())
        await _arrived(load)
        went.stops.append(await processes[-1].stop())
        return _seen(sandbox, load, processes, went)
    finally:
        for each in processes:
            if each.process.returncode is None:
                each.process.kill()
                await each.process.wait()
        await sandbox.stop()


async def _prepared(sandbox: Sandbox, folder: Path, seed: int) -> Load:
    pairs = await pairs_in(sandbox, PAIRS)
    with closing(Store.open(folder / "desk.db")) as store:
        await store.run(link_all, pairs)
    asking = [sandbox.add_person(f"asking-{number}") for number in range(ASKING)]
    return Load(sandbox, pairs, asking, Random(seed))  # noqa: S311 (repeatable, not secret)


async def _started(sandbox: Sandbox, folder: Path) -> Process:
    """A process that is ready, and to which Slack goes from now on."""
    port = free_port()
    settings = {
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "PORT": str(port),
        "LIAISON_DATA": str(folder),
        "LIAISON_SETTLE_SECONDS": str(SETTLE_SECONDS),
    }
    log = folder / f"{port}.log"
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={**os.environ, **settings, "PYTHONPATH": str(MANIFEST.parent)},
            cwd=folder,
            stderr=errors,
        )
    started = Process(process, port, log)
    await started.ready()
    sandbox.bot_url = f"http://127.0.0.1:{port}/slack/events"
    return started


async def _is_well(session: ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as answer:
            return answer.status == 200
    except ClientError:
        # The port is not open yet.
        return False


async def _arrived(load: Load) -> None:
    """Wait until everything that was said is read; what is lost never is, so not for ever."""
    end = time.monotonic() + ARRIVE_SECONDS
    while time.monotonic() < end:
        await load.sandbox.settled()
        if not _found(load).lost:
            return
        await asyncio.sleep(0.1)


def _found(load: Load) -> Found:
    total = Found()
    for pair in load.pairs:
        for writer, reader in pair.sides():
            total += compare([each["text"] for each in writer.said], reader.read())
    return total


def _seen(sandbox: Sandbox, load: Load, processes: list[Process], went: Went) -> Went:
    went.found = _found(load)
    went.restarts = len(processes) - 1
    went.deliveries = len(sandbox.deliveries)
    went.turned_back = sum(each.status == 503 for each in sandbox.deliveries)
    went.failed = sum(each.status not in (200, 503) for each in sandbox.deliveries)
    went.commands, went.unanswered = load.commands, load.unanswered
    went.lookups = sum("include_all_metadata" in call.args for call in sandbox.calls)
    went.exits = [each.process.returncode or 0 for each in processes]
    went.slowest = max(_seconds(load), default=0.0)
    went.tracebacks = sum("Traceback" in each.log.read_text() for each in processes)
    return went


def _seconds(load: Load) -> list[float]:
    """How long each message took from its writer to its reader."""
    said = {
        each["text"]: each for pair in load.pairs for side, _ in pair.sides() for each in side.said
    }
    return [
        float(call.answer["ts"]) - float(said[text]["ts"])
        for call in load.sandbox.calls
        if call.method == "chat.postMessage" and "ts" in call.answer
        for block in call.args.get("blocks", ())
        if (text := block.get("text", {}).get("text")) in said
    ]


@click.command(help=__doc__)
@click.option("--restarts", default=50, show_default=True, help="How often it is replaced.")
@click.option("--seed", default=1, show_default=True, help="Who writes when.")
def main(restarts: int, seed: int) -> None:
    """Print what came of it; fails when anybody could have noticed."""
    with TemporaryDirectory() as folder:
        went = asyncio.run(run(restarts, seed, Path(folder)))
    found = went.found
    click.echo(
        f"{went.restarts} restarts; {found.said:,} messages: {found.lost} lost,"
        f" {found.doubled} doubled, {found.disordered} out of order"
    )
    click.echo(
        f"{went.deliveries:,} deliveries: {went.turned_back} answered 503,"
        f" {went.failed} failed; {went.commands:,} look-ups, {went.unanswered} unanswered"
    )
    click.echo(
        f"slowest message {went.slowest:.1f} s; slowest stop {max(went.stops):.1f} s;"
        f" {went.lookups} messages looked for"
    )
    if not went.harmless:
        raise click.ClickException(
            f"somebody noticed: exit codes {set(went.exits)}, {went.tracebacks} tracebacks"
        )


if __name__ == "__main__":
    main()
