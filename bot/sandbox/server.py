"""The sandbox itself: one process, one port, everything in memory."""

import asyncio
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from bot.sandbox import hooks
from bot.sandbox.cast import APP_ID
from bot.sandbox.client_api import ClientApi
from bot.sandbox.clock import Clock
from bot.sandbox.control import Control
from bot.sandbox.control_people import PeopleControl
from bot.sandbox.core import Core
from bot.sandbox.driving import Driving
from bot.sandbox.file_pages import FilePages
from bot.sandbox.live import Live
from bot.sandbox.manifest import Manifest
from bot.sandbox.pages import Pages
from bot.sandbox.tokens import Tokens
from bot.sandbox.transport.answer import Transport
from bot.sandbox.transport.sockets import Sockets
from bot.sandbox.transport.webhook import Webhook
from bot.sandbox.webapi import endpoint

_MOST_BODY_BYTES = 4 * 1024 * 1024


class Sandbox(Driving):
    """A Slack workspace on this machine with one app in it.

    `bot_url` is the app's address for everything, unless `transport` is `socket`: then the app
    connects with `app_token`. `wall` is the time in signatures, which the app compares with its
    own clock; `hint` is a line of what to try, for the page.
    """

    def __init__(
        self,
        manifest: Manifest,
        *,
        bot_url: str = "",
        signing_secret: str | None = None,
        bot_token: str | None = None,
        app_token: str | None = None,
        transport: Transport = "http",
        hint: str | None = None,
        clock: Clock | None = None,
        rate_limits: bool = True,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.manifest = manifest
        self.clock = clock or Clock()
        self.signing_secret = signing_secret or secrets.token_hex(16)
        given = {"bot": bot_token, "app": app_token}
        self.tokens = Tokens(**{name: token for name, token in given.items() if token})
        self.url = ""
        self.sockets = Sockets(self.clock, APP_ID)
        self._hint = hint or manifest.hint
        self._webhook = Webhook(url=bot_url, secret=self.signing_secret, wall=wall)
        self._live = Live()
        self._runner: web.AppRunner | None = None
        self.core = self._new_core(transport, rate_limits=rate_limits)

    @property
    def api_url(self) -> str:
        """The base of the Web API, with its slash."""
        return f"{self.url}/api/"

    @property
    def bot_token(self) -> str:
        """The token with which the app calls the Web API."""
        return self.tokens.bot

    @property
    def app_token(self) -> str:
        """The token with which the app opens Socket Mode connections."""
        return self.tokens.app

    @property
    def bot_url(self) -> str:
        """Where the app listens."""
        return self._webhook.url

    @bot_url.setter
    def bot_url(self, url: str) -> None:
        self._webhook.url = url

    @property
    def transport(self) -> Transport:
        """How deliveries travel: `http` or `socket`."""
        return self.core.dispatcher.transport

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; port 0 takes a free one."""
        await self._webhook.open()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0]
        self.url = f"http://{bound[0]}:{bound[1]}"
        self.core.response_urls.base = self.core.uploads.base = self.url
        self.sockets.base = self.url.replace("http", "ws", 1)

    async def stop(self) -> None:
        """Stops listening and gives up what is under way."""
        self.core.events.cancel()
        self.sockets.cut()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        await self._webhook.close()

    async def reset(self) -> None:
        """Starts over: the same people, nothing said, no faults, nothing recorded."""
        old = self.core
        old.events.cancel()
        self.core = self._new_core(old.dispatcher.transport, rate_limits=old.limits.enabled)
        self.core.response_urls.base = self.core.uploads.base = self.url
        self.core.dispatcher.ack_seconds = old.dispatcher.ack_seconds

    def _new_core(self, transport: Transport, *, rate_limits: bool) -> Core:
        core = Core(
            self.manifest,
            self.clock,
            self._live,
            tokens=self.tokens,
            hint=self._hint,
            webhook=self._webhook,
            sockets=self.sockets,
            rate_limits=rate_limits,
        )
        core.dispatcher.transport = transport
        return core

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=_MOST_BODY_BYTES)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hooks/{path:.+}", self._hook)
        app.router.add_get("/link/", self._link)
        app.router.add_routes(ClientApi(lambda: self.core).routes())
        app.router.add_routes(Control(self).routes())
        app.router.add_routes(PeopleControl(self).routes())
        app.router.add_routes(Pages(lambda: self.core).routes())
        app.router.add_routes(FilePages(lambda: self.core).routes())
        return app

    async def _api(self, request: web.Request) -> web.Response:
        return await endpoint.answer(self.core, request)

    async def _hook(self, request: web.Request) -> web.Response:
        return await hooks.answer(self.core, request)

    async def _link(self, request: web.Request) -> web.StreamResponse:
        if self.core.is_down:
            raise web.HTTPServiceUnavailable
        return await self.sockets.serve(request)


async def serve(
    manifest: Path | str,
    *,
    bot_url: str,
    host: str = "127.0.0.1",
    port: int = 8065,
    signing_secret: str | None = None,
    bot_token: str | None = None,
    app_token: str | None = None,
    transport: Transport = "http",
    ready: Callable[[Sandbox], None] | None = None,
) -> None:
    """Runs a sandbox until it is cancelled; `ready` hears when it listens."""
    sandbox = Sandbox(
        Manifest.read(manifest),
        bot_url=bot_url,
        signing_secret=signing_secret,
        bot_token=bot_token,
        app_token=app_token,
        transport=transport,
    )
    await sandbox.start(host, port)
    try:
        if ready is not None:
            ready(sandbox)
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()
