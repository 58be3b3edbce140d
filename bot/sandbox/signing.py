"""Slack's request signature, v0; docs.slack.dev/authentication/verifying-requests-from-slack"""

import hashlib
import hmac
from typing import Literal

Signature = Literal["good", "none", "forged", "stale", "future"]
_OFF_SECONDS = {"stale": -600, "future": 600}


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The value of `X-Slack-Signature`."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def headers(secret: str, now: float, body: bytes, signature: Signature = "good") -> dict[str, str]:
    """The headers of a signed request, or of one that only pretends to be."""
    if signature == "none":
        return {}
    timestamp = str(int(now) + _OFF_SECONDS.get(signature, 0))
    key = secret[::-1] + "x" if signature == "forged" else secret
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(key, timestamp, body),
    }
