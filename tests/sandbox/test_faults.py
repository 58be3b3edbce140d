"""Bad days on demand."""

import asyncio

import aiohttp
import pytest

from tests.sandbox.conftest import Slack

GENERAL = "C0GENERAL1"


async def post(slack: Slack) -> tuple[int, str, str | None]:
    """Posts once: status, body and `Retry-After` of the answer."""
    headers = {"Authorization": f"Bearer {slack.sandbox.bot_token}"}
    url = f"{slack.sandbox.api_url}chat.postMessage"
    body = {"channel": GENERAL, "text": "hi"}
    async with slack.http.post(url, json=body, headers=headers) as answer:
        return answer.status, await answer.text(), answer.headers.get("Retry-After")


def stored(slack: Slack) -> int:
    return len(slack.ana.sees("general"))


@pytest.mark.parametrize(
    ("kind", "status", "kept"),
    [
        ("429", 429, 0),
        ("500_before", 500, 0),
        ("500_after", 500, 1),
        ("garbage_before", 200, 0),
        ("garbage", 200, 1),
        ("internal_error_after", 200, 1),
    ],
)
async def test_an_answer_is_spoiled_before_or_after_the_message_is_stored(
    slack: Slack, kind: str, status: int, kept: int
) -> None:
    slack.sandbox.faults.add("chat.postMessage", kind)
    answered, body, _ = await post(slack)
    assert (answered, stored(slack)) == (status, kept)
    assert '"ok":true' not in body
    assert slack.sandbox.calls[-1].fault == kind
    assert (await post(slack))[0] == 200


@pytest.mark.parametrize(("kind", "kept"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_connection_is_dropped(slack: Slack, kind: str, kept: int) -> None:
    slack.sandbox.faults.add("chat.postMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await post(slack)
    assert stored(slack) == kept


async def test_a_call_that_hangs_is_never_answered(slack: Slack) -> None:
    slack.sandbox.faults.add("chat.postMessage", "hang")
    task = asyncio.create_task(post(slack))
    await reached(slack, 1)
    assert not task.done()
    task.cancel()
    assert stored(slack) == 0


async def test_a_late_call_is_stored_after_its_caller_gave_up(slack: Slack) -> None:
    slack.sandbox.faults.add("chat.postMessage", "late", seconds=30)
    task = asyncio.create_task(post(slack))
    await reached(slack, 1)
    task.cancel()
    assert stored(slack) == 0
    slack.clock.advance(30)
    await slack.sandbox.settled()
    assert stored(slack) == 1


async def reached(slack: Slack, calls: int) -> None:
    """Returns once that many calls have come in."""
    async with asyncio.timeout(5):
        while len(slack.sandbox.calls) < calls or not slack.sandbox.calls[-1].fault:  # noqa: ASYNC110  # the server has no event for it
            await asyncio.sleep(0)


async def test_a_caller_is_told_how_long_to_wait(slack: Slack) -> None:
    slack.sandbox.faults.add("chat.postMessage", "429", seconds=7.2)
    assert (await post(slack))[2] == "8"


async def test_a_rule_strikes_so_many_times_after_so_many_calls(slack: Slack) -> None:
    slack.sandbox.faults.add("*", "500_before", times=2, skip=1)
    assert [(await post(slack))[0] for _ in range(4)] == [200, 500, 500, 200]


async def test_a_rule_that_is_used_up_is_no_more_in_force(slack: Slack) -> None:
    rule = slack.sandbox.faults.add("chat.postMessage", "500_before")
    await post(slack)
    assert (slack.sandbox.faults.shown(), rule.times) == ([], 0)


async def test_a_rule_may_hold_for_ever_and_be_taken_away(slack: Slack) -> None:
    slack.sandbox.faults.add("chat.postMessage", "500_before", times=None)
    assert [(await post(slack))[0] for _ in range(3)] == [500, 500, 500]
    slack.sandbox.faults.clear()
    assert (await post(slack))[0] == 200


async def test_a_rule_may_concern_one_channel_or_another_method(slack: Slack) -> None:
    slack.sandbox.faults.add("chat.postMessage", "500_before", channel="C0OTHER001")
    slack.sandbox.faults.add("views.open", "500_before")
    assert (await post(slack))[0] == 200


async def test_a_response_url_can_fail_too(slack: Slack) -> None:
    slack.sandbox.faults.add("response_url", "500_after")
    url = (await slack.ana.command("/look")).payload["response_url"]
    assert (await slack.respond(url, {"text": "hi"}))[0] == 500
    assert stored(slack) == 1


def test_an_unknown_fault_is_a_mistake(slack: Slack) -> None:
    with pytest.raises(ValueError, match="no such fault: 418"):
        slack.sandbox.faults.add("*", "418")
