"""Files that people share: stubs, in channels and in threads."""

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack


async def shares(slack: Slack) -> list[JSON]:
    await slack.sandbox.settled()
    sent = [payload["event"] for payload in slack.bot.payloads("event")]
    return [event for event in sent if event.get("subtype") == "file_share"]


async def test_a_file_is_told_as_a_stub(slack: Slack) -> None:
    await slack.ana.upload("general", "ordinance.pdf", "@Liaison what is this?", size=9)
    told, mention = await shares(slack)
    assert told["files"][0]["name"] == "ordinance.pdf"
    assert told["files"][0]["mimetype"] == "application/pdf"
    assert told["upload"] is False
    assert (told["type"], mention["type"]) == ("message", "app_mention")


async def test_a_file_in_a_thread_is_told_with_its_thread(slack: Slack) -> None:
    root = await slack.ana.say("dm", "root")
    shared = await slack.ana.upload("dm", "letter.pdf", size=9, thread_ts=root["ts"])
    (told,) = await shares(slack)
    assert (told["thread_ts"], told["parent_user_id"]) == (root["ts"], slack.ana.id)
    assert (told["text"], told["channel_type"]) == ("", "im")
    assert [each["name"] for each in told["files"]] == ["letter.pdf"]
    assert shared["thread_ts"] == root["ts"]
    thread = await slack.get("conversations.replies", channel=slack.ana.dm, ts=root["ts"])
    assert thread["messages"][1]["files"][0]["name"] == "letter.pdf"
