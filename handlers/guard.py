"""What holds for every request: whose it may be, and what is said when something goes wrong."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_bolt.response import BoltResponse

from bot.desk.errors import DeskError
from bot.desk.people import Member
from bot.i18n import Texts, texts
from bot.logs import describe
from bot.store import Unavailable
from handlers import fields, ids, payloads
from handlers.answers import Answers
from handlers.arrivals import later
from handlers.carried import Origin
from handlers.directory import Directory
from handlers.errors import NotAMember, NotNow, Told
from handlers.installed import Installed
from handlers.refusals import refusal
from handlers.views.notices import notice, notice_modal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Guard:
    """The door and the safety net around all listeners."""

    installation: Installed
    directory: Directory
    answers: Answers
    renew_home: Callable[[Member], None] = lambda _member: None

    async def turned_away(self, body: dict[str, Any]) -> BoltResponse | None:
        """What is said to someone of another workspace, and of a form that holds more than fits;
        nothing where a listener may go on.
        """
        ack = AsyncAck()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        actor = payloads.actor(body)
        if actor is None or actor.team_id == self.installation.team_id or _may_be_joined(body):
            return await self._does_not_fit(body, ack)
        return await self.failed(NotAMember(), body, ack)

    async def _does_not_fit(self, body: dict[str, Any], ack: AsyncAck) -> BoltResponse | None:
        """What is said at the fields of a form that hold too much: it would be cut when drawn."""
        is_form = body.get("type") == "view_submission"
        limits = fields.too_long(body) if is_form else {}
        if not limits:
            return None
        _ = await self._texts(body)
        errors = {
            block_id: _("At most {most} characters fit.", most=most)
            for block_id, most in limits.items()
        }
        return await ack(response_action="errors", errors=errors)

    async def failed(self, error: Exception, body: dict[str, Any], ack: AsyncAck) -> BoltResponse:
        """Tell the person, where they acted and in their language, what they can do.

        An error that was not foreseen gets a reference number, the only thing that both the
        person and the log are told.
        """
        if body.get("type") == "event_callback":
            return _set_aside(error)
        _ = await self._texts(body)
        if isinstance(error, Told):
            sorry = error.sentence(_)
        elif isinstance(error, DeskError):
            sorry = refusal(error, _)
            self._show_how_it_stands(body)
        elif isinstance(error, Unavailable):
            log.error("the desk's database could not be written")
            sorry = _("We could not save this just now. Please try again in a minute.")
        else:
            reference = secrets.token_hex(3)
            log.error("failure %s: %s", reference, describe(error))
            sorry = _(
                "Something went wrong on our side. Please try again; if it stays, "
                "tell your coordinator the number {reference}.",
                reference=reference,
            )
        return await self._tell(sorry, body, ack, _)

    def _show_how_it_stands(self, body: dict[str, Any]) -> None:
        """Where a button of Home no longer holds, Home is drawn anew."""
        actor = payloads.actor(body)
        if actor and (body.get("view") or {}).get("type") == "home":
            self.renew_home(actor)

    async def _texts(self, body: dict[str, Any]) -> Texts:
        actor = payloads.actor(body)
        if actor is None:
            return texts("en")
        if "command" in body:
            _person, said_in = await self.directory.for_command(actor, body["command"])
            return said_in
        return await self.directory.of(actor)

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
        elif kind == "shortcut":
            # There is no place where it could be said but a window.
            await self.answers.open(
                payloads.shortcut(body).trigger_id, notice_modal(sorry, _), Origin(), _
            )
        elif kind == "message_action":
            await self.answers.reply(payloads.shortcut(body).origin, notice(sorry))
        return await ack()

    async def _tell_in_form(
        self, sorry: str, body: dict[str, Any], ack: AsyncAck, _: Texts
    ) -> BoltResponse:
        values = body["view"].get("state", {}).get("values", {})
        words = [block_id for block_id, fields in values.items() if ids.WORDS in fields]
        if words:
            return await ack(response_action="errors", errors={words[0]: sorry})
        return await ack(response_action="push", view=dict(notice_modal(sorry, _)))


def _may_be_joined(body: dict[str, Any]) -> bool:
    """Whether it may belong to a joined thread: partners write there from their own workspace."""
    return body.get("type") == "event_callback" and body["event"].get("type") == "message"


def _set_aside(error: Exception) -> BoltResponse:
    """What the inbox is told of an event whose listener failed."""
    if isinstance(error, NotNow | Unavailable):
        return later()
    if isinstance(error, Told | DeskError):
        return BoltResponse(status=200, body="")
    return BoltResponse(status=500, body=describe(error))
