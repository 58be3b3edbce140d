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
from bot.sandbox.core import Core
from bot.sandbox.faults import Faults
from bot.sandbox.filling import fill
from bot.sandbox.live import Live
from bot.sandbox.manifest import Manifest
from bot.sandbox.pages import Pages
from bot.sandbox.person import Person
from bot.sandbox.record import Call, Delivery, Mention
from bot.sandbox.signing import Signature
from bot.sandbox.switches import switch
from bot.sandbox.tokens import Tokens
from bot.sandbox.transport.answer import Transport
from bot.sandbox.transport.sockets import Sockets
from bot.sandbox.transport.webhook import Webhook
from bot.sandbox.webapi import endpoint
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_MOST_BODY_BYTES = 4 * 1024 * 1024


class Sandbox:
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

    @property
    def workspace(self) -> Workspace:
        """Teams, people, channels and what was said."""
        return self.core.workspace

    @property
    def calls(self) -> list[Call]:
        """Every call of the app, oldest first."""
        return self.core.record.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every request to the app, oldest first."""
        return self.core.record.deliveries

    @property
    def mentions(self) -> list[Mention]:
        """Every mention by the app that rang."""
        return self.core.record.mentions

    @property
    def faults(self) -> Faults:
        """The faults in force."""
        return self.core.faults

    def person(self, who: str) -> Person:
        """One of the people, by short name or id. Raises `LookupError`."""
        return Person(self, self.core.workspace.person(who))

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listens; port 0 takes a free one."""
        await self._webhook.open()
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0]
        self.url = f"http://{bound[0]}:{bound[1]}"
        self.core.response_urls.base = self.url
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
        self.core.response_urls.base = self.url
        self.core.dispatcher.ack_seconds = old.dispatcher.ack_seconds

    async def settled(self) -> None:
        """Returns when no delivery is under way; retries that wait for the clock don't count."""
        await self.core.dispatcher.settled()

    async def verify_url(self) -> bool:
        """Whether the app answers the challenge Slack sends when an address is saved."""
        return await self.core.events.verify()

    async def deliver_payload(
        self, kind: str, payload: JSON, *, repeat: int = 1, signature: Signature = "good"
    ) -> Delivery:
        """Sends any payload as `command`, `event` or an interaction; answers the last try."""
        send = self.core.dispatcher.send
        for _ in range(repeat - 1):
            await send(kind, payload, signature=signature)
        return await send(kind, payload, signature=signature)

    async def send_raw(
        self, body: bytes, *, content_type: str, signature: Signature = "good"
    ) -> Delivery:
        """Sends any bytes to the app."""
        return await self.core.dispatcher.send_raw(
            body, content_type=content_type, signature=signature
        )

    def fill(self, channel: str, count: int) -> None:
        """Fills a channel with messages, about 10,000 in a second. Raises `LookupError`."""
        found = self.workspace.any_channel(channel)
        if found is None:
            raise LookupError(f"there is no channel {channel}")
        fill(self.workspace, found, count)

    def set(self, **switches: object) -> None:
        """Turns switches by name. Raises `ValueError` for one that isn't there."""
        for name, value in switches.items():
            switch(self, name, value)

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
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_routes(ClientApi(lambda: self.core).routes())
        app.router.add_routes(Control(self).routes())
        app.router.add_routes(Pages(lambda: self.core).routes())
        return app

    async def _api(self, request: web.Request) -> web.Response:
        return await endpoint.answer(self.core, request)

    async def _hook(self, request: web.Request) -> web.Response:
        return await hooks.answer(self.core, request)


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
