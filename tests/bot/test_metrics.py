"""`/metrics`, `/livez` and `/healthz`, as a monitor sees them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from aiohttp import ClientSession
from prometheus_client.parser import text_string_to_metric_families

from bot.desk import inbox
from bot.desk.inbox import Arrival, Turn
from bot.health import Health
from bot.store import Store, Transaction
from bot.store.engine import open_sqlite
from tests.conftest import World

WORDS = "is Maria Lopez detained"


async def scraped(world: World) -> str:
    async with ClientSession() as session, session.get(f"{world.bot_url}/metrics") as answer:
        assert answer.status == 200
        return await answer.text()


def value(text: str, name: str, **labels: str) -> float:
    """A sample of Prometheus's text."""
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    raise LookupError(name)


async def checks(world: World) -> tuple[int, dict[str, bool]]:
    async with ClientSession() as session, session.get(f"{world.bot_url}/healthz") as answer:
        found: dict[str, bool] = (await answer.json())["checks"]
        return answer.status, found


async def test_requests_are_counted_by_kind_and_outcome(world: World) -> None:
    await world.ana.command("/resources", "detainer")
    await world.sandbox.person("omar").say("prairie-law", "@Liaison detainer")
    await world.settled()
    text = await scraped(world)
    assert value(text, "liaison_request_seconds_count", kind="command", outcome="ok") == 1
    turned = {"kind": "event_callback", "outcome": "turned_away"}
    assert value(text, "liaison_request_seconds_count", **turned) == 1


async def test_searches_and_misses_are_counted_without_their_words(world: World) -> None:
    await world.ana.command("/resources", "detainer")
    await world.ana.command("/resources", "detainer")
    await world.ana.command("/resources", "xyzzyq plugh")
    await world.ana.command("/resources", WORDS)
    text = await scraped(world)
    assert value(text, "liaison_catalog_searches_total") == 4
    assert value(text, "liaison_catalog_misses_total") >= 1
    assert not re.search("maria|plugh|U0", text, re.IGNORECASE)


async def test_the_library_s_size_is_told(world: World) -> None:
    assert value(await scraped(world), "liaison_catalog_resources") == world.catalog.count


def wait_long(tx: Transaction) -> None:
    """An event that came ten minutes ago, and is not to be tried yet."""
    inbox.accept(tx, Arrival("message", "{}", Turn("D1:1", "1.0"), ("event:old",)))
    event = inbox.due(tx, 1)[0]
    inbox.put_off(tx, event.id, 3_600_000)


async def test_queues_are_told_by_state_and_age(world: World) -> None:
    await world.bot.store.run(wait_long)
    text = await scraped(world)
    assert value(text, "liaison_queue_depth", queue="inbox", state="waiting") == 1
    assert value(text, "liaison_queue_depth", queue="outbox", state="held") == 0
    assert value(text, "liaison_queue_age_seconds", queue="inbox", state="waiting") >= 0


def poison(tx: Transaction) -> None:
    inbox.accept(tx, Arrival("message", "{}", Turn("D1:1", "1.0"), ("event:broken",)))
    for _ in range(inbox.ATTEMPTS):
        inbox.failed(tx, 1, "ValueError")


async def test_what_is_set_aside_makes_it_unwell_but_not_dead(world: World) -> None:
    assert (await checks(world))[0] == 200
    await world.bot.store.run(poison)
    status, found = await checks(world)
    assert status == 503
    assert [name for name, well in found.items() if not well] == ["inbox"]
    async with ClientSession() as session, session.get(f"{world.bot_url}/livez") as alive:
        assert alive.status == 200


async def test_without_its_database_it_is_neither(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "desk.db")
    health = Health(store, tmp_path, {})
    assert await health.is_alive()
    with open_sqlite(tmp_path / "desk.db").begin():
        assert not await health.is_alive()
        assert not (await health.findings())["desk"]
    store.close()


@pytest.mark.parametrize("path", ["/livez", "/healthz", "/metrics"])
async def test_a_monitor_asks_and_nobody_posts(world: World, path: str) -> None:
    async with ClientSession() as session, session.post(world.bot_url + path) as answer:
        assert answer.status == 405
