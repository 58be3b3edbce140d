"""The bot and its Slack in one process and on one clock, which can be hurried."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.app import Bot, running
from bot.doctor import MANIFEST
from bot.sandbox import Clock, Manifest, Sandbox
from bot.settings import Settings
from catalog import Catalog
from handlers.pace import Pace
from tests.conftest import SECRET, TOKEN, World
from tests.empty import empty_desk
from tests.ports import free_port


@asynccontextmanager
async def slack(clock: Clock, *, rate_limits: bool = True) -> AsyncIterator[Sandbox]:
    """A local Slack, whose signatures go by the clock too."""
    sandbox = Sandbox(
        Manifest.read(MANIFEST),
        signing_secret=SECRET,
        bot_token=TOKEN,
        clock=clock,
        rate_limits=rate_limits,
        wall=clock.now,
    )
    await sandbox.start()
    try:
        yield sandbox
    finally:
        await sandbox.stop()


@asynccontextmanager
async def started(
    sandbox: Sandbox, folder: Path, catalog: Catalog, *, paced: bool = True
) -> AsyncIterator[World]:
    """The bot with its data in a folder; it can be left, and started again on the same data.

    Unless it is `paced` it posts as fast as it can, whatever the channel.
    """
    port = free_port()
    sandbox.bot_url = f"http://127.0.0.1:{port}/slack/events"
    settings = _settings(sandbox, folder)
    empty_desk(settings.desk_path)
    async with running(settings, catalog, sandbox.clock) as bot:
        if not paced:
            delivery = bot.workers.delivery
            delivery.pace = delivery.rewrites = Pace(burst=1e9, per_second=1e9)
        await bot.installation.establish()
        runner = web.AppRunner(bot.web, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            async with bot.at_work():
                yield World(sandbox, catalog, f"http://127.0.0.1:{port}", bot)
        finally:
            await runner.cleanup()


def _settings(sandbox: Sandbox, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": sandbox.api_url,
            "LIAISON_DATA": folder,
        }
    )


def working(bot: Bot) -> Callable[[], bool]:
    """Whether the bot is at work where the event loop doesn't see it: in its database's thread,
    or with a call to Slack on its way, which takes a busy machine longer than some turns.
    """
    under_way: list[object] = []
    _note(bot.store, "run", under_way)
    for client in {bot.installation.client, bot.workers.delivery.client}:
        _note(client, "api_call", under_way)
    return lambda: bool(under_way or bot.workers.in_hand)


def _note(owner: object, name: str, under_way: list[object]) -> None:
    """Have a method leave word while it works."""
    method = getattr(owner, name)

    async def noted(*args: Any, **more: Any) -> Any:  # noqa: ANN401 (any method)
        under_way.append(method)
        try:
            return await method(*args, **more)
        finally:
            under_way.pop()

    setattr(owner, name, noted)
