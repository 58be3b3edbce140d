"""The post lane: from the outbox to Slack, each message once and in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, stirred_or_due
from bot.desk import outbox, sending
from bot.desk.outbox import Kinds, Message
from bot.desk.sending import Outgoing, Unsettled
from bot.logs import describe
from bot.store import Store, Transaction, Unavailable
from handlers import marks
from handlers.outcomes import FAILURES, Outcome, judge
from handlers.pace import READS, Pace, reading, rewriting

log = logging.getLogger(__name__)

AT_ONCE = 20
"""Calls under way at the same time."""

LOOK_BACK = 300.0
"""Seconds before the attempt from which a message is looked for: clocks differ."""

PAGE = 200
TOKEN_REFUSED_SECONDS = 60.0
DATABASE_SECONDS = 1.0


async def _open_to_all(_channel_id: str) -> float:
    return 0.0


METHODS: dict[outbox.Method, str] = {
    "post": "chat.postMessage",
    "update": "chat.update",
    "delete": "chat.delete",
}


@dataclass(slots=True)
class Delivery:
    """The worker that empties the outbox. There is one in all processes together.

    `settle_seconds` is how long a message whose fate is unknown may still arrive; `closed_for`
    says for how many seconds nothing may be posted or rewritten in a channel, 0 where it may.
    """

    store: Store
    client: AsyncWebClient
    kinds: Kinds
    clock: Clock
    settle_seconds: float = 60.0
    pace: Pace = field(default_factory=Pace)
    reads: Pace = field(default_factory=reading)
    rewrites: Pace = field(default_factory=rewriting)
    token_refused: bool = False
    closed_for: Callable[[str], Awaitable[float]] = _open_to_all
    _away: bool = False
    _stopping: bool = False
    _in_hand: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _paused: dict[outbox.Method, float] = field(default_factory=dict)

    @property
    def in_hand(self) -> int:
        """How many are being dealt with now."""
        return len(self._in_hand)

    async def run(self) -> None:
        """Send what is there and what comes, until it is stopped."""
        stirred = self.store.stirred(outbox.QUEUE)
        recovered = False
        while not self._stopping:
            stirred.clear()
            try:
                if not recovered:
                    await self.store.run(sending.recover)
                    recovered = True
                wait = await self._round()
            except Unavailable:
                log.warning("the outbox could not be read")
                # Whatever stirs it meanwhile: a database that can't be read is not asked at once.
                await self.clock.sleep(DATABASE_SECONDS)
                continue
            await stirred_or_due(stirred, self.clock, wait)

    def rested_in(self, now: float, *, reads: bool = False) -> float | None:
        """Seconds until something may be sent again, or read, that rests so that Slack's limits are
        kept; None where nothing does.
        """
        paces = (self.pace, self.rewrites, *((self.reads,) if reads else ()))
        waits = [rested_in for pace in paces if (rested_in := pace.rested_in(now)) is not None]
        return min(waits) if waits else None

    def stop(self) -> None:
        """Begin nothing more; what is being begun is begun to its end."""
        self._stopping = True
        self.store.stirred(outbox.QUEUE).set()

    async def drain(self, seconds: float) -> None:
        """Finish the calls that are under way, for so long at most."""
        if self._in_hand:
            await asyncio.wait(list(self._in_hand.values()), timeout=seconds)
        for task in list(self._in_hand.values()):
            task.cancel()

    @property
    def _settle_ms(self) -> int:
        return int(self.settle_seconds * 1000)

    async def _round(self) -> float | None:
        """Begin all that may be begun now; seconds until something else may be."""
        now = self.clock.now()
        free = max(0, AT_ONCE - len(self._in_hand))
        self._paused = {method: end for method, end in self._paused.items() if end > now}
        lost, taken, due_at = await self.store.run(
            _next,
            free,
            looks=min(free, self.reads.left(READS, now)),
            in_hand=tuple(self._in_hand),
            claim=partial(
                sending.claim,
                kinds=self.kinds,
                settle_ms=self._settle_ms,
                left=self.pace.left_at(now),
                resting=self.pace.resting(now),
                paused=self._not_now(now),
            ),
        )
        for unsettled in lost:
            self.reads.spend(READS, now)
            self._take(unsettled.id, self._look(unsettled))
        for outgoing in taken:
            if outgoing.method == "post" and outgoing.channel_id:
                self.pace.spend(outgoing.channel_id, now)
            elif outgoing.method != "post":
                self.rewrites.spend(outgoing.method, now)
            self._take(outgoing.id, self._send(outgoing))
        return self._wait(now, due_at)

    def _not_now(self, now: float) -> Collection[outbox.Method]:
        """The methods that Slack asked to leave alone, and those that had their share."""
        resting = self.rewrites.resting(now)
        return [each for each in METHODS if each in self._paused or each in resting]

    def _wait(self, now: float, due_at: int | None) -> float | None:
        waits = [end - now for end in self._paused.values()]
        if due_at is not None:
            waits.append(due_at / 1000 - now)
        rested_in = self.rested_in(now, reads=True)
        if rested_in is not None:
            waits.append(rested_in)
        return max(0.001, min(waits)) if waits else None

    def _take(self, row_id: str, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(self._safely(row_id, work))
        self._in_hand[row_id] = task

    async def _safely(self, row_id: str, work: Awaitable[None]) -> None:
        try:
            await work
        except Unavailable:
            # The row stays as it was, and is looked for in its time.
            log.warning("what became of %s could not be kept", row_id)
        except Exception as error:  # noqa: BLE001 (one message must not stop the others)
            log.error("failure at %s: %s", row_id, describe(error))  # noqa: TRY400 (no message texts)
        finally:
            self._in_hand.pop(row_id, None)
            self.store.stirred(outbox.QUEUE).set()

    async def _send(self, outgoing: Outgoing) -> None:
        try:
            message = outgoing.draw()
        except Exception as error:  # noqa: BLE001 (one that can't be drawn must not stop the others)
            log.error("%s can't be drawn: %s", outgoing.id, describe(error))  # noqa: TRY400 (no message texts)
            await self.store.run(sending.unfit, outgoing.id, type(error).__name__, self.kinds)
            return
        try:
            channel_id = outgoing.channel_id or await self._open(outgoing)
        except FAILURES as error:
            await self._not_begun(outgoing, judge(error))
            return
        if await self._is_closed(outgoing, channel_id):
            return
        try:
            ts = await self._call(outgoing, channel_id, message)
        except FAILURES as error:
            await self._failed(outgoing, judge(error))
        else:
            await self.store.run(sending.arrived, outgoing.id, ts, self.kinds)
            await self._slack_is_there()

    async def _is_closed(self, outgoing: Outgoing, channel_id: str) -> bool:
        """Whether nothing may be shown there now: it then waits. Taking away is always allowed."""
        seconds = 0.0 if outgoing.method == "delete" else await self.closed_for(channel_id)
        if seconds:
            wait = int(seconds * 1000)
            await self.store.run(sending.wait_for_channel, outgoing.id, channel_id, wait)
        return bool(seconds)

    async def _open(self, outgoing: Outgoing) -> str:
        answer = await self.client.conversations_open(users=outgoing.user_id)
        channel_id = str(answer["channel"]["id"])
        self.pace.spend(channel_id, self.clock.now())
        await self.store.run(sending.opened, outgoing.id, channel_id)
        return channel_id

    async def _call(self, outgoing: Outgoing, channel_id: str, message: Message) -> str:
        arguments: dict[str, Any] = {"channel": channel_id}
        if outgoing.method != "post":
            arguments["ts"] = outgoing.ts
        elif outgoing.thread_ts:
            arguments["thread_ts"] = outgoing.thread_ts
        if outgoing.method != "delete":
            arguments |= marks.put(message, outgoing.mark)
        if outgoing.method == "post":
            arguments |= {"unfurl_links": False, "unfurl_media": False}
        answer = await self.client.api_call(METHODS[outgoing.method], json=arguments)
        return str(answer["ts"])

    async def _slack_is_there(self) -> None:
        """After an outage, what waits for its next attempt need not wait longer."""
        self.token_refused = False
        if self._away:
            self._away = False
            await self.store.run(sending.hasten, self._settle_ms)

    async def _not_begun(self, outgoing: Outgoing, outcome: Outcome) -> None:
        """The DM could not be opened: surely nothing was posted."""
        if outcome.became == "refused":
            await self._refused(outgoing, outcome)
        else:
            await self._put_off(outgoing, outcome)

    async def _failed(self, outgoing: Outgoing, outcome: Outcome) -> None:
        self._away = self._away or outcome.became in ("unreached", "unclear", "token_refused")
        if outcome.became == "refused":
            await self._refused(outgoing, outcome)
        elif outcome.became == "unclear" and outgoing.method == "post":
            log.warning("%s may have been posted: %s", outgoing.id, outcome.code)
            await self.store.run(sending.unclear, outgoing.id, self._settle_ms)
        else:
            # To rewrite or take away a message twice is the same as once.
            await self._put_off(outgoing, outcome)

    async def _refused(self, outgoing: Outgoing, outcome: Outcome) -> None:
        log.warning("%s was refused: %s", outgoing.id, outcome.code)
        await self.store.run(sending.refused, outgoing.id, outcome.code, self.kinds)

    async def _put_off(self, outgoing: Outgoing, outcome: Outcome) -> None:
        wait: float | None = None
        if outcome.became == "limited":
            wait = outcome.seconds
            self._paused[outgoing.method] = self.clock.now() + wait
        elif outcome.became == "token_refused":
            # No message is at fault: all wait until the token is good again.
            wait, self.token_refused = TOKEN_REFUSED_SECONDS, True
            for method in METHODS:
                self._paused[method] = self.clock.now() + wait
            log.error("Slack refused the token: %s", outcome.code)
        milliseconds = None if wait is None else int(wait * 1000)
        await self.store.run(sending.put_off, outgoing.id, milliseconds, outcome.code)

    async def _look(self, unsettled: Unsettled) -> None:
        """Find out whether a message arrived, from what stands in Slack."""
        if not unsettled.channel_id:
            # Its conversation was never opened, so nothing can stand there.
            await self.store.run(sending.absent, unsettled.id)
            return
        try:
            ts = await self._find(unsettled)
        except FAILURES as error:
            outcome = judge(error)
            log.warning("%s could not be looked for: %s", unsettled.id, outcome.code)
            if outcome.became == "limited":
                self.reads.rest(READS, self.clock.now(), outcome.seconds)
                await self.store.run(sending.look_later, unsettled.id, int(outcome.seconds * 1000))
                return
            refused = outcome.became == "refused"
            await self.store.run(sending.not_found_out, unsettled.id, self.kinds, refused=refused)
            return
        await self._slack_is_there()
        if ts:
            await self.store.run(sending.arrived, unsettled.id, ts, self.kinds)
        else:
            await self.store.run(sending.absent, unsettled.id)

    async def _find(self, unsettled: Unsettled) -> str:
        arguments: dict[str, Any] = {
            "channel": unsettled.channel_id,
            "oldest": f"{unsettled.tried_at / 1000 - LOOK_BACK:.6f}",
            "limit": PAGE,
            "include_all_metadata": True,
        }
        read: Callable[..., Awaitable[Any]] = self.client.conversations_history
        if unsettled.thread_ts:
            read = self.client.conversations_replies
            arguments["ts"] = unsettled.thread_ts
        cursor: str | None = ""
        while cursor is not None:
            page = await read(**arguments, cursor=cursor or None)
            for message in page.get("messages") or []:
                if marks.of(message) == unsettled.id:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        return ""


def _next(
    tx: Transaction,
    limit: int,
    *,
    looks: int,
    in_hand: Collection[str],
    claim: Callable[..., list[Outgoing]],
) -> tuple[list[Unsettled], list[Outgoing], int | None]:
    """What is to be looked for and what to be sent now, and when something else may be."""
    sending.redo(tx, in_hand)
    lost = sending.unsettled(tx, looks, in_hand) if looks else []
    taken = claim(tx, limit=limit - len(lost)) if limit > len(lost) else []
    return lost, taken, sending.next_at(tx)
