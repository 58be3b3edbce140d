"""`conversations.*`: reading channels."""

import pytest

from tests.sandbox.conftest import Slack, running
from tests.sandbox.manifests import without_scopes

GENERAL, NEWS, PRAIRIE = "C0GENERAL1", "C0CITYNEWS", "C0PRAIRIE1"


async def test_a_channel_says_whether_it_is_shared(slack: Slack) -> None:
    shared = (await slack.get("conversations.info", channel=PRAIRIE))["channel"]
    assert (shared["is_ext_shared"], shared["is_private"]) == (True, True)
    args = {"channel": GENERAL, "include_num_members": "true"}
    general = (await slack.get("conversations.info", **args))["channel"]
    assert (general["is_ext_shared"], general["is_member"], general["num_members"]) == (
        False,
        True,
        7,
    )
    assert not (await slack.get("conversations.info", channel=NEWS))["channel"]["is_member"]


async def test_a_talk_with_the_app_says_with_whom(slack: Slack) -> None:
    answer = await slack.get("conversations.info", channel=slack.ana.dm)
    assert (answer["channel"]["is_im"], answer["channel"]["user"]) == (True, slack.ana.id)


async def test_opening_a_talk_gives_its_id(slack: Slack) -> None:
    answer = await slack.api("conversations.open", users=slack.ana.id)
    assert answer["channel"] == {"id": slack.ana.dm}
    assert (answer["no_op"], answer["already_open"]) == (True, True)
    again = await slack.api("conversations.open", channel=slack.ana.dm, return_im=True)
    assert again["channel"]["user"] == slack.ana.id


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "users_list_not_supplied"),
        ({"users": "U0NOBODY01"}, "user_not_found"),
        ({"users": "U0LIAISON1"}, "invalid_user_combination"),
        ({"users": "U0ANARIVER,U0LUISORTE"}, "missing_scope"),
        ({"channel": GENERAL}, "method_not_supported_for_channel_type"),
    ],
)
async def test_a_talk_that_can_t_be_opened(
    slack: Slack, args: dict[str, object], error: str
) -> None:
    assert (await slack.api("conversations.open", **args))["error"] == error


async def test_opening_a_talk_needs_its_own_scope() -> None:
    async with running(without_scopes("im:write")) as slack:
        answer = await slack.api("conversations.open", users=slack.ana.id)
        assert answer["error"] == "missing_scope"


async def test_members_come_in_pages(slack: Slack) -> None:
    found, cursor = [], ""
    while True:
        args = {"channel": GENERAL, "limit": "2", "cursor": cursor}
        page = await slack.get("conversations.members", **args)
        found += page["members"]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert found == sorted(slack.sandbox.workspace.channels[GENERAL].members)


async def test_the_number_of_members_asked_for_has_its_limits(slack: Slack) -> None:
    args = {"channel": GENERAL, "limit": "1000"}
    assert (await slack.get("conversations.members", **args))["error"] == "invalid_limit"
    args = {"channel": GENERAL, "limit": "many"}
    assert (await slack.get("conversations.members", **args))["error"] == "invalid_arguments"


async def test_history_comes_newest_first_in_pages_without_replies(slack: Slack) -> None:
    said = [await slack.ana.say("general", f"message {number}") for number in range(5)]
    await slack.ana.say("general", "a reply", thread_ts=said[0]["ts"])
    first = await slack.get("conversations.history", channel=GENERAL, limit="3")
    assert [each["text"] for each in first["messages"]] == ["message 4", "message 3", "message 2"]
    assert first["has_more"]
    args = {"channel": GENERAL, "cursor": first["response_metadata"]["next_cursor"]}
    rest = await slack.get("conversations.history", **args)
    assert [each["text"] for each in rest["messages"]] == ["message 1", "message 0"]
    assert not rest["has_more"]
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_history_between_two_moments(slack: Slack) -> None:
    first, second, third = [(await slack.ana.say("general", word))["ts"] for word in "abc"]
    args = {"channel": GENERAL, "oldest": first, "latest": third}
    between = await slack.get("conversations.history", **args)
    assert [each["ts"] for each in between["messages"]] == [second]
    inclusive = await slack.get("conversations.history", **args, inclusive="1")
    assert [each["ts"] for each in inclusive["messages"]] == [third, second, first]
    since = await slack.get("conversations.history", channel=GENERAL, oldest=second)
    assert [each["ts"] for each in since["messages"]] == [third]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": NEWS}, "not_in_channel"),
        ({"channel": GENERAL, "cursor": "%%%"}, "invalid_cursor"),
        ({"channel": GENERAL, "cursor": "dXNlcl9pZDpV"}, "invalid_cursor"),
        ({"channel": GENERAL, "oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"channel": GENERAL, "latest": "now"}, "invalid_ts_latest"),
    ],
)
async def test_history_that_can_t_be_read(slack: Slack, args: dict[str, str], error: str) -> None:
    assert (await slack.get("conversations.history", **args))["error"] == error


async def test_a_thread_comes_oldest_first_and_a_reply_alone(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    replies = [
        await slack.ana.say("general", f"reply {number}", thread_ts=root["ts"])
        for number in range(3)
    ]
    first = await slack.get("conversations.replies", channel=GENERAL, ts=root["ts"], limit="2")
    assert [each["text"] for each in first["messages"]] == ["root", "reply 0"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = await slack.get("conversations.replies", channel=GENERAL, ts=root["ts"], cursor=cursor)
    assert [each["text"] for each in rest["messages"]] == ["reply 1", "reply 2"]
    alone = await slack.get("conversations.replies", channel=GENERAL, ts=replies[1]["ts"])
    assert [each["text"] for each in alone["messages"]] == ["reply 1"]


async def test_a_thread_that_is_not_there(slack: Slack) -> None:
    answer = await slack.get("conversations.replies", channel=GENERAL, ts="1500000000.000001")
    assert answer["error"] == "thread_not_found"


async def test_a_broadcast_reply_stands_in_the_channel_too(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    args = {"channel": GENERAL, "text": "all", "thread_ts": root["ts"], "reply_broadcast": True}
    await slack.api("chat.postMessage", **args)
    history = await slack.get("conversations.history", channel=GENERAL)
    assert [each["text"] for each in history["messages"]] == ["all", "root"]


async def test_metadata_comes_back_only_when_asked_for(slack: Slack) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}
    await slack.api("chat.postMessage", channel=GENERAL, text="hi", metadata=metadata)
    plain = await slack.get("conversations.history", channel=GENERAL)
    assert "metadata" not in plain["messages"][0]
    args = {"channel": GENERAL, "include_all_metadata": "true"}
    full = await slack.get("conversations.history", **args)
    assert full["messages"][0]["metadata"] == metadata
