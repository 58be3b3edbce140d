"""A coordinator sends a resource of the library, with a line of words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import people, rights
from bot.desk.errors import WrongStatus
from bot.desk.masking import Masked, mask
from bot.desk.people import Member
from bot.i18n import Texts
from bot.store import Row, Transaction
from catalog.models import Resource
from handlers import fields, ids, payloads, triage_reply
from handlers.card_letters import best_resources
from handlers.desk import Desk
from handlers.payloads import Submission
from handlers.views import resource, triage_forms
from handlers.views.blocks import View, escape


@dataclass(frozen=True, slots=True)
class Sending:
    """The listeners."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.CARD_SEND_RESOURCE)(self.choose)
        app.view(ids.RESOURCE_FORM)(self.send)

    async def choose(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The three best for the question, and a field to search for others."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        ticket = await self.desk.run(_ticket, click.value, click.actor)
        await self.desk.answers.show(click, self._form(ticket, "", "", _), _)
        await ack()

    async def send(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: new words to search for are searched for first."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        query, chosen = (form.values.get(name, "") for name in _FIELDS)
        if query.split() != fields.begun_with(body, ids.RESOURCE_SEARCH).split():
            ticket = await self.desk.run(_ticket, form.step.handle, form.actor)
            view = self._form(ticket, query, form.values.get(ids.WORDS, ""), _)
            return await ack(response_action="update", view=dict(view))
        if not chosen:
            sorry = _("Choose one above, or search for another.")
            return await ack(response_action="errors", errors={ids.RESOURCE_SEARCH: sorry})
        await self._send(form, self.desk.shelf.resource(chosen))
        self.desk.home.renew(form.actor)
        return await ack(response_action="clear")

    async def _send(self, form: Submission, found: Resource) -> None:
        reader = await self.desk.run(_reader, form.step.handle, form.actor)
        words = escape(mask(form.values.get(ids.WORDS, "").strip()).text)
        text = Masked(f"{words}\n{resource.title(found, reader)}".strip())
        await self.desk.once(form.key, triage_reply.send, form.step.handle, form.actor, text)

    def _form(self, ticket: Row, query: str, words: str, _: Texts) -> View:
        found = best_resources(self.desk.shelf, ticket, query)
        return triage_forms.resource_form(ticket.handle, found, query, words, _)


_FIELDS = (ids.RESOURCE_SEARCH, ids.RESOURCE_CHOICE)


def _ticket(tx: Transaction, handle: str, by: Member) -> Row:
    ticket, _person = rights.for_coordinator(tx, handle, by)
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    return ticket


def _reader(tx: Transaction, handle: str, by: Member) -> Texts:
    """The language of the person who asked."""
    ticket, _person = rights.for_coordinator(tx, handle, by)
    return people.find(tx, ticket.requester_id).texts
