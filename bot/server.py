"""The HTTP side: what reaches a listener is signed, of bounded size, and has a payload's shape."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web
from slack_bolt.response import BoltResponse

from bot import shapes
from bot.health import Health
from bot.intake import Intake, NotReady
from bot.metrics import CONTENT_TYPE
from bot.signature import Verifier
from bot.store import Unavailable

MAX_BODY = 4 * 1024 * 1024
"""The longest that Slack sends: the edit of a message of 40,000 emoji, which it tells with text and
blocks, before and after, each sign as twelve characters (1.9 MB from the sandbox).
"""
EVENTS = "/slack/events"
_RETRY_HEADERS = ("X-Slack-Retry-Num", "X-Slack-Retry-Reason")


@dataclass(frozen=True, slots=True)
class Server:
    """The bot's paths. Without a verifier Slack comes through Socket Mode, and not here."""

    intake: Intake
    verifier: Verifier | None
    health: Health
    measured: Callable[[], Awaitable[bytes]]

    def web_app(self) -> web.Application:
        """The aiohttp application with its paths."""
        application = web.Application(client_max_size=MAX_BODY)
        if self.verifier:
            application.router.add_post(EVENTS, self.receive)
        application.router.add_get("/livez", self.livez)
        application.router.add_get("/healthz", self.healthz)
        application.router.add_get("/metrics", self.metrics)
        return application

    async def receive(self, request: web.Request) -> web.Response:
        """Any request of Slack's: 401 unsigned, 413 too long, 400 no payload, 503 not ready."""
        body = await request.read()
        if not (self.verifier and self.verifier.accepts(request.headers, body)):
            return web.Response(status=401)
        try:
            payload = shapes.parse(body, request.content_type)
            if "ssl_check" in payload:
                return web.Response()
            if payload.get("type") == "url_verification":
                return web.json_response({"challenge": payload.get("challenge")})
            return _response(await self.intake.take(payload, _retry(request)))
        except shapes.NotSlack:
            return web.Response(status=400)
        except NotReady:
            return web.Response(status=503)

    async def livez(self, _request: web.Request) -> web.Response:
        """200 while the process runs and its database takes a write."""
        return web.Response(status=200 if await self.health.is_alive() else 503)

    async def healthz(self, _request: web.Request) -> web.Response:
        """200 when all is in order, else 503, and which of the checks is not."""
        found = await self.health.findings()
        well = all(found.values())
        return web.json_response({"ok": well, "checks": found}, status=200 if well else 503)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Prometheus's text: requests, queues and the library's use."""
        try:
            text = await self.measured()
        except Unavailable:
            return web.Response(status=503)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})


def _retry(request: web.Request) -> dict[str, str]:
    # Only Slack's retry headers go on: `x-slack-bolt-*` would steer Bolt from outside.
    return {name: request.headers[name] for name in _RETRY_HEADERS if name in request.headers}


def _response(answer: BoltResponse) -> web.Response:
    content_type = "application/json" if answer.body.startswith("{") else "text/plain"
    return web.Response(status=answer.status, text=answer.body, content_type=content_type)
