"""`make bench-start`: how long `liaison run` takes to be ready, and what it holds then.

The bot starts against a sandbox, on an empty data folder first (the shipped library is taken in)
and then again.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from statistics import median

from aiohttp import ClientError, ClientSession

from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Sandbox
from tests.benchmarks.memory import resident_megabytes
from tests.ports import free_port

STARTS = 5


async def main() -> None:
    """Measure and print."""
    sandbox = Sandbox(Manifest.read(MANIFEST))
    await sandbox.start()
    with tempfile.TemporaryDirectory() as folder:
        first = await _start(sandbox, folder)
        again = [await _start(sandbox, folder) for _ in range(STARTS)]
    await sandbox.stop()
    print(f"first start  {first[0]:.2f} s")
    print(f"later starts {median(seconds for seconds, _ in again):.2f} s (median of {STARTS})")
    print(f"resident     {median(megabytes for _, megabytes in again):.0f} MB after 30 look-ups")


async def _start(sandbox: Sandbox, folder: str) -> tuple[float, float]:
    """Seconds until it is ready, and megabytes after some look-ups."""
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
    await _ready(port)
    seconds = time.perf_counter() - started
    for words in ("immigration hold tx", "ciudad santuario", "publik charge") * 10:
        await sandbox.person("ana").command("/resources", words)
    megabytes = resident_megabytes(process.pid)
    process.terminate()
    await process.wait()
    return seconds, megabytes


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


if __name__ == "__main__":
    asyncio.run(main())
