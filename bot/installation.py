"""Who the bot is in its workspace: one `auth.test` at start, instead of one that may fail later."""

from __future__ import annotations

import asyncio
import logging
import random
from typing import Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from handlers.outcomes import FAILURES, judge

log = logging.getLogger(__name__)

LONGEST_WAIT = 30.0


class TokenRefused(Exception):
    """Slack does not accept a token. Its words are the setting's name and Slack's error code."""


class Installation(AsyncAuthorize):
    """The bot's own identity. Bolt asks it for each request; it never asks Slack again."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._result: AuthorizeResult | None = None

    @property
    def is_ready(self) -> bool:
        """Whether Slack has accepted the token."""
        return self._result is not None

    @property
    def team_id(self) -> str:
        """The home workspace; empty before Slack has answered."""
        return (self._result.team_id or "") if self._result else ""

    @property
    def bot_id(self) -> str:
        """The bot as the author of messages; empty before Slack has answered."""
        return (self._result.bot_id or "") if self._result else ""

    @property
    def user_id(self) -> str:
        """The bot as a user; empty before Slack has answered."""
        return (self._result.bot_user_id or "") if self._result else ""

    @property
    def address(self) -> str:
        """The workspace's address in Slack, which ends with a slash; empty before Slack has
        answered.
        """
        return (self._result.url or "") if self._result else ""

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002 (Bolt's interface)
        enterprise_id: str | None,  # noqa: ARG002 (the same)
        team_id: str | None,  # noqa: ARG002 (the same)
        user_id: str | None,  # noqa: ARG002 (the same)
        actor_enterprise_id: str | None = None,  # noqa: ARG002 (the same)
        actor_team_id: str | None = None,  # noqa: ARG002 (the same)
        actor_user_id: str | None = None,  # noqa: ARG002 (the same)
    ) -> AuthorizeResult:
        """The bot's identity, whichever team a request names: there is one installation.

        Raises TokenRefused before Slack has accepted the token.
        """
        if self._result is None:
            raise TokenRefused("SLACK_BOT_TOKEN", "not asked yet")
        return self._result

    async def establish(self) -> None:
        """Ask Slack until it answers. Raises TokenRefused when it refuses the token."""
        wait = 1.0
        while not await self._ask():
            await asyncio.sleep(random.uniform(0, wait))  # noqa: S311 (jitter)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _ask(self) -> bool:
        try:
            answer = await self.client.auth_test()
        except FAILURES as error:
            outcome = judge(error)
            if outcome.became == "token_refused":
                raise TokenRefused("SLACK_BOT_TOKEN", outcome.code) from None
            log.warning("auth.test failed: %s", outcome.code)
            return False
        self._result = _result(answer.data, self.client.token)
        return True


def _result(answer: Any, token: str | None) -> AuthorizeResult:  # noqa: ANN401 (the SDK's type)
    return AuthorizeResult(
        enterprise_id=answer.get("enterprise_id"),
        team_id=answer.get("team_id"),
        team=answer.get("team"),
        url=answer.get("url"),
        bot_user_id=answer.get("user_id"),
        bot_id=answer.get("bot_id"),
        bot_token=token,
    )
