"""Which channel tickets are shown in: the one that coordinators chose, else that of the start."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot import doctor
from bot.desk import network
from bot.doctor import shown_in
from bot.sandbox import Sandbox
from bot.settings import Settings
from bot.store import Store
from tests.conftest import World
from tests.stories.tickets import open_triage


def settings(folder: Path) -> Settings:
    given = {"LIAISON_DATA": folder, "LIAISON_TRIAGE_CHANNEL": "C0START001"}
    return Settings.model_validate(given)


async def choose(folder: Path, channel_id: str) -> None:
    store = Store.open(folder / "desk.db")
    await store.run(network.change, None, {"triage_channel": channel_id})
    store.close()


async def test_the_doctor_looks_at_the_one_that_was_chosen(tmp_path: Path) -> None:
    await choose(tmp_path, "C0CHOSEN01")
    assert await shown_in(settings(tmp_path)) == "C0CHOSEN01"
    await choose(tmp_path, "")
    assert await shown_in(settings(tmp_path)) == "C0START001"


async def test_without_a_desk_it_looks_at_that_of_the_start(tmp_path: Path) -> None:
    assert await shown_in(settings(tmp_path)) == "C0START001"
    assert not (tmp_path / "desk.db").exists()


async def test_a_desk_that_can_t_be_read_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "desk.db").write_text("no database " * 100)
    assert await shown_in(settings(tmp_path)) == "C0START001"
    (tmp_path / "desk.db").unlink()
    await choose(tmp_path, "C0CHOSEN01")
    monkeypatch.setattr(doctor, "bears_two_processes", lambda: False)
    assert await shown_in(settings(tmp_path)) == "C0START001"


async def test_health_looks_at_the_one_that_is_chosen_now(sandbox: Sandbox, world: World) -> None:
    assert "triage_channel" not in await health(world)
    channel_id = open_triage(sandbox)
    await world.bot.store.run(network.change, None, {"triage_channel": channel_id})
    assert (await health(world))["triage_channel"] is True
    public = sandbox.workspace.general.id
    await world.bot.store.run(network.change, None, {"triage_channel": public})
    assert (await health(world))["triage_channel"] is False


async def health(world: World) -> dict[str, bool]:
    async with ClientSession() as session, session.get(f"{world.bot_url}/healthz") as answer:
        found: dict[str, bool] = (await answer.json())["checks"]
        return found
