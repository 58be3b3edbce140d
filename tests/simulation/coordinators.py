"""Coordinators: on working mornings one does what came; on holiday a stand-in does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random

from bot.sandbox import Person
from handlers import ids
from tests.simulation.cards import Cards, Tray
from tests.simulation.eyes import Post
from tests.simulation.stage import Json, Stage
from tests.simulation.walls import MINUTE, at

MORNING, NOON = 9.2, 12.5
OVERDUE = "overdue"
_NAMED = re.compile(r"#(\d+)")
_NUMBER = re.compile(r"\*#(\d+)\*")
MOST_A_DAY = 60
BUDGET = (0.5, 4.0)
"""Minutes for one thing."""

OWN = ("reply", "line", "told more")


@dataclass(slots=True)
class Coordinator:
    """One who works, from `away_from` to `away_until` (days) doesn't, or only then where they
    stand in.
    """

    stage: Stage
    person: Person
    tray: Tray
    holidays: frozenset[date] = frozenset()
    away: tuple[date, date] | None = None
    stands_in: bool = False
    luck: Random = field(init=False)
    cards: Cards = field(init=False)

    def __post_init__(self) -> None:
        self.luck = self.stage.random(self.person.user.key)
        self.cards = Cards(self.stage, self.person, self.tray, self.luck)

    async def hears(self, post: Post) -> None:
        """The triage channel fills the tray; one of them is enough to see it. What is overdue, and
        what the digest names, goes on top.
        """
        if post.channel == self.person.dm:
            self._is_told(post)
        if self.stands_in or post.channel != self.tray.channel:
            return
        if not post.thread_ts:
            if self.stage.can_press(post.channel, post.ts, ids.CARD_MORE):
                self.tray.cards[post.ts] = _number_on(self.stage.message(post.channel, post.ts))
                self.tray.put(post.ts)
        elif post.thread_ts in self.tray.cards and not self._own(post):
            self.tray.put(post.thread_ts, post.ts)

    def _is_told(self, post: Post) -> None:
        """Of tickets by their numbers, which only coordinators know."""
        shown = str((self.stage.message(post.channel, post.ts) or {}).get("blocks"))
        numbers = {int(number) for number in _NAMED.findall(shown)}
        for card, number in self.tray.cards.items():
            if number in numbers:
                self.tray.put(card, OVERDUE)

    def _own(self, post: Post) -> bool:
        """Whether it only shows what a coordinator said."""
        known = self.stage.ledger.secrets
        return any(known[token].what in OWN for token in post.tokens if token in known)

    def plan_days(self) -> None:
        """Every morning on which they work."""
        for number in range(self.stage.plan.days):
            day = self.stage.plan.begin + timedelta(days=number)
            if self._works_on(day):
                self.stage.at(at(day, MORNING), partial(self._morning, day))
        if self.away and not self.stands_in:
            before = self.away[0] - timedelta(days=1)
            while before in self.holidays or before.weekday() > 4:
                before -= timedelta(days=1)
            self.stage.at(at(before, 16.5), self._leave)

    def _works_on(self, day: date) -> bool:
        if day.weekday() > 4 or day in self.holidays:
            return False
        is_away = self.away is not None and self.away[0] <= day < self.away[1]
        return is_away == self.stands_in

    async def _leave(self) -> None:
        """They say that they are away, and who stands in."""
        stage, until = self.stage, (self.away or (None, None))[1]
        await self.person.open_home()
        await stage.settle()
        await self.person.click_in_home(ids.OPEN_AWAY)
        await stage.settle()
        taken = await stage.submit(self.person, {ids.AWAY_UNTIL: str(until)})
        stage.done["went on holiday"] += taken
        await stage.close_windows(self.person)

    async def _morning(self, day: date) -> None:
        await self.person.open_home()
        self.stage.at(self.stage.now, partial(self._next, day, MOST_A_DAY))

    async def _next(self, day: date, left: int) -> None:
        """One thing after the other, until the morning is over."""
        if not self.tray.todo or not left or self.stage.now > at(day, NOON):
            return
        card, below = self.tray.todo.popleft()
        if below == OVERDUE:
            await self.cards.hurry(card)
        elif below and self.stage.can_press(self.tray.channel, below, ids.OFFER_TELL):
            await self.cards.tell(card, below)
        else:
            await self.cards.work_on(card)
        await self.stage.close_windows(self.person)
        minutes = self.luck.uniform(*BUDGET)
        self.stage.at(self.stage.now + minutes * MINUTE, partial(self._next, day, left - 1))


def _number_on(card: Json | None) -> int:
    """The number that a card shows."""
    found = _NUMBER.search(str((card or {}).get("blocks")))
    if found is None:
        raise AssertionError("a card without a number")
    return int(found[1])
