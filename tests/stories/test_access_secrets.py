"""What opens a resource is shown to who was let in, and stands nowhere else."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from bot.desk import access
from bot.sandbox import Person
from bot.sandbox.record import Call
from bot.store import Transaction
from bot.store.tables import metadata, secrets
from catalog import Catalog
from catalog.listing import report
from tests.conftest import World
from tests.readable import readable
from tests.stories.by_request import NAME, WORDS, Archive
from tests.stories.joined import meet
from tests.stories.tickets import TicketDesk

CANARIES = ("canary-4417", "*7719*", "7719")
OLD = ("https://old.example.org/canary-4417-before", "canary 7719 before")


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that production would log, and our own modules' every word."""
    caplog.set_level(logging.INFO)
    for name in ("slack_bolt", "slack_sdk", "aiohttp", "asyncio"):
        caplog.set_level(logging.WARNING, name)
    for name in ("bot", "handlers", "catalog"):
        caplog.set_level(logging.DEBUG, name)
    return caplog


@pytest.fixture
async def archive(desk: TicketDesk) -> Archive:
    return Archive(desk)


def has_a_canary(what: object) -> bool:
    """Whether something of an address or a password is in it."""
    return any(canary in str(what) for canary in CANARIES)


def telling(world: World) -> list[Call]:
    """The bot's calls in which it is."""
    return [call for call in world.sandbox.calls if has_a_canary(call.args)]


def kept(tx: Transaction) -> dict[str, str]:
    """All that the desk's database holds, by table."""
    return {
        table.name: str([tuple(row) for row in tx.execute(select(table)).all()])
        for table in metadata.sorted_tables
    }


async def goes_its_way(archive: Archive) -> str:
    """All that happens to a key: set, used, replaced, used, revoked. The ticket's handle."""
    desk = archive.desk
    handle = await archive.asks("ana", "For our hearing")
    await archive.lets_in(handle)
    await archive.sets_key(*OLD)
    assert has_a_canary(await archive.opens(handle))
    await desk.press("dana", await archive.letter(handle), "access_set_key")
    await archive.sets_key()
    assert has_a_canary(await archive.opens(handle))
    await desk.ana.close_view()
    await looks_everywhere(archive, desk.ana)
    await looks_everywhere(archive, desk.luis)
    await desk.press("dana", await archive.letter(handle), "access_list")
    await desk.dana.click_in_view("access_revoke")
    await desk.settled()
    return handle


async def looks_everywhere(archive: Archive, person: Person) -> None:
    """Somebody searches in every way, shares it, saves it, and looks at what they saved."""
    await meet(archive.desk.world, person.user.key)
    await person.command("/resources", WORDS)
    answer = person.sees("general")[-1]
    await person.click(answer, "resource_share")
    await person.click(answer, "resource_save")
    await person.say("dm", WORDS)
    bot = archive.desk.world.sandbox.workspace.bot.id
    await person.say("general", f"<@{bot}> {WORDS}")
    message = await person.say("general", WORDS)
    await person.message_shortcut("find_resources", message)
    await person.click_in_view("resource_details")
    await archive.desk.settled()
    await person.open_home()
    await archive.desk.settled()


async def test_only_windows_of_who_was_let_in_show_it(archive: Archive) -> None:
    ana, world = archive.desk.ana, archive.desk.world
    await goes_its_way(archive)
    assert [call.method for call in telling(world)] == ["views.open", "views.open"]
    triggers = {call.args["trigger_id"] for call in telling(world)}
    pressed = [
        each.payload["user"]["id"]
        for each in world.sandbox.deliveries
        if each.payload.get("trigger_id") in triggers
    ]
    assert pressed == [ana.id, ana.id]


async def test_no_answer_to_slack_holds_it(archive: Archive) -> None:
    await goes_its_way(archive)
    assert not [each for each in archive.desk.world.sandbox.deliveries if has_a_canary(each.body)]


async def test_nobody_sees_it_in_a_channel_or_a_home(archive: Archive) -> None:
    await goes_its_way(archive)
    for who in ("ana", "luis", "dana", "ruth"):
        person = archive.person(who)
        channels = archive.desk.world.sandbox.workspace.channels_of(person.user)
        assert not has_a_canary([person.sees(each.id) for each in channels])
        assert not has_a_canary(person.home)


async def test_no_log_and_no_metric_holds_it(
    archive: Archive, logs: pytest.LogCaptureFixture
) -> None:
    await goes_its_way(archive)
    url = f"{archive.desk.world.bot_url}/metrics"
    async with ClientSession() as session, session.get(url) as answer:
        metrics = await answer.text()
    assert "liaison" in metrics
    assert not has_a_canary(metrics)
    assert not has_a_canary([(each.getMessage(), each.args) for each in logs.records])


async def test_the_database_holds_it_in_one_table(archive: Archive) -> None:
    await goes_its_way(archive)
    tables = await archive.desk.world.bot.store.run(kept)
    holding = [name for name, rows in tables.items() if has_a_canary(rows)]
    assert holding == [secrets.name]
    assert "before" not in tables[secrets.name]


async def test_the_library_s_file_holds_nothing_of_it(archive: Archive, library: Path) -> None:
    await goes_its_way(archive)
    assert not [
        path.name
        for path in library.parent.iterdir()
        if any(canary.encode() in path.read_bytes() for canary in CANARIES)
    ]


async def test_a_failure_while_it_is_kept_tells_nothing(
    archive: Archive, logs: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = await archive.asks("ana")
    await archive.lets_in(handle)
    monkeypatch.setattr(access, "keep_key", _fail)
    await archive.sets_key()
    assert "Something went wrong on our side." in archive.before("dana")
    assert "failure" in logs.text
    assert not has_a_canary(logs.text)
    assert not telling(archive.desk.world)


def _fail(_tx: Transaction, _resource_id: str, key: access.Key) -> None:
    raise RuntimeError(key, key.address, key.password)


async def test_a_window_that_slack_does_not_open_tells_nothing(
    archive: Archive, logs: pytest.LogCaptureFixture
) -> None:
    handle = await archive.given()
    archive.desk.world.sandbox.faults.add("views.open", "500_before")
    await archive.opens(handle)
    assert "Slack did not open the window." in readable(archive.desk.ana.sees("dm")[-1])
    assert "views.open failed" in logs.text
    assert not has_a_canary(logs.text)


def test_a_key_shows_itself_in_no_traceback() -> None:
    assert not has_a_canary(repr(access.Key("https://canary-4417.example.org", "7719")))


async def test_a_password_is_shown_as_it_is_typed(archive: Archive) -> None:
    handle = await archive.asks("ana")
    await archive.lets_in(handle)
    odd = "*a* _b_ `c` <!channel> &amp; :tada:"
    await archive.sets_key("https://videos.example.org/?a=1&b=<x>", odd)
    await archive.opens(handle)
    view = archive.desk.ana.view
    assert view
    shown = [block["text"] for block in view["blocks"] if block["type"] == "section"]
    assert shown[0]["text"] == f"*{NAME}*"
    assert shown[-1] == {"type": "plain_text", "text": odd, "emoji": False}
    assert "<https://videos.example.org/?a=1&amp;b=&lt;x&gt;|videos.example.org>" in readable(view)


def test_what_an_import_brings_of_it_is_dropped_and_said(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("id,title,access,password\narchive,Archive,by-request,canary-4417\n")
    with Catalog.open(tmp_path / "catalog.db") as catalog:
        catalog.load_shipped()
        said = report(catalog.import_file(sheet))
    assert "Not used: password." in said
    assert not has_a_canary((tmp_path / "catalog.db").read_bytes())
