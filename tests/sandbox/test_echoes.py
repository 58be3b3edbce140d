"""The app hears itself: its own posts come back to it as events."""

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack, running
from tests.sandbox.kit import section
from tests.sandbox.manifests import manifest

GENERAL = "C0GENERAL1"


async def events(slack: Slack) -> list[JSON]:
    await slack.sandbox.settled()
    return [payload["event"] for payload in slack.bot.payloads("event")]


async def test_the_app_hears_itself_without_its_metadata_unless_that_is_switched_on(
    slack: Slack,
) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}
    args = {"channel": GENERAL, "text": "hi", "metadata": metadata}
    await slack.api("chat.postMessage", **args)
    slack.sandbox.set(echo_metadata=True)
    await slack.api("chat.postMessage", **args)
    first, second = await events(slack)
    assert first["bot_id"] == slack.sandbox.workspace.bot_id
    assert "metadata" not in first
    assert second["metadata"] == metadata


async def test_the_app_s_own_post_comes_back_with_its_blocks_and_who_it_is(slack: Slack) -> None:
    blocks = [section("words", block_id="outbox-7")]
    root = await slack.ana.say("dm", "hello")
    args = {"channel": slack.ana.dm, "text": "hi", "thread_ts": root["ts"], "blocks": blocks}
    ts = (await slack.api("chat.postMessage", **args))["ts"]
    _, echo = await events(slack)
    workspace = slack.sandbox.workspace
    assert (echo["bot_id"], echo["app_id"]) == (workspace.bot_id, workspace.app_id)
    assert (echo["user"], echo["channel_type"]) == (workspace.bot.id, "im")
    assert (echo["ts"], echo["thread_ts"]) == (ts, root["ts"])
    assert [block["block_id"] for block in echo["blocks"]] == ["outbox-7"]
    assert "metadata" not in echo


async def test_the_app_does_not_hear_itself_without_the_subscription() -> None:
    declared = manifest("settings", "event_subscriptions", "bot_events", to=["app_mention"])
    async with running(declared) as slack:
        await slack.api("chat.postMessage", channel=slack.ana.dm, text="hi")
        assert await events(slack) == []


async def test_an_update_comes_back_with_the_blocks_of_then_and_now(slack: Slack) -> None:
    where = {"channel": slack.ana.dm, "text": "hi"}
    first = [section("one", block_id="outbox-7")]
    ts = (await slack.api("chat.postMessage", **where, blocks=first))["ts"]
    second = [section("two", block_id="outbox-8")]
    await slack.api("chat.update", **where, ts=ts, blocks=second)
    _, changed = await events(slack)
    assert changed["message"]["blocks"][0]["block_id"] == "outbox-8"
    assert changed["previous_message"]["blocks"][0]["block_id"] == "outbox-7"
    assert changed["message"]["bot_id"] == slack.sandbox.workspace.bot_id


async def test_no_event_brings_metadata_in_a_message_inside_it(slack: Slack) -> None:
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}
    args = {"channel": GENERAL, "text": "hi", "metadata": metadata}
    ts = (await slack.api("chat.postMessage", **args))["ts"]
    await slack.ana.say("general", "all", thread_ts=ts, broadcast=True)
    await slack.api("chat.update", channel=GENERAL, ts=ts, text="ho")
    assert all("metadata" not in str(event) for event in await events(slack))


async def test_what_a_command_posts_for_all_comes_back_as_a_bot_message(slack: Slack) -> None:
    slack.bot.answers["command"] = {"response_type": "in_channel", "text": "all"}
    await slack.ana.command("/look")
    (event,) = await events(slack)
    assert (event["subtype"], event["bot_id"]) == (
        "bot_message",
        slack.sandbox.workspace.bot_id,
    )
    assert "user" not in event
