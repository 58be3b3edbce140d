"""What holds for every request: whose it may be, and what is said when something goes wrong."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.i18n import Texts, texts
from bot.logs import describe
from handlers import ids, payloads
from handlers.answers import Answers
from handlers.errors import NotAMember, Told
from handlers.languages import Languages
from handlers.views.notices import notice, notice_modal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guard:
    """The door and the safety net around all listeners."""

    team_id: Callable[[], str]
    languages: Languages
    answers: Answers

    def register(self, app: AsyncApp) -> None:
        """Put the door before every listener, and the net under all of them."""
        app.use(self.members_only)
        app.error(self.failed)

    async def members_only(
        self, body: dict[str, Any], next_: Callable[[], Awaitable[None]]
    ) -> None:
        """Let members of the home workspace through. Raises NotAMember for anyone else."""
        actor = payloads.actor(body)
        if actor and actor.team_id != self.team_id():
            raise NotAMember
        await next_()

    async def failed(self, error: Exception, body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        """Tell the person, where they acted and in their language, what they can do.

        An error that was not foreseen gets a reference number, the only thing that both the
        person and the log are told.
        """
        _ = await self._texts(body)
        if isinstance(error, Told):
            sorry = error.sentence(_)
        else:
            reference = secrets.token_hex(3)
            log.error("failure %s: %s", reference, describe(error))
            sorry = _(
                "Something went wrong on our side. Please try again; if it stays, "
                "tell your coordinator the number {reference}.",
                reference=reference,
            )
        return await self._tell(sorry, body, ack, _)

    async def _texts(self, body: dict[str, Any]) -> Texts:
        actor = payloads.actor(body)
        if actor is None:
            return texts("en")
        if "command" in body:
            return self.languages.for_command(actor, body["command"])
        return await self.languages.of(actor)

    async def _tell(
        self, sorry: str, body: dict[str, Any], ack: AsyncAck, _: Texts
    ) -> BoltResponse:
        kind = body.get("type")
        if "command" in body:
            return await ack({**notice(sorry), "response_type": "ephemeral"})
        if kind == "view_submission":
            return await self._tell_in_form(sorry, body, ack, _)
        if kind == "block_actions":
            click = payloads.click(body)
            if not await self.answers.reply(click.origin, notice(sorry)):
                await self.answers.show(click, notice_modal(sorry, _), _)
        elif kind == "message_action":
            await self.answers.reply(payloads.shortcut(body).origin, notice(sorry))
        return await ack()

    async def _tell_in_form(
        self, sorry: str, body: dict[str, Any], ack: AsyncAck, _: Texts
    ) -> BoltResponse:
        values = body["view"].get("state", {}).get("values", {})
        if ids.WORDS in values:
            return await ack(response_action="errors", errors={ids.WORDS: sorry})
        return await ack(response_action="push", view=dict(notice_modal(sorry, _)))
