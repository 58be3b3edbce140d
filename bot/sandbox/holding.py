"""Events that are held back, and the order in which they are let go."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.wire import JSON

# A number is the seed of a shuffle.
Order = int | Literal["as sent", "reversed"]
# How often each event comes; two numbers are the fewest and the most, by the same seed.
Repeat = int | Sequence[int]
_ORDERS = ("as sent", "reversed")


@dataclass
class Holding:
    """Keeps events back while it is `on`; what is kept stays when it is turned off."""

    on: bool = False
    payloads: list[JSON] = field(default_factory=list)

    def turns(self, order: Order, repeat: Repeat, *, keep: bool) -> list[tuple[int, JSON]]:
        """Each coming of each event: how often it came before, and the event.

        The events are gone from here, unless `keep` says otherwise. Raises `ValueError`.
        """
        fewest, most = _bounds(repeat)
        dice = random.Random(_seed(order))  # noqa: S311  # a shuffle that can be had again
        turns = [each for each in self.payloads for _ in range(dice.randint(fewest, most))]
        if order == "reversed":
            turns.reverse()
        elif order != "as sent":
            dice.shuffle(turns)
        if not keep:
            self.payloads = []
        return _numbered(turns)


def _bounds(repeat: Repeat) -> tuple[int, int]:
    bounds = [repeat, repeat] if isinstance(repeat, int) else list(repeat)
    if len(bounds) != 2 or not 1 <= bounds[0] <= bounds[1]:
        raise ValueError(f"an event can't come {repeat} times")
    return bounds[0], bounds[1]


def _seed(order: Order) -> int:
    if isinstance(order, int):
        return order
    if order not in _ORDERS:
        raise ValueError(f"no such order: {order}; there are {', '.join(_ORDERS)}, and seeds")
    return 0


def _numbered(turns: list[JSON]) -> list[tuple[int, JSON]]:
    came: dict[str, int] = {}
    numbered = []
    for payload in turns:
        number = came[payload["event_id"]] = came.get(payload["event_id"], -1) + 1
        numbered.append((number, payload))
    return numbered
