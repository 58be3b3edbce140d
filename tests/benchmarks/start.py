"""`make bench-start`: how long `liaison run` takes to be ready, and what it holds then.

The bot starts against a sandbox, on an empty data folder first (the shipped library is taken in)
and then again.
"""

from __future__ import annotations

import asyncio
import tempfile
from statistics import median

from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Sandbox
from tests.benchmarks.bot import running
from tests.benchmarks.memory import resident_megabytes

STARTS = 5
QUERIES = ("immigration hold tx", "ciudad santuario", "publik charge")


async def main() -> None:
    """Measure and print."""
    sandbox = Sandbox(Manifest.read(MANIFEST))
    await sandbox.start()
    with tempfile.TemporaryDirectory() as folder:
        first, _ = await _start(sandbox, folder)
        again = [await _start(sandbox, folder) for _ in range(STARTS)]
    await sandbox.stop()
    print(f"first start  {first:.2f} s")
    print(f"later starts {median(seconds for seconds, _ in again):.2f} s (median of {STARTS})")
    print(f"resident     {median(megabytes for _, megabytes in again):.0f} MB after 30 look-ups")


async def _start(sandbox: Sandbox, folder: str) -> tuple[float, float]:
    """Seconds until it is ready, and megabytes after some look-ups."""
    async with running(sandbox, folder) as bot:
        for words in QUERIES * 10:
            await sandbox.person("ana").command("/resources", words)
        return bot.seconds, resident_megabytes(bot.pid)


if __name__ == "__main__":
    asyncio.run(main())
