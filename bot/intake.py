"""What both transports share: from a payload of the right shape to a listener's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import shapes
from bot.metrics import Metrics
from bot.store import Unavailable
from handlers.reception import Reception

Check = Callable[[], bool]

KEPT = frozenset({"message", "app_mention"})
"""Events that must not be lost. The others are answered at once or never: a Home that is
published later helps nobody."""

BROUGHT_AGAIN = frozenset({"channel_id_changed"})
"""Events that are dealt with at once, and that Slack is to bring again where that failed: whoever
misses one looks for a channel that is no more."""

FAILED = 500
NOTHING_TO_SAY = BoltResponse(status=200, body="")


class NotReady(Exception):
    """Something without which no request can be answered is not in order; Slack may try again."""


@dataclass(frozen=True, slots=True)
class Intake:
    """The way in. `checks` by name say what must be in order before anything is taken;
    `turned_away` answers those whom no listener may serve.
    """

    app: AsyncApp
    checks: Mapping[str, Check]
    turned_away: Callable[[shapes.Payload], Awaitable[BoltResponse | None]]
    reception: Reception
    metrics: Metrics

    async def take(
        self, payload: shapes.Payload, headers: Mapping[str, str | Sequence[str]] | None = None
    ) -> BoltResponse:
        """A listener's answer to a payload, empty where nobody listens for it.

        An event is kept, and handed to its listener later. Raises NotSlack for a payload of the
        wrong shape, NotReady when the bot can't answer, or keep, it now.
        """
        kind = shapes.kind(payload)
        if kind is None:
            return NOTHING_TO_SAY
        with self.metrics.timed(kind) as request:
            if not all(check() for check in self.checks.values()):
                request.outcome = "not_ready"
                raise NotReady
            if refusal := await self.turned_away(payload):
                request.outcome = "turned_away"
                return refusal
            answer = await self._take(kind, payload, headers)
            request.outcome = "ok"
            return answer

    async def _take(
        self,
        kind: str,
        payload: shapes.Payload,
        headers: Mapping[str, str | Sequence[str]] | None,
    ) -> BoltResponse:
        if kind == "event_callback" and payload["event"]["type"] in KEPT:
            try:
                await self.reception.take(payload)
            except Unavailable as problem:
                raise NotReady from problem
            return NOTHING_TO_SAY
        answer = await self.dispatch(payload, headers)
        if kind != "event_callback":
            return answer
        if answer.status >= FAILED and payload["event"]["type"] in BROUGHT_AGAIN:
            raise NotReady
        # Any other event that failed is not better for coming again.
        return NOTHING_TO_SAY

    async def dispatch(
        self, payload: shapes.Payload, headers: Mapping[str, str | Sequence[str]] | None = None
    ) -> BoltResponse:
        """A listener's answer, empty where nobody listens."""
        # The "socket_mode" of a Bolt request means that its body is parsed and verified already.
        request = AsyncBoltRequest(body=payload, headers=dict(headers or {}), mode="socket_mode")
        answer = await self.app.async_dispatch(request)
        # Nobody listens for it: a second delivery would change nothing.
        return NOTHING_TO_SAY if answer.status == 404 else answer
