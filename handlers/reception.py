"""Where events come in: kept before Slack is told that they were, and handed on later."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk import inbox, joining, sending
from bot.desk.inbox import Arrival
from bot.desk.outbox import Kinds
from bot.store import Store, Transaction, Unavailable
from handlers import events, marks
from handlers.catching_up import CatchingUp
from handlers.installed import Installed

SECONDS = 2.0
"""How long keeping an event may take: Slack waits three seconds for the answer."""


@dataclass(frozen=True, slots=True)
class Reception:
    """The way in for events."""

    store: Store
    kinds: Kinds
    installation: Installed
    catching_up: CatchingUp

    async def take(self, payload: Mapping[str, Any]) -> None:
        """Keep an event; one that was kept before changes nothing. Raises Unavailable.

        The bot's own messages go no further: they tell the outbox that they arrived. Nor is
        anything kept of conversations that are none of the bot's business.
        """
        event = payload["event"]
        self.catching_up.heard()
        try:
            async with asyncio.timeout(SECONDS):
                if self._is_ours(event):
                    await self._settle(event)
                elif events.addresses(event, self.installation.user_id):
                    await self.store.run(inbox.accept, events.arrival(payload))
                elif events.spoken(event).get("thread_ts"):
                    await self.store.run(_accept_if_joined, events.arrival(payload))
        except (TimeoutError, Unavailable) as problem:
            self.catching_up.was_away()
            raise Unavailable from problem

    def _is_ours(self, event: Mapping[str, Any]) -> bool:
        bot = self.installation
        return events.is_message(event) and events.is_by(event, bot.bot_id, bot.user_id)

    async def _settle(self, event: Mapping[str, Any]) -> None:
        mark = marks.of(event) if events.is_new(event) else ""
        if mark:
            await self.store.run(sending.arrived, mark, str(event.get("ts", "")), self.kinds)


def _accept_if_joined(tx: Transaction, arrival: Arrival) -> None:
    channel_id, root_ts = arrival.turn.lane.split(":", 1)
    if joining.is_joined(tx, channel_id, root_ts, closed_too=True) is not False:
        inbox.accept(tx, arrival)
