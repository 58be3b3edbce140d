"""Slack's rate limits: tiers by method, and one post a second in each channel.

Tiers: docs.slack.dev/apis/web-api/rate-limits
"""

from dataclasses import dataclass

from bot.sandbox.clock import Clock

# Calls a minute by tier. "special" stands for several hundred.
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
# A channel takes one post a second, with short bursts; a workspace several hundred a minute.
CHANNEL_BURST = 5
WORKSPACE_POSTS = 300


@dataclass
class _Bucket:
    """Fills by `rate` tokens a second up to `size`; each call takes one."""

    size: float
    rate: float
    filled_at: float
    tokens: float

    def wait(self, now: float) -> float:
        """Takes a token and answers 0, or answers the seconds until there is one."""
        self.tokens = min(self.size, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0.0


class RateLimits:
    """Counts calls. `enabled` is the switch for benchmarks."""

    def __init__(self, clock: Clock, *, enabled: bool = True) -> None:
        self.enabled = enabled
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}
        self._paused: dict[str, float] = {}

    def wait(self, method: str, tier: int, channel: str | None) -> float:
        """Seconds to wait before this call may be made; 0 when it may be made now.

        A method that was told to wait is blocked in the whole workspace until it has.
        """
        if not self.enabled:
            return 0.0
        now = self._clock.now()
        left = self._paused.get(method, 0.0) - now
        if left <= 0:
            left = max(self._take(now, method, tier, channel), 0.0)
            if left:
                self._paused[method] = now + left
        return left

    def _take(self, now: float, method: str, tier: int, channel: str | None) -> float:
        per_minute = PER_MINUTE[tier]
        wait = self._bucket(now, method, per_minute, per_minute / 60).wait(now)
        if method != "chat.postMessage" or wait:
            return wait
        wait = self._bucket(now, "posts", WORKSPACE_POSTS, WORKSPACE_POSTS / 60).wait(now)
        return wait or self._bucket(now, f"posts in {channel}", CHANNEL_BURST, 1).wait(now)

    def _bucket(self, now: float, name: str, size: float, rate: float) -> _Bucket:
        if name not in self._buckets:
            self._buckets[name] = _Bucket(size, rate, now, size)
        return self._buckets[name]
