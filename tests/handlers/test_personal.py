"""What people keep for themselves, as the listeners need it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import pytest

from bot.desk import bookmarks, people
from bot.desk.people import Member
from bot.i18n import Texts, texts
from bot.store import Store, Transaction
from handlers import personal
from handlers.background import Background
from handlers.directory import Directory
from handlers.personal import Asker, Personal
from tests.empty import empty_desk

ANA, LUIS = Member("T1", "U1"), Member("T1", "U2")


class English:
    """Everybody reads English."""

    async def of(self, _member: Member) -> Texts:
        return texts("en")


@dataclass
class Busy:
    """A unit of work that keeps the database's thread until it is let go."""

    began: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)

    def __call__(self, _tx: Transaction) -> None:
        self.began.set()
        self.may_end.wait(20)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    store = Store.open(empty_desk(tmp_path / "desk.db"))
    yield store
    store.close()


@pytest.fixture
def kept(store: Store) -> Personal:
    return Personal(store, cast("Directory", English()), Background())


async def test_a_search_is_remembered_for_who_made_it(kept: Personal) -> None:
    kept.remember(ANA, "jail  holds\n")
    kept.remember(LUIS, "A012345678")
    await kept.background.settled()
    assert (await kept.of(ANA)).searches == ("jail holds",)
    assert (await kept.of(LUIS)).searches == ("[A-###]",)


async def test_what_waits_is_written_at_once_the_newest_last(kept: Personal, store: Store) -> None:
    busy = Busy()
    working = asyncio.create_task(store.run(busy))
    await asyncio.to_thread(busy.began.wait, 20)
    for words in (*map(str, range(20)), "first", "second", "first"):
        kept.remember(ANA, words)
    busy.may_end.set()
    await working
    await kept.background.settled()
    assert (await kept.of(ANA)).searches[:3] == ("first", "second", "19")
    assert len((await kept.of(ANA)).searches) == 10


async def test_what_waits_is_forgotten_too(kept: Personal) -> None:
    kept.remember(ANA, "written by and by")
    await kept.forget(ANA)
    await kept.background.settled()
    kept.remember(LUIS, "first")
    kept.remember(ANA, "waits")
    kept.remember(LUIS, "second")
    await kept.forget(ANA)
    await kept.background.settled()
    assert (await kept.of(ANA)).searches == ()
    assert (await kept.of(LUIS)).searches == ("second", "first")


async def test_no_more_wait_than_are_worth_it(
    kept: Personal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal, "MOST_WAITING", 1)
    kept.remember(ANA, "first")
    kept.remember(LUIS, "too many")
    kept.remember(ANA, "second")
    await kept.background.settled()
    assert (await kept.of(ANA)).searches == ("second", "first")
    assert (await kept.of(LUIS)).searches == ()


@pytest.mark.parametrize("words", ["\ud800", "hold \ud800", "\x00", "", " \n"])
async def test_no_words_stop_the_next(kept: Personal, words: str) -> None:
    kept.remember(ANA, words)
    kept.remember(ANA, "next")
    await kept.background.settled()
    assert (await kept.of(ANA)).searches[0] == "next"


async def test_after_a_failure_searches_are_remembered_again(
    kept: Personal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(bookmarks, "remember_search", None)
        kept.remember(ANA, "lost")
        await kept.background.settled()
    kept.remember(ANA, "kept")
    await kept.background.settled()
    assert (await kept.of(ANA)).searches == ("kept",)


async def test_a_number_is_masked_before_the_end_is_cut(kept: Personal) -> None:
    kept.remember(ANA, "x" * 995 + " A012345678")
    await kept.background.settled()
    (query,) = (await kept.of(ANA)).searches
    assert query == "x" * 995 + " [A-#"


@pytest.mark.parametrize("words", ["A0123\n45678", "A0123\ud80045678", "A-Number:\n\n012345678"])
async def test_a_number_over_two_lines_is_masked_too(kept: Personal, words: str) -> None:
    kept.remember(ANA, words)
    await kept.background.settled()
    assert "45678" not in "".join((await kept.of(ANA)).searches)


async def test_while_the_database_is_busy_a_person_is_a_stranger(
    kept: Personal, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kept.change(ANA, bookmarks.save, "guide")
    monkeypatch.setattr(personal, "SECONDS", 0)
    busy = Busy()
    working = asyncio.create_task(store.run(busy))
    await asyncio.to_thread(busy.began.wait, 20)
    stranger = await kept.of(ANA)
    busy.may_end.set()
    await working
    assert stranger == Asker(texts("en"))
    assert (await kept.known(ANA)).saved == ("guide",)


async def test_a_change_shows_in_what_it_answers(kept: Personal, store: Store) -> None:
    await store.run(people.settle_in, ANA, "US-TX/Austin")
    await kept.change(ANA, bookmarks.save, "guide")
    who = await kept.change(ANA, bookmarks.save, "map")
    assert who.saved == ("map", "guide")
    assert who.home
    assert who.home.city == "Austin"
    assert (await kept.of(LUIS)).saved == ()
