"""The stories run over both of Slack's transports."""

from __future__ import annotations

from typing import cast

import pytest

from bot.sandbox.transport.answer import Transport


@pytest.fixture(params=["http", "socket"])
def transport(request: pytest.FixtureRequest) -> Transport:
    """How Slack reaches the bot."""
    return cast("Transport", request.param)
