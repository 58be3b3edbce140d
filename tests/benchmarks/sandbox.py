"""`make bench-sandbox`: what the sandbox itself can do, so that it never limits a benchmark.

Sandbox, an app that only acks, and the callers share one process, and so one core.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable

from aiohttp import ClientSession, web

from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Sandbox
from tests.ports import free_port

CALLS = 3_000
AT_ONCE = 20


async def main() -> None:
    """Measure and print."""
    runner, port = await _acking()
    sandbox = Sandbox(
        Manifest.read(MANIFEST), bot_url=f"http://127.0.0.1:{port}/", rate_limits=False
    )
    await sandbox.start()
    ana = sandbox.person("ana")
    dm, headers = ana.dm, {"Authorization": f"Bearer {sandbox.bot_token}"}
    async with ClientSession(headers=headers) as session:

        async def post() -> None:
            body = {"channel": dm, "text": "benchmark"}
            async with session.post(f"{sandbox.api_url}chat.postMessage", json=body) as answer:
                await answer.read()

        async def command() -> None:
            await ana.command("/resources", "tx")

        for name, work in (("slash commands", command), ("chat.postMessage", post)):
            print(f"{name:18}{await _rate(work):6.0f} a second")
    await sandbox.stop()
    await runner.cleanup()


async def _rate(work: Callable[[], Awaitable[None]]) -> float:
    left = itertools.count()

    async def worker() -> None:
        while next(left) < CALLS:
            await work()

    started = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return CALLS / (time.perf_counter() - started)


async def _acking() -> tuple[web.AppRunner, int]:
    async def ack(request: web.Request) -> web.Response:
        await request.read()
        return web.Response()

    application = web.Application()
    application.router.add_post("/", ack)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner, port


if __name__ == "__main__":
    asyncio.run(main())
