"""What coordinators do from a ticket's card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import digest, records, rights, tickets
from bot.desk.people import Member
from bot.store import Transaction
from handlers import card_letters, ids, payloads
from handlers.desk import Desk
from handlers.triage_more import More
from handlers.triage_offer import Offers
from handlers.triage_reply import Replies
from handlers.triage_resource import Sending
from handlers.views import card
from handlers.views.card import Standing


@dataclass(frozen=True, slots=True)
class Triage:
    """The listeners. Buttons stay pressable when they are old: the ticket as it stands decides."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.CARD_TAKE)(self.take)
        app.action(ids.CARD_REOPEN)(self.reopen)
        app.action(ids.CARD_VIEW)(self.view)
        for listeners in (Replies, Offers, Sending, More):
            listeners(self.desk).register(app)

    async def take(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A coordinator makes it theirs; who is slower is told who did."""
        click = payloads.click(body)
        # Their name goes on the card.
        await self.desk.directory.person(click.actor)
        await self.desk.once(click.key, _take, click.value, click.actor)
        self.desk.home.renew(click.actor)
        await ack()

    async def reopen(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A closed one is open again."""
        click = payloads.click(body)
        await self.desk.once(click.key, _reopen, click.value, click.actor)
        self.desk.home.renew(click.actor)
        await ack()

    async def view(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The whole of it, for this coordinator's eyes."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        stands = await self.desk.run(look, click.value, click.actor)
        view = card.details(stands, self.desk.shelf.names(), _)
        await self.desk.answers.show(click, view, _)
        await ack()


def look(tx: Transaction, handle: str, by: Member) -> Standing:
    """How a ticket stands, for a coordinator. Raises NoSuchTicket, NotForOthers."""
    ticket, _person = rights.for_coordinator(tx, handle, by)
    return card_letters.standing(tx, ticket, records.offers_of(tx, ticket.id))


def _take(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_coordinator(tx, handle, by)
    digest.redraw(tx, tickets.take(tx, ticket, person))


def _reopen(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_coordinator(tx, handle, by)
    tickets.reopen(tx, ticket, person)
