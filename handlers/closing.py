"""What a requester says of how it went, once their request is closed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import closing, rights
from bot.desk.closing import ANSWERS, Helped
from bot.desk.errors import WrongStatus
from bot.desk.masking import Masking, mask
from bot.desk.people import Member
from bot.store import Row, Transaction
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.payloads import Submission
from handlers.requester import tell_hidden
from handlers.views import closing as views


@dataclass(frozen=True, slots=True)
class Closing:
    """The listeners. Whether the ticket is theirs is asked at every press and every form."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(re.compile(f"^{ids.HELPED}:({'|'.join(ANSWERS)})$"))(self.rate)
        app.action(ids.HELPED_COMMENT)(self.ask_comment)
        app.view(ids.HELPED_COMMENT)(self.comment)

    async def rate(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A face; the question shows from then on which, and coordinators see it on the card."""
        click = payloads.click(body)
        helped = cast("Helped", click.action_id.rpartition(":")[2])
        await self.desk.once(click.key, _rate, click.value, click.actor, helped)
        await ack()

    async def ask_comment(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for a comment."""
        click = payloads.click(body)
        ticket = await self.desk.run(_closed, click.value, click.actor)
        _ = await self.desk.texts(click.actor)
        await self.desk.answers.show(click, views.comment_form(ticket, _), _)
        await ack()

    async def comment(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The comment, sent; an empty one takes it back."""
        form = payloads.submission(body)
        words = mask(form.values.get(ids.WORDS, "").strip())
        await self.desk.once(form.key, _comment, form, words)
        return await ack()


def _rate(tx: Transaction, handle: str, by: Member, helped: Helped) -> None:
    """Raises NoSuchTicket, NotAllowed, WrongStatus, TooLate."""
    ticket, person = rights.for_requester(tx, handle, by)
    closing.rate(tx, ticket, person, helped)


def _closed(tx: Transaction, handle: str, by: Member) -> Row:
    """Raises NoSuchTicket, NotAllowed, WrongStatus."""
    ticket, _person = rights.for_requester(tx, handle, by)
    if ticket.state != "closed":
        raise WrongStatus(ticket.state)
    return ticket


def _comment(tx: Transaction, form: Submission, words: Masking) -> None:
    """Raises as `_rate`."""
    ticket, person = rights.for_requester(tx, form.step.handle, form.actor)
    closing.comment(tx, ticket, person, words.text)
    tell_hidden(tx, form, ticket, words)
