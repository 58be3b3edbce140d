"""The Socket Mode client of Slack's own SDK, at work against the sandbox."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.sandbox.conftest import Slack


@asynccontextmanager
async def client(slack: Slack) -> AsyncIterator[list[SocketModeRequest]]:
    """The SDK, connected; it answers each request with its type."""
    requests: list[SocketModeRequest] = []

    async def receive(sdk: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        requests.append(request)
        payload = {"text": request.type} if request.accepts_response_payload else None
        answer = SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
        await sdk.send_socket_mode_response(answer)

    quiet = logging.getLogger("slack_sdk.tests")
    quiet.setLevel(logging.CRITICAL)
    web = AsyncWebClient(base_url=slack.sandbox.api_url)
    sdk = SocketModeClient(slack.sandbox.app_token, logger=quiet, web_client=web)
    sdk.socket_mode_request_listeners.append(receive)
    await sdk.connect()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
    slack.sandbox.set(transport="socket")
    try:
        yield requests
    finally:
        await sdk.close()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


async def renewed(slack: Slack, after: int) -> int:
    """The number of the only connection, once it is a newer one."""
    async with asyncio.timeout(10):
        while True:
            numbers = [each.number for each in slack.sandbox.sockets.connections]
            if len(numbers) == 1 and numbers[0] > after:
                return numbers[0]
            await asyncio.sleep(0.01)


async def answered(slack: Slack) -> None:
    """A command is answered, at last: the SDK may connect twice in a row, and what is under way
    over the first of the two is lost, as it would be in Slack.
    """
    async with asyncio.timeout(10):
        while not (await slack.ana.command("/look")).ok:  # noqa: ASYNC110 (the SDK tells nobody)
            await asyncio.sleep(0.05)


async def test_the_sdk_takes_and_answers_commands_and_events(slack: Slack) -> None:
    async with client(slack) as requests:
        delivery = await slack.ana.command("/look")
        await slack.ana.say("dm", "hello")
        await slack.sandbox.settled()
        assert [each.type for each in requests] == ["slash_commands", "events_api"]
        assert delivery.message
        assert delivery.message["text"] == "slash_commands"
        assert requests[1].payload["event"]["text"] == "hello"
        assert requests[1].retry_attempt == 0


async def test_the_sdk_connects_anew_when_it_is_told_to(slack: Slack) -> None:
    async with client(slack) as requests:
        first = await renewed(slack, 0)
        await slack.sandbox.sockets.retire("warning")
        second = await renewed(slack, first)
        await answered(slack)
        await slack.sandbox.sockets.retire("refresh_requested")
        await renewed(slack, second)
        await answered(slack)
        assert len(requests) >= 2
