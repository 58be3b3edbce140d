"""What was missed comes before what is said now, whoever looks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.desk import inbox, joining
from bot.desk.inbox import Turn
from bot.desk.joining import End
from bot.desk.people import Member
from bot.store import Store
from handlers.catching_up import CatchingUp
from handlers.errors import NotNow
from tests.empty import empty_desk

LANE = "D1:1.0"
NOW = Turn(LANE, "5.0")
MISSED = [
    {"type": "message", "user": "U1", "team": "T1", "ts": ts, "thread_ts": "1.0", "text": ts}
    for ts in ("2.0", "3.0", "4.0")
]


class Slow(AsyncWebClient):
    """Slack's answer comes to all who look at the same moment."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.everybody = asyncio.Barrier(looks)

    async def conversations_replies(self, **_asked: Any) -> Any:  # noqa: ANN401 (the SDK's type)
        await self.everybody.wait()
        return {"messages": MISSED}


class Installed:
    """Where it is installed."""

    team_id, bot_id, user_id = "T1", "B1", "UBOT"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(empty_desk(tmp_path / "desk.db"))
    yield store
    store.close()


async def away(store: Store, *, looks: int) -> CatchingUp:
    """Two joined threads, in which people wrote while nobody listened."""
    ends = [
        End(Member("T1", user), channel, "1.0", since_ts="1.0")
        for user, channel in (("U1", "D1"), ("U2", "D2"))
    ]
    await store.run(joining.link, ends)
    return CatchingUp(store, Slow(looks), SystemClock(), Installed())


async def handle_all(store: Store) -> None:
    while waiting := (await store.run(inbox.due, 10)):
        for each in waiting:
            await store.run(inbox.handled, each.id)


async def says(catching_up: CatchingUp) -> bool:
    return await catching_up.before("D1", "1.0", NOW, 0)


async def test_of_two_who_look_at_once_neither_goes_first(store: Store) -> None:
    catching_up = await away(store, looks=2)
    found = await asyncio.gather(says(catching_up), says(catching_up), return_exceptions=True)
    assert [type(each) for each in found] == [NotNow, NotNow]
    await handle_all(store)
    assert await says(catching_up)


async def test_what_waits_in_the_inbox_goes_first_though_the_thread_was_looked_through(
    store: Store,
) -> None:
    catching_up = await away(store, looks=1)
    for _ in range(2):
        with pytest.raises(NotNow):
            await says(catching_up)
    await handle_all(store)
    assert await says(catching_up)
