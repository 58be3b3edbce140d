"""The library that ships, made once; and the bot at work in a sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bot.app import running
from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Person, Sandbox
from bot.settings import Settings
from catalog import Catalog
from tests.ports import free_port

SECRET = "a signing secret of the tests"  # noqa: S105 (the tests' own)
TOKEN = "xoxb-tests-only"  # noqa: S105


@dataclass(frozen=True, slots=True)
class World:
    """A local Slack, and the bot in it as it runs in production."""

    sandbox: Sandbox
    catalog: Catalog
    bot_url: str

    @property
    def ana(self) -> Person:
        """A council member who reads English."""
        return self.sandbox.person("ana")

    @property
    def luis(self) -> Person:
        """A council member who reads Spanish."""
        return self.sandbox.person("luis")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "catalog.db"
    with Catalog.open(path) as catalog:
        catalog.load_shipped()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.model_validate(
        {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "LIAISON_DATA": tmp_path}
    )


@pytest.fixture
async def world(library: Path, settings: Settings) -> AsyncIterator[World]:
    port = free_port()
    sandbox = Sandbox(
        Manifest.read(MANIFEST),
        bot_url=f"http://127.0.0.1:{port}/slack/events",
        signing_secret=SECRET,
        bot_token=TOKEN,
    )
    await sandbox.start()
    settings.api_url = sandbox.api_url
    with Catalog.open(library) as catalog:
        async with running(settings, catalog) as bot:
            await bot.installation.establish()
            runner = web.AppRunner(bot.web, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            yield World(sandbox, catalog, f"http://127.0.0.1:{port}")
            await runner.cleanup()
    await sandbox.stop()
