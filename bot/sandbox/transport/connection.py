"""One Socket Mode connection: what was sent over it, and the acks it still waits for."""

import asyncio
from uuid import uuid4

from aiohttp import web

from bot.sandbox.record import Delivery
from bot.sandbox.transport.answer import Answer, UnreachableError
from bot.sandbox.transport.envelopes import disconnect, envelope, read_ack
from bot.sandbox.wire import JSON, dumps

_JSON_TYPE = {"Content-Type": "application/json"}


class Connection:
    """Acks count only on the connection that carried the envelope."""

    def __init__(self, number: int, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.number = number
        self.carried = 0
        self._socket = socket
        self._request = request
        self._waiting: dict[str, asyncio.Future[str]] = {}

    @property
    def waiting(self) -> int:
        """How many envelopes are not acknowledged yet."""
        return len(self._waiting)

    async def ask(self, delivery: Delivery) -> Answer:
        """Sends an envelope and waits for its ack. Raises `UnreachableError`."""
        envelope_id = str(uuid4())
        ack: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = ack
        self.carried += 1
        delivery.connection = self.number
        try:
            await self.say(envelope(envelope_id, delivery))
            body = await ack
        finally:
            del self._waiting[envelope_id]
        return Answer(200, body, _JSON_TYPE if body else {})

    async def say(self, frame: JSON) -> None:
        """Sends a frame. Raises `UnreachableError`."""
        try:
            await self._socket.send_str(dumps(frame))
        except ConnectionError as mistake:
            raise UnreachableError from mistake

    def hear(self, frame: str) -> None:
        """Takes a frame of the app. A late ack, or one for nothing, changes nothing."""
        ack = read_ack(frame)
        waiting = self._waiting.get(ack[0]) if ack else None
        if ack and waiting and not waiting.done():
            waiting.set_result(ack[1])

    async def retire(self, reason: str) -> None:
        """Says why, and closes."""
        await self.say(disconnect(reason))
        await self._socket.close()

    def cut(self) -> None:
        """Breaks the line without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    def lose(self) -> None:
        """The line is gone: nothing that still waits will be acknowledged."""
        for ack in self._waiting.values():
            if not ack.done():
                ack.set_exception(UnreachableError())
