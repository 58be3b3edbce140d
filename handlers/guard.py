"""What holds for every request: whose it may be, and what is said when something goes wrong."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
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
        """Put the net under all listeners. The door is asked by the intake, before any of them."""
        app.error(self.failed)

    async def turned_away(self, body: dict[str, Any]) -> BoltResponse | None:
        """What is said to someone of another workspace; nothing where a listener may go on."""
        actor = payloads.actor(body)
        if actor is None or actor.team_id == self.team_id():
            return None
        ack = AsyncAck()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        return await self.failed(NotAMember(), body, ack)

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
