"""Calls of the page's own API, as one person's page makes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack


class Browser:
    """A page that is open for one person; `who` is their short name."""

    def __init__(self, slack: Slack, who: str, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._slack = slack
        self._who = who
        self._socket = socket

    async def get(self, path: str, **query: str) -> JSON:
        url = f"{self._slack.sandbox.url}/client/{path}"
        asked = {"user": self._who, **query}
        async with self._slack.http.get(url, params=asked) as answer:
            body: JSON = await answer.json()
            return body

    async def post(self, path: str, **body: object) -> JSON:
        url = f"{self._slack.sandbox.url}/client/{path}"
        async with self._slack.http.post(url, json={"user": self._who, **body}) as answer:
            parsed: JSON = await answer.json()
            return parsed

    async def news(self, *kinds: str) -> JSON:
        """What comes next of these kinds."""
        while True:
            body: JSON = await self._socket.receive_json(timeout=5)
            if body["type"] in kinds:
                return body


@asynccontextmanager
async def browser(slack: Slack, who: str = "ana") -> AsyncIterator[Browser]:
    url = f"{slack.sandbox.url}/client/live?user={who}"
    async with slack.http.ws_connect(url) as socket:
        yield Browser(slack, who, socket)
