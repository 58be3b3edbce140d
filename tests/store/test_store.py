"""Units of work: all of one or nothing of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store import Store, Transaction, Unavailable, give_way
from bot.store import engine as engines
from bot.store.engine import open_sqlite
from bot.store.tables import keys


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "desk.db", clock=lambda: 1_800_000_000.5)
    yield store
    store.close()


def keep(tx: Transaction, key: str) -> int:
    tx.execute(insert(keys).values(key=key, at=tx.now))
    return tx.now


def count(tx: Transaction) -> int:
    found: int = tx.execute(select(func.count()).select_from(keys)).scalar_one()
    return found


def keep_and_stir(tx: Transaction, key: str) -> None:
    keep(tx, key)
    tx.stir("outbox")


def keep_and_fail(tx: Transaction, key: str) -> None:
    keep(tx, key)
    tx.stir("outbox")
    raise LookupError(key)


async def test_a_unit_s_result_comes_back_and_is_kept(store: Store, tmp_path: Path) -> None:
    assert await store.run(keep, "a") == 1_800_000_000_500
    store.close()
    again = Store.open(tmp_path / "desk.db")
    assert await again.run(count) == 1
    again.close()


async def test_what_a_unit_raises_undoes_it(store: Store) -> None:
    with pytest.raises(LookupError):
        await store.run(keep_and_fail, "a")
    assert await store.run(count) == 0


async def test_only_what_is_committed_wakes_a_worker(store: Store) -> None:
    with pytest.raises(LookupError):
        await store.run(keep_and_fail, "a")
    assert not store.stirred("outbox").is_set()
    await store.run(lambda tx: tx.stir("outbox"))
    assert store.stirred("outbox").is_set()


async def test_a_commit_that_failed_may_have_been_made_and_wakes_a_worker(store: Store) -> None:
    def committed_all_the_same(connection: Connection) -> None:
        connection.connection.commit()
        raise OperationalError(None, None, Exception("disk I/O error"))

    event.listen(Engine, "commit", committed_all_the_same)
    try:
        with pytest.raises(Unavailable):
            await store.run(keep_and_stir, "first")
    finally:
        event.remove(Engine, "commit", committed_all_the_same)
    assert await store.run(count) == 1
    async with asyncio.timeout(5):
        await store.stirred("outbox").wait()


async def test_units_run_one_after_the_other(store: Store) -> None:
    await asyncio.gather(*(store.run(keep, str(number)) for number in range(50)))
    assert await store.run(count) == 50


async def test_a_broken_rule_of_the_tables_is_no_outage(store: Store) -> None:
    await store.run(keep, "a")
    with pytest.raises(IntegrityError):
        await store.run(keep, "a")


async def test_a_locked_database_is_unavailable(store: Store, tmp_path: Path) -> None:
    await store.run(lambda tx: tx.connection.exec_driver_sql("PRAGMA busy_timeout=10"))
    with open_sqlite(tmp_path / "desk.db").begin(), pytest.raises(Unavailable):
        await store.run(keep, "a")
    assert await store.run(count) == 0


async def test_a_full_disk_refuses_and_loses_nothing(store: Store) -> None:
    await store.run(keep, "before")
    await store.run(lambda tx: tx.connection.exec_driver_sql("PRAGMA max_page_count=1"))
    with pytest.raises(Unavailable):
        await asyncio.gather(*(store.run(keep, f"{n} {'x' * 500}") for n in range(1_000)))
    await store.run(lambda tx: tx.connection.exec_driver_sql("PRAGMA max_page_count=1000000"))
    kept = await store.run(count)
    await store.run(keep, "after")
    assert await store.run(count) == kept + 1


async def test_an_error_quotes_nobody(store: Store) -> None:
    await store.run(keep, "Maria Lopez")
    with pytest.raises(IntegrityError) as raised:
        await store.run(keep, "Maria Lopez")
    assert "Maria" not in str(raised.value)


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_text("not a database " * 100, encoding="utf-8")
    with pytest.raises(Unavailable):
        Store.open(path)


async def test_every_commit_is_synced_and_the_rest_as_it_should_be(store: Store) -> None:
    def pragma(tx: Transaction, name: str) -> object:
        return tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    found = {
        name: await store.run(pragma, name)
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
    }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_an_old_engine_is_refused_with_the_version_that_is_needed() -> None:
    with pytest.raises(engines.TooOld, match=r"SQLite 3\.30\.0 is too old; Liaison needs 3\.37"):
        engines.check_version((3, 30, 0))


def test_an_engine_that_bears_one_process_says_so(caplog: pytest.LogCaptureFixture) -> None:
    engines.check_version((3, 40, 1))
    assert "a new Liaison will wait" in caplog.text
    assert not engines.bears_two_processes((3, 40, 1))


def test_a_current_engine_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    engines.check_version((3, 51, 3))
    assert not caplog.text
    assert engines.bears_two_processes((3, 51, 3))


class Busy:
    """A desk that is held up by one unit while others come, and in which order they were done."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.free = threading.Event()
        self.order: list[str] = []

    async def hold(self) -> None:
        began = asyncio.Event()
        loop = asyncio.get_running_loop()

        def held(_tx: Transaction) -> None:
            loop.call_soon_threadsafe(began.set)
            self.free.wait(10)

        self.holding = asyncio.create_task(self.store.run(held))
        await began.wait()

    async def ahead(self, name: str) -> None:
        await self.store.run(lambda _tx: self.order.append(name))

    async def behind(self, name: str) -> None:
        give_way()
        await self.ahead(name)

    async def all_done(self, *asked: Coroutine[None, None, None]) -> list[str]:
        tasks = [asyncio.create_task(each) for each in asked]
        await asyncio.sleep(0)
        self.free.set()
        await asyncio.gather(self.holding, *tasks)
        return self.order


async def test_what_people_wait_for_goes_first(store: Store) -> None:
    busy = Busy(store)
    await busy.hold()
    order = await busy.all_done(busy.behind("queue"), busy.ahead("Ana"), busy.ahead("Luis"))
    assert order == ["Ana", "Luis", "queue"]


async def test_the_queues_have_their_turn_however_many_people_ask(store: Store) -> None:
    busy = Busy(store)
    await busy.hold()
    people = [busy.ahead(str(number)) for number in range(30)]
    order = await busy.all_done(busy.behind("queue"), *people)
    assert 0 < order.index("queue") < 10


async def test_a_unit_that_is_given_up_before_its_turn_is_not_done(store: Store) -> None:
    busy = Busy(store)
    await busy.hold()
    given_up = asyncio.create_task(busy.ahead("given up"))
    await asyncio.sleep(0)
    given_up.cancel()
    assert await busy.all_done(busy.ahead("Ana")) == ["Ana"]
