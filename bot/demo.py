"""`liaison sandbox`: a local Slack with a web page, and the bot at work in it."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from aiohttp import ClientError, ClientSession

from bot import demo_cast
from bot.configured import configured
from bot.desk import experts, roster, staff
from bot.desk.roster import Entry
from bot.doctor import MANIFEST
from bot.people_commands import opened
from bot.sandbox import Manifest, Sandbox
from bot.store import Transaction
from handlers.scopes import readers

STARTING_SECONDS = 30.0
HINT = "Try /resources immigration hold tx, or /assist and a question."


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
    try:
        triage_channel = await demo_cast.furnish(sandbox)
        await _list_experts(data, demo_cast.roster(sandbox))
        environment = _environment(sandbox, bot_port, data, triage_channel)
        return await _beside(stop, sandbox, bot_port, environment)
    finally:
        await sandbox.stop()


async def _list_experts(data: Path, text: str) -> None:
    """Give a desk that lists nobody the experts of the demo."""
    with opened(configured(data)) as (store, catalog):
        sheet = roster.read(text.encode(), readers(catalog))
        await store.run(_take_first, sheet.entries)


def _take_first(tx: Transaction, entries: Sequence[Entry]) -> None:
    if not experts.organizations_all(tx):
        staff.take(tx, entries)


async def _beside(
    stop: asyncio.Event, sandbox: Sandbox, bot_port: int, environment: dict[str, str]
) -> int:
    """Run the bot beside the sandbox until either ends; the exit code."""
    bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment)
    try:
        return await _until(stop, bot, sandbox, bot_port)
    finally:
        if bot.returncode is None:
            bot.terminate()
            await bot.wait()


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


def _environment(sandbox: Sandbox, port: int, data: Path, triage_channel: str) -> dict[str, str]:
    return {
        **os.environ,
        "SLACK_API_URL": sandbox.api_url,
        "SLACK_BOT_TOKEN": sandbox.bot_token,
        "SLACK_SIGNING_SECRET": sandbox.signing_secret,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "LIAISON_DATA": str(data),
        "LIAISON_COORDINATORS": demo_cast.coordinators(sandbox),
        "LIAISON_TRIAGE_CHANNEL": triage_channel,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
