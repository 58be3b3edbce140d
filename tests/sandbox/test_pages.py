"""The page's files, and what open pages are told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.pages import Pages
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack
from tests.sandbox.kit import actions, button, home, modal, section

GENERAL = "C0GENERAL1"


@asynccontextmanager
async def page(slack: Slack, user: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    url = f"{slack.sandbox.url}/client/live?user={user}"
    async with slack.http.ws_connect(url) as socket:
        yield socket


async def news(socket: aiohttp.ClientWebSocketResponse) -> JSON:
    """What comes next, but for counts of what is unread."""
    while True:
        body: JSON = await socket.receive_json(timeout=5)
        if body["type"] != "unread":
            return body


async def test_messages_come_change_and_go(slack: Slack) -> None:
    async with page(slack, slack.luis.id) as socket:
        await slack.api("chat.postMessage", channel=GENERAL, text="card")
        came = await news(socket)
        assert (came["type"], came["channel"], came["message"]["text"]) == (
            "message",
            GENERAL,
            "card",
        )
        ts = came["message"]["ts"]
        await slack.api("chat.update", channel=GENERAL, ts=ts, text="other")
        assert (await news(socket))["type"] == "message_changed"
        await slack.api("chat.delete", channel=GENERAL, ts=ts)
        assert await news(socket) == {"type": "message_deleted", "channel": GENERAL, "ts": ts}


async def test_what_is_for_one_person_reaches_no_other_page(slack: Slack) -> None:
    slack.bot.answers["command"] = {"text": "psst", "blocks": [actions(button("go"))]}
    async with page(slack, slack.ana.id) as hers, page(slack, slack.luis.id) as his:
        delivery = await slack.ana.command("/look")
        assert (await news(hers))["message"]["is_ephemeral"]
        assert delivery.message
        url = (await slack.ana.click(delivery.message, "go")).payload["response_url"]
        await slack.respond(url, {"replace_original": True, "text": "other"})
        assert (await news(hers))["type"] == "message_changed"
        await slack.ana.say("general", "hello")
        assert (await news(his))["message"]["text"] == "hello"


async def test_modals_are_told_as_they_open_stack_change_and_go(slack: Slack) -> None:
    view = modal(actions(button("next")), notify_on_close=False)
    async with page(slack, slack.ana.id) as socket:
        opened = await slack.api("views.open", trigger_id=await slack.trigger(), view=view)
        told = await news(socket)
        assert (told["action"], told["view"]["id"]) == ("open", opened["view"]["id"])
        trigger_id = (await slack.ana.click_in_view("next")).payload["trigger_id"]
        await slack.api("views.push", trigger_id=trigger_id, view=view)
        assert (await news(socket))["action"] == "push"
        await slack.api("views.update", view_id=opened["view"]["id"], view=modal(section()))
        assert (await news(socket))["action"] == "update"
        top = slack.ana.view
        assert top
        await slack.ana.close_view()
        assert await news(socket) == {"type": "view", "action": "close", "view_id": top["id"]}
        slack.sandbox.core.views.clear(slack.ana.user)
        assert await news(socket) == {"type": "view", "action": "clear"}


async def test_a_home_tab_and_a_notice_are_told(slack: Slack) -> None:
    async with page(slack, slack.ana.id) as socket:
        for _ in range(2):
            await slack.api("views.publish", user_id=slack.ana.id, view=home(section()))
            told = await news(socket)
            assert (told["type"], told["view"]["type"]) == ("home", "home")
        await slack.ana.command("/nothing")
        told = await news(socket)
        assert (told["type"], told["level"], told["channel"]) == ("notice", "error", GENERAL)


async def test_a_page_of_nobody_is_refused(slack: Slack) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="404"):
        async with page(slack, "nobody"):
            pass


async def test_a_page_that_went_is_told_nothing_more(slack: Slack) -> None:
    async with page(slack, slack.ana.id) as socket:
        await socket.send_str("pages have nothing to say")
        await slack.ana.say("general", "hello")
        await news(socket)
    async with asyncio.timeout(5):
        while slack.sandbox.core.live.listeners(slack.ana.id):  # noqa: ASYNC110  # no event to wait for
            await asyncio.sleep(0)


async def get(slack: Slack, path: str, **headers: str) -> tuple[int, Any]:
    url = f"{slack.sandbox.url}{path}"
    async with slack.http.get(url, headers=headers) as answer:
        return answer.status, answer.headers


async def test_the_page_and_its_files_are_served_and_not_kept(slack: Slack) -> None:
    status, headers = await get(slack, "/")
    assert (status, headers["Cache-Control"]) == (200, "no-cache")
    assert headers["Content-Type"].startswith("text/html")
    status, headers = await get(slack, "/page/app.js")
    assert status == 200
    assert "javascript" in headers["Content-Type"]


@pytest.mark.parametrize("path", ["/", "/page/app.js"])
async def test_nobody_may_frame_the_page_or_guess_at_its_files(slack: Slack, path: str) -> None:
    _, headers = await get(slack, path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("; frame-ancestors 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/page/none.js", "/page/%2e%2e/server.py", "/page/..%2fserver.py", "/page/%2fetc/passwd"],
)
async def test_nothing_else_on_the_disk_is_served(slack: Slack, path: str) -> None:
    assert (await get(slack, path))[0] == 404


async def test_files_in_folders_are_served(slack: Slack, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.css").write_text("b {}")
    app = web.Application()
    app.router.add_routes(Pages(lambda: slack.sandbox.core, tmp_path).routes())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with slack.http.get(f"http://127.0.0.1:{port}/page/parts/one.css") as answer:
        assert (answer.status, await answer.text()) == (200, "b {}")
    await runner.cleanup()


@pytest.mark.parametrize("path", ["/", "/client/boot?user=ana", "/sandbox/state"])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example:8065"}, 403),
        ({"Host": "127.0.0.1.evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "[::1]:1"}, 200),
        ({"Host": "[::1]"}, 200),
        ({"Host": "localhost", "Origin": "http://localhost"}, 200),
        ({"Host": "localhost", "Origin": "http://localhost:81"}, 403),
    ],
)
async def test_only_this_machine_s_own_page_is_answered(
    slack: Slack, path: str, headers: dict[str, str], status: int
) -> None:
    assert (await get(slack, path, **headers))[0] == status


async def test_a_socket_from_another_page_is_refused(slack: Slack) -> None:
    url = f"{slack.sandbox.url}/client/live?user=ana"
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await slack.http.ws_connect(url, headers={"Origin": "http://evil.example"})
