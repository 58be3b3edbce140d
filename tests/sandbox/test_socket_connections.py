"""Socket Mode connections: how one is opened, how many there are, and how each ends."""

from contextlib import AsyncExitStack

import aiohttp
import pytest

from bot.sandbox.transport import sockets, tickets
from bot.sandbox.transport.answer import UnreachableError
from tests.contracts import shared
from tests.sandbox.conftest import Slack
from tests.sandbox.fake_socket_app import address, connected, line


async def test_only_the_app_level_token_opens_a_connection(slack: Slack) -> None:
    assert (await slack.api("apps.connections.open"))["error"] == "not_allowed_token_type"
    other = await slack.call("apps.connections.open", bearer="xapp-other")
    assert other["error"] == "invalid_auth"
    posted = await slack.call("auth.test", bearer=slack.sandbox.app_token)
    assert posted["error"] == "not_allowed_token_type"


async def test_the_app_level_token_has_its_own_scope(slack: Slack) -> None:
    headers = {"Authorization": f"Bearer {slack.sandbox.app_token}"}
    url = f"{slack.sandbox.api_url}apps.connections.open"
    async with slack.http.post(url, headers=headers) as answer:
        assert answer.headers["x-oauth-scopes"] == "connections:write"


async def test_revoking_the_bot_s_token_leaves_the_app_level_one(slack: Slack) -> None:
    slack.sandbox.set(token_revoked=True)
    assert (await address(slack)).startswith("ws://127.0.0.1:")


async def test_a_connection_begins_with_a_greeting(slack: Slack) -> None:
    async with line(slack) as first, line(slack) as second:
        assert await second.frame(0) == {
            "type": "hello",
            "num_connections": 2,
            "debug_info": {
                "host": "applink-sandbox",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": "A0LIAISON1"},
        }
        assert (await first.frame(0))["num_connections"] == 1


async def test_a_ticket_opens_one_connection(slack: Slack) -> None:
    url = await address(slack)
    async with slack.http.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="408"):
            await slack.http.ws_connect(url)


@pytest.mark.parametrize("late", [tickets.LIFE_SECONDS, 3600])
async def test_a_ticket_expires(slack: Slack, late: float) -> None:
    url = await address(slack)
    slack.clock.advance(late)
    with pytest.raises(aiohttp.WSServerHandshakeError, match="408"):
        await slack.http.ws_connect(url)


async def test_a_connection_without_a_ticket_is_refused(slack: Slack) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="408"):
        await slack.http.ws_connect(f"{slack.sandbox.sockets.base}/link/")


async def test_the_eleventh_connection_is_sent_away(slack: Slack) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(sockets.MOST_CONNECTIONS):
            each = await stack.enter_async_context(line(slack))
            assert (await each.frame(0))["type"] == "hello"
        eleventh = await stack.enter_async_context(line(slack))
        refused = await eleventh.frame(0)
        assert (refused["type"], refused["reason"]) == ("disconnect", "too_many_websockets")
        assert refused["num_connections"] == sockets.MOST_CONNECTIONS
        await eleventh.gone()
        assert len(slack.sandbox.sockets.connections) == sockets.MOST_CONNECTIONS


async def test_an_old_connection_is_warned_and_then_refreshed(slack: Slack) -> None:
    async with line(slack) as each:
        await each.frame(0)
        slack.clock.advance(sockets.LIFE_SECONDS - sockets.WARNING_SECONDS)
        assert await each.frame(1) == {
            "type": "disconnect",
            "reason": "warning",
            "debug_info": {"host": "applink-sandbox"},
        }
        await slack.sandbox.settled()
        assert not each.closed
        slack.clock.advance(sockets.WARNING_SECONDS)
        assert (await each.frame(2))["reason"] == "refresh_requested"
        await each.gone()


async def test_a_connection_for_trying_reconnects_lives_six_minutes(slack: Slack) -> None:
    async with line(slack, "&debug_reconnects=true") as each:
        greeting = await each.frame(0)
        assert greeting["debug_info"]["approximate_connection_time"] == 360


async def test_disconnects_and_cuts_come_on_demand(slack: Slack) -> None:
    async with line(slack) as first, line(slack) as second:
        await first.frame(0)
        await second.frame(0)
        await slack.sandbox.sockets.retire("warning")
        assert (await first.frame(1))["reason"] == (await second.frame(1))["reason"] == "warning"
        await slack.sandbox.sockets.retire("link_disabled", 1)
        assert (await first.frame(2))["reason"] == "link_disabled"
        await first.gone()
        slack.sandbox.sockets.cut(2)
        await second.gone()
        assert second.socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE
    with pytest.raises(ValueError, match="no such reason: tired"):
        await slack.sandbox.sockets.retire("tired")


async def test_a_line_that_breaks_while_it_is_told_so_is_no_mistake(slack: Slack) -> None:
    async with line(slack) as each:
        await each.frame(0)
        (connection,) = slack.sandbox.sockets.connections
        await connection.retire("refresh_requested")
        with pytest.raises(UnreachableError):
            await connection.say({"type": "hello"})
        connection.cut()


async def test_connections_survive_a_reset(slack: Slack) -> None:
    async with connected(slack) as each:
        await slack.sandbox.reset()
        assert slack.sandbox.transport == "socket"
        assert (await slack.ana.command("/look")).ok
        assert len(each.envelopes) == 1


@shared.needed
async def test_greetings_and_farewells_have_only_keys_that_slack_s_have(slack: Slack) -> None:
    samples = {each["type"]: each for each in shared.read("socket-mode/envelopes.json")}
    async with line(slack) as each:
        await each.frame(0)
        await slack.sandbox.sockets.retire("refresh_requested")
        await each.frame(1)
        for frame in each.frames:
            sample = samples[frame["type"]]
            assert set(frame) <= set(sample)
            assert set(frame["debug_info"]) <= set(sample["debug_info"])
