"""What an expert asked not to be sent: topics, places and kinds of request. Pure.

A list holds entries such as `topic:detainers`, `place:US-TX`, `place:US-TX/Austin` and `kind:…`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

SUBJECTS = ("topic", "place", "kind")


def entries(subject: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Ids of one subject as entries of a list."""
    return tuple(f"{subject}:{each}" for each in ids)


def named(not_for: Iterable[str], subject: str) -> tuple[str, ...]:
    """The ids of one subject in a list, in its order."""
    parted = (each.partition(":") for each in not_for)
    return tuple(name for what, _colon, name in parted if what == subject)


@lru_cache(maxsize=256)
def subjects(kind: str, topic: str, place: str) -> frozenset[str]:
    """What a request is about, as entries of such a list; a state stands for all in it."""
    state = place.partition("/")[0]
    return frozenset({f"kind:{kind}", f"topic:{topic}", f"place:{place}", f"place:{state}"})


def is_spared(not_for: Collection[str], kind: str, topic: str, place: str) -> bool:
    """Whether somebody with this list is not to be sent such a request."""
    return bool(not_for) and not subjects(kind, topic, place).isdisjoint(not_for)
