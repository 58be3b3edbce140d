"""The edges of `conversations.history` and `.replies`: both ends, pages, and metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.webapi.history import _within
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack

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
    assert [each["text"] for each in answer["messages"]] == ["r1"]


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


@given(st.integers(0, 10**16), st.integers(0, 10**16), st.integers(0, 10**16))
def test_inclusive_adds_the_ends_and_nothing_else(moment: int, oldest: int, latest: int) -> None:
    ts = f"{moment // 10**6}.{moment % 10**6:06d}"
    strict = _within(ts, oldest, latest, inclusive=False)
    assert strict == (oldest < moment < latest)
    assert _within(ts, oldest, latest, inclusive=True) == (oldest <= moment <= latest)


@pytest.mark.parametrize("limit", ["0", "-1", "100000"])
async def test_an_odd_limit_is_made_to_fit(slack: Slack, limit: str) -> None:
    await said(slack, 2)
    assert len(await read(slack, limit=limit)) in (1, 2)
