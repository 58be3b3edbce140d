"""Tokens, scopes and arguments: what is looked at before a method does anything."""

import logging

import aiohttp
import pytest

from bot.sandbox.channels import Channel
from tests.sandbox.conftest import Slack, running
from tests.sandbox.manifests import without_scopes

GENERAL = "C0GENERAL1"


async def test_auth_test_says_who_the_app_is_and_what_it_may(slack: Slack) -> None:
    url = f"{slack.sandbox.api_url}auth.test"
    headers = {"Authorization": f"Bearer {slack.sandbox.bot_token}"}
    async with slack.http.post(url, headers=headers) as answer:
        body = await answer.json()
        assert answer.headers["x-oauth-scopes"].split(",") == list(slack.sandbox.manifest.scopes)
    assert body["ok"]
    assert body["team_id"] == slack.sandbox.workspace.team.id
    assert body["user_id"] == slack.sandbox.workspace.bot.id


async def test_a_token_may_come_in_a_form_but_not_in_json(slack: Slack) -> None:
    url = f"{slack.sandbox.api_url}auth.test"
    token = {"token": slack.sandbox.bot_token}
    async with slack.http.post(url, data=token) as answer:
        assert (await answer.json())["ok"]
    async with slack.http.post(url, json=token) as answer:
        assert (await answer.json())["error"] == "not_authed"


async def test_without_a_token_nobody_is_known(slack: Slack) -> None:
    async with slack.http.get(f"{slack.sandbox.api_url}auth.test") as answer:
        assert await answer.json() == {"ok": False, "error": "not_authed"}
        assert "x-oauth-scopes" not in answer.headers


async def test_another_token_is_refused(slack: Slack) -> None:
    assert (await slack.call("auth.test", bearer="xoxb-other"))["error"] == "invalid_auth"


async def test_a_revoked_token_is_refused(slack: Slack) -> None:
    slack.sandbox.set(token_revoked=True)
    assert (await slack.api("auth.test"))["error"] == "token_revoked"


async def test_a_missing_scope_is_named() -> None:
    async with running(without_scopes("chat:write")) as slack:
        answer = await slack.api("chat.postMessage", channel=GENERAL, text="hi")
        assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
        assert "commands" in answer["provided"].split(",")


async def test_a_scope_for_one_kind_of_channel_is_none_for_another() -> None:
    async with running(without_scopes("channels:history")) as slack:
        answer = await slack.get("conversations.history", channel=GENERAL)
        assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:history")
        assert (await slack.get("conversations.history", channel=slack.ana.dm))["ok"]


async def test_an_unknown_method_is_answered_and_shouted_about(
    slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "bot.sandbox"):
        answer = await slack.api("chat.postMesage", channel=GENERAL)
    assert answer == {"ok": False, "error": "unknown_method", "req_method": "chat.postMesage"}
    assert "chat.postMesage" in caplog.text
    assert slack.sandbox.calls[-1].error == "unknown_method"


async def test_arguments_are_checked_by_name(slack: Slack) -> None:
    answer = await slack.api("chat.postMessage", chanel=GENERAL, text="hi")
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel [json-pointer:/channel]",
        "[ERROR] invalid additional property: chanel [json-pointer:/]",
    ]


async def test_arguments_may_come_as_query_form_or_json(slack: Slack) -> None:
    args = {"channel": GENERAL, "text": "hi"}
    assert (await slack.call("chat.postMessage", params=args))["ok"]
    assert (await slack.call("chat.postMessage", data=args))["ok"]
    assert (await slack.call("chat.postMessage", json=args))["ok"]


async def test_a_method_that_takes_no_json_does_not_see_any(slack: Slack) -> None:
    user = {"user": slack.ana.id}
    assert (await slack.call("users.info", json=user))["error"] == "invalid_arguments"
    assert (await slack.call("users.info", data=user))["ok"]


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"{", "application/json", "invalid_json"),
        (b"[]", "application/json", "json_not_object"),
        (b"[" * 60_000, "application/json", "invalid_json"),
        (b"a=\xff", "application/x-www-form-urlencoded", "invalid_form_data"),
        (b"hello", "text/plain", "invalid_post_type"),
    ],
)
async def test_a_body_that_can_t_be_read_is_refused(
    slack: Slack, body: bytes, content_type: str, error: str
) -> None:
    headers = {"Content-Type": content_type}
    async with slack.http.post(
        f"{slack.sandbox.api_url}auth.test", data=body, headers=headers
    ) as answer:
        assert (await answer.json())["error"] == error


async def test_api_test_says_back_what_it_is_told_to_anyone(slack: Slack) -> None:
    async with slack.http.get(f"{slack.sandbox.api_url}api.test?foo=bar") as answer:
        assert await answer.json() == {"ok": True, "args": {"foo": "bar"}}
    assert (await slack.api("api.test", error="mine"))["error"] == "mine"


async def test_every_call_is_written_down(slack: Slack) -> None:
    await slack.api("chat.postMessage", channel="C0NOWHERE1", text="hi")
    call = slack.sandbox.calls[-1]
    assert (call.method, call.status, call.error) == ("chat.postMessage", 200, "channel_not_found")
    assert call.args == {"channel": "C0NOWHERE1", "text": "hi"}


async def test_a_multipart_form_is_read_too(slack: Slack) -> None:
    form = aiohttp.FormData({"user": slack.ana.id}, default_to_multipart=True)
    assert (await slack.call("users.info", data=form))["ok"]


async def test_a_private_channel_the_app_is_not_in_does_not_exist_for_it(slack: Slack) -> None:
    private: Channel = slack.sandbox.workspace.channel("staff-room", slack.ana.user)
    answer = await slack.get("conversations.info", channel=private.id)
    assert answer["error"] == "channel_not_found"
