"""`users.info`, `bots.info`, `reactions.add`."""

import pytest

from tests.sandbox.conftest import Slack

GENERAL = "C0GENERAL1"


async def test_a_person_s_locale_is_told_when_asked_for(slack: Slack) -> None:
    asked = await slack.get("users.info", user=slack.luis.id, include_locale="true")
    assert asked["user"]["locale"] == "es-LA"
    assert "locale" not in (await slack.get("users.info", user=slack.luis.id))["user"]


async def test_a_guest_is_restricted_and_somebody_from_elsewhere_shows_their_team(
    slack: Slack,
) -> None:
    guest = await slack.get("users.info", user=slack.sandbox.person("mei").id)
    assert guest["user"]["is_restricted"]
    outsider = (await slack.get("users.info", user=slack.sandbox.person("omar").id))["user"]
    assert outsider["team_id"] != slack.sandbox.workspace.team.id
    assert "is_restricted" not in outsider


async def test_the_app_s_user_is_a_bot(slack: Slack) -> None:
    bot = (await slack.get("users.info", user=slack.sandbox.workspace.bot.id))["user"]
    assert bot["is_bot"]
    assert bot["profile"]["bot_id"] == slack.sandbox.workspace.bot_id


async def test_nobody_is_not_found(slack: Slack) -> None:
    assert (await slack.get("users.info", user="U0NOBODY01"))["error"] == "user_not_found"


async def test_the_app_s_bot_is_described(slack: Slack) -> None:
    workspace = slack.sandbox.workspace
    bot = (await slack.get("bots.info", bot=workspace.bot_id))["bot"]
    assert (bot["app_id"], bot["user_id"]) == (workspace.app_id, workspace.bot.id)
    assert (await slack.get("bots.info", bot="B0OTHER001"))["error"] == "bot_not_found"


async def test_a_reaction_stands_on_the_message_once(slack: Slack) -> None:
    said = await slack.ana.say("general", "hello")
    args = {"channel": GENERAL, "timestamp": said["ts"], "name": "eyes"}
    assert (await slack.api("reactions.add", **args))["ok"]
    assert (await slack.api("reactions.add", **args))["error"] == "already_reacted"
    (reaction,) = slack.ana.sees("general")[0]["reactions"]
    assert (reaction["name"], reaction["count"]) == ("eyes", 1)


async def test_a_reaction_is_taken_away_once(slack: Slack) -> None:
    said = await slack.ana.say("general", "hello")
    args = {"channel": GENERAL, "timestamp": said["ts"], "name": "eyes"}
    await slack.api("reactions.add", **args)
    assert (await slack.api("reactions.remove", **args))["ok"]
    assert "reactions" not in slack.ana.sees("general")[0]
    assert (await slack.api("reactions.remove", **args))["error"] == "no_reaction"


async def test_a_second_person_s_reaction_is_counted(slack: Slack) -> None:
    said = await slack.ana.say("general", "hello")
    message = slack.sandbox.workspace.channels[GENERAL].messages[said["ts"]]
    message["reactions"] = [{"name": "eyes", "users": [slack.ana.id], "count": 1}]
    await slack.api("reactions.add", channel=GENERAL, timestamp=said["ts"], name="eyes")
    assert message["reactions"][0]["count"] == 2


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0CITYNEWS"}, "not_in_channel"),
        ({"timestamp": "1500000000.000001"}, "message_not_found"),
        ({"name": "No such"}, "invalid_name"),
    ],
)
async def test_a_reaction_that_can_t_be_added(
    slack: Slack, args: dict[str, object], error: str
) -> None:
    said = await slack.ana.say("general", "hello")
    given = {"channel": GENERAL, "timestamp": said["ts"], "name": "eyes", **args}
    assert (await slack.api("reactions.add", **given))["error"] == error


async def test_an_archived_channel_takes_no_reaction(slack: Slack) -> None:
    said = await slack.ana.say("general", "hello")
    slack.sandbox.workspace.channels[GENERAL].is_archived = True
    args = {"channel": GENERAL, "timestamp": said["ts"], "name": "eyes"}
    assert (await slack.api("reactions.add", **args))["error"] == "is_archived"
