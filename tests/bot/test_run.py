"""`liaison run` and `liaison doctor`, as an operator starts them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.doctor import (
    MANIFEST,
    look_at_address,
    look_at_clock,
    look_at_scopes,
    look_at_triage,
)
from bot.sandbox import Sandbox
from tests.conftest import APP_TOKEN, SECRET, TOKEN, World
from tests.ports import free_port

CHECKS = ("catalog", "desk", "disk", "inbox", "outbox", "token")


def measured() -> dict[str, str]:
    """What a process needs to be counted in the coverage."""
    return {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE")}


def environment(sandbox: Sandbox, folder: Path, **changes: str) -> dict[str, str]:
    measuring = {name: os.environ[name] for name in os.environ if name.startswith("COVERAGE")}
    return (
        measuring
        | {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(MANIFEST.parent),
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": sandbox.api_url,
            "PORT": str(free_port()),
            "LIAISON_DATA": str(folder),
        }
        | changes
    )


async def start(command: str, settings: dict[str, str], folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", command),
        env=settings,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def health(
    settings: dict[str, str], wanted: int, *, token: bool | None = None
) -> dict[str, Any]:
    """What `/healthz` says, once it answers with the wanted status, and of the token as told."""
    url = f"http://127.0.0.1:{settings['PORT']}/healthz"
    async with asyncio.timeout(20), ClientSession() as session:
        while True:
            try:
                async with session.get(url) as answer:
                    found: dict[str, Any] = await answer.json()
                    if answer.status == wanted and token in (None, found["checks"]["token"]):
                        return found
            except ClientError:
                pass
            await asyncio.sleep(0.02)


async def ended(process: asyncio.subprocess.Process) -> tuple[int, str, str]:
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_the_bot_serves_until_it_is_told_to_stop(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = environment(sandbox, tmp_path)
    process = await start("run", settings, tmp_path)
    well = await health(settings, 200)
    assert well["ok"]
    assert well["checks"] == dict.fromkeys(CHECKS, True)
    sandbox.bot_url = f"http://127.0.0.1:{settings['PORT']}/slack/events"
    delivery = await sandbox.person("ana").command("/resources", "detainer")
    process.send_signal(signal.SIGTERM)
    code, _, log = await ended(process)
    assert delivery.ok
    assert code == 0, log
    assert TOKEN not in log
    assert "detainer" not in log


async def test_what_is_in_hand_is_finished_first(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = environment(sandbox, tmp_path)
    process = await start("run", settings, tmp_path)
    await health(settings, 200)
    sandbox.bot_url = f"http://127.0.0.1:{settings['PORT']}/slack/events"
    sandbox.faults.add("views.open", "late", seconds=1.0)
    asked = asyncio.create_task(sandbox.person("ana").command("/resources", ""))
    while not any(call.method == "views.open" for call in sandbox.calls):  # noqa: ASYNC110 (another process's doing)
        await asyncio.sleep(0.01)
    process.send_signal(signal.SIGTERM)
    assert (await asked).ok
    assert (await ended(process))[0] == 0


async def test_it_is_unready_until_slack_accepts_the_token(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.faults.add("auth.test", "500_before", times=None)
    settings = environment(sandbox, tmp_path)
    process = await start("run", settings, tmp_path)
    assert (await health(settings, 503))["checks"] == dict.fromkeys(CHECKS, True) | {"token": False}
    sandbox.bot_url = f"http://127.0.0.1:{settings['PORT']}/slack/events"
    early = await sandbox.person("ana").command("/resources", "detainer")
    assert early.status == 503
    sandbox.faults.clear()
    await health(settings, 200)
    process.send_signal(signal.SIGTERM)
    await ended(process)


async def test_a_refused_token_ends_it_with_a_word(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = environment(sandbox, tmp_path, SLACK_BOT_TOKEN="xoxb-wrong")  # noqa: S106 (no token)
    code, _, log = await ended(await start("run", settings, tmp_path))
    assert code == 1
    assert "Slack refused SLACK_BOT_TOKEN (invalid_auth)" in log
    assert "Traceback" not in log


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SLACK_SIGNING_SECRET": ""}, "not set: SLACK_SIGNING_SECRET"),
        ({"PORT": "many"}, "PORT"),
        ({"SLACK_API_URL": "slack.com"}, "SLACK_API_URL"),
        ({"LIAISON_DATA": "/dev/null/x"}, "can't be used as a catalogue"),
        ({"HOST": "203.0.113.1"}, "can't listen on 203.0.113.1"),
    ],
)
async def test_a_wrong_setting_is_named(
    sandbox: Sandbox, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    settings = environment(sandbox, tmp_path, **changes)
    code, _, log = await ended(await start("run", settings, tmp_path))
    assert code == 1
    assert said in log
    assert "Traceback" not in log


async def test_the_doctor_finds_all_well(sandbox: Sandbox, tmp_path: Path) -> None:
    await sandbox.person("dana").invite("staff-room", "bot")
    settings = environment(sandbox, tmp_path, LIAISON_TRIAGE_CHANNEL=channel(sandbox, "staff-room"))
    code, out, _ = await ended(await start("doctor", settings, tmp_path))
    assert code == 0, out
    assert [line[:5] for line in out.splitlines()] == ["ok   "] * 6


def channel(sandbox: Sandbox, name: str) -> str:
    """The id of a channel."""
    found = sandbox.workspace.any_channel(name)
    assert found
    return str(found.id)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("staff-room", "no channel C0STAFFROM that Liaison is in."),
        ("general", "this channel is public."),
        ("prairie-law", "this channel is shared with others."),
    ],
)
async def test_the_doctor_tells_a_wrong_triage_channel(
    sandbox: Sandbox, name: str, said: str
) -> None:
    client = AsyncWebClient(token=TOKEN, base_url=sandbox.api_url)
    assert said in str(await look_at_triage(channel(sandbox, name), client))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET: not set."),
        ({"LIAISON_TRIAGE_CHANNEL": ""}, "LIAISON_TRIAGE_CHANNEL: not set."),
        ({"SLACK_BOT_TOKEN": "xoxp-person"}, "this is not a bot token"),
        ({"SLACK_BOT_TOKEN": "xoxb-old"}, "refused a token (invalid_auth)"),
        ({"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xoxb-x"}, "not an app-level token"),
        ({"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-x"}, "refused a token"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "no usable answer"),
        ({"SLACK_API_URL": "slack.com"}, "SLACK_API_URL: "),
        ({"LIAISON_DATA": "/dev/null/x"}, "library: "),
    ],
)
async def test_the_doctor_says_what_to_do(
    sandbox: Sandbox, tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    settings = environment(sandbox, tmp_path, **changes)
    code, out, log = await ended(await start("doctor", settings, tmp_path))
    assert code == 1
    assert said in out, log


def test_the_doctor_names_every_scope_that_is_lacking() -> None:
    said = str(look_at_scopes("commands, chat:write,im:history"))
    assert said.startswith(
        "FIX  scopes: lacking app_mentions:read, groups:history, groups:read, im:write,"
    )


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (1_795_345_703.0, "ok   clock"),
        (1_795_345_803.0, "FIX  clock: 100 s ahead of Slack's. Set it by NTP."),
        (1_795_345_403.0, "FIX  clock: 300 s behind Slack's. Set it by NTP."),
    ],
)
def test_the_doctor_compares_the_clock_with_slack_s(now: float, said: str) -> None:
    assert str(look_at_clock("Sun, 22 Nov 2026 11:08:23 GMT", now)) == said


async def test_the_doctor_finds_the_bot_behind_its_address(world: World) -> None:
    assert (await look_at_address(f"{world.bot_url}/slack/events")).is_well


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("https://liaison.example.org/slack/events", "still says liaison.example.org"),
        ("http://127.0.0.1:9/slack/events", "can't be reached from here"),
        ("{bot}/nowhere", "answers 404: something else than Liaison"),
    ],
)
async def test_the_doctor_tells_a_wrong_address(world: World, path: str, said: str) -> None:
    assert said in str(await look_at_address(path.format(bot=world.bot_url)))


async def test_the_bot_serves_by_socket_mode_too(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.set(transport="socket")
    changes = {"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": APP_TOKEN}
    settings = environment(sandbox, tmp_path, **changes)
    process = await start("run", settings, tmp_path)
    await health(settings, 200)
    async with asyncio.timeout(10):
        while not sandbox.sockets.connections:  # noqa: ASYNC110 (another process's doing)
            await asyncio.sleep(0.02)
    delivery = await sandbox.person("ana").command("/resources", "detainer")
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0
    assert delivery.ok


async def test_the_demo_shows_its_page_and_ends_with_its_bot(tmp_path: Path) -> None:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "sandbox", "--port", str(port), "--data", str(tmp_path)),
        env=measured() | {"PATH": os.environ["PATH"], "PYTHONPATH": str(MANIFEST.parent)},
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    async with asyncio.timeout(30):
        async for line in process.stdout:
            if f"Open http://127.0.0.1:{port}".encode() in line:
                break
    async with ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200
        ask = {"name": "/resources", "text": "detainer", "channel": "general"}
        url = f"http://127.0.0.1:{port}/sandbox/person/ana/command"
        async with session.post(url, json=ask) as asked:
            assert (await asked.json())["ok"]
    process.send_signal(signal.SIGINT)
    code, _, log = await ended(process)
    assert code == 0, log
    assert "stopping; finishing what is in hand" in log


async def test_a_port_in_use_is_told(sandbox: Sandbox, tmp_path: Path) -> None:
    port = sandbox.url.rsplit(":", 1)[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "sandbox", "--port", port, "--data", str(tmp_path)),
        env=measured() | {"PATH": os.environ["PATH"], "PYTHONPATH": str(MANIFEST.parent)},
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    code, _, log = await ended(process)
    assert code == 1
    assert f"can't use port {port}" in log


async def test_a_refused_app_token_ends_it_with_a_word(sandbox: Sandbox, tmp_path: Path) -> None:
    changes = {"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-wrong"}
    settings = environment(sandbox, tmp_path, **changes)
    code, _, log = await ended(await start("run", settings, tmp_path))
    assert code == 1
    assert "Slack refused SLACK_APP_TOKEN (invalid_auth)" in log


async def test_it_stops_while_socket_mode_can_t_connect(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.set(transport="socket")
    sandbox.faults.add("apps.connections.open", "500_before", times=None)
    changes = {"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": APP_TOKEN}
    settings = environment(sandbox, tmp_path, **changes)
    process = await start("run", settings, tmp_path)
    assert (await health(settings, 503, token=True))["checks"] == {
        **dict.fromkeys(CHECKS, True),
        "socket_mode": False,
    }
    process.send_signal(signal.SIGTERM)
    assert (await ended(process))[0] == 0
