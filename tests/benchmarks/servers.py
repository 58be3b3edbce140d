"""The servers that the benchmark compares, each run in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.app import running
from bot.settings import Settings
from catalog import Catalog
from tests.benchmarks.load import SECRET

IDENTITY = {"ok": True, "team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT", "team": "b"}


async def bare_bolt(port: int, *, process_before_response: bool) -> None:
    """A Bolt app as its own documentation writes it, whose one command only acks."""

    async def authorize(**_: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T0BENCH", bot_token="xoxb-none")  # noqa: S106 (no token)

    async def command(ack: AsyncAck) -> None:
        await ack()

    app = AsyncApp(
        signing_secret=SECRET,
        authorize=authorize,
        process_before_response=process_before_response,
    )
    app.command("/resources")(command)
    app.event("message")(command)
    await _serve(app.web_app(), port)


async def liaison(port: int, catalog_path: Path) -> None:
    """The bot as `liaison run` serves it, with a stand-in for the Web API."""
    stand_in = web.Application()
    stand_in.router.add_route("*", "/api/{method}", _answer)
    runner = web.AppRunner(stand_in, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port + 1).start()
    settings = Settings.model_validate(
        {
            "SLACK_BOT_TOKEN": "xoxb-none",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"http://127.0.0.1:{port + 1}/api/",
            "LIAISON_DATA": catalog_path.parent / catalog_path.stem,
        }
    )
    with Catalog.open(catalog_path) as catalog:
        async with running(settings, catalog) as bot:
            await bot.installation.establish()
            async with bot.at_work():
                await _serve(bot.web, port)


async def _answer(_request: web.Request) -> web.Response:
    return web.json_response({**IDENTITY, "user": {"locale": "en-US"}})


async def _serve(application: web.Application, port: int) -> None:
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


def main(name: str, port: str, *rest: str) -> None:
    """Serve one of them until the process is ended."""
    servers: dict[str, Callable[[], Awaitable[None]]] = {
        "bolt-default": lambda: bare_bolt(int(port), process_before_response=False),
        "bolt-ours": lambda: bare_bolt(int(port), process_before_response=True),
        "liaison": lambda: liaison(int(port), Path(rest[0])),
    }

    async def serve() -> None:
        await servers[name]()

    asyncio.run(serve())


if __name__ == "__main__":
    main(*sys.argv[1:])
