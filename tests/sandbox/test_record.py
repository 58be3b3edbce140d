"""What is kept of all that happened."""

import pytest

from bot.sandbox.record import MOST_KEPT, WHOLE_ANSWERS, Call, Delivery, Record
from tests.sandbox.conftest import Slack
from tests.sandbox.control_calls import read, send


def test_a_very_long_record_loses_its_oldest_half() -> None:
    record = Record()
    for number in range(MOST_KEPT + 1):
        record.call(Call(f"method {number}", {}))
    assert len(record.calls) == MOST_KEPT // 2
    assert record.calls[-1].method == f"method {MOST_KEPT}"
    assert record.count == MOST_KEPT + 1


def test_a_record_can_be_kept_short() -> None:
    record = Record()
    record.most_kept = 10
    for number in range(26):
        record.delivery(Delivery(f"kind {number}", {}))
    assert [each.kind for each in record.deliveries[-2:]] == ["kind 24", "kind 25"]
    assert len(record.deliveries) <= 10
    assert record.deliveries_gone + len(record.deliveries) == record.count == 26


def test_long_answers_are_kept_for_a_while_and_their_first_level_longer() -> None:
    record = Record()
    calls = [
        Call("conversations.replies", {}, answer={"ok": True, "messages": [{"text": "x"}]})
        for _ in range(WHOLE_ANSWERS + 1)
    ]
    for call in calls:
        record.call(call)
    assert calls[0].answer == {"ok": True}
    assert calls[1].answer["messages"] == [{"text": "x"}]


@pytest.mark.parametrize("kind", ["calls", "deliveries"])
async def test_what_is_read_from_where_one_left_off_is_counted_from_the_start(
    slack: Slack, kind: str
) -> None:
    slack.sandbox.set(most_kept=4)

    async def happen() -> None:
        await slack.api("auth.test")
        await slack.ana.command("/look")

    for _ in range(7):
        await happen()
    seen = await read(slack, kind)
    assert (seen["next"], len(seen[kind])) == (7, 4)
    await happen()
    since = await read(slack, kind, since="7")
    assert (since["next"], len(since[kind])) == (8, 1)
    assert (await send(slack, "settings", most_kept="many"))["ok"] is False


def test_a_delivery_is_fine_when_nobody_saw_an_error() -> None:
    assert Delivery("command", {}, status=200).ok
    assert not Delivery("command", {}, error="operation_timeout").ok
    assert not Delivery("view_submission", {}, errors={"q": "Say more"}).ok
    assert Delivery("command", {}).shown()["ok"]
