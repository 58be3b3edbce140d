"""Words that wait until their writer says what they are for."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import rights, unplaced
from bot.desk.errors import WrongStatus
from bot.desk.outbox import Address
from bot.desk.people import Member
from bot.store import Transaction
from handlers import ids, letters, payloads
from handlers.carried import Carried, Origin, WordsFor
from handlers.desk import Desk
from handlers.payloads import readable

OpenForm = Callable[[Member, str, Origin, Carried], Awaitable[object]]
"""Opens the form for a new request: for whom, by which trigger, from where, with what in it."""


@dataclass(frozen=True, slots=True)
class WaitingWords:
    """The listeners. What was chosen, the message that asked says from then on."""

    desk: Desk
    open_form: OpenForm

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.REOPEN_WITH)(self.reopen)
        app.action(re.compile(f"^{ids.ADD_WORDS}:"))(self.add)
        app.action(ids.NEW_WITH_WORDS)(self.begin)
        app.action(ids.LOOK_UP_WORDS)(self.look_up)

    async def reopen(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The closed request goes on, with these words."""
        click = payloads.click(body)
        await self.desk.once(click.key, _reopen, click.value, click.actor)
        await ack()

    async def add(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The words are for this request."""
        click = payloads.click(body)
        await self.desk.once(click.key, _add, WordsFor.load(click.value), click.actor)
        await ack()

    async def begin(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for a new request, with the words in it."""
        click = payloads.click(body)
        words = await self.desk.run(_begin, click.value, click.actor)
        await self.open_form(click.actor, click.trigger_id, click.origin, Carried(words=words))
        await ack()

    async def look_up(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The library answers, as it would have without an open request."""
        click = payloads.click(body)
        await self.desk.once(click.key, _look_up, click.value, click.actor)
        await ack()


def _reopen(tx: Transaction, handle: str, by: Member) -> None:
    """Raises WordsGone, NoSuchTicket, TooLate."""
    words = unplaced.find(tx, handle, by)
    closed = unplaced.written_under(tx, words)
    ticket, person = rights.for_requester(tx, closed.handle, by)
    unplaced.add(tx, words, ticket, person)


def _add(tx: Transaction, chosen: WordsFor, by: Member) -> None:
    """Raises NoSuchTicket, NotAllowed, WordsGone, WrongStatus."""
    ticket, person = rights.for_requester(tx, chosen.handle, by)
    words = unplaced.find(tx, chosen.words, by)
    if ticket.state == "closed":
        # Nobody asked them here whether to open it again.
        raise WrongStatus(ticket.state)
    unplaced.add(tx, words, ticket, person)


def _begin(tx: Transaction, handle: str, by: Member) -> str:
    """The words as they were written. Raises WordsGone."""
    words = unplaced.find(tx, handle, by)
    unplaced.began_anew(tx, words)
    return readable(words.text)


def _look_up(tx: Transaction, handle: str, by: Member) -> None:
    """Raises WordsGone."""
    words = unplaced.find(tx, handle, by)
    to = Address(channel_id=words.channel_id, thread_ts=words.thread_ts, reader_id=words.person_id)
    letters.answer_search(tx, readable(words.text), to, words.ts)
    unplaced.drop(tx, words, "looked_up")
