"""Ids and timestamps that look like Slack's and never repeat."""

import secrets
import string

from bot.sandbox.clock import Clock

_DIGITS = string.digits + string.ascii_uppercase


def _base36(number: int, width: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits.rjust(width, "0")


class Ids:
    """Counted ids, so that the same story gives the same ids twice."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = 0
        self._last_ts = 0

    def new(self, prefix: str) -> str:
        """An id such as `V0000000A7`; the prefix says the kind of thing, as in Slack."""
        self._count += 1
        return prefix + _base36(self._count, 9)

    def short(self) -> str:
        """Five characters, as Slack makes up for a block or action without an id."""
        self._count += 1
        return _base36(self._count, 5)

    def hash(self) -> str:
        """A view's hash: seconds, a dot, and something nobody can guess."""
        return f"{int(self._clock.now())}.{secrets.token_hex(4)}"

    def ts(self) -> str:
        """A message's timestamp, later than every one before it in the whole workspace."""
        self._last_ts = max(self._last_ts + 1, int(self._clock.now() * 1_000_000))
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"
