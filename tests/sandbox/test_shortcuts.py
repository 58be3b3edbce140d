"""Global and message shortcuts."""

import pytest

from bot.sandbox.errors import RefusedError
from tests.sandbox.conftest import Slack
from tests.sandbox.fake_bot import Reply


async def test_a_global_shortcut_travels_in_slack_s_form(slack: Slack) -> None:
    await slack.ana.shortcut("anywhere")
    (sent,) = slack.bot.payloads("shortcut")
    assert sent["callback_id"] == "anywhere"
    assert sent["user"]["id"] == slack.ana.id
    assert {"trigger_id", "action_ts", "team"} <= set(sent)
    assert "response_url" not in sent


async def test_a_message_shortcut_brings_the_message_even_where_the_app_is_not(
    slack: Slack,
) -> None:
    said = await slack.ana.say("staff-room", "look at this")
    await slack.ana.message_shortcut("on_it", said)
    (sent,) = slack.bot.payloads("message_action")
    assert sent["message"]["text"] == "look at this"
    assert (sent["message_ts"], sent["channel"]["name"]) == (said["ts"], "privategroup")
    assert sent["response_url"]


@pytest.mark.parametrize("callback_id", ["on_it", "nothing"])
async def test_only_a_declared_shortcut_of_that_kind_is_there(
    slack: Slack, callback_id: str
) -> None:
    with pytest.raises(RefusedError, match="unknown_shortcut"):
        await slack.ana.shortcut(callback_id)


async def test_people_from_another_team_have_no_shortcuts(slack: Slack) -> None:
    omar = slack.sandbox.person("omar")
    said = await omar.say("prairie-law", "hello")
    with pytest.raises(RefusedError, match="unknown_shortcut"):
        await omar.message_shortcut("on_it", said)


async def test_an_ephemeral_message_has_no_shortcuts(slack: Slack) -> None:
    slack.bot.answers["command"] = "psst"
    delivery = await slack.ana.command("/look")
    assert delivery.message
    with pytest.raises(RefusedError, match="ephemeral"):
        await slack.ana.message_shortcut("on_it", delivery.message)


async def test_a_shortcut_that_fails_is_told_to_the_person(slack: Slack) -> None:
    slack.bot.answers["shortcut"] = Reply(status=500)
    assert (await slack.ana.shortcut("anywhere")).error == "dispatch_failed"
    assert slack.ana.notices[0]["level"] == "warning"
