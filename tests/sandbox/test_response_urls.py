"""What the app may do with a `response_url`, and for how long."""

import json

import pytest

from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack
from tests.sandbox.kit import actions, button

GENERAL = "C0GENERAL1"


async def command_url(slack: Slack) -> str:
    delivery = await slack.ana.command("/look")
    return str(delivery.payload["response_url"])


async def click_url(slack: Slack, message: JSON) -> str:
    return str((await slack.ana.click(message, "go")).payload["response_url"])


async def ephemeral(slack: Slack) -> JSON:
    slack.bot.answers["command"] = {"text": "found", "blocks": [actions(button("go"))]}
    delivery = await slack.ana.command("/look")
    assert delivery.message
    return delivery.message


async def public(slack: Slack) -> JSON:
    args = {"channel": GENERAL, "text": "card", "blocks": [actions(button("go"))]}
    await slack.api("chat.postMessage", **args)
    return slack.ana.sees("general")[-1]


async def test_an_answer_is_for_the_person_unless_it_says_otherwise(slack: Slack) -> None:
    url = await command_url(slack)
    assert await slack.respond(url, {"text": "psst"}) == (200, "ok")
    assert await slack.respond(url, {"text": "all", "response_type": "in_channel"}) == (200, "ok")
    assert [each["text"] for each in slack.ana.sees("general")] == ["psst", "all"]
    assert [each["text"] for each in slack.luis.sees("general")] == ["all"]


async def test_five_answers_and_no_more(slack: Slack) -> None:
    url = await command_url(slack)
    for _ in range(5):
        assert (await slack.respond(url, {"text": "again"}))[0] == 200
    status, body = await slack.respond(url, {"text": "again"})
    assert (status, json.loads(body)["error"]) == (404, "used_url")


async def test_half_an_hour_and_no_longer(slack: Slack) -> None:
    url = await command_url(slack)
    slack.clock.advance(1799)
    assert (await slack.respond(url, {"text": "in time"}))[0] == 200
    slack.clock.advance(1)
    status, body = await slack.respond(url, {"text": "late"})
    assert (status, json.loads(body)["error"]) == (404, "expired_url")


async def test_an_address_that_was_never_given_out(slack: Slack) -> None:
    status, body = await slack.respond(f"{slack.sandbox.url}/hooks/actions/1/x", {"text": "hi"})
    assert (status, json.loads(body)["error"]) == (404, "no_such_url")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], "invalid_payload"),
        ({"text": ""}, "no_text"),
        ({"blocks": [{"type": "odd"}]}, "invalid_blocks"),
        ({"text": "x", "channel": "C1"}, "invalid_arguments"),
    ],
)
async def test_a_bad_answer_is_refused_and_costs_no_use(
    slack: Slack, body: object, error: str
) -> None:
    url = await command_url(slack)
    for _ in range(6):
        status, answer = await slack.respond(url, body)
        assert (status, json.loads(answer)["error"]) == (400, error)
    assert (await slack.respond(url, {"text": "fine"}))[0] == 200


async def test_a_body_that_is_no_json_is_refused(slack: Slack) -> None:
    url = await command_url(slack)
    async with slack.http.post(url, data=b"text") as answer:
        assert (answer.status, (await answer.json())["error"]) == (400, "invalid_payload")


async def test_an_ephemeral_message_is_replaced_where_it_stands(slack: Slack) -> None:
    message = await ephemeral(slack)
    url = await click_url(slack, message)
    await slack.respond(url, {"replace_original": True, "text": "other"})
    (seen,) = slack.ana.sees("general")
    assert (seen["ts"], seen["text"], "blocks" in seen) == (message["ts"], "other", False)


async def test_an_ephemeral_message_is_deleted(slack: Slack) -> None:
    url = await click_url(slack, await ephemeral(slack))
    await slack.respond(url, {"delete_original": True})
    assert slack.ana.sees("general") == []


async def test_a_public_message_is_replaced_for_everyone(slack: Slack) -> None:
    url = await click_url(slack, await public(slack))
    await slack.respond(url, {"replace_original": True, "text": "done"})
    (seen,) = slack.luis.sees("general")
    assert (seen["text"], "blocks" in seen) == ("done", False)


async def test_a_public_message_is_deleted_once(slack: Slack) -> None:
    url = await click_url(slack, await public(slack))
    await slack.respond(url, {"delete_original": True})
    assert slack.luis.sees("general") == []
    status, body = await slack.respond(url, {"delete_original": True})
    assert (status, json.loads(body)["error"]) == (400, "message_not_found")


async def test_a_person_s_message_can_not_be_replaced(slack: Slack) -> None:
    said = await slack.ana.say("general", "mine")
    delivery = await slack.ana.message_shortcut("on_it", said)
    url = delivery.payload["response_url"]
    status, body = await slack.respond(url, {"replace_original": True, "text": "theirs"})
    assert (status, json.loads(body)["error"]) == (400, "message_not_found")


async def test_a_command_has_no_original_to_replace(slack: Slack) -> None:
    url = await command_url(slack)
    await slack.respond(url, {"replace_original": True, "text": "new"})
    assert [each["text"] for each in slack.ana.sees("general")] == ["new"]


async def test_an_answer_can_go_to_a_thread(slack: Slack) -> None:
    message = await public(slack)
    url = await click_url(slack, message)
    body = {"text": "there", "response_type": "in_channel", "thread_ts": message["ts"]}
    await slack.respond(url, body)
    assert slack.luis.sees("general")[-1]["thread_ts"] == message["ts"]


async def test_answers_are_written_down_as_calls(slack: Slack) -> None:
    await slack.respond(await command_url(slack), {"text": "psst"})
    call = slack.sandbox.calls[-1]
    assert (call.method, call.args, call.status) == ("response_url", {"text": "psst"}, 200)
