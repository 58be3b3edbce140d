"""Working hours: how long something has waited, counted as the people here count it.

Pure. Moments and spans are in milliseconds, moments since 1970. A day's hours are by the wall clock
of the network's own zone, so that a day on which the clocks change is worked as long as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_LONGEST_PAUSE = 370
"""Days after which a network that never opens is taken to be set wrongly."""

Window = tuple[int, int]


class NeverOpen(Exception):
    """By these settings nobody ever works: no day of the week is a working day, or all of a year
    are holidays.
    """


@dataclass(frozen=True, slots=True)
class Hours:
    """When a network works, and when it leaves people alone.

    `days` are weekdays, Monday is 0. `quiet_from` and `quiet_until` are times of the day; where
    they are the same, no hour is quiet. `country` and `subdivision` are as in ISO 3166, empty for
    no holidays.
    """

    zone: str = "America/New_York"
    days: frozenset[int] = frozenset(range(5))
    opens: time = time(9)
    closes: time = time(17)
    country: str = "US"
    subdivision: str = ""
    quiet_from: time = time(20)
    quiet_until: time = time(8)
    _windows: dict[date, Window | None] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def after(self, at: int, minutes: int) -> int:
        """The moment by which so many working minutes have passed since `at`. Raises NeverOpen."""
        left = minutes * MINUTE
        for opens, closes in self._from(at):
            begins = max(at, opens)
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        raise NeverOpen

    def between(self, begin: int, end: int) -> int:
        """How much of the time from one moment to another was worked. Raises NeverOpen."""
        worked = 0
        for opens, closes in self._from(begin):
            if opens >= end:
                return worked
            worked += max(0, min(closes, end) - max(opens, begin))
        raise NeverOpen

    def is_open(self, at: int) -> bool:
        """Whether people work at a moment."""
        window = self._window(self.day(at))
        return window is not None and window[0] <= at < window[1]

    def next_open(self, at: int) -> int:
        """The first moment from `at` on at which people work. Raises NeverOpen."""
        for opens, _closes in self._from(at):
            return max(at, opens)
        raise NeverOpen

    def opening(self, day: date) -> int | None:
        """When work begins on a day; None where nobody works."""
        window = self._window(day)
        return window[0] if window else None

    def last_moment(self, day: date) -> int:
        """The last working moment up to the end of a day. Raises NeverOpen."""
        for back in range(_LONGEST_PAUSE):
            window = self._window(day - timedelta(days=back))
            if window is not None:
                return window[1]
        raise NeverOpen

    def day(self, at: int) -> date:
        """The day that it is for the network at a moment."""
        return self._local(at).date()

    def is_quiet(self, at: int) -> bool:
        """Whether people are left alone at a moment."""
        now, begins, ends = self._local(at).time(), self.quiet_from, self.quiet_until
        if begins <= ends:
            return begins <= now < ends
        return now >= begins or now < ends

    def undisturbed_until(self, at: int) -> int:
        """The first moment from `at` on at which people may be disturbed."""
        if not self.is_quiet(at):
            return at
        local = self._local(at)
        day = local.date() + timedelta(days=1 if local.time() >= self.quiet_until else 0)
        return self._at(day, self.quiet_until)

    def _from(self, at: int) -> Iterator[Window]:
        """The working days that end after a moment, in order; none after a pause too long."""
        day, pause = self.day(at), 0
        while pause < _LONGEST_PAUSE:
            window = self._window(day)
            pause += 1
            if window is not None and window[1] > at:
                pause = 0
                yield window
            day += timedelta(days=1)

    def _window(self, day: date) -> Window | None:
        if day not in self._windows:
            self._windows[day] = self._worked(day)
        return self._windows[day]

    def _worked(self, day: date) -> Window | None:
        if day.weekday() not in self.days or day in _holidays(self.country, self.subdivision):
            return None
        window = self._at(day, self.opens), self._at(day, self.closes)
        return window if window[0] < window[1] else None

    def _at(self, day: date, wall: time) -> int:
        local = datetime.combine(day, wall, tzinfo=_zone(self.zone))
        return int(local.timestamp() * 1000)

    def _local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, tz=_zone(self.zone))


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=16)
def _holidays(country: str, subdivision: str) -> holidays.HolidayBase | frozenset[date]:
    """Public holidays, each year worked out when it is first asked for."""
    if not country:
        return frozenset()
    return holidays.country_holidays(country, subdiv=subdivision or None)
