"""Slack's request signature, checked on the raw bytes before anything is parsed."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

WINDOW_SECONDS = 300
"""How far a request's time may be from ours (docs.slack.dev, "Verifying requests from Slack")."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """Tells Slack's requests from everybody else's."""

    secret: bytes
    clock: Callable[[], float] = time.time

    def accepts(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the body was signed with our secret within the last five minutes."""
        stamp = headers.get("X-Slack-Request-Timestamp", "")
        given = headers.get("X-Slack-Signature", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12 and given.isascii()):
            return False
        if abs(self.clock() - int(stamp)) > WINDOW_SECONDS:
            return False
        signed = b"v0:" + stamp.encode() + b":" + body
        expected = "v0=" + hmac.new(self.secret, signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected, given)
