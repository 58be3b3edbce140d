"""Searches are counted in memory, and kept by month now and then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.desk import tallies
from bot.desk.tallies import Searched
from bot.store import Store, Transaction, Unavailable
from handlers.background import Background
from handlers.tallying import EVERY_SECONDS, Tallying
from tests.empty import empty_desk

NOW = 1_796_000_000.0


@dataclass
class Clock:
    """Stands where it is put."""

    time: float = NOW

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.time += seconds


@dataclass
class Counting:
    """What is counted, heard and kept."""

    clock: Clock
    store: Store
    heard: list[bool]
    tallying: Tallying

    async def kept(self) -> list[Searched]:
        await self.tallying.background.settled()
        found: dict[str, Searched] = await self.store.run(everything)
        return list(found.values())


@pytest.fixture
def counting(tmp_path: Path) -> Iterator[Counting]:
    clock, heard = Clock(), list[bool]()
    store = Store.open(empty_desk(tmp_path / "desk.db"), clock.now)
    yield Counting(clock, store, heard, Tallying(store, clock, Background(), heard.append))
    store.close()


def everything(tx: Transaction) -> dict[str, Searched]:
    return tallies.searched(tx, ("2000-01", "2999-12"))


async def test_the_first_search_is_kept_at_once_and_the_next_ones_together(
    counting: Counting,
) -> None:
    counting.tallying.searched(True)  # noqa: FBT003 (as the shelf says it)
    assert await counting.kept() == [Searched(1, 0)]
    for found in (True, False, False):
        counting.tallying.searched(found)
    assert await counting.kept() == [Searched(1, 0)]
    counting.clock.time += EVERY_SECONDS
    counting.tallying.searched(True)  # noqa: FBT003
    assert await counting.kept() == [Searched(5, 2)]
    assert counting.heard == [True, True, False, False, True]


async def test_what_was_counted_is_kept_when_it_is_asked_for(counting: Counting) -> None:
    counting.tallying.searched(True)  # noqa: FBT003
    counting.tallying.searched(False)  # noqa: FBT003
    await counting.tallying.keep()
    await counting.tallying.keep()
    assert await counting.kept() == [Searched(2, 1)]


async def test_what_can_t_be_kept_is_kept_the_next_time(
    counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_tx: Transaction, _counts: object) -> None:
        raise Unavailable

    counting.tallying.searched(False)  # noqa: FBT003
    with monkeypatch.context() as broken:
        broken.setattr(tallies, "add", full)
        assert await counting.kept() == []
    await counting.tallying.keep()
    assert await counting.kept() == [Searched(1, 1)]


async def test_each_month_has_its_own_count(counting: Counting) -> None:
    for _month in range(2):
        counting.tallying.searched(True)  # noqa: FBT003
        await counting.kept()
        counting.clock.time += 31 * 24 * 3600
    assert await counting.kept() == [Searched(1, 0), Searched(1, 0)]
