"""From the inbox to the listeners: each event until it is dealt with, in order where it matters."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.response import BoltResponse

from bot.clock import Clock, stirred_or_due
from bot.desk import inbox
from bot.desk.inbox import Waiting
from bot.logs import describe
from bot.store import Store, Transaction, Unavailable
from handlers import events

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Events in hand at the same time."""

DATABASE_SECONDS = 1.0
LATER_MS = 1_000

Dispatch = Callable[[dict[str, Any]], Awaitable[BoltResponse]]


@dataclass(slots=True)
class Arrivals:
    """The worker that empties the inbox. There is one in all processes together.

    `dispatch` hands a payload to its listener; its answer's status is 200 when that was done,
    503 when it can't be done yet, anything else when it failed.
    """

    store: Store
    dispatch: Dispatch
    clock: Clock
    _stopping: bool = False
    _in_hand: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _resting: dict[str, float] = field(default_factory=dict)

    @property
    def in_hand(self) -> int:
        """How many are being dealt with now."""
        return len(self._in_hand)

    async def run(self) -> None:
        """Hand on what is there and what comes, until it is stopped."""
        stirred = self.store.stirred(inbox.QUEUE)
        while not self._stopping:
            stirred.clear()
            try:
                wait = await self._round()
            except Unavailable:
                log.warning("the inbox could not be read")
                # Whatever stirs it meanwhile: a database that can't be read is not asked at once.
                await self.clock.sleep(DATABASE_SECONDS)
                continue
            await stirred_or_due(stirred, self.clock, wait)

    def stop(self) -> None:
        """Begin nothing more; what is being begun is begun to its end."""
        self._stopping = True
        self.store.stirred(inbox.QUEUE).set()

    async def drain(self, seconds: float) -> None:
        """Finish the events that are in hand, for so long at most."""
        if self._in_hand:
            await asyncio.wait(list(self._in_hand.values()), timeout=seconds)
        for task in list(self._in_hand.values()):
            task.cancel()

    async def _round(self) -> float | None:
        """Begin all that may be begun now; seconds until something else may be."""
        free, now = AT_ONCE - len(self._in_hand), self.clock.now()
        self._resting = {lane: end for lane, end in self._resting.items() if end > now}
        busy = (*self._in_hand, *self._resting)
        events, due_at = await self.store.run(_next, max(0, free), busy)
        for event in events:
            self._in_hand[event.lane] = asyncio.create_task(self._handle(event))
        waits = [end - now for end in self._resting.values()]
        if due_at is not None:
            waits.append(due_at / 1000 - self.clock.now())
        return max(0.001, min(waits)) if waits else None

    async def _handle(self, event: Waiting) -> None:
        try:
            answer = await self._answer(event)
            if answer.status == 200:
                await self.store.run(inbox.handled, event.id)
            elif answer.status == 503:
                await self.store.run(inbox.put_off, event.id, _milliseconds(answer))
            elif await self.store.run(inbox.failed, event.id, answer.body):
                log.error("event %s is set aside: %s", event.id, answer.body)
        except Unavailable:
            log.warning("what became of event %s could not be kept", event.id)
            # It is still there, and would be handed on again at once.
            self._resting[event.lane] = self.clock.now() + DATABASE_SECONDS
        finally:
            self._in_hand.pop(event.lane, None)
            self.store.stirred(inbox.QUEUE).set()

    async def _answer(self, event: Waiting) -> BoltResponse:
        try:
            payload = json.loads(event.body)
            return await self.dispatch({**payload, events.RECEIVED_AT: event.received_at})
        except Exception as error:  # noqa: BLE001 (one event must not stop the others)
            return BoltResponse(status=500, body=describe(error))


def _next(tx: Transaction, limit: int, busy: Collection[str]) -> tuple[list[Waiting], int | None]:
    """What is to be handled now, and when something else may be."""
    return (inbox.due(tx, limit, busy) if limit else []), inbox.next_at(tx)


def later(milliseconds: int = LATER_MS) -> BoltResponse:
    """A listener's answer that an event can't be dealt with yet."""
    return BoltResponse(status=503, body=str(milliseconds))


def _milliseconds(answer: BoltResponse) -> int:
    return int(answer.body) if answer.body.isdigit() else LATER_MS
