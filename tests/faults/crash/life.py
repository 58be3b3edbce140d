"""One life of the bot, seen from outside: started as an operator does, and killed."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from aiohttp import ClientError, ClientSession

from bot.doctor import MANIFEST
from tests.faults.crash.points import ENVIRONMENT, KILLED_AT, Point

PATIENCE = 60.0
"""Seconds for getting ready: it asks Slack who it is until Slack answers."""
KILLED = -9


class Ended(Exception):
    """The bot ended by itself, as it must not. Its words are the exit code."""


@dataclass(frozen=True, slots=True)
class Life:
    """A running `liaison run`."""

    process: asyncio.subprocess.Process
    port: int
    log: Path

    @classmethod
    async def begin(
        cls, settings: Mapping[str, str], log: Path, points: Sequence[Point] = ()
    ) -> Self:
        """Start it with these settings, its log appended to a file, to die at one of the points."""
        chosen = {ENVIRONMENT: ",".join(map(str, points))}
        with log.open("ab") as out:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.crash.process"),
                env={**os.environ, **settings, **chosen},
                cwd=MANIFEST.parent,
                stdout=out,
                stderr=out,
            )
        return cls(process, int(settings["PORT"]), log)

    async def ready(self) -> bool:
        """Wait until Slack and it have found each other; whether it lived that long."""
        end = time.monotonic() + PATIENCE
        async with ClientSession() as session:
            while self.process.returncode is None and time.monotonic() < end:
                if await self._is_ready(session):
                    return True
                await asyncio.sleep(0.05)
        return False

    async def _is_ready(self, session: ClientSession) -> bool:
        try:
            async with session.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                checks = (await answer.json())["checks"]
        except (ClientError, ConnectionError):
            return False  # the port is not open yet, or no more
        return bool(checks["token"] and checks.get("socket_mode", True))

    async def die(self, when: Coroutine[None, None, None]) -> str:
        """Kill it when that is over; the point at which it was killed before, if it was.

        Raises Ended when nobody killed it.
        """
        dying, waiting = asyncio.create_task(self.process.wait()), asyncio.create_task(when)
        await asyncio.wait([dying, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not dying.done() and self._kill():
            await dying
            return ""
        if await dying != KILLED:
            raise Ended(self.process.returncode)
        return self.log.read_text().rpartition(KILLED_AT)[2].split("\n")[0]

    def _kill(self) -> bool:
        """Kill it; whether it still lived."""
        try:
            self.process.kill()
        except ProcessLookupError:
            return False
        return True

    async def stop(self) -> int:
        """Ask it to stop, as a process manager does; the exit code."""
        self.process.terminate()
        return await self.process.wait()
