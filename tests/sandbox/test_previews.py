"""Previews that Slack adds to a message with a link."""

import pytest

from bot.sandbox.errors import RefusedError
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack
from tests.sandbox.control_calls import send

LINK = "https://example.org/a?b=1&c=2"


async def changes(slack: Slack) -> list[JSON]:
    await slack.sandbox.settled()
    sent = [payload["event"] for payload in slack.bot.payloads("event")]
    return [event for event in sent if event.get("subtype") == "message_changed"]


async def test_a_preview_changes_a_message_that_nobody_edited(slack: Slack) -> None:
    said = await slack.ana.say("dm", f"look at {LINK}")
    slack.sandbox.unfurl(said)
    (event,) = await changes(slack)
    now, before = event["message"], event["previous_message"]
    assert event["hidden"] is True
    assert (event["channel"], event["channel_type"]) == (slack.ana.dm, "im")
    assert (now["text"], now["ts"], now["user"]) == (before["text"], said["ts"], slack.ana.id)
    assert "attachments" not in before
    assert "edited" not in now
    (attachment,) = now["attachments"]
    assert (attachment["from_url"], attachment["id"]) == (LINK, 1)
    assert "fictional" in attachment["title"]


async def test_the_preview_stays_when_the_text_is_edited(slack: Slack) -> None:
    said = await slack.ana.say("dm", f"look at {LINK}")
    slack.sandbox.unfurl(said)
    await slack.ana.edit(said, f"do look at {LINK}")
    _, edited = await changes(slack)
    assert edited["message"]["attachments"] == edited["previous_message"]["attachments"]
    assert edited["message"]["edited"]["user"] == slack.ana.id


async def test_each_link_has_one_preview_beside_what_the_app_attached(slack: Slack) -> None:
    text = f"<{LINK}|here> <https://example.com/> <{LINK}>".replace("&", "&amp;")
    args = {"channel": slack.ana.dm, "text": text, "attachments": [{"text": "own"}]}
    await slack.api("chat.postMessage", **args)
    slack.sandbox.unfurl(slack.ana.sees("dm")[0])
    attachments = slack.ana.sees("dm")[0]["attachments"]
    assert [each.get("from_url") for each in attachments] == [None, LINK, "https://example.com/"]
    assert [each["id"] for each in attachments] == [1, 2, 3]


async def test_a_message_without_a_link_has_no_preview(slack: Slack) -> None:
    said = await slack.ana.say("dm", "example.org")
    with pytest.raises(RefusedError, match="no_link"):
        slack.sandbox.unfurl(said)


async def test_another_process_asks_for_a_preview(slack: Slack) -> None:
    said = await slack.ana.say("dm", f"look at {LINK}")
    shown = await send(slack, "unfurl", message=said)
    assert shown["message"]["attachments"][0]["from_url"] == LINK
    assert len(await changes(slack)) == 1
    assert not (await send(slack, "unfurl", message="x"))["ok"]
    assert not (await send(slack, "unfurl", message={"channel": "C0NOWHERE1", "ts": "1"}))["ok"]
