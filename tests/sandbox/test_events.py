"""Events: which are sent, in what form, and again and again until they are taken."""

import asyncio

import pytest

from bot.sandbox.errors import RefusedError
from bot.sandbox.events import MOST_AT_ONCE
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack, running
from tests.sandbox.fake_bot import Reply
from tests.sandbox.manifests import manifest, without_scopes

GENERAL = "C0GENERAL1"


async def events(slack: Slack) -> list[JSON]:
    await slack.sandbox.settled()
    return [payload["event"] for payload in slack.bot.payloads("event")]


async def test_a_message_to_the_app_travels_in_slack_s_form(slack: Slack) -> None:
    said = await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    (sent,) = slack.bot.payloads("event")
    assert (sent["type"], sent["team_id"]) == ("event_callback", slack.sandbox.workspace.team.id)
    assert sent["event_id"].startswith("Ev")
    assert sent["event_time"] == int(float(said["ts"]))
    assert sent["authorizations"][0]["user_id"] == slack.sandbox.workspace.bot.id
    assert sent["is_ext_shared_channel"] is False
    event = sent["event"]
    assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "hello")
    assert (event["user"], event["team"]) == (slack.ana.id, slack.sandbox.workspace.team.id)
    assert event["ts"] == event["event_ts"] == said["ts"]


async def test_a_mention_comes_as_two_events(slack: Slack) -> None:
    await slack.ana.say("general", "@Liaison sanctuary")
    message, mention = await events(slack)
    assert (message["type"], message["channel_type"]) == ("message", "channel")
    assert mention["type"] == "app_mention"
    assert mention["text"] == f"<@{slack.sandbox.workspace.bot.id}> sanctuary"
    assert "channel_type" not in mention


async def test_a_mention_in_the_talk_with_the_app_is_a_message_only(slack: Slack) -> None:
    await slack.ana.say("dm", "@Liaison sanctuary")
    assert [event["type"] for event in await events(slack)] == ["message"]


async def test_nothing_comes_from_a_channel_the_app_is_not_in(slack: Slack) -> None:
    await slack.ana.say("city-news", "@Liaison hello")
    assert await events(slack) == []


async def test_nothing_comes_without_the_scope() -> None:
    async with running(without_scopes("im:history")) as slack:
        await slack.ana.say("dm", "hello")
        assert await events(slack) == []


async def test_somebody_from_another_team_is_told_by_the_fields(slack: Slack) -> None:
    await slack.sandbox.person("omar").say("prairie-law", "hello")
    (event,) = await events(slack)
    assert event["user_team"] == event["source_team"] == event["team"] == "T0PARTNER1"
    assert slack.bot.payloads("event")[0]["is_ext_shared_channel"] is True
    assert slack.bot.payloads("event")[0]["team_id"] == slack.sandbox.workspace.team.id


async def test_a_crowd_of_events_comes_in_turn(slack: Slack) -> None:
    slack.bot.hold = asyncio.Event()
    for number in range(MOST_AT_ONCE + 20):
        await slack.ana.say("dm", f"m{number}")
    while len(slack.bot.received) < MOST_AT_ONCE:
        slack.bot.asked.clear()
        await slack.bot.asked.wait()
    assert len(slack.sandbox.deliveries) == MOST_AT_ONCE
    slack.bot.hold.set()
    await slack.sandbox.settled()
    assert len(slack.bot.received) == MOST_AT_ONCE + 20


async def test_edits_and_deletions_are_told_with_what_stood_there(slack: Slack) -> None:
    said = await slack.ana.say("general", "befor @Liaison")
    await slack.ana.edit(said, "before @Liaison")
    await slack.ana.delete(said)
    _, _, changed, deleted = await events(slack)
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert changed["message"]["text"].startswith("before")
    assert changed["previous_message"]["text"].startswith("befor ")
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", said["ts"])


async def test_people_change_only_their_own_messages(slack: Slack) -> None:
    said = await slack.ana.say("general", "mine")
    with pytest.raises(RefusedError, match="not_your_message"):
        await slack.luis.delete(said)


async def test_requests_are_signed(slack: Slack) -> None:
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    headers = slack.bot.received[0].headers
    assert headers["X-Slack-Signature"].startswith("v0=")
    assert headers["X-Slack-Request-Timestamp"].isdecimal()
    assert headers["Content-Type"] == "application/json"


async def test_an_event_that_is_not_taken_comes_at_once_after_a_minute_and_after_five(
    slack: Slack,
) -> None:
    slack.bot.answers["event"] = Reply(status=500)
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    assert len(slack.bot.received) == 2
    for seconds, tries in ((59, 2), (1, 3), (299, 3), (1, 4), (90_000, 4)):
        slack.clock.advance(seconds)
        await slack.sandbox.settled()
        assert len(slack.bot.received) == tries
    assert "X-Slack-Retry-Num" not in slack.bot.received[0].headers
    retries = [each.headers for each in slack.bot.received[1:]]
    assert [each["X-Slack-Retry-Num"] for each in retries] == ["1", "2", "3"]
    assert {each["X-Slack-Retry-Reason"] for each in retries} == {"http_error"}
    assert len({each.payload["event_id"] for each in slack.bot.received}) == 1


async def test_with_delayed_events_slack_tries_for_a_day(slack: Slack) -> None:
    slack.sandbox.set(delayed_events=True)
    slack.bot.answers["event"] = Reply(status=500)
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    for seconds in (60, 300, *(3600 for _ in range(30))):
        slack.clock.advance(seconds)
        await slack.sandbox.settled()
    assert len(slack.bot.received) == 1 + 3 + 24


async def test_a_retry_that_is_taken_is_the_last(slack: Slack) -> None:
    answers = iter([Reply(status=503), Reply(status=201)])
    slack.bot.answers["event"] = lambda _payload: next(answers)
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    slack.clock.advance(60)
    await slack.sandbox.settled()
    assert len(slack.bot.received) == 2


async def test_an_app_can_forbid_retries(slack: Slack) -> None:
    headers = {"X-Slack-No-Retry": "1"}
    slack.bot.answers["event"] = Reply(status=500, headers=headers)
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    assert len(slack.bot.received) == 1


async def test_the_reason_of_a_retry_is_said(slack: Slack) -> None:
    slack.bot.hold = asyncio.Event()
    await slack.ana.say("dm", "hello")
    await slack.bot.asked.wait()
    slack.bot.hold.set()
    slack.bot.hold = None
    slack.clock.advance(3)
    await slack.sandbox.settled()
    assert slack.bot.received[-1].headers["X-Slack-Retry-Reason"] == "http_timeout"


async def test_an_app_that_is_away_is_tried_again(slack: Slack) -> None:
    await slack.bot.stop()
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    assert slack.sandbox.deliveries[-1].retry_reason == "connection_failed"


async def test_stopping_gives_up_what_is_under_way(slack: Slack) -> None:
    slack.bot.hold = asyncio.Event()
    await slack.ana.say("dm", "hello")
    await slack.bot.asked.wait()
    slack.sandbox.core.events.cancel()
    await slack.sandbox.settled()
    slack.bot.hold.set()


async def test_an_address_is_verified_by_its_challenge(slack: Slack) -> None:
    slack.bot.answers["event"] = lambda payload: {"challenge": payload["challenge"]}
    assert await slack.sandbox.verify_url()
    slack.bot.answers["event"] = "no"
    assert not await slack.sandbox.verify_url()


async def test_where_there_is_no_box_to_type_in_nothing_is_said(slack: Slack) -> None:
    slack.sandbox.workspace.channels[GENERAL].is_archived = True
    with pytest.raises(RefusedError, match="is_archived"):
        await slack.ana.say("general", "hello")
    with pytest.raises(RefusedError, match="msg_too_long"):
        await slack.ana.say("dm", "x" * 40_001)


async def test_a_read_only_talk_takes_no_messages() -> None:
    home = {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    async with running(manifest("features", "app_home", to=home)) as slack:
        with pytest.raises(RefusedError, match="messages_tab_disabled"):
            await slack.ana.say("dm", "hello")
