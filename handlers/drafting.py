"""A resource made of a request: drafted by a coordinator, agreed to by who asked, published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk.people import Member, Person
from bot.desk.traces import Traces, traces
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers import draft_fields, draft_units, fields, ids, payloads
from handlers.carried import Step
from handlers.desk import Desk
from handlers.draft_fields import Read
from handlers.payloads import Click, Submission
from handlers.places import Unclear
from handlers.publishing import publish
from handlers.views import draft as views
from handlers.views import draft_form
from handlers.views.blocks import View
from handlers.views.draft_form import Choices, Found

Do = Callable[[Transaction, Row, Person], object]


@dataclass(frozen=True, slots=True)
class Drafting:
    """The listeners. Coordinators draft and publish; only who asked can say yes."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.DRAFT_MAKE)(self.make)
        app.action(ids.DRAFT_EDIT)(self.edit)
        app.view(ids.DRAFT_FORM)(self.propose)
        app.action(ids.DRAFT_YES)(self.agree)
        app.action(ids.DRAFT_NO)(self.refuse)
        app.action(ids.DRAFT_PUBLISH)(self.publish)
        app.action(ids.DRAFT_DROP)(self.drop)
        app.action(ids.OPEN_DRAFTS)(self.list)

    async def make(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form, with what the request is about and none of its words."""
        click = payloads.click(body)
        ticket = await self.desk.run(draft_units.begin, click.value, click.actor)
        await self._form(ack, click, draft_fields.begun(ticket))

    async def edit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form of a draft that is there."""
        click = payloads.click(body)
        draft = await self.desk.run(draft_units.open_draft, click.value, click.actor)
        await self._form(ack, click, draft_fields.filled(draft))

    async def propose(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: what in it may tell who asked is shown first, and then they are asked."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        try:
            read = draft_fields.read(form.values, self.desk.shelf, _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        known = await self.desk.run(draft_units.known, form.step.handle, form.actor)
        found = traces(read.texts, known)
        if (found or read.hidden) and not _was_seen(form, body):
            view = self._warned(form, read, found, _)
            return await ack(response_action="update", view=dict(view))
        work = draft_units.propose
        await self.desk.once(form.key, work, form.step.handle, form.actor, read.values)
        return await ack(response_action="update", view=dict(draft_form.sent(read.hidden, _)))

    async def agree(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Who asked says yes to what they saw."""
        await self._answer(ack, body, draft_units.agree)

    async def refuse(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """They say no, or take their yes back."""
        await self._answer(ack, body, draft_units.refuse)

    async def publish(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Into the library. A second press, or one after a fall, ends what the first began."""
        click = payloads.click(body)
        await publish(self.desk.store, self.desk.shelf.catalog, click.value, click.actor)
        await self._again(ack, click)

    async def drop(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A coordinator gives a draft up."""
        click = payloads.click(body)
        await self.desk.once(click.key, draft_units.drop, click.value, click.actor)
        await self._again(ack, click)

    async def list(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """All drafts, by what they wait for."""
        click = payloads.click(body)
        view = await self._listing(click.actor)
        await self.desk.answers.show(click, view, await self.desk.texts(click.actor))
        await ack()

    async def _again(self, ack: AsyncAck, click: Click) -> None:
        """Where it was pressed in the list, that shows how things stand now; a message does by
        itself.
        """
        if click.in_modal:
            await self.desk.answers.update(click, await self._listing(click.actor))
        await ack()

    async def _answer(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        work: Callable[[Transaction, Step, Member], None],
    ) -> None:
        click = payloads.click(body)
        await self.desk.once(click.key, work, Step.load(click.value), click.actor)
        await ack()

    async def _form(self, ack: AsyncAck, click: Click, values: dict[str, str]) -> None:
        _ = await self.desk.texts(click.actor)
        shelf = self.desk.shelf
        view = draft_form.form(Step(click.value), values, self._choices(), shelf.names(), _)
        await self.desk.answers.show(click, view, _)
        await ack()

    def _warned(self, form: Submission, read: Read, found: Traces, _: Texts) -> View:
        step = Step(form.step.handle, draft_form.SEEN)
        about = Found(read.hidden, found)
        names = self.desk.shelf.names()
        return draft_form.form(step, form.values, self._choices(), names, _, found=about)

    def _choices(self) -> Choices:
        catalog = self.desk.shelf.catalog
        return Choices(catalog.publishers(), catalog.states())

    async def _listing(self, actor: Member) -> View:
        listed = await self.desk.run(draft_units.listed, actor)
        shelf = self.desk.shelf
        shown = [
            (
                draft,
                shelf.catalog.get(draft.resource_id)
                if draft.state == "published"
                else draft_fields.drawn(draft, shelf),
            )
            for draft in listed.drafts
        ]
        return views.listing(shown, await self.desk.texts(actor), total=listed.open)


def _was_seen(form: Submission, body: dict[str, Any]) -> bool:
    """Whether what was found in it was shown, and nothing was written since."""
    return form.step.name == draft_form.SEEN and all(
        form.values.get(field, "").split() == fields.begun_with(body, field).split()
        for field in draft_fields.TEXTS
    )
