"""The app's address: signed HTTP POSTs in Slack's wire forms."""

from collections.abc import Callable
from io import BytesIO
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.record import Delivery
from bot.sandbox.signing import Signature, headers
from bot.sandbox.transport.answer import Answer, UnreachableError
from bot.sandbox.wire import JSON, dumps

FORM = "application/x-www-form-urlencoded"
_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


def encode(kind: str, payload: JSON) -> tuple[str, bytes]:
    """The content type and body in which a payload of this kind travels."""
    if kind == "event":
        return "application/json", dumps(payload).encode()
    if kind == "command":
        return FORM, urlencode(payload).encode()
    return FORM, urlencode({"payload": dumps(payload)}).encode()


class Webhook:
    """Posts to `url`; `wall` is the time in signatures, in seconds since 1970."""

    def __init__(self, *, url: str, secret: str, wall: Callable[[], float]) -> None:
        self.url = url
        self._secret = secret
        self._wall = wall
        self._session: aiohttp.ClientSession | None = None

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

    async def carry(self, delivery: Delivery, signature: Signature) -> Answer:
        """Posts a payload."""
        content_type, body = encode(delivery.kind, delivery.payload)
        extra = {}
        if delivery.retry_reason:
            extra["X-Slack-Retry-Num"] = str(delivery.retry_num)
            extra["X-Slack-Retry-Reason"] = delivery.retry_reason
        return await self.post(body, content_type, signature, extra)

    async def post(
        self,
        body: bytes,
        content_type: str,
        signature: Signature,
        extra: dict[str, str] | None = None,
    ) -> Answer:
        """Posts any bytes, signed as asked. Raises `UnreachableError`."""
        if self._session is None:
            raise RuntimeError("the sandbox is not started")
        sent = {
            "Content-Type": content_type,
            "User-Agent": _AGENT,
            **headers(self._secret, self._wall(), body, signature),
            **(extra or {}),
        }
        try:
            async with self._session.post(
                self.url, data=BytesIO(body), headers=sent, allow_redirects=False
            ) as answer:
                said = (await answer.read()).decode("utf-8", "replace")
                return Answer(answer.status, said, dict(answer.headers))
        except (aiohttp.ClientError, OSError) as mistake:
            raise UnreachableError from mistake
