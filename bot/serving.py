"""`liaison run`: the process, from its settings to the last request in hand."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.app import Bot, running
from bot.installation import TokenRefused
from bot.settings import Settings
from bot.socket_mode import connected
from catalog import Catalog

log = logging.getLogger(__name__)

DRAIN_SECONDS = 4.0
"""How long requests in hand may take after SIGTERM: with the workers' time less than the ten
seconds after which process managers kill."""


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or Ctrl-C; the process's exit code.

    The port opens at once; requests are refused with 503 until Slack has accepted the token.
    """
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with Catalog.open(settings.catalog_path) as catalog:
        catalog.load_shipped()
        async with running(settings, catalog) as bot:
            runner = web.AppRunner(bot.web, access_log=None, shutdown_timeout=DRAIN_SECONDS)
            await runner.setup()
            try:
                await web.TCPSite(runner, settings.host, settings.port).start()
                log.info("listening on http://%s:%s", settings.host, settings.port)
                return await _until(stop, bot, settings)
            finally:
                await runner.cleanup()


@asynccontextmanager
async def reached(bot: Bot, settings: Settings) -> AsyncIterator[None]:
    """The connection of Socket Mode, where that is how Slack is reached."""
    if not settings.uses_socket_mode:
        yield
        return
    token = settings.app_token.get_secret_value()
    async with connected(bot.intake, token, bot.installation.client, bot.line):
        yield


def _settle_in() -> None:
    """Look for garbage no more among what lives as long as the process: that took 75 ms each time
    (`make bench-matching`).
    """
    gc.collect()
    gc.freeze()


async def _until(stop: asyncio.Event, bot: Bot, settings: Settings) -> int:
    stopped = asyncio.create_task(stop.wait())
    known = asyncio.create_task(bot.installation.establish())
    await asyncio.wait([stopped, known], return_when=asyncio.FIRST_COMPLETED)
    try:
        if known.done():
            known.result()
            log.info("Slack accepted the token; ready")
            _settle_in()
            async with bot.at_work(), reached(bot, settings):
                await stopped
    except TokenRefused as refused:
        setting, code = refused.args
        log.error("Slack refused %s (%s); `liaison doctor` says more", setting, code)  # noqa: TRY400 (the trace says nothing more)
        return 1
    finally:
        stopped.cancel()
        known.cancel()
    log.info("stopping; finishing what is in hand")
    return 0
