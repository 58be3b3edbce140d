"""What both transports share: from a payload of the right shape to a listener's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot import shapes

Check = Callable[[], bool]

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

    def findings(self) -> dict[str, bool]:
        """Each check and whether it holds now."""
        return {name: check() for name, check in self.checks.items()}

    async def take(
        self, payload: shapes.Payload, headers: Mapping[str, str | Sequence[str]] | None = None
    ) -> BoltResponse:
        """A listener's answer to a payload, empty where nobody listens for it.

        Raises NotSlack for a payload of the wrong shape, NotReady before the bot can answer.
        """
        if shapes.kind(payload) is None:
            return NOTHING_TO_SAY
        if not all(self.findings().values()):
            raise NotReady
        if refusal := await self.turned_away(payload):
            return refusal
        # The "socket_mode" of a Bolt request means that its body is parsed and verified already.
        request = AsyncBoltRequest(body=payload, headers=dict(headers or {}), mode="socket_mode")
        answer = await self.app.async_dispatch(request)
        # Nobody listens for it: a second delivery would change nothing.
        return NOTHING_TO_SAY if answer.status == 404 else answer
