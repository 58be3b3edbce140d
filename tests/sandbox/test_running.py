"""The sandbox as a process."""

import asyncio
import signal
import sys
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox, serve
from tests.sandbox.manifests import manifest

MANIFEST = Path(__file__).parents[2] / "manifest.yml"


async def test_it_serves_until_it_is_cancelled() -> None:
    listening: asyncio.Future[Sandbox] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(
        serve(MANIFEST, bot_url="http://127.0.0.1:1/", port=0, ready=listening.set_result)
    )
    sandbox = await listening
    async with aiohttp.ClientSession() as http, http.get(f"{sandbox.url}/") as answer:
        assert answer.status == 200
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def ignores_ctrl_c() -> None:
    """As a shell starts what runs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
async def test_it_starts_from_the_command_line_and_says_what_the_app_needs(
    told: signal.Signals,
) -> None:
    arguments = ("-m", "bot.sandbox", "--port", "0", "--manifest", str(MANIFEST))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        stdout=asyncio.subprocess.PIPE,
        cwd=MANIFEST.parent,
        preexec_fn=ignores_ctrl_c,
    )
    assert process.stdout
    said = [(await process.stdout.readline()).decode() for _ in range(5)]
    process.send_signal(told)
    try:
        await asyncio.wait_for(process.wait(), timeout=20)
    finally:
        if process.returncode is None:
            process.kill()
    assert said[0].startswith("Workspace: http://127.0.0.1:")
    assert [line.partition("=")[0] for line in said[1:]] == [
        *("SLACK_API_URL", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
    ]
    assert process.returncode == 0


def test_every_sandbox_has_its_own_secrets() -> None:
    one, two = Sandbox(manifest()), Sandbox(manifest())
    assert one.signing_secret != two.signing_secret
    assert one.bot_token != two.bot_token
