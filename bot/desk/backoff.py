"""How long to wait before trying again."""

from __future__ import annotations

import random

FIRST_MS = 1_000
LONGEST_MS = 600_000


def wait(attempts: int) -> int:
    """Milliseconds to wait after so many attempts: full jitter, from 1 s up to 10 min.

    Full jitter spreads callers better than any fixed share of it (AWS Architecture Blog,
    "Exponential Backoff And Jitter").
    """
    ceiling = min(LONGEST_MS, FIRST_MS * 2 ** min(max(attempts, 1), 20))
    return random.randint(FIRST_MS // 4, ceiling)  # noqa: S311 (jitter)


def look(age: int) -> int:
    """Milliseconds until something of a certain age is looked for again: ever less often."""
    return FIRST_MS + random.randint(age // 4, max(age // 4, min(age // 2, LONGEST_MS)))  # noqa: S311 (jitter)
