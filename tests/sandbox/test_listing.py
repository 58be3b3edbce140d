"""Lists of conversations, people and teams; joining and inviting; permalinks."""

import pytest

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack, running
from tests.sandbox.manifests import without_scopes

GENERAL, POLICY, NEWS, STAFF = "C0GENERAL1", "C0IMMIGPOL", "C0CITYNEWS", "C0STAFFROM"
PRAIRIE = "C0PRAIRIE1"


def ids(answer: JSON) -> list[str]:
    assert answer["ok"], answer
    return [each["id"] for each in answer["channels"]]


async def test_public_channels_are_listed_unless_told_otherwise(slack: Slack) -> None:
    assert ids(await slack.get("conversations.list")) == [NEWS, GENERAL, POLICY]
    both = await slack.get("conversations.list", types="public_channel, private_channel")
    assert ids(both) == [NEWS, GENERAL, POLICY, PRAIRIE]
    assert both["channels"][-1]["is_ext_shared"]
    assert both["channels"][0]["num_members"] == 2
    talks = await slack.get("conversations.list", types="im")
    assert {each["user"] for each in talks["channels"]} >= {slack.ana.id, slack.luis.id}


async def test_archived_channels_can_be_left_out(slack: Slack) -> None:
    slack.sandbox.workspace.channels[NEWS].is_archived = True
    assert NEWS in ids(await slack.get("conversations.list"))
    assert NEWS not in ids(await slack.get("conversations.list", exclude_archived="true"))


async def test_lists_come_in_pages(slack: Slack) -> None:
    first = await slack.get("conversations.list", limit="2")
    cursor = first["response_metadata"]["next_cursor"]
    rest = await slack.get("conversations.list", limit="2", cursor=cursor)
    assert ids(first) + ids(rest) == [NEWS, GENERAL, POLICY]
    assert rest["response_metadata"]["next_cursor"] == ""


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"types": "secret"}, "invalid_types"),
        ({"types": "mpim"}, "missing_scope"),
        ({"limit": "0"}, "invalid_limit"),
        ({"cursor": "dXNlcjpV"}, "invalid_cursor"),
    ],
)
async def test_a_list_that_can_t_be_given(slack: Slack, args: dict[str, str], error: str) -> None:
    assert (await slack.get("conversations.list", **args))["error"] == error


async def test_each_type_needs_its_scope() -> None:
    async with running(without_scopes("groups:read")) as slack:
        answer = await slack.get("conversations.list", types="public_channel,private_channel")
        assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:read")


async def test_the_conversations_of_the_app_and_of_somebody(slack: Slack) -> None:
    types = "public_channel,private_channel"
    own = await slack.get("users.conversations", types=types)
    assert ids(own) == [GENERAL, POLICY, PRAIRIE]
    ana = await slack.get("users.conversations", types=types, user=slack.ana.id)
    assert ids(ana) == [NEWS, GENERAL, POLICY]
    assert STAFF not in ids(ana)


async def test_everyone_of_the_workspace_is_listed_and_nobody_else(slack: Slack) -> None:
    found: list[JSON] = []
    cursor = ""
    while True:
        page = await slack.get("users.list", limit="3", cursor=cursor, include_locale="1")
        found += page["members"]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    names = {each["name"] for each in found}
    assert {"ana.rivera", "ruth.adeyemi", "liaison"} <= names
    assert "omar.haddad" not in names
    assert {each["locale"] for each in found} == {"en-US", "es-LA"}


async def test_a_team_is_described_if_it_is_known(slack: Slack) -> None:
    assert (await slack.get("team.info"))["team"]["id"] == "T0LOCALNET"
    partner = await slack.get("team.info", team="T0PARTNER1")
    assert partner["team"]["domain"] == "prairie-law"
    assert (await slack.get("team.info", domain="elsewhere"))["error"] == "team_not_found"


async def test_the_app_joins_a_public_channel_by_itself(slack: Slack) -> None:
    joined = await slack.api("conversations.join", channel=NEWS)
    assert joined["channel"]["is_member"]
    assert (await slack.api("conversations.join", channel=NEWS))["ok"]
    assert (await slack.api("conversations.join", channel=STAFF))["error"] == "channel_not_found"
    private = await slack.api("conversations.join", channel=PRAIRIE)
    assert private["error"] == "method_not_supported_for_channel_type"


async def test_the_app_brings_people_in(slack: Slack) -> None:
    await slack.api("conversations.join", channel=NEWS)
    users = f"{slack.luis.id}, {slack.sandbox.person('ruth').id}"
    assert (await slack.api("conversations.invite", channel=NEWS, users=users))["ok"]
    assert await slack.luis.say("city-news", "hello")


@pytest.mark.parametrize(
    ("channel", "users", "error"),
    [
        (GENERAL, "U0ANARIVER", "already_in_channel"),
        (GENERAL, "U0LIAISON1", "cant_invite_self"),
        (GENERAL, "U0OMARHADD", "cant_invite"),
        (GENERAL, "U0NOBODY01", "user_not_found"),
        (GENERAL, " , ", "no_user"),
        (GENERAL, ",".join(["U0ANARIVER"] * 101), "invalid_arguments"),
        (NEWS, "U0LUISORTE", "not_in_channel"),
        (STAFF, "U0LUISORTE", "channel_not_found"),
    ],
)
async def test_somebody_who_can_t_be_brought_in(
    slack: Slack, channel: str, users: str, error: str
) -> None:
    answer = await slack.api("conversations.invite", channel=channel, users=users)
    assert answer["error"] == error


async def test_one_who_can_t_come_keeps_the_others_out_unless_forced(slack: Slack) -> None:
    await slack.api("conversations.join", channel=NEWS)
    args = {"channel": NEWS, "users": f"{slack.ana.id},{slack.luis.id}"}
    refused = await slack.api("conversations.invite", **args)
    assert refused["errors"] == [{"ok": False, "error": "already_in_channel", "user": slack.ana.id}]
    assert (await slack.api("conversations.invite", **args, force=True))["ok"]
    assert slack.luis.id in slack.sandbox.workspace.channels[NEWS].members


async def test_inviting_needs_the_scope_of_the_kind_of_channel() -> None:
    async with running(without_scopes("groups:write")) as slack:
        answer = await slack.api("conversations.invite", channel=PRAIRIE, users=slack.ana.id)
        assert answer["error"] == "missing_scope"


async def test_a_message_has_an_address(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    reply = await slack.ana.say("general", "reply", thread_ts=root["ts"])
    args = {"channel": GENERAL, "message_ts": root["ts"]}
    found = await slack.get("chat.getPermalink", **args)
    bare = root["ts"].replace(".", "")
    assert found["permalink"] == f"https://local-network.slack.com/archives/{GENERAL}/p{bare}"
    args["message_ts"] = reply["ts"]
    found = await slack.get("chat.getPermalink", **args)
    assert found["permalink"].endswith(f"?thread_ts={root['ts']}&cid={GENERAL}")
    args["message_ts"] = "1.0"
    assert (await slack.get("chat.getPermalink", **args))["error"] == "message_not_found"


async def test_the_reactions_on_a_message_are_read_and_taken_away(slack: Slack) -> None:
    said = await slack.ana.say("general", "hello")
    await slack.ana.react(said, "eyes")
    args = {"channel": GENERAL, "timestamp": said["ts"]}
    await slack.api("reactions.add", **args, name="eyes")
    found = await slack.get("reactions.get", **args)
    assert found["message"]["reactions"][0]["count"] == 2
    assert (await slack.api("reactions.remove", **args, name="eyes"))["ok"]
    again = await slack.api("reactions.remove", **args, name="eyes")
    assert again["error"] == "no_reaction"
    nothing = await slack.api("reactions.remove", name="eyes")
    assert nothing["error"] == "no_item_specified"


async def test_what_is_not_there_yet_is_unknown(slack: Slack) -> None:
    for method in ("chat.scheduleMessage", "files.list", "pins.add", "bookmarks.add"):
        assert (await slack.api(method))["error"] == "unknown_method"
