"""What Slack says of a partner's shared channel: it must be private, shared with that partner and
nobody else, and the bot must be in it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.desk.partners import Partner
from handlers.installed import Installed
from handlers.outcomes import FAILURES, judge
from handlers.triage_channel import ShownIn

log = logging.getLogger(__name__)

FRESH_SECONDS = 60.0
"""How long an answer of Slack's is good for: a channel can be shared further at any time."""

Unseen = Literal["public", "missing", "unknown"]
Found = Literal[
    "theirs",
    "not_shared",
    "others",
    "public",
    "archived",
    "not_in_it",
    "missing",
    "triage",
    "replaced",
    "nobody",
    "unknown",
]
"""What a channel is to a partner. "replaced" is that they are reached elsewhere now, "nobody" that
none of them is listed; "unknown" that Slack said nothing, which is no reason to give up."""


@dataclass(slots=True)
class PartnerChannels:
    """The channels, and what Slack last said of each."""

    client: AsyncWebClient
    clock: Clock
    installation: Installed
    shown_in: ShownIn
    _seen: dict[str, tuple[float, dict[str, Any]]] = field(default_factory=dict)
    _doubts: int = 0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def doubt(self, channel_id: str) -> None:
        """Something happened to a channel: Slack is asked anew before anything is posted there."""
        self._seen.pop(channel_id, None)
        self._doubts += 1

    async def look(self, partner: Partner, channel_id: str) -> tuple[Found, str]:
        """What a channel is to a partner, as of a minute ago at most, and the partner's team.
        Raises Unavailable.
        """
        if channel_id == await self.shown_in.now():
            return "triage", ""
        if channel_id != partner.channel_id:
            return "replaced", ""
        if not partner.has_experts:
            return "nobody", ""
        channel = await self._described(channel_id)
        if isinstance(channel, str):
            return channel, ""
        return judged(channel, partner, self.installation.team_id)

    async def _described(self, channel_id: str) -> dict[str, Any] | Unseen:
        """The channel as Slack describes it; where it doesn't, why. Who asks meanwhile waits."""
        async with self._asking:
            return await self._fresh(channel_id)

    async def _fresh(self, channel_id: str) -> dict[str, Any] | Unseen:
        at, known = self._seen.get(channel_id, (0.0, {}))
        if known and self.clock.now() - at <= FRESH_SECONDS:
            return known
        doubts, at = self._doubts, self.clock.now()
        answer = await _ask(self.client, channel_id)
        if doubts != self._doubts:
            # Something changed while Slack was being asked.
            return "unknown"
        if not isinstance(answer, str):
            self._seen[channel_id] = (at, answer)
        return answer


def judged(channel: dict[str, Any], partner: Partner, home_team_id: str) -> tuple[Found, str]:
    """What a channel is to a partner, and the partner's team in it."""
    if channel.get("is_archived"):
        return "archived", ""
    if not channel.get("is_member"):
        return "not_in_it", ""
    if not channel.get("is_private"):
        return "public", ""
    teams = _teams(channel) - {home_team_id}
    if not channel.get("is_ext_shared") or not teams:
        return "not_shared", ""
    team_id = min(teams)
    is_theirs = len(teams) == 1 and _is_theirs(team_id, partner, home_team_id)
    return ("theirs", team_id) if is_theirs else ("others", "")


def _is_theirs(team_id: str, partner: Partner, home_team_id: str) -> bool:
    if partner.team_id:
        return team_id == partner.team_id
    experts = partner.expert_team_ids - {home_team_id}
    # A whole organization on Enterprise Grid is named as one; its people by their workspaces.
    return not experts or team_id in experts or team_id.startswith("E")


def _teams(channel: dict[str, Any]) -> set[str]:
    """Every team in it but those of our own organization (docs.slack.dev, "Conversation
    object").
    """
    shared: Collection[str] = channel.get("shared_team_ids") or ()
    connected: Collection[str] = channel.get("connected_team_ids") or ()
    own: Collection[str] = channel.get("internal_team_ids") or ()
    return {*shared, *connected} - {*own}


async def _ask(client: AsyncWebClient, channel_id: str) -> dict[str, Any] | Unseen:
    try:
        answer = await client.conversations_info(channel=channel_id)
    except SlackApiError as error:
        outcome = judge(error)
        # Of private channels Liaison may know; asking about a public one lacks a scope.
        if outcome.code == "missing_scope":
            return "public"
        return "missing" if outcome.became == "refused" else "unknown"
    except FAILURES as error:
        log.warning("conversations.info failed: %s", judge(error).code)
        return "unknown"
    channel: dict[str, Any] = answer.get("channel") or {}
    return channel or "unknown"
