"""A seeded mix of faults, and faults of deliveries."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.faults import CALL_KINDS, MIXED_KINDS, Faults
from bot.sandbox.record import Call, Delivery
from tests.sandbox.conftest import Slack
from tests.sandbox.fake_socket_app import connected

GENERAL = "C0GENERAL1"


def struck(faults: Faults, methods: list[str]) -> list[tuple[str, str | None]]:
    hits = [(method, faults.striking(Call(method, {}))) for method in methods]
    return [(method, hit.kind if hit else None) for method, hit in hits]


def mixed(seed: int, share: float = 0.25) -> Faults:
    faults = Faults()
    faults.mix(seed, share)
    return faults


def test_about_the_share_of_the_calls_is_hit_by_every_kind() -> None:
    kinds = Counter(kind for _, kind in struck(mixed(7), ["chat.postMessage"] * 4000))
    assert 900 < 4000 - kinds[None] < 1100
    assert set(kinds) - {None} == set(MIXED_KINDS)


@given(st.integers(), st.permutations(["a"] * 6 + ["b"] * 6))
def test_the_same_seed_hits_the_same_calls_in_whatever_order_methods_come(
    seed: int, methods: list[str]
) -> None:
    in_turn = struck(mixed(seed, 0.5), sorted(methods))
    assert sorted(struck(mixed(seed, 0.5), methods), key=lambda hit: hit[0]) == in_turn


def test_another_seed_hits_other_calls() -> None:
    calls = ["chat.postMessage"] * 50
    assert struck(mixed(1), calls) != struck(mixed(2), calls)


@pytest.mark.parametrize(("share", "hits"), [(0.0, 0), (1.0, 20)])
def test_nothing_or_everything_is_hit(share: float, hits: int) -> None:
    kinds = [kind for _, kind in struck(mixed(3, share), ["x"] * 20)]
    assert len(kinds) - kinds.count(None) == hits


def test_rules_come_before_the_mix_and_both_are_taken_away() -> None:
    faults = mixed(1, 1.0)
    faults.add("x", "hang")
    assert struck(faults, ["x"]) == [("x", "hang")]
    faults.clear()
    assert struck(faults, ["x"]) == [("x", None)]


def test_a_mix_that_can_not_be() -> None:
    with pytest.raises(ValueError, match="no such fault: odd"):
        Faults().mix(1, kinds=["odd"])
    with pytest.raises(ValueError, match="share must be between"):
        Faults().mix(1, 25)


def test_a_mix_of_calls_leaves_deliveries_alone() -> None:
    faults = mixed(1, 1.0)
    assert faults.striking_delivery(Delivery("event", {})) is None
    faults.mix(1, 1.0, ["ack_lost", *CALL_KINDS])
    assert faults.striking_delivery(Delivery("event", {})) == "ack_lost"


async def test_a_lost_ack_brings_the_event_again(slack: Slack) -> None:
    slack.sandbox.faults.add("event", "ack_lost")
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    first, second = slack.sandbox.deliveries
    assert (first.fault, first.error, second.retry_reason) == (
        "ack_lost",
        "operation_timeout",
        "http_timeout",
    )
    assert len(slack.bot.received) == 2


async def test_over_sockets_an_ack_is_lost_too(slack: Slack) -> None:
    slack.sandbox.faults.add("command", "ack_lost")
    async with connected(slack) as app:
        app.answers["slash_commands"] = {"text": "found"}
        assert (await slack.ana.command("/look")).error == "operation_timeout"
        assert len(app.envelopes) == 1
        assert slack.ana.sees("general") == []


async def test_a_delivery_that_is_not_sent_comes_by_its_retry(slack: Slack) -> None:
    slack.sandbox.faults.add("event", "unsent")
    await slack.ana.say("dm", "hello")
    await slack.sandbox.settled()
    assert [each.headers["X-Slack-Retry-Num"] for each in slack.bot.received] == ["1"]


async def test_a_delivery_comes_twice_and_counts_once(slack: Slack) -> None:
    slack.sandbox.faults.add("command", "twice")
    slack.bot.answers["command"] = "found"
    await slack.ana.command("/look")
    first, second = slack.bot.received
    assert first.payload == second.payload
    assert len(slack.ana.sees("general")) == 1


async def test_the_whole_web_api_under_a_mix_stays_what_the_seed_says(slack: Slack) -> None:
    slack.sandbox.set(rate_limits=False)
    slack.sandbox.faults.mix(seed=5, share=0.5, kinds=["500_before", "internal_error_after"])
    for _ in range(40):
        url = f"{slack.sandbox.api_url}chat.postMessage"
        headers = {"Authorization": f"Bearer {slack.sandbox.bot_token}"}
        body = {"channel": GENERAL, "text": "hi"}
        async with slack.http.post(url, json=body, headers=headers) as answer:
            await answer.read()
    hit = Counter(call.fault for call in slack.sandbox.calls)
    assert len(slack.ana.sees("general")) == 40 - hit["500_before"]
    assert 10 < hit[None] < 30
