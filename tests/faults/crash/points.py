"""The moments at which the bot is killed: around its commits, and around its calls to Slack."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Literal, Self, get_args

ENVIRONMENT = "CRASH_POINT"
"""Where a launched bot finds its points, with commas between them."""

KILLED_AT = "the plug was pulled "
"""What it writes down last, before the point's name."""

COMMITS = (
    *("people.changed", "threads.changed"),
    *("offers.accepted", "tickets.accepted", "tickets.answered", "tickets.followed_up"),
    *("inbox.accepted", "inbox.handled", "inbox.put_off"),
    *("messages.added", "messages.changed", "outbox.queued"),
    *("outbox.tried", "outbox.arrived", "outbox.put_off", "outbox.absent", "outbox.changed"),
)
"""What commits on a message's way hold: a move by its name in the log, else a table's rows."""

CALLS = (
    *("auth.test", "conversations.open", "users.info"),
    *("chat.postMessage", "chat.update", "chat.delete"),
    *("conversations.replies", "conversations.history"),
)

ONCE = frozenset(
    {"people.changed", "offers.accepted", "tickets.accepted", "conversations.open", "users.info"}
)
"""What happens once in a ticket's life, or a person's."""

When = Literal["before", "during", "after"]


@dataclass(frozen=True, slots=True)
class Point:
    """A moment in one life of the bot, when it does something for the `nth` time.

    During a call is some milliseconds after it began: the request may be on its way, or done.
    """

    when: When
    what: str
    nth: int = 1

    def __str__(self) -> str:
        return f"{self.when} {self.what} {self.nth}"

    @classmethod
    def read(cls, text: str) -> Self:
        """A point from its own words. Raises ValueError."""
        given, what, nth = text.split()
        when = next((each for each in get_args(When) if each == given), None)
        if when is None:
            raise ValueError(text)
        return cls(when, what, int(nth))

    @property
    def name(self) -> str:
        """The point, whichever time it is."""
        return f"{self.when} {self.what}"


def every() -> list[Point]:
    """All of them, each at its first time."""
    commits = [Point(when, what) for what in COMMITS for when in _AROUND_A_COMMIT]
    calls = [Point(when, what) for what in CALLS for when in _AROUND_A_CALL]
    return commits + calls


AT_ONCE = 5
"""How many points of either kind one life may end at: with all of them none would get far."""


@dataclass(slots=True)
class Choice:
    """Which life may end where: at some points that none has ended at yet, and at some others.

    A third of all lives end at random; a third at what happens seldom, until one has ended at each.
    What happens often is chosen up to its `most`th time.
    """

    random: Random
    most: int
    hit: Counter[str] = field(default_factory=Counter)

    def next(self) -> list[Point]:
        """The points of the next life, which ends at whichever comes first; none for at random."""
        chance, never = self.random.random(), self.never()
        seldom = [point for point in never if point.what in ONCE]
        if chance < 1 / 3:
            return []
        if seldom and chance < 2 / 3:
            # Nothing else ends it: a ticket gets so far in few lives.
            return seldom
        seen = [point for point in every() if self.hit[point.name]]
        return self._some(never) + [
            Point(each.when, each.what, self.random.randint(1, self.most))
            for each in self._some(seen)
        ]

    def _some(self, points: list[Point]) -> list[Point]:
        return self.random.sample(points, min(AT_ONCE, len(points)))

    def never(self) -> list[Point]:
        """The points at which no life ended."""
        return [point for point in every() if not self.hit[point.name]]


_AROUND_A_COMMIT: tuple[When, ...] = ("before", "after")
_AROUND_A_CALL: tuple[When, ...] = ("before", "during", "after")
