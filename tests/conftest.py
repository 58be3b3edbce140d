"""The library that ships, made once; and the bot at work in a sandbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

# Loaded here, it is asked here: without a process of its own for each decade of each test's.
import holidays as _holidays  # noqa: F401
import pytest
from aiohttp import web
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import exists, select

from bot.app import Bot, running
from bot.doctor import MANIFEST
from bot.sandbox import Manifest, Person, Sandbox
from bot.sandbox.transport.answer import Transport
from bot.serving import reached
from bot.settings import Settings
from bot.store import Transaction
from bot.store.tables import inbox, outbox
from catalog import Catalog
from tests.empty import empty_desk
from tests.ports import free_port

SECRET = "a signing secret of the tests"  # noqa: S105 (the tests' own)
TOKEN = "xoxb-tests-only"  # noqa: S105
APP_TOKEN = "xapp-tests-only"  # noqa: S105


# A busy machine is slow, which says nothing of what is tested.
hypothesis_settings.register_profile(
    "liaison", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("liaison")


@dataclass(frozen=True, slots=True)
class World:
    """A local Slack, and the bot in it as it runs in production."""

    sandbox: Sandbox
    catalog: Catalog
    bot_url: str
    bot: Bot

    async def settled(self) -> None:
        """Wait until nothing is under way: no delivery, no event, no message that is due.

        What only waits because Slack takes one message a second has its time pass at once.
        """
        async with asyncio.timeout(20):
            while True:
                await self.sandbox.settled()
                # In this order: what is no longer due is in hand.
                is_due = await self.bot.store.run(_due)
                if self._in_hand:
                    await asyncio.sleep(0.005)
                elif is_due:
                    self._hurry()
                    await asyncio.sleep(0.005)
                else:
                    await self.sandbox.settled()
                    return

    def _hurry(self) -> None:
        clock = self.sandbox.clock
        rested_in = self.bot.workers.delivery.rested_in(clock.now())
        if rested_in is not None:
            clock.advance(rested_in)

    @property
    def _in_hand(self) -> int:
        return self.bot.workers.in_hand + self.bot.background.in_hand

    @property
    def ana(self) -> Person:
        """A council member who reads English."""
        return self.sandbox.person("ana")

    @property
    def luis(self) -> Person:
        """A council member who reads Spanish."""
        return self.sandbox.person("luis")


def _due(tx: Transaction) -> bool:
    """Whether something waits that may be done now, and is not held up."""
    claimable = select(outbox.c.id).where(outbox.c.state == "ready", outbox.c.ready_at <= tx.now)
    held_up = outbox.alias()
    free = ~exists().where(held_up.c.lane == outbox.c.lane, held_up.c.state.in_(("maybe", "held")))
    waiting = select(inbox.c.id).where(inbox.c.state == "waiting", inbox.c.ready_at <= tx.now)
    return bool(tx.execute(claimable.where(free)).first() or tx.execute(waiting).first())


def pytest_addoption(parser: pytest.Parser) -> None:
    """Stories by each way in, where the usual run has them by one."""
    parser.addoption("--both-transports", action="store_true", help="each story by both ways in")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library") / "catalog.db"
    with Catalog.open(path) as catalog:
        catalog.load_shipped()
    return path


@pytest.fixture
def transport() -> Transport:
    """How Slack reaches the bot; the stories run both ways."""
    return "http"


@pytest.fixture
def settings(tmp_path: Path, transport: Transport) -> Settings:
    way_in = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_APP_TOKEN": APP_TOKEN}
    way_in.pop("SLACK_APP_TOKEN" if transport == "http" else "SLACK_SIGNING_SECRET")
    return Settings.model_validate({"SLACK_BOT_TOKEN": TOKEN, "LIAISON_DATA": tmp_path, **way_in})


@pytest.fixture(scope="session")
def manifest() -> Manifest:
    """What the app declares, read once."""
    return Manifest.read(MANIFEST)


@pytest.fixture
async def sandbox(transport: Transport, manifest: Manifest) -> AsyncIterator[Sandbox]:
    slack = Sandbox(
        manifest,
        signing_secret=SECRET,
        bot_token=TOKEN,
        app_token=APP_TOKEN,
        transport=transport,
    )
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
async def world(
    library: Path, settings: Settings, sandbox: Sandbox, transport: Transport
) -> AsyncIterator[World]:
    settings.api_url = sandbox.api_url
    empty_desk(settings.desk_path)
    port = free_port()
    sandbox.bot_url = f"http://127.0.0.1:{port}/slack/events"
    with Catalog.open(library) as catalog:
        async with running(settings, catalog, sandbox.clock) as bot:
            await bot.installation.establish()
            runner = web.AppRunner(bot.web, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()
            async with bot.at_work(), reached(bot, settings):
                while transport == "socket" and not sandbox.sockets.connections:  # noqa: ASYNC110 (the SDK tells nobody)
                    await asyncio.sleep(0.005)
                yield World(sandbox, catalog, f"http://127.0.0.1:{port}", bot)
            await runner.cleanup()
