"""Whether the triage channel is one that tickets may be shown in: private, and nobody else's."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from handlers.outcomes import FAILURES, judge

log = logging.getLogger(__name__)

FRESH_SECONDS = 60.0
"""How long an answer of Slack's is good for: a channel can be shared at any time."""

Found = Literal["private", "public", "shared", "not_in_it", "missing", "unknown"]


@dataclass(slots=True)
class TriageChannel:
    """The channel of the settings, and what Slack last said of it."""

    client: AsyncWebClient
    clock: Clock
    channel_id: str
    _found: Found = "unknown"
    _at: float = 0.0

    async def is_private(self) -> bool:
        """Whether it is the coordinators' own, as of a minute ago at most."""
        if self.clock.now() - self._at > FRESH_SECONDS or self._found == "unknown":
            self._found = await look(self.client, self.channel_id)
            self._at = self.clock.now()
        return self._found == "private"


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
    return "private" if channel.get("is_member") else "not_in_it"
