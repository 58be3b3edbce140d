"""An app that answers what the test tells it, and remembers what it was sent."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from bot.sandbox.wire import JSON


@dataclass(frozen=True)
class Reply:
    """An answer that is more than a body."""

    status: int = 200
    text: str = ""
    content_type: str = "text/plain"
    headers: dict[str, str] = field(default_factory=dict)


Answer = Reply | JSON | str | None


@dataclass(frozen=True)
class Received:
    """One request to the app."""

    kind: str
    payload: JSON
    headers: dict[str, str]
    body: bytes


class FakeBot:
    """Answers by kind: `command`, `event`, or the `type` of an interaction; empty if not told."""

    def __init__(self) -> None:
        self.url = ""
        self.received: list[Received] = []
        self.answers: dict[str, Answer | Callable[[JSON], Answer]] = {}
        self.hold: asyncio.Event | None = None
        self.asked = asyncio.Event()
        self._runner: web.AppRunner | None = None

    def payloads(self, kind: str) -> list[JSON]:
        return [each.payload for each in self.received if each.kind == kind]

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/slack/events", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/slack/events"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        kind, payload = _read(request.content_type, body)
        self.received.append(Received(kind, payload, dict(request.headers), body))
        self.asked.set()
        if self.hold is not None:
            await self.hold.wait()
        answer = self.answers.get(kind)
        answer = answer(payload) if callable(answer) else answer
        if isinstance(answer, dict):
            return web.json_response(answer)
        if isinstance(answer, Reply):
            return web.Response(**asdict(answer))
        return web.Response(text=answer or "")


def _read(content_type: str, body: bytes) -> tuple[str, JSON]:
    if content_type == "application/json":
        return "event", json.loads(body)
    fields = dict(parse_qsl(body.decode(), keep_blank_values=True))
    if "payload" not in fields:
        return "command", fields
    payload = json.loads(fields["payload"])
    return payload["type"], payload
