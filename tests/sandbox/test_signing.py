"""Signatures, good and bad, as a receiver checks them."""

import hashlib
import hmac

import pytest

from bot.sandbox.signing import Signature, headers, sign
from tests.sandbox.conftest import Slack

NOW, BODY, SECRET = 1_800_000_000.5, b"token=x&text=\xc3\xa9", "8f742231b10e"


def verified(sent: dict[str, str]) -> bool:
    """What Slack's documentation tells an app to do."""
    if "X-Slack-Signature" not in sent:
        return False
    timestamp = sent["X-Slack-Request-Timestamp"]
    if abs(NOW - int(timestamp)) > 300:
        return False
    base = f"v0:{timestamp}:".encode() + BODY
    expected = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, sent["X-Slack-Signature"])


@pytest.mark.parametrize(
    ("signature", "good"),
    [("good", True), ("none", False), ("forged", False), ("stale", False), ("future", False)],
)
def test_a_signature_is_as_good_as_it_says(signature: Signature, good: bool) -> None:  # noqa: FBT001  # a parameter of the table
    assert verified(headers(SECRET, NOW, BODY, signature)) is good


def test_the_signature_is_slack_s_own_example() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
        b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert signature == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_any_bytes_can_be_sent(slack: Slack) -> None:
    delivery = await slack.sandbox.send_raw(b'{"type": "odd"}', content_type="application/json")
    assert delivery.status == 200
    assert slack.bot.received[0].body == b'{"type": "odd"}'
