"""Rate limits, on a clock that stands still."""

import pytest

from bot.sandbox import Clock
from bot.sandbox.ratelimits import CHANNEL_BURST, PER_MINUTE, WORKSPACE_POSTS, RateLimits
from tests.sandbox.conftest import Slack


@pytest.mark.parametrize("tier", [1, 2, 3, 4, 5])
def test_a_tier_allows_so_many_calls_a_minute(tier: int) -> None:
    clock = Clock(standing_at=0.0)
    limits = RateLimits(clock)
    waits = [limits.wait("a.method", tier, None) for _ in range(PER_MINUTE[tier] + 1)]
    assert not any(waits[:-1])
    assert waits[-1] == pytest.approx(60 / PER_MINUTE[tier])


def test_a_method_that_must_wait_is_blocked_until_then_and_no_other_is() -> None:
    clock = Clock(standing_at=0.0)
    limits = RateLimits(clock)
    assert limits.wait("slow", 1, None) == 0
    assert limits.wait("slow", 1, None) == 60
    clock.advance(45)
    assert limits.wait("slow", 1, None) == 15
    assert limits.wait("other", 1, None) == 0
    clock.advance(15)
    assert limits.wait("slow", 1, None) == 0


def test_a_channel_takes_a_burst_and_then_one_post_a_second() -> None:
    clock = Clock(standing_at=0.0)
    limits = RateLimits(clock)
    for _ in range(CHANNEL_BURST):
        assert limits.wait("chat.postMessage", 5, "C1") == 0
    assert limits.wait("chat.postMessage", 5, "C1") == 1
    clock.advance(1)
    assert limits.wait("chat.postMessage", 5, "C1") == 0


def test_a_workspace_takes_only_so_many_posts() -> None:
    limits = RateLimits(Clock(standing_at=0.0))
    waits = [
        limits.wait("chat.postMessage", 5, f"C{number}") for number in range(WORKSPACE_POSTS + 1)
    ]
    assert not any(waits[:-1])
    assert waits[-1]


async def test_too_many_posts_are_told_when_to_come_back(slack: Slack) -> None:
    args = {"channel": "C0GENERAL1", "text": "hi"}
    for _ in range(CHANNEL_BURST):
        assert (await slack.api("chat.postMessage", **args))["ok"]
    headers = {"Authorization": f"Bearer {slack.sandbox.bot_token}"}
    url = f"{slack.sandbox.api_url}chat.postMessage"
    async with slack.http.post(url, json=args, headers=headers) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    assert slack.sandbox.calls[-1].error == "ratelimited"


async def test_the_limits_can_be_switched_off(slack: Slack) -> None:
    slack.sandbox.set(rate_limits=False)
    args = {"channel": "C0GENERAL1", "text": "hi"}
    assert all([(await slack.api("chat.postMessage", **args))["ok"] for _ in range(20)])
