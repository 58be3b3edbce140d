"""Working hours: how long something has waited, counted as the people here count it.

Pure. Moments and spans are in milliseconds, moments since 1970. A day's hours are by the wall clock
of the network's own zone: a day on which the clocks change outside of them is worked as long as any
other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from zoneinfo import ZoneInfo

from bot.desk import public_holidays

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_LONGEST_PAUSE = 2
"""Years after which a network that does not open is taken never to."""

Window = tuple[int, int]


class NeverOpen(Exception):
    """By these settings nobody ever works: no day of the week is a working day, or each one is a
    holiday.
    """


@dataclass(frozen=True, slots=True)
class _Year:
    """The working days of a year: when each begins and ends, and what was worked before each; one
    more at the end is the whole year's.
    """

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    before: tuple[int, ...]

    @property
    def worked(self) -> int:
        return self.before[-1]

    def until(self, at: int) -> int:
        """What was worked in it up to a moment."""
        number = bisect_right(self.closes, at)
        if number == len(self.opens):
            return self.worked
        return self.before[number] + max(0, at - self.opens[number])

    def when(self, worked: int) -> int:
        """The first moment by which so much of it, not nothing, was worked."""
        number = bisect_left(self.before, worked) - 1
        return self.opens[number] + worked - self.before[number]

    def next(self, at: int) -> int | None:
        """The first moment from another on at which it is worked."""
        number = bisect_right(self.closes, at)
        return max(at, self.opens[number]) if number < len(self.opens) else None


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
    _years: dict[int, _Year] = field(default_factory=dict, init=False, repr=False, compare=False)

    def after(self, at: int, minutes: int) -> int:
        """The moment by which so many working minutes have passed since `at`. Raises NeverOpen."""
        if minutes <= 0:
            return self.next_open(at)
        year, pause = self._year_of(at), 0
        left = self._year(year).until(at) + minutes * MINUTE
        while pause < _LONGEST_PAUSE:
            worked = self._year(year).worked
            if left <= worked:
                return self._year(year).when(left)
            left, year, pause = left - worked, year + 1, 0 if worked else pause + 1
        raise NeverOpen

    def between(self, begin: int, end: int) -> int:
        """How much of the time from one moment to a later one was worked."""
        if end <= begin:
            return 0
        first, last = self._year_of(begin), self._year_of(end)
        whole = sum(self._year(year).worked for year in range(first, last))
        return whole + self._year(last).until(end) - self._year(first).until(begin)

    def is_open(self, at: int) -> bool:
        """Whether people work at a moment."""
        return self._year(self._year_of(at)).next(at) == at

    def next_open(self, at: int) -> int:
        """The first moment from `at` on at which people work. Raises NeverOpen."""
        first = self._year_of(at)
        for year in range(first, first + 1 + _LONGEST_PAUSE):
            found = self._year(year).next(at)
            if found is not None:
                return found
        raise NeverOpen

    def fitting(self, at: int) -> int:
        """The first moment from `at` on that is worked and not quiet; where all that is worked is
        quiet, one that is worked. Raises NeverOpen.
        """
        for _ in range(7):
            at = self.undisturbed_until(self.next_open(at))
            if self.is_open(at):
                return at
        return self.next_open(at)

    def opening(self, day: date) -> int | None:
        """When work begins on a day; None where nobody works."""
        window = self._worked(day)
        return window[0] if window else None

    def last_moment(self, day: date) -> int:
        """The last working moment up to the end of a day. Raises NeverOpen."""
        ends = self._at(day, time.max)
        for year in range(day.year, day.year - 1 - _LONGEST_PAUSE, -1):
            closes = self._year(year).closes
            number = bisect_right(closes, ends)
            if number:
                return closes[number - 1]
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
        today = self.day(at)
        # When the clocks go back, a time of the day comes twice.
        ends = [
            self._at(day, self.quiet_until, fold=fold)
            for day in (today, today + timedelta(days=1))
            for fold in (0, 1)
        ]
        return min(end for end in ends if end > at and not self.is_quiet(end))

    def _year_of(self, at: int) -> int:
        return self._local(at).year

    def _year(self, number: int) -> _Year:
        if number not in self._years:
            self._years[number] = self._worked_out(number)
        return self._years[number]

    def _worked_out(self, number: int) -> _Year:
        first, last = date(number, 1, 1).toordinal(), date(number, 12, 31).toordinal()
        days = (self._worked(date.fromordinal(each)) for each in range(first, last + 1))
        windows = [window for window in days if window]
        return _Year(
            tuple(opens for opens, _ in windows),
            tuple(closes for _, closes in windows),
            tuple(accumulate((closes - opens for opens, closes in windows), initial=0)),
        )

    def _worked(self, day: date) -> Window | None:
        if day.weekday() not in self.days:
            return None
        if day in public_holidays.near(self.country, self.subdivision, day.year):
            return None
        window = self._at(day, self.opens), self._at(day, self.closes)
        return window if window[0] < window[1] else None

    def _at(self, day: date, wall: time, *, fold: int = 0) -> int:
        local = datetime.combine(day, wall.replace(fold=fold), tzinfo=_zone(self.zone))
        return int(local.timestamp() * 1000)

    def _local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, tz=_zone(self.zone))


@lru_cache(maxsize=16)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
