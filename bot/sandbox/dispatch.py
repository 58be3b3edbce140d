"""Deliveries to the app: over the transport in force, with three seconds to answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.outage import Outage
from bot.sandbox.record import Delivery, Record
from bot.sandbox.signing import Signature
from bot.sandbox.transport.answer import Answer, Carrier, Transport, UnreachableError
from bot.sandbox.transport.sockets import Sockets
from bot.sandbox.transport.webhook import FORM, Webhook
from bot.sandbox.wire import JSON

ACK_SECONDS = 3.0
_Ask = Callable[[], Awaitable[Answer]]


class Dispatcher:
    """Delivers to the app and writes down what came of it."""

    def __init__(
        self,
        record: Record,
        clock: Clock,
        faults: Faults,
        outage: Outage,
        webhook: Webhook,
        sockets: Sockets,
    ) -> None:
        self.record = record
        self.clock = clock
        self.outage = outage
        self.webhook = webhook
        self.transport: Transport = "http"
        self.ack_seconds = ACK_SECONDS
        self._faults = faults
        self._carriers: dict[Transport, Carrier] = {"http": webhook, "socket": sockets}
        self._in_flight = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def begin(self) -> None:
        """Counts something that `settled` must wait for."""
        self._in_flight += 1
        self._idle.clear()

    def end(self) -> None:
        """The other half of `begin`."""
        self._in_flight -= 1
        if not self._in_flight:
            self._idle.set()

    async def up(self) -> None:
        """Returns once Slack is up; until then `settled` does not wait for what was begun."""
        self.end()
        try:
            await self.outage.over()
        finally:
            self.begin()

    @property
    def in_flight(self) -> int:
        """How many deliveries are under way."""
        return self._in_flight

    async def settled(self) -> None:
        """Returns when no delivery is under way and no wait of the clock is due."""
        while self._in_flight or self.clock.due() or self.outage.due():
            await self._idle.wait()
            await asyncio.sleep(0)

    async def send(
        self,
        kind: str,
        payload: JSON,
        *,
        signature: Signature = "good",
        retry: str | None = None,
        retry_num: int = 0,
    ) -> Delivery:
        """Delivers a payload once."""
        delivery = Delivery(kind, payload, retry_num=retry_num, retry_reason=retry)
        carrier = self._carriers[self.transport]
        await self._deliver(delivery, lambda: carrier.carry(delivery, signature))
        return delivery

    async def send_raw(
        self, body: bytes, *, content_type: str = FORM, signature: Signature = "good"
    ) -> Delivery:
        """Delivers any bytes to the app's address, signed as asked."""
        delivery = Delivery("raw", {})
        await self._deliver(delivery, lambda: self.webhook.post(body, content_type, signature))
        return delivery

    async def _deliver(self, delivery: Delivery, ask: _Ask) -> None:
        delivery.at = self.clock.now()
        delivery.fault = self._faults.striking_delivery(delivery)
        self.record.delivery(delivery)
        self.begin()
        started = time.perf_counter()
        try:
            await self._ask(delivery, ask)
        finally:
            delivery.ms = (time.perf_counter() - started) * 1000
            self.end()

    async def _ask(self, delivery: Delivery, ask: _Ask) -> None:
        try:
            async with self.clock.timeout(self.ack_seconds):
                _answered(delivery, await _under(delivery.fault, ask))
        except TimeoutError:
            delivery.error = "operation_timeout"
        except UnreachableError:
            delivery.error = "dispatch_failed"


async def _under(fault: str | None, ask: _Ask) -> Answer:
    """The app's answer, if the fault lets it come."""
    if fault == "unsent":
        raise UnreachableError
    answer = await ask()
    if fault == "ack_lost":
        raise TimeoutError
    return await ask() if fault == "twice" else answer


def _answered(delivery: Delivery, answer: Answer) -> None:
    delivery.status, delivery.body, delivery.headers = answer.status, answer.body, answer.headers
    if answer.status != 200:
        delivery.error = "dispatch_failed"
