"""The bot as an operator starts it, for the benchmarks."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession

from bot.sandbox import Sandbox
from tests.ports import free_port


@dataclass(frozen=True, slots=True)
class Started:
    """A `liaison run` that is ready, and the seconds that it took to be."""

    pid: int
    seconds: float


@asynccontextmanager
async def running(sandbox: Sandbox, folder: str) -> AsyncIterator[Started]:
    """`liaison run` against a sandbox, with its data in a folder."""
    port = free_port()
    settings = {
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "PORT": str(port),
        "LIAISON_DATA": folder,
    }
    sandbox.bot_url = f"http://127.0.0.1:{port}/slack/events"
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env={**os.environ, **settings},
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _ready(port)
        yield Started(process.pid, time.perf_counter() - started)
    finally:
        process.terminate()
        await process.wait()


async def _ready(port: int) -> None:
    async with asyncio.timeout(30), ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                pass  # the port is not open yet
            await asyncio.sleep(0.01)
