"""`liaison sandbox`: a local Slack with a web page, and the bot at work in it."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
from pathlib import Path

from aiohttp import ClientError, ClientSession

from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Sandbox

STARTING_SECONDS = 30.0
HINT = "Try /resources immigration hold tx, then Share here; add a person to see it arrive."


async def show(port: int, data: Path) -> int:
    """Run the sandbox on `port` with the bot beside it until Ctrl-C; the exit code."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    bot_port = _free_port()
    sandbox = Sandbox(
        Manifest.read(MANIFEST),
        bot_url=f"http://127.0.0.1:{bot_port}/slack/events",
        signing_secret=secrets.token_hex(16),
        bot_token=f"xoxb-{secrets.token_hex(12)}",
        hint=HINT,
    )
    await sandbox.start(port=port)
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=_environment(sandbox, bot_port, data)
    )
    try:
        return await _until(stop, bot, sandbox, bot_port)
    finally:
        if bot.returncode is None:
            bot.terminate()
            await bot.wait()
        await sandbox.stop()


async def _until(
    stop: asyncio.Event, bot: asyncio.subprocess.Process, sandbox: Sandbox, bot_port: int
) -> int:
    ended = asyncio.create_task(bot.wait())
    stopped = asyncio.create_task(stop.wait())
    ready = asyncio.create_task(_ready(bot_port))
    try:
        await asyncio.wait([ended, stopped, ready], return_when=asyncio.FIRST_COMPLETED)
        if ready.done() and ready.result():
            _say(f"\n  Liaison is in its sandbox. Open {sandbox.url}\n  Ctrl-C ends it.\n")
            await asyncio.wait([ended, stopped], return_when=asyncio.FIRST_COMPLETED)
        return bot.returncode or 0
    finally:
        for task in (ended, stopped, ready):
            task.cancel()


async def _ready(port: int) -> bool:
    async with asyncio.timeout(STARTING_SECONDS), ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                    if answer.status == 200:
                        return True
            except ClientError:
                pass  # the port is not open yet
            await asyncio.sleep(0.05)


def _environment(sandbox: Sandbox, port: int, data: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LIAISON_DATA": str(data),
        "LIAISON_COORDINATORS": sandbox.person("dana").user.id,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
