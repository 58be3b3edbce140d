"""What is kept of all that happened."""

from bot.sandbox.record import Call, Delivery, Record


def test_a_very_long_record_loses_its_oldest_half() -> None:
    record = Record()
    for number in range(100_001):
        record.call(Call(f"method {number}", {}))
    assert len(record.calls) == 50_001
    assert record.calls[-1].method == "method 100000"


def test_a_delivery_is_fine_when_nobody_saw_an_error() -> None:
    assert Delivery("command", {}, status=200).ok
    assert not Delivery("command", {}, error="operation_timeout").ok
    assert not Delivery("view_submission", {}, errors={"q": "Say more"}).ok
    assert Delivery("command", {}).shown()["ok"]
