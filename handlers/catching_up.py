"""Fetching what Slack failed to deliver: what was said in joined threads while we were away."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.desk import inbox, joining
from bot.desk.inbox import Turn
from bot.store import Row, Store, Unavailable
from handlers import events
from handlers.errors import NotNow
from handlers.installed import Installed
from handlers.outcomes import FAILURES, judge
from handlers.pace import READS, Pace, reading

log = logging.getLogger(__name__)

THREADS = 500
"""Threads that are looked through after a start, those last spoken in first."""

SPARED = 4
"""Looks that are left to those who can't wait: messages whose fate is unknown, and first words."""

AGAIN_SECONDS = 1.5

FIRST_WORDS = 30
"""Looks that first words may have beyond the pace: a person waits for them."""

WAIT_SECONDS = 180.0
"""How long a word waits for what was missed before it; then order gives way to arriving at all. In
that time some two hundred threads can be looked through at Slack's pace."""

SILENCE_SECONDS = 400.0
"""Slack repeats an event at once, after a minute and after five more (docs.slack.dev, "Events
API")."""

REST_SECONDS = 600.0
"""Between two looks through everything. The first word in a thread has it looked through anyway."""

PAGE = 200


@dataclass(slots=True)
class CatchingUp:
    """Which threads have been looked through since the bot was last away."""

    store: Store
    client: AsyncWebClient
    clock: Clock
    installation: Installed
    reads: Pace = field(default_factory=reading)
    _through: set[int] = field(default_factory=set)
    _since: float = 0.0
    _heard_at: float = 0.0
    _gap: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._heard_at = self.clock.now()
        self.was_away()

    def heard(self) -> None:
        """Slack said something. After a longer silence than its own repeating takes, what it gave
        up meanwhile would not come by itself.
        """
        silence, self._heard_at = self.clock.now() - self._heard_at, self.clock.now()
        if silence > SILENCE_SECONDS:
            self.was_away()

    def was_away(self) -> None:
        """Something may have been missed until now: every thread is to be looked through again.

        To be called once the way in is open again: what is missed after a look stays missed.
        """
        self._through.clear()
        self._since = self.clock.now()
        self._gap.set()

    def took_over(self) -> None:
        """Another process took requests until this one did: nothing was missed."""
        self._since = 0.0
        self._gap.clear()

    async def run(self) -> None:
        """After each time away look through the joined threads, the liveliest first, unhurried."""
        while True:
            await self._gap.wait()
            self._gap.clear()
            began = self.clock.now()
            try:
                await self._look_through()
                await self.clock.sleep(max(0.0, began + REST_SECONDS - self.clock.now()))
            except Unavailable:
                log.warning("threads could not be looked through")
                await self.clock.sleep(AGAIN_SECONDS)
                self._gap.set()

    async def _look_through(self) -> None:
        for thread in await self.store.run(joining.watermarks, THREADS):
            if self._gap.is_set():
                return
            if not self._is_through(thread):
                await self._look(thread)
            while self.reads.left(READS, self.clock.now()) < SPARED:
                await self.clock.sleep(AGAIN_SECONDS)

    async def before(self, channel_id: str, root_ts: str, turn: Turn, received_at: int) -> bool:
        """Have what was missed in a thread come before what is said in it now; whether nothing
        can be missing.

        Raises NotNow when something else is to be handled first, or when Slack can't tell yet
        whether there is; after some minutes of that, order gives way to arriving at all.
        """
        thread = await self.store.run(joining.thread_of, channel_id, root_ts)
        if thread is None:
            return True
        is_certain = self._is_through(thread) or await self._looked(thread, received_at)
        # Only now: while this was in hand, another look may have found what comes before it.
        if not await self.store.run(inbox.is_first, turn):
            raise NotNow
        return is_certain

    async def _looked(self, thread: Row, received_at: int) -> bool:
        """Look for what was missed; whether Slack told. Raises NotNow while it may yet tell."""
        may_wait = self.clock.now() - received_at / 1000 < WAIT_SECONDS
        if may_wait and not self.reads.left(READS, self.clock.now(), beyond=FIRST_WORDS):
            raise NotNow
        is_told = await self._look(thread)
        if may_wait and not is_told:
            raise NotNow
        return is_told

    def _is_through(self, thread: Row) -> bool:
        """A thread that was begun since then had nobody to miss anything in."""
        return thread.id in self._through or thread.opened_at >= int(self._since * 1000)

    async def _look(self, thread: Row) -> bool:
        """Take in what was missed; whether Slack told."""
        since = self._since
        self.reads.spend(READS, self.clock.now())
        try:
            found = await self._replies(thread)
        except FAILURES as error:
            outcome = judge(error)
            log.warning("thread %s could not be looked through: %s", thread.id, outcome.code)
            if outcome.became == "limited":
                self.reads.rest(READS, self.clock.now(), outcome.seconds)
            return False
        for message in found:
            await self.store.run(inbox.accept, self._arrival(thread, message))
        if self._since == since:
            self._through.add(thread.id)
        if found:
            await self.store.run(joining.knows, thread.id, max(each["ts"] for each in found))
        return True

    async def _replies(self, thread: Row) -> list[dict[str, Any]]:
        """What people wrote in a thread after the last thing we know of."""
        known, found = max(thread.known_ts, thread.root_ts), []
        cursor: str | None = ""
        while cursor is not None:
            page = await self.client.conversations_replies(
                channel=thread.channel_id,
                ts=thread.root_ts,
                oldest=known,
                limit=PAGE,
                cursor=cursor or None,
            )
            found += [
                message
                for message in page.get("messages") or []
                if message["ts"] > known and not message.get("bot_id") and message.get("user")
            ]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        return found

    def _arrival(self, thread: Row, message: dict[str, Any]) -> inbox.Arrival:
        event = {**message, "type": "message", "channel": thread.channel_id}
        event["event_ts"] = message["ts"]
        return events.arrival(
            {
                "type": "event_callback",
                "team_id": self.installation.team_id,
                "event_id": f"fetched-{thread.channel_id}-{message['ts']}",
                "event": event,
            }
        )
