"""One process at work at a time."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.store.lock import held

HOLDER = """
import asyncio, sys
from pathlib import Path
from bot.clock import SystemClock
from bot.store.lock import held

async def main():
    async with held(Path(sys.argv[1]), SystemClock()):
        print("held", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_who_is_alone_waits_for_nobody(tmp_path: Path) -> None:
    async with held(tmp_path / "desk.lock", SystemClock()) as waited:
        assert not waited


async def test_a_second_takes_over_when_the_first_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "desk.lock"
    first = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDER, str(path)), stdout=asyncio.subprocess.PIPE
    )
    assert first.stdout
    assert await first.stdout.readline() == b"held\n"
    entered = asyncio.Event()

    async def second() -> bool:
        async with held(path, SystemClock()) as waited:
            entered.set()
            return waited

    waiting = asyncio.create_task(second())
    done, _ = await asyncio.wait([waiting], timeout=0.5)
    assert not done
    first.send_signal(signal.SIGKILL)
    await first.wait()
    async with asyncio.timeout(10):
        assert await waiting
    assert entered.is_set()
