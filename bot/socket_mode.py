"""The Socket Mode side: the same payloads in envelopes, over a connection that the bot opens."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import shapes
from bot.installation import TokenRefused
from bot.intake import Intake, NotReady
from handlers.outcomes import FAILURES, judge

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Line:
    """The connection to Slack, where Slack comes by Socket Mode. `came_up` hears each time that
    Slack says hello: what it had to say before that may have been missed.
    """

    came_up: Callable[[], None] = lambda: None
    client: SocketModeClient | None = None

    def is_up(self) -> bool:
        """Whether it stands now."""
        session = self.client.current_session if self.client else None
        return session is not None and not session.closed


@asynccontextmanager
async def connected(
    intake: Intake, app_token: str, web_client: AsyncWebClient, line: Line
) -> AsyncIterator[None]:
    """Take envelopes until the end; connecting, again and again, is the SDK's business.

    An envelope that can't be taken now is left unacked, so that Slack tries again. Raises
    TokenRefused when Slack refuses the app-level token.
    """
    await _check(app_token, web_client)
    # The SDK logs whole messages at DEBUG.
    logger = logging.getLogger("slack_sdk.liaison")
    logger.setLevel(logging.WARNING)
    client = SocketModeClient(app_token=app_token, web_client=web_client, logger=logger)

    async def receive(_client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = await _answer(intake, request)
        if answer is not None:
            await client.send_socket_mode_response(
                SocketModeResponse(envelope_id=request.envelope_id, payload=_payload(answer))
            )

    async def greeted(
        _client: AsyncBaseSocketModeClient, message: dict[str, object], _raw: str | None
    ) -> None:
        if message.get("type") == "hello":
            line.came_up()

    client.socket_mode_request_listeners.append(receive)
    client.message_listeners.append(greeted)
    line.client = client
    # The SDK tries until it is connected; the process must be able to stop meanwhile.
    connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
    try:
        yield
    finally:
        line.client = None
        connecting.cancel()
        await client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


async def _check(app_token: str, web_client: AsyncWebClient) -> None:
    """Raises TokenRefused for a token with which the SDK would go on trying in vain."""
    try:
        await web_client.apps_connections_open(app_token=app_token)
    except FAILURES as error:
        outcome = judge(error)
        if outcome.became == "token_refused":
            raise TokenRefused("SLACK_APP_TOKEN", outcome.code) from None
        log.warning("apps.connections.open failed: %s", outcome.code)


async def _answer(intake: Intake, request: SocketModeRequest) -> BoltResponse | None:
    retry: dict[str, str] = {}
    if request.retry_attempt:
        retry["X-Slack-Retry-Num"] = str(request.retry_attempt)
        retry["X-Slack-Retry-Reason"] = request.retry_reason or ""
    try:
        return await intake.take(request.payload, retry)
    except NotReady:
        log.warning("an envelope came before the bot was ready")
    except shapes.NotSlack:
        log.warning("an envelope held no payload")
        return BoltResponse(status=200, body="")
    return None


def _payload(answer: BoltResponse) -> dict[str, object] | None:
    return json.loads(answer.body) if answer.body.startswith("{") else None
