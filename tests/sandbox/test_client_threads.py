"""Threads, pages of history, edits, reactions and read marks, as a page uses them."""

import pytest

from tests.sandbox.client_calls import browser
from tests.sandbox.conftest import Slack

GENERAL = "C0GENERAL1"


async def test_history_comes_in_pages_oldest_first_without_replies(slack: Slack) -> None:
    said = [await slack.luis.say("general", f"m{number}") for number in range(5)]
    await slack.luis.say("general", "reply", thread_ts=said[0]["ts"])
    await slack.luis.say("general", "to all", thread_ts=said[0]["ts"], broadcast=True)
    async with browser(slack) as page:
        last = await page.get("history", channel=GENERAL, limit="3")
        assert [each["text"] for each in last["messages"]] == ["m3", "m4", "to all"]
        assert last["has_more"]
        before = last["messages"][0]["ts"]
        first = await page.get("history", channel=GENERAL, before=before, limit="3")
        assert [each["text"] for each in first["messages"]] == ["m0", "m1", "m2"]
        assert not first["has_more"]
        assert first["messages"][0]["reply_count"] == 2
        assert first["messages"][0]["reply_users"] == [slack.luis.id]
        assert last["messages"][2]["subtype"] == "thread_broadcast"


@pytest.mark.parametrize(("limit", "found"), [("", 100), ("1", 1), ("-5", 1), ("9999", 500)])
async def test_a_page_has_its_limits(slack: Slack, limit: str, found: int) -> None:
    slack.sandbox.fill("general", 600)
    async with browser(slack) as page:
        history = await page.get("history", channel=GENERAL, limit=limit)
        assert len(history["messages"]) == found
        assert history["has_more"]


async def test_what_only_one_person_sees_stands_among_the_rest(slack: Slack) -> None:
    root = await slack.luis.say("general", "root")
    for more in ({}, {"thread_ts": root["ts"]}):
        args = {"channel": GENERAL, "user": slack.ana.id, "text": "psst", **more}
        await slack.api("chat.postEphemeral", **args)
    await slack.luis.say("general", "later")
    async with browser(slack) as hers, browser(slack, "luis") as his:
        history = await hers.get("history", channel=GENERAL)
        assert [each["text"] for each in history["messages"]] == ["root", "psst", "later"]
        thread = await hers.get("thread", channel=GENERAL, ts=root["ts"])
        assert [each["text"] for each in thread["messages"]] == ["root", "psst"]
        assert len((await his.get("thread", channel=GENERAL, ts=root["ts"]))["messages"]) == 1
        assert (await his.get("thread", channel=GENERAL, ts="1.0"))["error"] == "not_found"


async def test_a_reply_is_told_with_the_head_of_its_thread(slack: Slack) -> None:
    async with browser(slack) as page:
        root = await page.post("send", channel=GENERAL, text="root")
        reply = await page.post("send", channel=GENERAL, text="reply", thread_ts=root["ts"])
        await page.news("message")
        assert (await page.news("message"))["message"]["thread_ts"] == root["ts"]
        head = (await page.news("message_changed"))["message"]
        assert (head["ts"], head["reply_count"]) == (root["ts"], 1)
        assert head["latest_reply"] == reply["ts"]
        await page.post("delete", channel=GENERAL, ts=reply["ts"])
        gone = await page.news("message_deleted")
        assert (gone["ts"], gone["thread_ts"]) == (reply["ts"], root["ts"])
        assert (await page.news("message_changed"))["message"]["reply_count"] == 0


async def test_a_reply_may_go_to_the_channel_too(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    async with browser(slack) as page:
        args = {"channel": GENERAL, "thread_ts": root["ts"], "text": "all"}
        await page.post("send", **args, broadcast=True)
        history = await page.get("history", channel=GENERAL)
        assert [each["text"] for each in history["messages"]] == ["root", "all"]


async def test_the_head_of_a_thread_leaves_a_tombstone(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    await slack.luis.say("general", "reply", thread_ts=root["ts"])
    async with browser(slack) as page:
        await page.post("delete", channel=GENERAL, ts=root["ts"])
        told = (await page.news("message_changed"))["message"]
        assert (told["subtype"], told["can_edit"]) == ("tombstone", False)


async def test_own_messages_are_edited_and_deleted(slack: Slack) -> None:
    async with browser(slack) as page:
        mine = {"channel": GENERAL, "ts": (await slack.ana.say("general", "mine"))["ts"]}
        assert (await page.news("message"))["message"]["can_edit"]
        assert await page.post("edit", **mine, text="mine too") == {"ok": True}
        told = (await page.news("message_changed"))["message"]
        assert (told["text"], "edited" in told) == ("mine too", True)
        assert await page.post("delete", **mine) == {"ok": True}
        assert (await page.post("delete", **mine))["error"] == "message_not_found"


async def test_other_people_s_and_the_app_s_messages_are_not(slack: Slack) -> None:
    theirs = await slack.luis.say("general", "his")
    posted = await slack.api("chat.postMessage", channel=GENERAL, text="the app's")
    async with browser(slack) as page:
        for ts in (theirs["ts"], posted["ts"]):
            answer = await page.post("edit", channel=GENERAL, ts=ts, text="mine")
            assert answer["error"] == "not_your_message"
        history = await page.get("history", channel=GENERAL)
        assert [each["can_edit"] for each in history["messages"]] == [False, False]


async def test_reactions_are_put_on_and_taken_away(slack: Slack) -> None:
    said = await slack.luis.say("general", "hello")
    on = {"channel": GENERAL, "ts": said["ts"], "name": "eyes"}
    async with browser(slack) as page:
        assert await page.post("react", **on, on=True) == {"ok": True}
        told = (await page.news("message_changed"))["message"]
        assert told["reactions"] == [{"name": "eyes", "users": [slack.ana.id], "count": 1}]
        assert (await page.post("react", **on))["error"] == "already_reacted"
        assert await page.post("react", **on, on=False) == {"ok": True}
        assert "reactions" not in (await page.news("message_changed"))["message"]
        assert (await page.post("react", **on, on=False))["error"] == "no_reaction"
        assert (await page.post("react", **{**on, "name": "Eyes!"}))["error"] == "invalid_name"


async def test_what_is_unread_is_counted_and_read(slack: Slack) -> None:
    first = await slack.luis.say("general", "one")
    async with browser(slack) as page:
        second = await slack.luis.say("general", "two")
        assert (await page.news("unread"))["unread"] == 2
        await slack.luis.say("general", "reply", thread_ts=first["ts"])
        boot = await page.get("boot")
        assert boot["channels"][0]["unread"] == 2
        read = await page.post("read", channel=GENERAL, ts=first["ts"])
        assert read == {"ok": True, "unread": 1}
        assert (await page.news("unread"))["unread"] == 1
        await page.post("read", channel=GENERAL, ts=first["ts"])
        await page.post("send", channel=GENERAL, text="mine")
        assert (await page.news("unread"))["unread"] == 0
        late = await page.post("read", channel=GENERAL, ts=second["ts"])
        assert late["unread"] == 0


async def test_files_are_names_only(slack: Slack) -> None:
    files = [{"name": "map.pdf", "size": 7, "mimetype": "application/pdf"}, {"name": "x"}]
    async with browser(slack) as page:
        sent = await page.post("send", channel=GENERAL, text="", files=files)
        assert sent["ok"]
        told = (await page.news("message"))["message"]
        assert told["subtype"] == "file_share"
        assert [(each["name"], each["size"]) for each in told["files"]] == [
            ("map.pdf", 7),
            ("x", 0),
        ]
        assert set(told["files"][0]) == {"id", "name", "mimetype", "size"}
        for odd in ([{"name": ""}], [{"name": "x", "size": "big"}], ["x"], "x"):
            answer = await page.post("send", channel=GENERAL, text="", files=odd)
            assert answer["error"] == "invalid_arguments"
