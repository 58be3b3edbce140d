"""The stories run over both of Slack's transports: each by one of them, or by both when asked."""

from __future__ import annotations

from collections import defaultdict
from typing import cast
from zlib import crc32

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.transport.answer import Transport
from bot.settings import Settings
from tests.conftest import World
from tests.stories.tickets import TicketDesk, open_triage


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> Transport:
    """How Slack reaches the bot."""
    return cast("Transport", request.param)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of each story that is there by both ways keep one, always the same: what is behind the ways
    in is the same code, and by both ways all of it takes twice as long.
    """
    if config.getoption("both_transports"):
        return
    ways = defaultdict(list)
    for item in items:
        way = _way(item)
        if way:
            ways[item.nodeid.replace(way, "", 1)].append(item)
    spared = {
        found[crc32(name.encode()) % 2].nodeid for name, found in ways.items() if len(found) == 2
    }
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in spared])
    items[:] = [item for item in items if item.nodeid not in spared]


def _way(item: pytest.Item) -> str:
    """Which way in a story takes; empty where it has no choice."""
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("transport", "")) if callspec else ""


@pytest.fixture
def triage_channel(settings: Settings, sandbox: Sandbox) -> str:
    """Dana triages in a private channel; set before the bot starts."""
    settings.triage_channel = open_triage(sandbox)
    settings.coordinators = sandbox.person("dana").id
    return settings.triage_channel


@pytest.fixture
async def desk(triage_channel: str, world: World) -> TicketDesk:
    """The bot at work with a triage channel. A story asks for it, and for `world` only after."""
    assert world.bot.settings.triage_channel == triage_channel
    await world.sandbox.person("dana").open_home()
    await world.settled()
    return TicketDesk(world)
