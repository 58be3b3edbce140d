"""Slash commands, from the keyboard to the reply."""

import asyncio

import pytest

from bot.sandbox.errors import RefusedError
from tests.sandbox.conftest import Slack, running
from tests.sandbox.fake_bot import Reply
from tests.sandbox.kit import section
from tests.sandbox.manifests import without_scopes


async def test_a_command_travels_in_slack_s_form(slack: Slack) -> None:
    await slack.ana.command("/look", "sanctuary tx", channel="immigration-policy")
    (received,) = slack.bot.received
    workspace = slack.sandbox.workspace
    expected = {
        "team_id": workspace.team.id,
        "channel_name": "immigration-policy",
        "user_id": slack.ana.id,
        "command": "/look",
        "text": "sanctuary tx",
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
    }
    assert {key: received.payload[key] for key in expected} == expected
    assert received.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert "enterprise_id" not in received.payload


@pytest.mark.parametrize(
    ("channel", "name"), [("dm", "directmessage"), ("staff-room", "privategroup")]
)
async def test_the_names_of_private_places_are_not_told(
    slack: Slack, channel: str, name: str
) -> None:
    await slack.ana.command("/look", channel=channel)
    assert slack.bot.payloads("command")[0]["channel_name"] == name


async def test_people_and_channels_are_resolved_only_where_the_manifest_asks(
    slack: Slack,
) -> None:
    typed = "<b> @dana in #general & @nobody"
    await slack.ana.command("/ask", typed)
    await slack.ana.command("/look", typed)
    asked, looked = (payload["text"] for payload in slack.bot.payloads("command"))
    resolved = "&lt;b&gt; <@U0DANAKIMM|dana.kim> in <#C0GENERAL1|general> &amp; @nobody"
    assert asked == resolved
    assert looked == "&lt;b&gt; @dana in #general &amp; @nobody"


async def test_a_reply_in_the_body_is_seen_by_the_person_only(slack: Slack) -> None:
    slack.bot.answers["command"] = {"text": "found", "blocks": [section()]}
    delivery = await slack.ana.command("/look", "x")
    assert delivery.ok
    assert delivery.message
    assert delivery.message["is_ephemeral"]
    assert slack.ana.sees("general") == [delivery.message]
    assert slack.luis.sees("general") == []


async def test_a_plain_text_body_is_shown_as_it_is(slack: Slack) -> None:
    slack.bot.answers["command"] = "just words"
    delivery = await slack.ana.command("/look")
    assert delivery.message
    assert delivery.message["text"] == "just words"


async def test_an_in_channel_reply_is_seen_by_everyone_even_without_the_app_there(
    slack: Slack,
) -> None:
    slack.bot.answers["command"] = {"response_type": "in_channel", "text": "all"}
    await slack.ana.command("/look", channel="city-news")
    dana = slack.sandbox.person("dana")
    assert [message["text"] for message in dana.sees("city-news")] == ["all"]


async def test_an_empty_body_shows_nothing(slack: Slack) -> None:
    delivery = await slack.ana.command("/look")
    assert (delivery.status, delivery.message, slack.ana.sees("general")) == (200, None, [])


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ({"blocks": [{"type": "odd"}]}, "invalid_blocks"),
        ({"text": ""}, "no_text"),
        ({"text": "x", "colour": "red"}, "invalid_arguments"),
        ({"text": "x", "response_type": "everyone"}, "invalid_arguments"),
        (Reply(text="{", content_type="application/json"), "invalid_payload"),
        (Reply(text="[]", content_type="application/json"), "invalid_payload"),
        (Reply(status=500), "dispatch_failed"),
        (Reply(status=204), "dispatch_failed"),
        (Reply(status=302, headers={"Location": "/"}), "dispatch_failed"),
    ],
)
async def test_a_bad_reply_is_told_to_the_person(
    slack: Slack, reply: Reply | dict[str, object], error: str
) -> None:
    slack.bot.answers["command"] = reply
    delivery = await slack.ana.command("/look")
    assert (delivery.error, delivery.message) == (error, None)
    assert slack.ana.notices[0]["text"] == f'/look failed with the error "{error}"'


async def test_three_seconds_are_all_there_are(slack: Slack) -> None:
    slack.bot.hold = asyncio.Event()
    typing = asyncio.create_task(slack.ana.command("/look"))
    await slack.bot.asked.wait()
    slack.clock.advance(3)
    delivery = await typing
    assert delivery.error == "operation_timeout"
    assert slack.ana.notices[0]["text"] == '/look failed with the error "operation_timeout"'
    slack.bot.hold.set()


async def test_an_app_that_is_not_there_fails_at_once(slack: Slack) -> None:
    await slack.bot.stop()
    assert (await slack.ana.command("/look")).error == "dispatch_failed"


async def test_an_unknown_command_goes_nowhere(slack: Slack) -> None:
    delivery = await slack.ana.command("/nothing")
    assert (delivery.error, delivery.status) == ("unknown_command", None)
    assert slack.bot.received == []
    assert "not a valid command" in slack.ana.notices[0]["text"]


async def test_commands_do_not_work_in_threads(slack: Slack) -> None:
    root = await slack.ana.say("general", "hello")
    delivery = await slack.ana.command("/look", thread_ts=root["ts"])
    assert delivery.error == "commands_not_in_threads"
    assert slack.bot.payloads("command") == []


async def test_commands_do_not_exist_for_people_from_another_team(slack: Slack) -> None:
    omar = slack.sandbox.person("omar")
    assert (await omar.command("/look", channel="prairie-law")).error == "unknown_command"


async def test_without_the_scope_there_are_no_commands_and_no_shortcuts() -> None:
    async with running(without_scopes("commands")) as slack:
        assert (await slack.ana.command("/look")).error == "unknown_command"
        with pytest.raises(RefusedError, match="unknown_shortcut"):
            await slack.ana.shortcut("anywhere")


async def test_a_command_of_twelve_thousand_characters_and_more_is_not_sent(slack: Slack) -> None:
    assert (await slack.ana.command("/look", "x" * 12_001)).error == "msg_too_long"


async def test_nobody_types_where_they_are_not(slack: Slack) -> None:
    with pytest.raises(LookupError, match="staff-room"):
        await slack.luis.command("/look", channel="staff-room")


async def test_a_sandbox_that_does_not_run_delivers_nothing(slack: Slack) -> None:
    await slack.sandbox.stop()
    with pytest.raises(RuntimeError, match="not started"):
        await slack.ana.command("/look")
