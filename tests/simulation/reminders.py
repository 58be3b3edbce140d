"""When people were reminded: never at night, never too often, and each morning of the news."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.desk.network import Network
from tests.simulation.cast import Cast, days_off
from tests.simulation.coordinators import Coordinator
from tests.simulation.eyes import Post
from tests.simulation.promises import Verdict
from tests.simulation.walls import DAY, MINUTE, local

NUDGES = ("nudge", "expert_nudge", "silent_will_close")
"""What turns to somebody unasked, and counts against what a person is reminded a week."""
DIGEST = "digest"
TIMED = (*NUDGES, DIGEST)


@dataclass(frozen=True, slots=True)
class Reminders:
    """What turned to people unasked: each post with its kind and to whom it turned. `needs` is how
    much needed each coordinator when work began on each day.
    """

    cast: Cast
    posts: Sequence[tuple[Post, str, str]]
    needs: Mapping[date, Mapping[str, int]]
    verdict: Verdict

    def judge(self) -> None:
        """Blame what came at the wrong time, too often, or not."""
        self._times(Network())
        self._digests()

    def _times(self, network: Network) -> None:
        off, times = days_off(self.cast.stage.plan), defaultdict[str, list[float]](list)
        for post, kind, to in self.posts:
            if not is_worked(local(post.at), off):
                self._blame("disturbed", f"{kind} to {self.cast.key_of(to)}", post.at)
            if kind in NUDGES:
                times[to].append(post.at)
        for to, moments in times.items():
            most = most_in(moments, 7 * DAY)
            if most > network.nudges_a_week:
                self._blame(
                    "nagged", f"{most} reminders in a week to {self.cast.key_of(to)}", moments[0]
                )
        several = [most_in(each, 7 * DAY) for each in times.values()]
        self.verdict.facts["most reminders to one person in a week"] = max(several, default=0)

    def _digests(self) -> None:
        """Whoever is there has one each working day, where anything needs them."""
        plan, had = self.cast.stage.plan, Counter[tuple[str, date]]()
        for post, _kind, to in self._of(DIGEST):
            had[to, local(post.at).date()] += 1
        for each in self.cast.coordinators:
            for number in range(plan.days):
                day = plan.begin + timedelta(days=number)
                wanted, found = self._wanted(each, day), had[each.person.id, day]
                if found != wanted:
                    story = f"{found} instead of {wanted} to {each.person.user.key}"
                    self.verdict.blame("digests amiss", f"{day:%a %d %b}: {story}")

    def _wanted(self, each: Coordinator, day: date) -> int:
        is_away = bool(each.away and each.away[0] <= day < each.away[1] and not each.stands_in)
        if is_away or day.weekday() > 4 or day in days_off(self.cast.stage.plan):
            return 0
        return int(self.needs[day][each.person.id] > 0)

    def _of(self, kind: str) -> Iterable[tuple[Post, str, str]]:
        return (each for each in self.posts if each[1] == kind)

    def _blame(self, promise: str, story: str, at: float) -> None:
        self.verdict.blame(promise, f"{local(at):%a %d %b %H:%M}: {story}")


def is_worked(wall: datetime, off: frozenset[date]) -> bool:
    """Whether a moment is in the hours that a network has until it says otherwise."""
    is_workday = wall.weekday() < 5 and wall.date() not in off
    # What is due when work ends takes a moment to be posted.
    minutes = wall.hour * 60 + wall.minute
    return is_workday and 9 * 60 <= minutes <= 17 * 60 + 2 * MINUTE / 60


def most_in(moments: Sequence[float], seconds: float) -> int:
    """The most that came within any such time."""
    ordered, most, first = sorted(moments), 0, 0
    for last, moment in enumerate(ordered):
        while ordered[first] < moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most
