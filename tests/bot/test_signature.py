"""Only what Slack signed within five minutes is believed."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.signature import Verifier

NOW = 1_800_000_000
SECRET = b"8f742231b10e8888abcd99yyyzzz85a5"
BODY = b"command=%2Fresources&text=tx"


def signed(body: bytes, at: object = NOW, secret: bytes = SECRET) -> dict[str, str]:
    base = b"v0:" + str(at).encode() + b":" + body
    return {
        "X-Slack-Request-Timestamp": str(at),
        "X-Slack-Signature": "v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest(),
    }


def accepts(headers: dict[str, str], body: bytes = BODY) -> bool:
    return Verifier(SECRET, clock=lambda: float(NOW)).accepts(headers, body)


@given(st.binary(max_size=2_000))
def test_what_slack_signed_is_accepted(body: bytes) -> None:
    assert accepts(signed(body), body)


@pytest.mark.parametrize("at", [NOW - 300, NOW + 300])
def test_the_window_is_five_minutes_either_way(at: int) -> None:
    assert accepts(signed(BODY, at))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": str(NOW)},
        signed(BODY, NOW - 301),
        signed(BODY, NOW + 301),
        signed(BODY, "now"),
        signed(BODY, "٣"),
        signed(BODY, "9" * 400),
        signed(BODY, secret=b"another"),
        signed(b"another body"),
        {**signed(BODY), "X-Slack-Signature": "v0=ñ"},
        {**signed(BODY), "X-Slack-Signature": ""},
    ],
)
def test_anything_else_is_not(headers: dict[str, str]) -> None:
    assert not accepts(headers)
