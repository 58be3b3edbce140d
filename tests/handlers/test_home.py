"""Publishing Homes: one at a time for each person, the newest last."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from bot.desk import bookmarks, people
from bot.desk.people import Member, Person
from bot.store import Store
from catalog import Catalog
from handlers.answers import Answers
from handlers.background import Background
from handlers.directory import Directory
from handlers.home import Home
from handlers.shelf import Shelf
from handlers.views.blocks import View
from tests.empty import empty_desk
from tests.readable import readable

ANA, LUIS = Member("T1", "U1"), Member("T1", "U2")


@dataclass
class SlowSlack:
    """Publishes when it is let; notes the Homes in the order in which they arrive."""

    shown: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    may: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def publish(self, user_id: str, view: View, replaces: str = "") -> str:
        self.replaced.append(replaces)
        self.begun.release()
        await self.may.acquire()
        self.shown.append((user_id, readable(view)))
        return f"hash-{len(self.shown)}"


@dataclass
class Known:
    """Everybody is known already."""

    store: Store

    async def person(self, member: Member) -> Person:
        return await self.store.run(people.meet, member)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store.open(empty_desk(tmp_path / "desk.db"))
    yield store
    store.close()


@pytest.fixture
def slack() -> SlowSlack:
    return SlowSlack()


@pytest.fixture
def home(library: Path, store: Store, slack: SlowSlack) -> Home:
    return Home(
        store,
        Shelf(Catalog.open(library)),
        cast("Directory", Known(store)),
        cast("Answers", slack),
        Background(),
    )


async def save(store: Store, member: Member, resource_id: str) -> None:
    person = await store.run(people.meet, member)
    await store.run(bookmarks.save, person.id, resource_id)


async def test_of_two_changes_at_once_the_newest_is_shown_last(
    home: Home, store: Store, slack: SlowSlack
) -> None:
    await save(store, ANA, "first")
    home.renew(ANA)
    await slack.begun.acquire()
    for each in ("second", "third"):
        await save(store, ANA, each)
        home.renew(ANA)
    # More than it takes: one that is drawn for each change would be let through as well.
    for _ in range(9):
        slack.may.release()
    await home.background.settled()
    older, newest = (said for _, said in slack.shown)
    assert "(first)" in older
    assert "(third)" not in older
    assert "(third)" in newest
    assert slack.replaced == ["", "hash-1"]


async def test_one_person_s_home_does_not_wait_for_another_s(home: Home, slack: SlowSlack) -> None:
    home.renew(ANA)
    home.renew(LUIS)
    for _ in range(2):
        await slack.begun.acquire()
    slack.may.release()
    slack.may.release()
    await home.background.settled()
    assert {user_id for user_id, _ in slack.shown} == {"U1", "U2"}


async def test_after_a_failure_home_is_shown_again(
    home: Home, slack: SlowSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bookmarks, "saved", None)
        home.renew(ANA)
        await home.background.settled()
    slack.may.release()
    await home.show(ANA)
    assert len(slack.shown) == 1
