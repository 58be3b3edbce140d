"""The Socket Mode side: the same payloads in envelopes, over a connection that the bot opens."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import shapes
from bot.intake import Intake, NotReady

log = logging.getLogger(__name__)


@asynccontextmanager
async def connected(
    intake: Intake, app_token: str, web_client: AsyncWebClient
) -> AsyncIterator[None]:
    """Take envelopes until the end; reconnecting is the SDK's business.

    An envelope that can't be taken now is left unacked, so that Slack tries again.
    """
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

    client.socket_mode_request_listeners.append(receive)
    try:
        await client.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
        log.info("connected by Socket Mode")
        yield
    finally:
        await client.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


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
