"""What the requester does from their own thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import (
    audience,
    conversation,
    experts,
    offers,
    outbox,
    people,
    records,
    relay,
    rights,
    tickets,
)
from bot.desk.course import Outcome, Visibility
from bot.desk.masking import Masked, Masking, mask
from bot.desk.outbox import Address
from bot.desk.people import Member, Person
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers import ids, payloads
from handlers.carried import Step
from handlers.desk import Desk
from handlers.payloads import Submission
from handlers.status_letters import line_of
from handlers.views import requester_forms
from handlers.views.blocks import View, escape
from handlers.views.requester_forms import Seen

Form = Callable[[Transaction, Row, Person, Texts], View]
Speak = Callable[[Transaction, Row, Person, Masked], Row]


@dataclass(frozen=True, slots=True)
class Requester:
    """The listeners. Whether the ticket is theirs is asked at every press and every form."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.OWN_DETAIL)(self.ask_detail)
        app.view(ids.OWN_DETAIL)(self.add_detail)
        app.action(ids.OWN_ASIDE)(self.ask_aside)
        app.view(ids.OWN_ASIDE)(self.write_aside)
        app.action(ids.OWN_CLOSE)(self.ask_outcome)
        app.view(ids.OWN_CLOSE)(self.close)
        app.action(ids.OWN_REOPEN)(self.reopen)
        app.action(ids.OWN_VIEWERS)(self.show_viewers)
        app.view(ids.OWN_LET_SEE)(self.let_see)
        app.action(ids.OWN_REMOVE)(self.remove_expert)
        app.action(ids.OWN_DELETE)(self.warn)
        app.view(ids.OWN_DELETE)(self.delete_text)

    async def ask_detail(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for adding something."""
        await self._open(ack, body, _detail_form)

    async def add_detail(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """What was added goes to whoever reads along, as if it were written in the thread."""
        return await self._speak(ack, body, conversation.add)

    async def ask_aside(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for words to the coordinator alone."""
        await self._open(ack, body, _aside_form)

    async def write_aside(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """These words reach the coordinator, and not the expert."""
        return await self._speak(ack, body, conversation.aside)

    async def ask_outcome(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for closing."""
        await self._open(ack, body, _close_form)

    async def close(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The request is over; whoever was still asked is asked no more."""
        form = payloads.submission(body)
        outcome = cast("Outcome", _chosen(form, ids.OWN_OUTCOME, requester_forms.OUTCOMES))
        words = mask(form.values.get(ids.WORDS, "").strip())
        await self.desk.once(form.key, _close, form, outcome, words)
        self.desk.home.renew(form.actor)
        return await ack()

    async def reopen(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A closed request goes on where it stood."""
        click = payloads.click(body)
        await self.desk.once(click.key, _reopen, click.value, click.actor)
        self.desk.home.renew(click.actor)
        await ack()

    async def show_viewers(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Who can see the request."""
        await self._open(ack, body, _viewers)

    async def let_see(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """Who may see it from now on; whoever then may not is taken off."""
        form = payloads.submission(body)
        chosen = _chosen(form, ids.OWN_VISIBILITY, requester_forms.VISIBILITIES)
        seen_by = cast("Visibility", chosen)
        await self.desk.once(form.key, _let_see, form.step.handle, form.actor, seen_by)
        return await ack()

    async def remove_expert(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The expert sees nothing more of it, and the window shows who still does."""
        click = payloads.click(body)
        await self.desk.once(click.key, _remove_expert, click.value, click.actor)
        _ = await self.desk.texts(click.actor)
        view = await self.desk.run(_form, click.value, click.actor, _viewers, _)
        await self.desk.answers.update(click, view)
        await ack()

    async def warn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """What deleting their text can and can't do."""
        await self._open(ack, body, _delete_form)

    async def delete_text(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """Their words are taken away, here and wherever they were passed on to."""
        form = payloads.submission(body)
        await self.desk.once(form.key, _delete_text, form.step.handle, form.actor)
        return await ack()

    async def _open(self, ack: AsyncAck, body: dict[str, Any], form: Form) -> None:
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        view = await self.desk.run(_form, click.value, click.actor, form, _)
        await self.desk.answers.show(click, view, _)
        await ack()

    async def _speak(self, ack: AsyncAck, body: dict[str, Any], speak: Speak) -> BoltResponse:
        form = payloads.submission(body)
        words = form.values.get(ids.WORDS, "").strip()
        if not words:
            _ = await self.desk.texts(form.actor)
            return await ack(
                response_action="errors", errors={ids.WORDS: _("Please write something first.")}
            )
        await self.desk.once(form.key, _speak, form, speak, mask(words))
        return await ack()


def _form(tx: Transaction, handle: str, by: Member, form: Form, _: Texts) -> View:
    """A form of a ticket for its requester. Raises NoSuchTicket, NotAllowed."""
    ticket, person = rights.for_requester(tx, handle, by)
    return form(tx, ticket, person, _)


def _detail_form(tx: Transaction, ticket: Row, _person: Person, _: Texts) -> View:
    line = line_of(tx, ticket)
    return requester_forms.add_detail(Step(ticket.handle), _, to=line.expert, team=line.team)


def _aside_form(_tx: Transaction, ticket: Row, _person: Person, _: Texts) -> View:
    return requester_forms.aside(Step(ticket.handle), _)


def _close_form(tx: Transaction, ticket: Row, _person: Person, _: Texts) -> View:
    line = line_of(tx, ticket)
    return requester_forms.close(Step(ticket.handle), _, to=line.expert, team=line.team)


def _delete_form(_tx: Transaction, ticket: Row, _person: Person, _: Texts) -> View:
    return requester_forms.delete_text(Step(ticket.handle), _)


def _viewers(tx: Transaction, ticket: Row, person: Person, _: Texts) -> View:
    viewers = audience.of(tx, ticket.id)
    named = {viewer.person.id for viewer in viewers if viewer.person}
    asked = [
        experts.find(tx, offer.expert_id).shown
        for offer in records.offers_of(tx, ticket.id)
        if offer.state == "open" and offer.expert_id is not None
    ]
    others = [each for each in people.coordinators(tx) if each.id not in named]
    seen = Seen(ticket, viewers, asked, others, person)
    return requester_forms.viewers(seen, Step(ticket.handle), _)


def _speak(tx: Transaction, form: Submission, speak: Speak, words: Masking) -> None:
    """Raises NoSuchTicket, NotAllowed, WrongStatus."""
    ticket, person = rights.for_requester(tx, form.step.handle, form.actor)
    # What is passed on is text as Slack escapes it.
    speak(tx, ticket, person, Masked(escape(words.text)))
    tell_hidden(tx, form, ticket, words)


def tell_hidden(tx: Transaction, form: Submission, ticket: Row, words: Masking) -> None:
    """Say in their thread what of the requester's words in a form was hidden."""
    if words.kinds:
        own = records.requester_thread(tx, ticket)
        to = Address(thread_id=own.id, reader_id=ticket.requester_id)
        data = {"hidden": words.kinds, "files": 0}
        outbox.post(tx, relay.NOTE, to, cause=f"note:{form.key}", data=data)


def _close(tx: Transaction, form: Submission, outcome: Outcome, words: Masking) -> None:
    ticket, person = rights.for_requester(tx, form.step.handle, form.actor)
    tickets.close(tx, ticket, person, outcome, words.text)
    tell_hidden(tx, form, ticket, words)


def _reopen(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_requester(tx, handle, by)
    tickets.reopen(tx, ticket, person)


def _let_see(tx: Transaction, handle: str, by: Member, visibility: Visibility) -> None:
    ticket, person = rights.for_requester(tx, handle, by)
    offers.let_see(tx, ticket, person, visibility)


def _remove_expert(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_requester(tx, handle, by)
    tickets.remove_expert(tx, ticket, person)


def _delete_text(tx: Transaction, handle: str, by: Member) -> None:
    ticket, person = rights.for_requester(tx, handle, by)
    conversation.delete_text(tx, ticket, person)


def _chosen(form: Submission, action_id: str, known: tuple[str, ...]) -> str:
    """What was picked; the first of those known where that is something else."""
    value = form.values.get(action_id, "")
    return value if value in known else known[0]
