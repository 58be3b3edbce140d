"""What a test does with a sandbox: people, switches, payloads, time; and what it sees."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.sandbox.filling import fill
from bot.sandbox.person import Person
from bot.sandbox.previews import previews_of
from bot.sandbox.switches import switch

if TYPE_CHECKING:
    from bot.sandbox.cast import TeamKey
    from bot.sandbox.clock import Clock
    from bot.sandbox.core import Core
    from bot.sandbox.faults import Faults
    from bot.sandbox.holding import Order, Repeat
    from bot.sandbox.record import Call, Delivery, Mention
    from bot.sandbox.signing import Signature
    from bot.sandbox.wire import JSON
    from bot.sandbox.workspace import Workspace

# So many turns of the event loop without a call or a delivery count as quiet.
_QUIET_TURNS = 20


class Driving:
    """The half of a `Sandbox` that tests hold in their hands."""

    clock: Clock
    core: Core

    @property
    def workspace(self) -> Workspace:
        """Teams, people, channels and what was said."""
        return self.core.workspace

    @property
    def calls(self) -> list[Call]:
        """Every call of the app, oldest first."""
        return self.core.record.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every request to the app, oldest first."""
        return self.core.record.deliveries

    @property
    def mentions(self) -> list[Mention]:
        """Every mention by the app that rang."""
        return self.core.record.mentions

    @property
    def faults(self) -> Faults:
        """The faults in force."""
        return self.core.faults

    @property
    def held(self) -> list[JSON]:
        """The events that are held back, oldest first, as they will be delivered."""
        return self.core.events.holding.payloads

    def person(self, who: str) -> Person:
        """One of the people, by short name or id. Raises `LookupError`."""
        return Person(self, self.core.workspace.person(who))

    def add_person(
        self,
        key: str,
        *,
        real_name: str | None = None,
        locale: str = "en-US",
        team: TeamKey = "home",
        title: str = "Somebody who came later",
        is_restricted: bool = False,
    ) -> Person:
        """Somebody new and made up, with a talk with the app; a reset takes them away again.

        Raises `ValueError` for a key that is taken or odd, and for a team that isn't there.
        """
        user = self.core.arrivals.add(
            key, real_name, locale, team, title=title, is_restricted=is_restricted
        )
        return Person(self, user)

    def add_channel(self, name: str, *members: str, topic: str = "") -> str:
        """A new private channel of people by short name, `bot` for the app; its id. A reset takes
        it away again.

        Raises `LookupError` for somebody who isn't there, and `ValueError` for a name that is
        taken.
        """
        found = [self.workspace.anyone(each) for each in members]
        return self.core.memberships.found(name, found, topic).id

    def deactivate(self, who: str) -> None:
        """Takes somebody's account away, by short name or id. Raises `LookupError`."""
        self.core.arrivals.deactivate(self.core.workspace.person(who))

    def unfurl(self, message: JSON) -> JSON:
        """Slack adds previews of its links to a message. Raises `RefusedError` without a link."""
        channel = self.core.workspace.channels[message["channel"]]
        previews = previews_of(channel.messages[message["ts"]]["text"])
        return self.core.posting.unfurl(channel, message["ts"], previews)

    def fill(self, channel: str, count: int) -> None:
        """Fills a channel with messages, about 10,000 in a second. Raises `LookupError`."""
        found = self.workspace.any_channel(channel)
        if found is None:
            raise LookupError(f"there is no channel {channel}")
        fill(self.workspace, found, count)

    def set(self, **switches: object) -> None:
        """Turns switches by name. Raises `ValueError` for one that isn't there."""
        for name, value in switches.items():
            switch(self.core, name, value)

    async def settled(self) -> None:
        """Returns when no delivery is under way; retries that wait for the clock don't count."""
        await self.core.dispatcher.settled()

    async def run_until(
        self,
        predicate: Callable[[], bool],
        *,
        step: float = 1.0,
        limit: float = 3600.0,
        busy: Callable[[], bool] = lambda: False,
    ) -> float:
        """Moves a standing clock on until `predicate` holds; answers the seconds that took.

        From one wait to the next, `step` seconds at most, and each time only once it is quiet.
        `busy` says that the app works where the event loop doesn't see it, as in a thread.
        Raises `TimeoutError` after `limit` seconds of the clock.
        """
        began = self.clock.now()
        while True:
            await self._quiet(busy)
            passed = self.clock.now() - began
            if predicate():
                return passed
            if passed >= limit:
                raise TimeoutError(f"not in {limit:g} seconds of the clock")
            self.clock.advance(min(step, limit - passed, self.clock.until_next() or step))

    async def release(
        self,
        order: Order = "as sent",
        *,
        repeat: Repeat = 1,
        at_once: int = 50,
        keep: bool = False,
    ) -> int:
        """Delivers the events that are held back; answers how many deliveries that were.

        `order` is `as sent`, `reversed` or the seed of a shuffle. Each event comes `repeat` times,
        or between two numbers of times; `at_once` are under way at a time. With `keep` they are
        held on, to be released again another day. Raises `ValueError`.
        """
        return await self.core.events.release(order, repeat, at_once, keep=keep)

    async def verify_url(self) -> bool:
        """Whether the app answers the challenge Slack sends when an address is saved."""
        return await self.core.events.verify()

    async def deliver_payload(
        self, kind: str, payload: JSON, *, repeat: int = 1, signature: Signature = "good"
    ) -> Delivery:
        """Sends any payload as `command`, `event` or an interaction; answers the last try."""
        send = self.core.dispatcher.send
        for _ in range(repeat - 1):
            await send(kind, payload, signature=signature)
        return await send(kind, payload, signature=signature)

    async def send_raw(
        self, body: bytes, *, content_type: str, signature: Signature = "good"
    ) -> Delivery:
        """Sends any bytes to the app."""
        return await self.core.dispatcher.send_raw(
            body, content_type=content_type, signature=signature
        )

    async def _quiet(self, busy: Callable[[], bool]) -> None:
        """Returns when nothing is under way, and nothing came for some turns of the loop."""
        turns, seen = 0, -1
        while turns < _QUIET_TURNS:
            await self.settled()
            await asyncio.sleep(0)
            count = self.core.record.count
            turns = turns + 1 if count == seen and not busy() else 0
            seen = count
