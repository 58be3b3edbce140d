"""A sandbox on a clock that stands still, with an app that does as it is told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest

from bot.sandbox import Clock, Manifest, Person, Sandbox
from bot.sandbox.wire import JSON
from tests.sandbox.fake_bot import FakeBot
from tests.sandbox.manifests import manifest

NOW = 1_800_000_000.0


@dataclass(frozen=True)
class Slack:
    """Everything a test touches."""

    sandbox: Sandbox
    bot: FakeBot
    http: aiohttp.ClientSession

    @property
    def ana(self) -> Person:
        return self.sandbox.person("ana")

    @property
    def luis(self) -> Person:
        return self.sandbox.person("luis")

    @property
    def dana(self) -> Person:
        return self.sandbox.person("dana")

    @property
    def clock(self) -> Clock:
        return self.sandbox.clock

    async def api(self, method: str, **args: object) -> JSON:
        """Calls the Web API with a JSON body, as the app."""
        return await self.call(method, json=args)

    async def get(self, method: str, **args: str) -> JSON:
        """Calls the Web API with a query, as the app."""
        headers = {"Authorization": f"Bearer {self.sandbox.bot_token}"}
        url = self.sandbox.api_url + method
        async with self.http.get(url, params=args, headers=headers) as answer:
            body: JSON = await answer.json()
            return body

    async def call(
        self,
        method: str,
        *,
        bearer: str | None = None,
        json: object = None,
        data: object = None,
        params: dict[str, str] | None = None,
    ) -> JSON:
        """Calls the Web API in any form."""
        headers = {"Authorization": f"Bearer {bearer or self.sandbox.bot_token}"}
        url = self.sandbox.api_url + method
        async with self.http.post(
            url, headers=headers, json=json, data=data, params=params
        ) as answer:
            body: JSON = await answer.json()
            return body

    async def respond(self, url: str, body: object) -> tuple[int, str]:
        """Posts to a `response_url`."""
        async with self.http.post(url, json=body) as answer:
            return answer.status, await answer.text()

    async def trigger(self) -> str:
        """A fresh trigger of Ana's."""
        delivery = await self.ana.command("/look")
        return str(delivery.payload["trigger_id"])


@asynccontextmanager
async def running(declared: Manifest) -> AsyncIterator[Slack]:
    bot = FakeBot()
    await bot.start()
    sandbox = Sandbox(declared, bot_url=bot.url, clock=Clock(standing_at=NOW))
    await sandbox.start()
    async with aiohttp.ClientSession() as http:
        yield Slack(sandbox, bot, http)
    await sandbox.stop()
    await bot.stop()


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with running(manifest()) as each:
        yield each
