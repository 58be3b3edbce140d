"""The edges of `conversations.history` and `.replies`: both ends, pages, and metadata."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.webapi.history import span
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack
from tests.sandbox.kit import section

GENERAL = "C0GENERAL1"


async def said(slack: Slack, count: int) -> list[str]:
    return [(await slack.ana.say("general", f"m{number}"))["ts"] for number in range(count)]


async def read(slack: Slack, **args: str) -> list[str]:
    answer = await slack.get("conversations.history", channel=GENERAL, **args)
    return [each["text"] for each in answer["messages"]]


async def every_page(slack: Slack, method: str, **args: str) -> list[list[str]]:
    pages: list[list[str]] = []
    cursor = ""
    while cursor or not pages:
        asked = {**args, "limit": "2", "cursor": cursor}
        answer: JSON = await slack.get(method, channel=GENERAL, **asked)
        pages.append([each["text"] for each in answer["messages"]])
        cursor = answer["response_metadata"]["next_cursor"]
        assert bool(cursor) == answer["has_more"]
    return pages


async def thread_of(slack: Slack, count: int) -> list[str]:
    """The timestamps of a thread: of its head, and of so many replies."""
    root = str((await slack.ana.say("general", "root"))["ts"])
    replies = [await slack.ana.say("general", f"r{n}", thread_ts=root) for n in range(count)]
    return [root, *(str(each["ts"]) for each in replies)]


async def test_pages_go_back_in_time(slack: Slack) -> None:
    first, *_, last = await said(slack, 5)
    pages = await every_page(slack, "conversations.history")
    assert pages == [["m4", "m3"], ["m2", "m1"], ["m0"]]
    both = {"oldest": first, "latest": last, "inclusive": "true"}
    assert await every_page(slack, "conversations.history", **both) == pages


async def test_with_oldest_alone_they_begin_there(slack: Slack) -> None:
    first, *_ = await said(slack, 5)
    pages = await every_page(slack, "conversations.history", oldest=first)
    assert pages == [["m2", "m1"], ["m4", "m3"]]


async def test_one_message_is_found_by_its_timestamp(slack: Slack) -> None:
    _, second, *_ = await said(slack, 4)
    one = {"limit": "1", "inclusive": "true"}
    assert await read(slack, oldest=second, **one) == ["m1"]
    assert await read(slack, latest=second, **one) == ["m1"]
    assert await read(slack, oldest=second, latest=second, **one) == ["m1"]
    assert await read(slack, oldest=second, latest=second) == []


async def test_neighbours_a_microsecond_apart_are_told_apart(slack: Slack) -> None:
    first, second, third = await said(slack, 3)
    assert float(second) - float(first) < 0.000_002
    assert await read(slack, oldest=first, latest=third) == ["m1"]
    seconds = first.split(".")[0]
    assert await read(slack, latest=seconds) == []
    assert await read(slack, oldest=seconds, inclusive="1") == ["m2", "m1", "m0"]


async def test_a_thread_in_pages_and_between_moments(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    replies = [
        (await slack.ana.say("general", f"r{number}", thread_ts=root["ts"]))["ts"]
        for number in range(3)
    ]
    pages = await every_page(slack, "conversations.replies", ts=root["ts"])
    assert pages == [["root", "r0"], ["r1", "r2"]]
    between = {"ts": root["ts"], "oldest": replies[0], "latest": replies[2]}
    answer = await slack.get("conversations.replies", channel=GENERAL, **between)
    assert [each["text"] for each in answer["messages"]] == ["root", "r1"]
    both = await slack.get("conversations.replies", channel=GENERAL, **between, inclusive="1")
    assert [each["text"] for each in both["messages"]] == ["root", "r0", "r1", "r2"]


async def test_a_thread_begins_with_its_head_however_late_one_looks(slack: Slack) -> None:
    root, *replies = await thread_of(slack, 4)
    since = {"ts": root, "oldest": replies[1]}
    pages = await every_page(slack, "conversations.replies", **since)
    assert pages == [["root", "r2"], ["r3"]]
    before = {"ts": root, "latest": root}
    assert await every_page(slack, "conversations.replies", **before) == [["root"]]


async def test_a_page_of_one_has_the_head_alone_and_says_that_there_is_more(slack: Slack) -> None:
    root, *replies = await thread_of(slack, 2)
    asked = {"channel": GENERAL, "ts": root, "limit": "1"}
    first = await slack.get("conversations.replies", **asked)
    assert ([each["ts"] for each in first["messages"]], first["has_more"]) == ([root], True)
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack.get("conversations.replies", **asked, cursor=cursor)
    assert ([each["ts"] for each in second["messages"]], second["has_more"]) == (
        [replies[0]],
        True,
    )


async def test_a_thread_s_page_is_long_where_nobody_says_how_long(slack: Slack) -> None:
    root, *_ = await thread_of(slack, 150)
    answer = await slack.get("conversations.replies", channel=GENERAL, ts=root)
    assert (len(answer["messages"]), answer["has_more"]) == (151, False)


async def test_what_is_deleted_is_on_no_page(slack: Slack) -> None:
    root, *replies = await thread_of(slack, 3)
    gone = {"channel": GENERAL, "ts": replies[1]}
    await slack.ana.delete(gone)
    assert await every_page(slack, "conversations.replies", ts=root) == [["root", "r0"], ["r2"]]
    lone = await slack.ana.say("general", "lone")
    await slack.ana.delete(lone)
    assert await read(slack) == ["root"]


async def test_blocks_come_back_with_the_ids_they_were_posted_with(slack: Slack) -> None:
    root, *_ = await thread_of(slack, 1)
    blocks = [section("words", block_id="outbox-7"), section("more", block_id="second")]
    args = {"channel": GENERAL, "text": "hi", "blocks": blocks}
    await slack.api("chat.postMessage", **args, thread_ts=root)
    await slack.api("chat.postMessage", **args)
    found = [
        (await slack.get("conversations.replies", channel=GENERAL, ts=root))["messages"][-1],
        (await slack.get("conversations.history", channel=GENERAL))["messages"][0],
    ]
    ids = [[block["block_id"] for block in each["blocks"]] for each in found]
    assert ids == [["outbox-7", "second"]] * 2


async def test_the_metadata_of_replies_comes_back_only_when_asked_for(slack: Slack) -> None:
    root = await slack.ana.say("general", "root")
    metadata = {"event_type": "outbox", "event_payload": {"id": "7"}}
    args = {"channel": GENERAL, "text": "hi", "thread_ts": root["ts"], "metadata": metadata}
    await slack.api("chat.postMessage", **args)
    asked = {"channel": GENERAL, "ts": root["ts"]}
    plain = await slack.get("conversations.replies", **asked)
    assert "metadata" not in plain["messages"][1]
    full = await slack.get("conversations.replies", **asked, include_all_metadata="1")
    assert full["messages"][1]["metadata"] == metadata


MOMENT = st.one_of(st.none(), st.integers(0, 20))


@given(st.sets(st.integers(1, 20)), MOMENT, MOMENT)
def test_inclusive_adds_the_ends_and_nothing_else(
    moments: set[int], oldest: int | None, latest: int | None
) -> None:
    stamps = [f"1800000000.{moment:06d}" for moment in sorted(moments)]
    bounds = [None if each is None else 1_800_000_000_000_000 + each for each in (oldest, latest)]
    first, last = -1 if oldest is None else oldest, 99 if latest is None else latest

    def between(*, inclusive: bool) -> list[str]:
        low, high = span(stamps, *bounds, inclusive=inclusive)
        return stamps[low:high]

    strict = [each for each in stamps if first < int(each[-6:]) < last]
    wide = [each for each in stamps if first <= int(each[-6:]) <= last]
    assert between(inclusive=False) == strict
    assert between(inclusive=True) == wide


async def test_a_cursor_that_names_no_moment_is_refused(slack: Slack) -> None:
    cursor = b64encode(b"next_ts:soon").decode()
    answer = await slack.get("conversations.history", channel=GENERAL, cursor=cursor)
    assert answer["error"] == "invalid_cursor"


@pytest.mark.parametrize("limit", ["0", "-1", "100000"])
async def test_an_odd_limit_is_made_to_fit(slack: Slack, limit: str) -> None:
    await said(slack, 2)
    assert len(await read(slack, limit=limit)) in (1, 2)
