"""An app at the other end of Socket Mode connections, as raw as can be."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack

Payload = JSON | str | None
Answer = Payload | Callable[[JSON], Payload]
SILENT = "silent"


class Line:
    """One connection. Acks each envelope, with the payload `answers` has for its type."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.frames: list[JSON] = []
        self.answers: dict[str, Answer] = {}
        self._came = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    @property
    def envelopes(self) -> list[JSON]:
        return [frame for frame in self.frames if "envelope_id" in frame]

    @property
    def closed(self) -> bool:
        return self._reader.done()

    async def frame(self, number: int) -> JSON:
        """The frame with that number, once it is here."""
        async with asyncio.timeout(5):
            while len(self.frames) <= number:
                self._came.clear()
                await self._came.wait()
        return self.frames[number]

    async def gone(self) -> None:
        async with asyncio.timeout(5):
            await self._reader

    async def _read(self) -> None:
        async for message in self.socket:
            frame = message.json()
            self.frames.append(frame)
            self._came.set()
            if "envelope_id" in frame:
                await self._ack(frame)

    async def _ack(self, frame: JSON) -> None:
        answer = self.answers.get(frame["type"])
        payload = answer(frame["payload"]) if callable(answer) else answer
        if payload != SILENT:
            ack = {"envelope_id": frame["envelope_id"]}
            await self.socket.send_json(ack | ({"payload": payload} if payload else {}))


async def address(slack: Slack) -> str:
    opened = await slack.call("apps.connections.open", bearer=slack.sandbox.app_token)
    assert opened["ok"], opened
    return str(opened["url"])


@asynccontextmanager
async def line(slack: Slack, more: str = "") -> AsyncIterator[Line]:
    async with slack.http.ws_connect(await address(slack) + more) as socket:
        yield Line(socket)


@asynccontextmanager
async def connected(slack: Slack) -> AsyncIterator[Line]:
    """A line on which the greeting has come, with deliveries over sockets."""
    slack.sandbox.set(transport="socket")
    async with line(slack) as each:
        await each.frame(0)
        yield each
