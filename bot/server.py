"""The ingress: what reaches a listener is signed, of bounded size, and has a payload's shape."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiohttp import web
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import shapes
from bot.signature import Verifier

log = logging.getLogger(__name__)

MAX_BODY = 1024 * 1024
EVENTS = "/slack/events"
_RETRY_HEADERS = ("X-Slack-Retry-Num", "X-Slack-Retry-Reason")

Check = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Ingress:
    """The HTTP side of the bot. `checks` by name say what `/healthz` must find in order."""

    app: AsyncApp
    verifier: Verifier
    alive: Check
    checks: dict[str, Check]

    def web_app(self) -> web.Application:
        """The aiohttp application with its three paths."""
        application = web.Application(client_max_size=MAX_BODY)
        application.router.add_post(EVENTS, self.receive)
        application.router.add_get("/livez", self.livez)
        application.router.add_get("/healthz", self.healthz)
        return application

    async def receive(self, request: web.Request) -> web.Response:
        """Any request of Slack's: 401 unsigned, 413 too long, 400 no payload, 503 not ready."""
        body = await request.read()
        if not self.verifier.accepts(request.headers, body):
            return web.Response(status=401)
        try:
            payload = shapes.parse(body, request.content_type)
            if "ssl_check" in payload:
                return web.Response()
            kind = shapes.kind(payload)
        except shapes.NotSlack:
            return web.Response(status=400)
        if kind == "url_verification":
            return web.json_response({"challenge": payload["challenge"]})
        if kind is None:
            return web.Response()
        return await self._dispatch(payload, request)

    async def livez(self, _request: web.Request) -> web.Response:
        """200 while the process runs and its database takes a write."""
        return web.Response(status=200 if self.alive() else 503)

    async def healthz(self, _request: web.Request) -> web.Response:
        """200 when all is in order, else 503, and which of the checks is not."""
        found = {name: check() for name, check in self.checks.items()}
        return web.json_response(
            {"ok": all(found.values()), "checks": found}, status=200 if all(found.values()) else 503
        )

    async def _dispatch(self, payload: shapes.Payload, request: web.Request) -> web.Response:
        if not all(check() for check in self.checks.values()):
            return web.Response(status=503)
        # Only Slack's retry headers go on: `x-slack-bolt-*` would steer Bolt from outside.
        headers: dict[str, str | Sequence[str]] = {
            name: request.headers[name] for name in _RETRY_HEADERS if name in request.headers
        }
        # The "socket_mode" of a Bolt request means that its body is parsed and verified already.
        bolt_request = AsyncBoltRequest(body=payload, headers=headers, mode="socket_mode")
        return _response(await self.app.async_dispatch(bolt_request))


def _response(answer: BoltResponse) -> web.Response:
    # Nothing here listens for it: a second delivery would change nothing.
    status = 200 if answer.status == 404 else answer.status
    content_type = "application/json" if answer.body.startswith("{") else "text/plain"
    body = "" if answer.status == 404 else answer.body
    return web.Response(status=status, text=body, content_type=content_type)
