"""What has been dealt with already, so that a second delivery changes nothing."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

WEEK = 7 * 24 * 3600.0


@dataclass(slots=True)
class Seen:
    """Keys of the last week, newest `size` of them, in this process's memory.

    It is for answers whose repetition is a nuisance. What must happen exactly once belongs
    into a transaction.
    """

    seconds: float = WEEK
    size: int = 100_000
    clock: Callable[[], float] = time.monotonic
    _keys: OrderedDict[Hashable, float] = field(default_factory=OrderedDict)

    def first(self, *keys: Hashable) -> bool:
        """Remember the keys; whether none of them was known."""
        now = self.clock()
        self._expire(now)
        known = any(key in self._keys for key in keys)
        for key in keys:
            self._keys.setdefault(key, now)
        return not known

    def forget(self, key: Hashable) -> None:
        """Let a key be first again: what it stood for did not happen."""
        self._keys.pop(key, None)

    def _expire(self, now: float) -> None:
        while self._keys:
            oldest, at = next(iter(self._keys.items()))
            if at + self.seconds > now and len(self._keys) < self.size:
                return
            del self._keys[oldest]
