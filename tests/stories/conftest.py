"""The stories run over both of Slack's transports."""

from __future__ import annotations

from typing import cast

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
