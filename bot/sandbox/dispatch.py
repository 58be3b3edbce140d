"""Requests to the app: signed HTTP POSTs in Slack's wire forms, with three seconds to answer."""

import asyncio
import time
from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.clock import Clock
from bot.sandbox.record import Delivery, Record
from bot.sandbox.signing import Signature, headers
from bot.sandbox.wire import JSON, dumps

FORM = "application/x-www-form-urlencoded"
ACK_SECONDS = 3.0
_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def encode(kind: str, payload: JSON) -> tuple[str, bytes]:
    """The content type and body in which a payload of this kind travels."""
    if kind == "event":
        return "application/json", dumps(payload).encode()
    if kind == "command":
        return FORM, urlencode(payload).encode()
    return FORM, urlencode({"payload": dumps(payload)}).encode()


class Dispatcher:
    """Delivers to the app's address and writes down what came of it."""

    def __init__(
        self, record: Record, clock: Clock, *, url: str, secret: str, wall: Callable[[], float]
    ) -> None:
        self.record = record
        self.clock = clock
        self.url = url
        self.secret = secret
        self.wall = wall
        self.ack_seconds = ACK_SECONDS
        self._session: aiohttp.ClientSession | None = None
        self._in_flight = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def open(self) -> None:
        """Opens the connections. The app is on this machine: no pool limit, no proxy."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=None)
        )

    async def close(self) -> None:
        """Closes the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def begin(self) -> None:
        """Counts something that `settled` must wait for."""
        self._in_flight += 1
        self._idle.clear()

    def end(self) -> None:
        """The other half of `begin`."""
        self._in_flight -= 1
        if not self._in_flight:
            self._idle.set()

    @property
    def in_flight(self) -> int:
        """How many deliveries are under way."""
        return self._in_flight

    async def settled(self) -> None:
        """Returns when no delivery is under way and no wait of the clock is due."""
        while self._in_flight or self.clock.due():
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
        content_type, body = encode(kind, payload)
        extra = (
            {"X-Slack-Retry-Num": str(retry_num), "X-Slack-Retry-Reason": retry} if retry else {}
        )
        delivery = Delivery(kind, payload, retry_num=retry_num, retry_reason=retry)
        await self._deliver(delivery, content_type, body, signature, extra)
        return delivery

    async def send_raw(
        self, body: bytes, *, content_type: str = FORM, signature: Signature = "good"
    ) -> Delivery:
        """Delivers any bytes, signed as asked."""
        delivery = Delivery("raw", {})
        await self._deliver(delivery, content_type, body, signature, {})
        return delivery

    async def _deliver(
        self,
        delivery: Delivery,
        content_type: str,
        body: bytes,
        signature: Signature,
        extra: dict[str, str],
    ) -> None:
        sent = {
            "Content-Type": content_type,
            "User-Agent": _AGENT,
            **headers(self.secret, self.wall(), body, signature),
            **extra,
        }
        delivery.at = self.clock.now()
        self.record.delivery(delivery)
        self.begin()
        started = time.perf_counter()
        try:
            await self._post(delivery, body, sent)
        finally:
            delivery.ms = (time.perf_counter() - started) * 1000
            self.end()

    async def _post(self, delivery: Delivery, body: bytes, sent: dict[str, str]) -> None:
        if self._session is None:
            raise RuntimeError("the sandbox is not started")
        try:
            async with (
                self.clock.timeout(self.ack_seconds),
                self._session.post(
                    self.url, data=BytesIO(body), headers=sent, allow_redirects=False
                ) as answer,
            ):
                delivery.body = (await answer.read()).decode("utf-8", "replace")
                delivery.status, delivery.headers = answer.status, dict(answer.headers)
        except TimeoutError:
            delivery.error = "operation_timeout"
        except (aiohttp.ClientError, OSError):
            delivery.error = "dispatch_failed"
        else:
            if delivery.status != 200:
                delivery.error = "dispatch_failed"
