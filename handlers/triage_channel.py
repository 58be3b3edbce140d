"""Whether the triage channel is one that tickets may be shown in: private, and nobody else's."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.desk import cards, network, outbox, people
from bot.desk.outbox import Address, Drawing
from bot.store import Row, Store, Transaction
from handlers.outcomes import FAILURES, judge
from handlers.payloads import is_dm
from handlers.views import triage_notes

log = logging.getLogger(__name__)

FRESH_SECONDS = 60.0
"""How long an answer of Slack's is good for: a channel can be shared at any time."""

CLOSED_SECONDS = 60.0
UNKNOWN_SECONDS = 5.0
"""How long what is to be posted waits for another look; where Slack keeps silent each look is
twice as far from the one before, until they are as far apart as those at a channel that is closed.
"""

NOT_PRIVATE = "triage_not_private"
_DAY = 24 * 3600 * 1000

Found = Literal["private", "public", "shared", "archived", "not_in_it", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class ShownIn:
    """Which channel tickets are shown in now: the one that coordinators chose, else the one that
    the process was started with. The one place that knows.
    """

    store: Store
    at_start: str = ""

    def __call__(self, tx: Transaction) -> str:
        """Its id; empty where there is none."""
        return network.triage_channel(tx, self.at_start)

    async def now(self) -> str:
        """The same, in a unit of work of its own. Raises Unavailable."""
        return await self.store.run(self)

    async def show_all(self) -> None:
        """Show there what no channel shows yet, and what waits to be posted in another. Raises
        Unavailable.
        """
        left = 1
        while left:
            left = await self.store.run(self._show_some)

    def _show_some(self, tx: Transaction) -> int:
        channel_id = self(tx)
        return cards.show_all(tx, channel_id) if channel_id else 0


@dataclass(slots=True)
class TriageChannel:
    """A channel with cards in it, and what Slack last said of it."""

    client: AsyncWebClient
    clock: Clock
    channel_id: str
    _found: Found = "unknown"
    _at: float = 0.0
    _doubts: int = 0
    _silent: int = 0

    @property
    def unknown_for(self) -> float:
        """For how many seconds Slack is left in peace, after it did not say."""
        return min(CLOSED_SECONDS, UNKNOWN_SECONDS * 2.0 ** max(0, min(self._silent, 10) - 1))

    async def is_private(self) -> bool:
        """Whether it is the coordinators' own, as of a minute ago at most."""
        return await self.found() == "private"

    async def found(self) -> Found:
        """What Slack says of it, as of a minute ago at most."""
        if self.clock.now() - self._at > FRESH_SECONDS or self._found == "unknown":
            doubts, at = self._doubts, self.clock.now()
            found = await look(self.client, self.channel_id)
            self._silent = self._silent + 1 if found == "unknown" else 0
            if doubts != self._doubts:
                # It changed while Slack was being asked.
                return "unknown"
            self._found, self._at = found, at
        return self._found

    def doubt(self) -> None:
        """Something of it changed: Slack is asked anew before anything more is posted there."""
        self._found = "unknown"
        self._doubts += 1


@dataclass(frozen=True, slots=True)
class OnlyPrivate:
    """Lets messages into the triage channel only while that is private, and tells coordinators
    when it is not. The same holds for every channel in which a card stands, for a channel's id
    changes when it is shared, and coordinators can have chosen another one by now.
    """

    store: Store
    client: AsyncWebClient
    clock: Clock
    shown_in: ShownIn
    _watched: dict[str, TriageChannel] = field(default_factory=dict)

    async def closed_for(self, channel_id: str) -> float:
        """For how many seconds nothing may be posted to a channel; 0 where it may. Raises
        Unavailable.
        """
        if not await self._has_cards(channel_id):
            return 0.0
        channel = self._channel(channel_id)
        found = await channel.found()
        if found == "private":
            return 0.0
        log.warning("nothing is posted in the triage channel: %s", found)
        if found == "unknown":
            return channel.unknown_for
        await self.store.run(warn, found)
        return CLOSED_SECONDS

    async def is_private(self) -> bool | None:
        """Whether the triage channel is the coordinators' own, as of a minute ago at most; None
        where there is none. Raises Unavailable.
        """
        channel_id = await self.shown_in.now()
        return await self._channel(channel_id).is_private() if channel_id else None

    async def changed(self, channel_id: str) -> None:
        """Something happened to a channel."""
        if channel_id in self._watched:
            self._watched[channel_id].doubt()

    async def moved(self, old_id: str, new_id: str) -> None:
        """A channel has another id now; the triage channel is followed. Raises Unavailable."""
        await self.store.run(self._follow, old_id, new_id)

    def _follow(self, tx: Transaction, old_id: str, new_id: str) -> None:
        if old_id == self.shown_in(tx):
            network.change(tx, None, {"triage_channel": new_id})

    async def _has_cards(self, channel_id: str) -> bool:
        return not is_dm(channel_id) and await self.store.run(self._shows, channel_id)

    def _shows(self, tx: Transaction, channel_id: str) -> bool:
        return channel_id == self.shown_in(tx) or cards.are_shown_in(tx, channel_id)

    def _channel(self, channel_id: str) -> TriageChannel:
        if channel_id not in self._watched:
            self._watched[channel_id] = TriageChannel(self.client, self.clock, channel_id)
        return self._watched[channel_id]


def warn(tx: Transaction, found: Found) -> None:
    """Tell each coordinator what is wrong, once a day for each thing."""
    for person in people.coordinators(tx):
        cause = f"{NOT_PRIVATE}:{found}:{tx.now // _DAY}"
        to = Address(reader_id=person.id)
        outbox.post(tx, NOT_PRIVATE, to, cause=cause, data={"found": found})


def not_private(tx: Transaction, row: Row) -> Drawing:
    """What a coordinator is told of it."""
    found = json.loads(row.data)["found"]
    return partial(triage_notes.not_private, found, people.texts_for(tx, row.reader_id))


async def look(client: AsyncWebClient, channel_id: str) -> Found:
    """What Slack says of a channel now."""
    try:
        answer = await client.conversations_info(channel=channel_id)
    except SlackApiError as error:
        code = judge(error).code
        # Of private channels Liaison may know; asking about a public one lacks a scope.
        return "public" if code == "missing_scope" else "missing" if _refuses(error) else "unknown"
    except FAILURES as error:
        log.warning("conversations.info failed: %s", judge(error).code)
        return "unknown"
    return _kind(answer.get("channel") or {})


def _refuses(error: SlackApiError) -> bool:
    return judge(error).became == "refused"


def _kind(channel: dict[str, Any]) -> Found:
    if channel.get("is_ext_shared") or channel.get("is_org_shared"):
        return "shared"
    if not channel.get("is_private"):
        return "public"
    if channel.get("is_archived"):
        return "archived"
    return "private" if channel.get("is_member") else "not_in_it"
