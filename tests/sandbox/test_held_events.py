"""Events that are held back and let go in another order, and more than once."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.holding import Holding, Order, Repeat
from bot.sandbox.wire import JSON
from tests.sandbox.conftest import Slack
from tests.sandbox.control_calls import read, send
from tests.sandbox.fake_bot import Reply


async def hold(slack: Slack, count: int) -> list[str]:
    """Holds so many messages back; their texts."""
    slack.sandbox.set(hold_events=True)
    texts = [f"m{number}" for number in range(count)]
    for text in texts:
        await slack.ana.say("dm", text)
    await slack.sandbox.settled()
    return texts


def came(slack: Slack) -> list[str]:
    return [payload["event"]["text"] for payload in slack.bot.payloads("event")]


async def test_what_is_held_back_comes_when_it_is_released(slack: Slack) -> None:
    texts = await hold(slack, 3)
    assert came(slack) == []
    assert [payload["event"]["text"] for payload in slack.sandbox.held] == texts
    assert await slack.sandbox.release(at_once=1) == 3
    assert came(slack) == texts
    assert slack.sandbox.held == []


async def test_it_comes_the_other_way_round(slack: Slack) -> None:
    texts = await hold(slack, 3)
    await slack.sandbox.release("reversed", at_once=1)
    assert came(slack) == texts[::-1]


async def test_a_seed_gives_the_same_shuffle_twice(slack: Slack) -> None:
    texts = await hold(slack, 20)
    for _ in range(2):
        await slack.sandbox.release(7, at_once=1, keep=True)
    first, second = came(slack)[:20], came(slack)[20:]
    assert first == second != texts
    assert sorted(first) == sorted(texts)


async def test_what_comes_again_says_so_and_is_the_same_event(slack: Slack) -> None:
    await hold(slack, 1)
    await slack.sandbox.release(repeat=3, at_once=1)
    headers = [each.headers for each in slack.bot.received]
    assert [each.get("X-Slack-Retry-Num") for each in headers] == [None, "1", "2"]
    assert {each.get("X-Slack-Retry-Reason") for each in headers[1:]} == {"http_timeout"}
    assert len({each["event_id"] for each in slack.bot.payloads("event")}) == 1


async def test_many_come_shuffled_once_to_six_times(slack: Slack) -> None:
    texts = await hold(slack, 100)
    delivered = await slack.sandbox.release(1, repeat=(1, 6))
    times = Counter(came(slack))
    assert set(times) == set(texts)
    assert set(times.values()) == {1, 2, 3, 4, 5, 6}
    assert delivered == times.total()


async def test_no_more_are_under_way_than_is_said(slack: Slack) -> None:
    await hold(slack, 30)
    most = 0

    def answer(_payload: JSON) -> None:
        nonlocal most
        most = max(most, slack.sandbox.core.dispatcher.in_flight)

    slack.bot.answers["event"] = answer
    await slack.sandbox.release(3, repeat=2, at_once=5)
    # A delivery counts twice: as one that was begun, and as the try that is under way.
    assert 0 < most <= 2 * 5


async def test_what_is_not_taken_is_tried_again_as_ever(slack: Slack) -> None:
    answers = iter([Reply(status=503), Reply(status=503)])
    slack.bot.answers["event"] = lambda _payload: next(answers, None)
    await hold(slack, 1)
    await slack.sandbox.release()
    await slack.sandbox.settled()
    slack.clock.advance(60)
    await slack.sandbox.settled()
    assert came(slack) == ["m0"] * 3


async def test_once_the_switch_is_off_events_come_at_once_and_the_held_ones_stay(
    slack: Slack,
) -> None:
    await hold(slack, 1)
    slack.sandbox.set(hold_events=False)
    await slack.ana.say("dm", "later")
    await slack.sandbox.settled()
    assert came(slack) == ["later"]
    await slack.sandbox.release()
    assert came(slack) == ["later", "m0"]


@pytest.mark.parametrize(
    ("order", "repeat"),
    [("sorted", 1), ("as sent", 0), ("as sent", (2, 1)), ("as sent", (1, 2, 3)), (7, (0, 2))],
)
async def test_an_odd_wish_is_a_mistake_and_loses_nothing(
    slack: Slack, order: Order, repeat: Repeat
) -> None:
    await hold(slack, 1)
    with pytest.raises(ValueError, match=r"no such order|can't come"):
        await slack.sandbox.release(order, repeat=repeat)
    assert len(slack.sandbox.held) == 1


async def test_another_process_holds_looks_and_releases(slack: Slack) -> None:
    await send(slack, "settings", hold_events=True)
    await slack.ana.say("dm", "hello")
    (held,) = (await read(slack, "held"))["held"]
    assert held["event"]["text"] == "hello"
    assert await send(slack, "release", order=7, repeat=[2, 2]) == {"delivered": 2}
    assert came(slack) == ["hello", "hello"]
    assert not (await send(slack, "release", order="sorted"))["ok"]
    assert not (await send(slack, "release", colour="red"))["ok"]


@given(st.integers(0, 30), st.integers(), st.integers(1, 6), st.integers(0, 5))
def test_every_event_comes_as_often_as_it_may_numbered_from_nought(
    events: int, seed: int, fewest: int, more: int
) -> None:
    payloads: list[JSON] = [{"event_id": f"Ev{number}"} for number in range(events)]
    turns = Holding(payloads=payloads).turns(seed, (fewest, fewest + more), keep=False)
    numbers: dict[str, list[int]] = {payload["event_id"]: [] for payload in payloads}
    for number, payload in turns:
        numbers[payload["event_id"]].append(number)
    for found in numbers.values():
        assert found == list(range(len(found)))
        assert fewest <= len(found) <= fewest + more
