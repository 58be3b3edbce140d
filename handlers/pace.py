"""How fast a channel may be posted to, and how often Slack may be asked for something."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

BURST = 3.0
"""Slack lets short bursts pass (docs.slack.dev, "Rate limits": one message a second a channel)."""

PER_SECOND = 1.0

READS_AT_ONCE = 8.0
READS_PER_SECOND = 0.65
"""Slack lets `conversations.replies` and `.history` pass 50 times a minute each (tier 3)."""

READS = "reads"

REWRITES_AT_ONCE = 30.0
REWRITES_PER_SECOND = 0.8
"""Slack lets `chat.update` and `chat.delete` pass 50 times a minute each (tier 3); what is begun in
one round may go beyond its share by as many as are sent at once.
"""


@dataclass(slots=True)
class Pace:
    """Posts that each channel has left, or calls that a method has; times in seconds."""

    burst: float = BURST
    per_second: float = PER_SECOND
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def spend(self, channel_id: str, now: float) -> None:
        """A post goes to a channel."""
        self._left[channel_id] = (self._at(channel_id, now) - 1, now)

    def rest(self, channel_id: str, now: float, seconds: float) -> None:
        """Slack asked for a channel to be left alone for so long."""
        self._left[channel_id] = (1 - seconds * self.per_second, now)

    def left(self, channel_id: str, now: float, beyond: int = 0) -> int:
        """How many more a channel may have at once; `beyond` more for who can't wait."""
        return max(0, int(self._at(channel_id, now) + beyond))

    def left_at(self, now: float) -> Callable[[str], int]:
        """The same for any channel, as things stand; to be asked from another thread."""
        known = {channel_id: self.left(channel_id, now) for channel_id in self._left}
        return lambda channel_id: known.get(channel_id, int(self.burst))

    def resting(self, now: float) -> Collection[str]:
        """The channels that had their share."""
        for channel_id in [each for each in self._left if self._at(each, now) >= self.burst]:
            del self._left[channel_id]
        return [channel_id for channel_id in self._left if self._at(channel_id, now) < 1]

    def rested_in(self, now: float) -> float | None:
        """Seconds until the next channel may be posted to again; None where none rests."""
        waits = [(1 - self._at(each, now)) / self.per_second for each in self.resting(now)]
        return min(waits) if waits else None

    def _at(self, channel_id: str, now: float) -> float:
        left, at = self._left.get(channel_id, (self.burst, now))
        return min(self.burst, left + (now - at) * self.per_second)


def reading() -> Pace:
    """The pace of looking into conversations, which all who look share."""
    return Pace(READS_AT_ONCE, READS_PER_SECOND)


def rewriting() -> Pace:
    """The pace of each method that changes what stands in Slack."""
    return Pace(REWRITES_AT_ONCE, REWRITES_PER_SECOND)
