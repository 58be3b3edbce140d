"""Socket Mode: the app's connections, and which of them each envelope goes to."""

import asyncio
import hashlib
from contextlib import suppress
from itertools import count

from aiohttp import WSMsgType, web

from bot.sandbox.clock import Clock
from bot.sandbox.record import Delivery
from bot.sandbox.signing import Signature
from bot.sandbox.transport import envelopes
from bot.sandbox.transport.answer import Answer, UnreachableError
from bot.sandbox.transport.connection import Connection
from bot.sandbox.transport.tickets import Tickets
from bot.sandbox.wire import JSON

MOST_CONNECTIONS = 10
# How long a connection lives, how long with `debug_reconnects`, and the warning before its end.
LIFE_SECONDS = 18_060.0
DEBUG_LIFE_SECONDS = 360.0
WARNING_SECONDS = 10.0
REASONS = ("warning", "refresh_requested", "link_disabled")
_HEARTBEAT_SECONDS = 30.0
_CLOSING_SECONDS = 1.0


class Sockets:
    """Every open connection. They outlive a reset, as the app does."""

    def __init__(self, clock: Clock, app_id: str) -> None:
        self.base = ""
        self.connections: list[Connection] = []
        self._clock = clock
        self._app_id = app_id
        self._tickets = Tickets(clock)
        self._numbers = count(1)
        self._turn = 0

    def url(self) -> str:
        """An address for one new connection, good once and for half a minute."""
        app = hashlib.sha256(self._app_id.encode()).hexdigest()
        return f"{self.base}/link/?ticket={self._tickets.issue()}&app_id={app}"

    async def carry(self, delivery: Delivery, signature: Signature) -> Answer:
        """Sends a delivery over one of the connections, each in its turn."""
        if signature != "good":
            raise ValueError("over Socket Mode nothing is signed")
        if not self.connections:
            raise UnreachableError
        self._turn += 1
        return await self.connections[self._turn % len(self.connections)].ask(delivery)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection from its handshake to its end. A bad ticket gets a 408."""
        if not self._tickets.redeem(request.query.get("ticket", "")):
            raise web.HTTPRequestTimeout(text="the ticket is used or too old")
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS, timeout=_CLOSING_SECONDS)
        await socket.prepare(request)
        connection = Connection(next(self._numbers), socket, request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await connection.say(envelopes.too_many(self._app_id, len(self.connections)))
            await socket.close()
            return socket
        debug = request.query.get("debug_reconnects") == "true"
        await self._live(connection, socket, DEBUG_LIFE_SECONDS if debug else LIFE_SECONDS)
        return socket

    async def retire(self, reason: str, number: int | None = None) -> None:
        """Tells the app to connect anew; only a `warning` leaves the line open."""
        if reason not in REASONS:
            raise ValueError(f"no such reason: {reason}; there are {', '.join(REASONS)}")
        for connection in self._named(number):
            if reason == "warning":
                await connection.say(envelopes.disconnect(reason))
            else:
                await connection.retire(reason)

    def cut(self, number: int | None = None) -> None:
        """Breaks one connection, or all of them, without a word."""
        for connection in self._named(number):
            connection.cut()

    def shown(self) -> list[JSON]:
        """The connections as JSON."""
        return [
            {"number": each.number, "carried": each.carried, "waiting": each.waiting}
            for each in self.connections
        ]

    def _named(self, number: int | None) -> list[Connection]:
        return [each for each in self.connections if number in (None, each.number)]

    async def _live(
        self, connection: Connection, socket: web.WebSocketResponse, life: float
    ) -> None:
        """Greets, listens and ages until either side closes."""
        self.connections.append(connection)
        ageing = asyncio.create_task(self._age(connection, life))
        try:
            await connection.say(envelopes.hello(self._app_id, len(self.connections), life))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    connection.hear(message.data)
        finally:
            ageing.cancel()
            self.connections.remove(connection)
            connection.lose()

    async def _age(self, connection: Connection, life: float) -> None:
        with suppress(UnreachableError):
            await self._clock.sleep(life - WARNING_SECONDS)
            await connection.say(envelopes.disconnect("warning"))
            await self._clock.sleep(WARNING_SECONDS)
            await connection.retire("refresh_requested")
