"""Slack is down."""

import aiohttp
import pytest

from bot.sandbox.errors import RefusedError
from tests.sandbox.conftest import Slack
from tests.sandbox.control_calls import send
from tests.sandbox.fake_bot import Reply
from tests.sandbox.fake_socket_app import connected

GENERAL = "C0GENERAL1"


async def test_every_call_breaks_off_and_nothing_is_done(slack: Slack) -> None:
    url = (await slack.ana.command("/look")).payload["response_url"]
    slack.sandbox.set(outage=True)
    for call in (
        slack.api("chat.postMessage", channel=GENERAL, text="hi"),
        slack.api("auth.test"),
        slack.respond(url, {"text": "hi"}),
    ):
        with pytest.raises(aiohttp.ClientError):
            await call
    assert slack.ana.sees("general") == []
    assert {call.fault for call in slack.sandbox.calls} == {"drop_before"}


async def test_afterwards_calls_are_answered_as_ever(slack: Slack) -> None:
    slack.sandbox.set(outage=True)
    slack.sandbox.set(outage=False)
    assert (await slack.api("chat.postMessage", channel=GENERAL, text="hi"))["ok"]


async def test_nobody_can_do_anything_meanwhile(slack: Slack) -> None:
    slack.sandbox.set(outage=True)
    for act in (slack.ana.say("dm", "hello"), slack.ana.command("/look"), slack.ana.open_home()):
        with pytest.raises(RefusedError, match="slack_is_down"):
            await act
    assert slack.bot.received == []


async def test_an_event_waits_until_slack_is_up(slack: Slack) -> None:
    slack.sandbox.set(outage=True)
    slack.sandbox.core.revoke()
    await slack.sandbox.settled()
    assert slack.bot.received == []
    slack.sandbox.set(outage=False)
    await slack.sandbox.settled()
    assert [each["event"]["type"] for each in slack.bot.payloads("event")] == ["tokens_revoked"]


async def test_a_retry_that_falls_due_waits_as_well(slack: Slack) -> None:
    slack.bot.answers["event"] = Reply(status=503)
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    slack.sandbox.set(outage=True)
    slack.clock.advance(60)
    await slack.sandbox.settled()
    assert len(slack.bot.received) == 2
    slack.sandbox.set(outage=False)
    await slack.sandbox.settled()
    assert slack.bot.received[-1].headers["X-Slack-Retry-Num"] == "2"


async def test_connections_are_cut_and_no_new_one_is_let_in(slack: Slack) -> None:
    address = slack.sandbox.sockets.url().replace("ws", "http", 1)
    async with connected(slack) as app:
        slack.sandbox.set(outage=True)
        await app.gone()
        async with slack.http.get(address) as answer:
            assert answer.status == 503


async def test_another_process_begins_and_ends_it(slack: Slack) -> None:
    await send(slack, "settings", outage=True)
    refused = await send(slack, "person/ana/say", channel="dm", text="hello")
    assert refused["error"] == "slack_is_down"
    await send(slack, "settings", outage=False)
    assert (await send(slack, "person/ana/say", channel="dm", text="hello"))["ok"]
