"""`chat.*`: posting, showing, editing, deleting."""

import json

import pytest

from tests.sandbox.conftest import Slack, running
from tests.sandbox.kit import actions, button, section
from tests.sandbox.manifests import manifest

GENERAL, NEWS, STAFF = "C0GENERAL1", "C0CITYNEWS", "C0STAFFROM"


async def posted(slack: Slack, **args: object) -> str:
    answer = await slack.api("chat.postMessage", **{"channel": GENERAL, "text": "hi", **args})
    assert answer["ok"], answer
    return str(answer["ts"])


async def test_a_post_stands_in_the_channel_for_everyone(slack: Slack) -> None:
    answer = await slack.api("chat.postMessage", channel=GENERAL, text="a *bold* <thing>")
    assert answer["channel"] == GENERAL
    assert answer["message"]["bot_id"] == slack.sandbox.workspace.bot_id
    (seen,) = slack.luis.sees("general")
    assert (seen["ts"], seen["text"]) == (answer["ts"], "a *bold* <thing>")


async def test_ids_are_made_up_where_they_are_missing_and_kept_where_they_are_not(
    slack: Slack,
) -> None:
    blocks = [actions(button("go"), {"type": "button", "text": button("x")["text"]})]
    await posted(slack, blocks=[*blocks, section(block_id="mine")])
    first, second = slack.ana.sees("general")[0]["blocks"]
    assert first["block_id"]
    assert first["elements"][0]["action_id"] == "go"
    assert first["elements"][1]["action_id"]
    assert second["block_id"] == "mine"


async def test_blocks_may_be_json_in_a_string(slack: Slack) -> None:
    await posted(slack, blocks=json.dumps([section()]))
    assert slack.ana.sees("general")[0]["blocks"][0]["type"] == "section"


async def test_a_user_id_stands_for_the_talk_with_the_app(slack: Slack) -> None:
    answer = await slack.api("chat.postMessage", channel=slack.ana.id, text="hi")
    assert answer["channel"] == slack.ana.dm
    assert slack.ana.sees("dm")[0]["text"] == "hi"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE1"}, "channel_not_found"),
        ({"channel": STAFF}, "channel_not_found"),
        ({"channel": NEWS}, "not_in_channel"),
        ({"channel": "U0NOBODY01"}, "channel_not_found"),
        ({"channel": "U0LIAISON1"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": 7}, "invalid_arguments"),
        ({"blocks": "{"}, "invalid_blocks_format"),
        ({"blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"blocks": [{"type": "odd"}]}, "invalid_blocks"),
        ({"attachments": "text"}, "invalid_attachments"),
        ({"attachments": [1]}, "invalid_attachments"),
        ({"attachments": [{}] * 101}, "too_many_attachments"),
        ({"attachments": [{"blocks": [{"type": "odd"}]}]}, "invalid_blocks"),
        ({"markdown_text": "*hi*"}, "markdown_text_conflict"),
        ({"metadata": "x"}, "invalid_metadata_format"),
        ({"metadata": [1]}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
        (
            {"metadata": {"event_type": "x", "event_payload": {"a": "b" * 16_000}}},
            "metadata_too_large",
        ),
        ({"thread_ts": "1500000000.000001"}, "thread_not_found"),
        ({"thread_ts": 1500000000.000001}, "invalid_thread_ts"),
    ],
)
async def test_what_slack_refuses_is_refused(
    slack: Slack, args: dict[str, object], error: str
) -> None:
    answer = await slack.api("chat.postMessage", **{"channel": GENERAL, "text": "hi", **args})
    assert answer["error"] == error
    assert slack.ana.sees("general") == []


async def test_problems_of_blocks_are_listed_in_slack_s_words(slack: Slack) -> None:
    answer = await slack.api("chat.postMessage", channel=GENERAL, blocks=[section("x" * 3001)])
    problem = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [problem]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {problem}"]


async def test_an_archived_channel_takes_nothing(slack: Slack) -> None:
    slack.sandbox.workspace.channels[GENERAL].is_archived = True
    answer = await slack.api("chat.postMessage", channel=GENERAL, text="hi")
    assert answer["error"] == "is_archived"


async def test_with_the_public_scope_an_app_may_post_where_it_is_no_member() -> None:
    scopes = ["chat:write", "chat:write.public"]
    async with running(manifest("oauth_config", "scopes", "bot", to=scopes)) as slack:
        assert (await slack.api("chat.postMessage", channel=NEWS, text="hi"))["ok"]


async def test_without_a_messages_tab_there_is_no_talk_with_the_app() -> None:
    declared = manifest("features", "app_home", to={"home_tab_enabled": True})
    async with running(declared) as slack:
        answer = await slack.api("chat.postMessage", channel=slack.ana.id, text="hi")
        assert answer["error"] == "messages_tab_disabled"


async def test_markdown_text_becomes_a_markdown_block(slack: Slack) -> None:
    metadata = {"event_type": "kept", "event_payload": {}}
    args = {"channel": GENERAL, "markdown_text": "**hi**", "metadata": metadata}
    assert (await slack.api("chat.postMessage", **args))["ok"]
    assert slack.ana.sees("general")[0]["blocks"][0]["type"] == "markdown"
    long = await slack.api("chat.postMessage", channel=GENERAL, markdown_text="x" * 12_001)
    assert long["error"] == "msg_too_long"


async def test_half_a_character_does_no_harm(slack: Slack) -> None:
    await posted(slack, text="half \ud83d a face")
    await slack.ana.command("/look", "half \ud83d a face")
    assert slack.bot.payloads("command")[0]["text"] == "half \ufffd a face"


async def test_attachments_are_kept_and_numbered(slack: Slack) -> None:
    attachment = {"text": "old", "blocks": [section("<!here>")]}
    await posted(slack, text="", attachments=[attachment])
    assert slack.ana.sees("general")[0]["attachments"][0]["id"] == 1
    assert [mention.target for mention in slack.sandbox.mentions] == ["here"]


async def test_a_head_says_who_answered_and_when_last(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    where = {"thread_ts": root["ts"]}
    first = await slack.luis.say("general", "one", **where)
    await slack.ana.say("general", "two", **where)
    last = await slack.luis.say("general", "three", **where)
    head = slack.ana.sees("general")[0]
    assert (head["reply_count"], head["latest_reply"]) == (3, last["ts"])
    assert head["reply_users"] == [slack.luis.id, slack.ana.id]
    for gone in (first, last):
        await slack.luis.delete(gone)
    head = slack.ana.sees("general")[0]
    assert (head["reply_count"], head["reply_users"]) == (1, [slack.ana.id])


async def test_replies_stand_in_their_thread_and_are_counted(slack: Slack) -> None:
    root = await posted(slack)
    await posted(slack, thread_ts=root)
    reply = await posted(slack, thread_ts=root, reply_broadcast=True)
    head = slack.ana.sees("general")[0]
    assert head["reply_count"] == 2
    answer = await slack.api("chat.postMessage", channel=GENERAL, text="hi", thread_ts=reply)
    assert answer["error"] == "cannot_reply_to_message"


async def test_an_ephemeral_message_is_seen_by_one_person_only(slack: Slack) -> None:
    args = {"channel": GENERAL, "user": slack.ana.id, "text": "psst <!channel>"}
    answer = await slack.api("chat.postEphemeral", **args)
    (seen,) = slack.ana.sees("general")
    assert (seen["ts"], seen["is_ephemeral"]) == (answer["message_ts"], True)
    assert slack.luis.sees("general") == []
    assert slack.sandbox.mentions == []
    history = await slack.get("conversations.history", channel=GENERAL)
    assert history["messages"] == []


async def test_an_ephemeral_message_needs_its_reader_in_the_channel(slack: Slack) -> None:
    args = {"channel": GENERAL, "user": slack.sandbox.person("omar").id, "text": "psst"}
    assert (await slack.api("chat.postEphemeral", **args))["error"] == "user_not_in_channel"


async def test_an_ephemeral_message_can_stand_in_a_thread_but_not_be_edited(slack: Slack) -> None:
    root = await posted(slack)
    args = {"channel": GENERAL, "user": slack.ana.id, "text": "psst", "thread_ts": root}
    shown = await slack.api("chat.postEphemeral", **args)
    assert slack.ana.sees("general")[-1]["thread_ts"] == root
    answer = await slack.api("chat.update", channel=GENERAL, ts=shown["message_ts"], text="x")
    assert answer["error"] == "message_not_found"


async def test_an_update_keeps_what_it_does_not_name_and_removes_what_is_empty(
    slack: Slack,
) -> None:
    metadata = {"event_type": "kept", "event_payload": {"id": "1"}}
    ts = await posted(slack, blocks=[section("before")], metadata=metadata)
    await slack.api("chat.update", channel=GENERAL, ts=ts, text="second")
    (seen,) = slack.ana.sees("general")
    assert seen["blocks"][0]["text"]["text"] == "before"
    assert seen["metadata"] == metadata
    assert seen["edited"]["user"] == slack.sandbox.workspace.bot.id
    await slack.api("chat.update", channel=GENERAL, ts=ts, text="third", blocks=[], metadata={})
    (seen,) = slack.ana.sees("general")
    assert "blocks" not in seen
    assert "metadata" not in seen
    assert seen["text"] == "third"


async def test_only_own_messages_can_be_edited_or_deleted(slack: Slack) -> None:
    said = await slack.ana.say("general", "mine")
    where = {"channel": GENERAL, "ts": said["ts"]}
    assert (await slack.api("chat.update", **where, text="x"))["error"] == "cant_update_message"
    assert (await slack.api("chat.delete", **where))["error"] == "cant_delete_message"
    gone = {"channel": GENERAL, "ts": "1500000000.000001"}
    assert (await slack.api("chat.delete", **gone))["error"] == "message_not_found"
    updated = await slack.api("chat.update", **gone, text="x")
    assert updated["error"] == "message_not_found"


async def test_a_deleted_message_is_gone_and_its_thread_keeps_a_tombstone(slack: Slack) -> None:
    root = await posted(slack)
    reply = await posted(slack, thread_ts=root)
    await slack.api("chat.delete", channel=GENERAL, ts=root)
    head = slack.ana.sees("general")[0]
    assert (head["subtype"], head["reply_count"]) == ("tombstone", 1)
    again = await slack.api("chat.delete", channel=GENERAL, ts=root)
    assert again["error"] == "message_not_found"
    await slack.api("chat.delete", channel=GENERAL, ts=reply)
    assert [message["ts"] for message in slack.ana.sees("general")] == [root]


async def test_mentions_that_ring_are_written_down_once(slack: Slack) -> None:
    ts = await posted(
        slack,
        text="<@U0ANARIVER> <!subteam^S0TEAM0001>",
        blocks=[section("<!channel|all>"), {"type": "header", "text": button("<!here>")["text"]}],
    )
    await slack.api("chat.update", channel=GENERAL, ts=ts, text="<@U0ANARIVER> <@U0DANAKIMM>")
    rang = {(mention.kind, mention.target) for mention in slack.sandbox.mentions}
    assert rang == {
        ("user", "U0ANARIVER"),
        ("usergroup", "S0TEAM0001"),
        ("broadcast", "channel"),
        ("user", "U0DANAKIMM"),
    }
    assert len(slack.sandbox.mentions) == 4


async def test_rich_text_rings_too_and_what_people_write_is_not_counted(slack: Slack) -> None:
    pieces = [{"type": "broadcast", "range": "everyone"}, {"type": "user", "user_id": "U0ANARIVER"}]
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]}
    await posted(slack, text="", blocks=[rich])
    await slack.ana.say("general", "@channel look")
    rang = {(mention.kind, mention.target) for mention in slack.sandbox.mentions}
    assert rang == {("broadcast", "everyone"), ("user", "U0ANARIVER")}
