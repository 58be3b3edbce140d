"""Where it is played: a network in a local Slack, the bot in it, and a clock that jumps."""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any, Protocol

from bot.sandbox import Person, Sandbox
from bot.sandbox.blockkit.walk import every_element
from bot.sandbox.errors import RefusedError
from tests.conftest import World
from tests.simulation import records
from tests.simulation.eyes import Eyes, Post
from tests.simulation.ledger import Ledger, Request
from tests.simulation.walls import at
from tests.simulation.words import Words

Json = dict[str, Any]
Act = Callable[[], Awaitable[None]]

QUIET_TURNS = 20
"""So many turns of the event loop without a call or a delivery count as quiet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything, from which day on."""

    seed: int = 1
    begin: date = date(2026, 10, 19)
    days: int = 28
    officials: int = 300
    experts: int = 30
    partners: int = 10
    tickets: int = 300

    @property
    def begins_at(self) -> float:
        """The first midnight."""
        return at(self.begin, 0)

    @property
    def ends_at(self) -> float:
        """The midnight after the last day."""
        return at(self.begin + timedelta(days=self.days), 0)


class Actor(Protocol):
    """Somebody who looks at their phone."""

    async def hears(self, post: Post) -> None:
        """The bot posted something where they are."""


@dataclass(slots=True)
class Stage:
    """The network. `actors` are those who hear of what is posted in a channel, `triage` is the
    coordinators' channel, `numbers` are the users of experts by the desk's own numbers.
    """

    plan: Plan
    sandbox: Sandbox
    world: World
    busy: Callable[[], bool]
    ledger: Ledger
    eyes: Eyes
    words: Words
    actors: dict[str, list[Actor]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    triage: str = ""
    numbers: dict[int, str] = field(default_factory=dict)
    _diary: list[tuple[float, int, Act]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    @property
    def now(self) -> float:
        """The time, in seconds since 1970."""
        return self.sandbox.clock.now()

    def random(self, key: str) -> Random:
        """Somebody's own luck: it does not depend on what others do."""
        return Random(f"{self.plan.seed}:{key}")  # noqa: S311 (repeatable, not secret)

    def at(self, moment: float, act: Act) -> None:
        """Somebody will do something."""
        heapq.heappush(self._diary, (max(moment, self.now), next(self._numbers), act))

    async def run(self) -> None:
        """Everything until the end, one thing after the other."""
        while self._diary and self._diary[0][0] < self.plan.ends_at:
            moment = self._diary[0][0]
            if await self._advance(moment):
                _moment, _number, act = heapq.heappop(self._diary)
                await act()
                await self.settle()
        while not await self._advance(self.plan.ends_at):
            pass

    async def settle(self) -> None:
        """Wait until nothing is under way, and have people hear of what was posted."""
        turns, seen, record = 0, -1, self.sandbox.core.record
        while turns < QUIET_TURNS:
            await self.sandbox.settled()
            if self.busy():
                # Unlike a turn of the loop, a wait leaves the processor to the database's thread.
                await asyncio.sleep(0.0002)
                turns = 0
                continue
            await asyncio.sleep(0)
            turns = turns + 1 if record.count == seen else 0
            seen = record.count
        for post in self.eyes.read():
            for actor in self.actors.get(post.channel, ()):
                await actor.hears(post)

    async def _advance(self, to: float) -> bool:
        """Move the clock on; whether it came so far before somebody wants to do something."""
        while True:
            await self.settle()
            if self._diary and self._diary[0][0] < to:
                return False
            if self.now >= to - 1e-3:
                return True
            left, wait = to - self.now, self.sandbox.clock.until_next()
            self.sandbox.clock.advance(left if wait is None else min(left, wait))

    # What people do, with their own hands

    def message(self, channel: str, ts: str) -> Json | None:
        """A message as it stands now."""
        found = self.sandbox.workspace.channels[channel]
        return found.messages.get(ts)

    def can_press(self, channel: str, ts: str, action_id: str) -> bool:
        """Whether such a button stands there."""
        message = self.message(channel, ts) or {}
        elements = every_element(message.get("blocks", []))
        return any(each["action_id"] == action_id for _, each in elements)

    async def press(self, who: Person, channel: str, ts: str, action_id: str) -> bool:
        """Press a button, where it still stands; whether it did."""
        message = self.message(channel, ts)
        if message is None or not self.can_press(channel, ts, action_id):
            return False
        self.eyes.actor = who.id
        await who.click({"channel": channel, "ts": ts, **message}, action_id)
        await self.settle()
        return True

    async def press_in_view(self, who: Person, action_id: str, value: object = None) -> bool:
        """Press, or choose, in the window on top; whether it can be done there."""
        if not self.has(who, action_id):
            return False
        self.eyes.actor = who.id
        await who.click_in_view(action_id, value)
        await self.settle()
        return True

    def view(self, who: Person) -> Json | None:
        """The window that somebody has before them."""
        stack = self.sandbox.core.views.stack(who.user)
        return stack[-1].view if stack else None

    def has(self, who: Person, action_id: str) -> bool:
        """Whether the window has such an element."""
        return bool(self.element(who, action_id))

    def element(self, who: Person, action_id: str) -> Json:
        """An element of the window; empty where there is none."""
        view = self.view(who) or {}
        found = (each for _, each in every_element(view.get("blocks", [])))
        return next((each for each in found if each["action_id"] == action_id), {})

    async def submit(self, who: Person, values: dict[str, object] | None = None) -> bool:
        """Send the window on top; whether it was taken."""
        view = self.view(who)
        if view is None or not view.get("submit"):
            return False
        self.eyes.actor = who.id
        try:
            delivery = await who.submit(values)
        except RefusedError as refused:
            raise AssertionError(f"{refused} in {view['callback_id']}") from refused
        await self.settle()
        if delivery.errors:
            self.done[f"corrected: {view['callback_id']}"] += 1
        return not delivery.errors

    async def close_windows(self, who: Person) -> None:
        """Close whatever is before somebody."""
        while self.view(who) is not None:
            await who.close_view()
        await self.settle()

    async def offered_at(self, post: Post) -> Request | None:
        """The request that a partner is asked about: its channel shows nothing of it."""
        number = await self.world.bot.store.run(records.offered_ticket, post.mark)
        return self.ledger.numbered.get(number) if number else None

    def users_of(self, chosen: Iterable[str]) -> list[str]:
        """The experts among what was chosen in the form of an offer."""
        named = (each.removeprefix("expert:") for each in chosen)
        return [self.numbers[int(each)] for each in named if each.isdecimal()]

    def everyone_in(self, channel: str) -> frozenset[str]:
        """The people in a channel."""
        workspace = self.sandbox.workspace
        return frozenset(workspace.channels[channel].members - {workspace.bot.id})

    def request_in(self, tokens: frozenset[str]) -> Request | None:
        """The request that a message is about, by a word in it."""
        for token in tokens:
            secret = self.ledger.secrets.get(token)
            if secret is not None and secret.request is not None:
                return secret.request
        return None
