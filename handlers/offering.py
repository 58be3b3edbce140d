"""What experts do with what is offered to them, and once they are on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk.masking import Masking, mask
from bot.desk.people import Member
from bot.i18n import Texts
from bot.store import Transaction
from handlers import ids, offer_work, payloads
from handlers.carried import Step
from handlers.desk import Desk
from handlers.payloads import Submission
from handlers.views import offer_forms as forms
from handlers.views.blocks import View, escape
from handlers.views.closing import close_as_expert

Work = Callable[[Transaction, Submission, Masking], None]


@dataclass(frozen=True, slots=True)
class Offering:
    """The listeners."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.OFFER_ACCEPT)(self.accept)
        app.action(ids.OFFER_DECLINE)(self.ask_why)
        app.view(ids.OFFER_DECLINE)(self.decline)
        app.action(ids.OFFER_SUGGEST)(self.ask_whom)
        app.view(ids.OFFER_SUGGEST)(self.suggest)
        app.action(ids.OFFER_MORE)(self.ask_what)
        app.view(ids.OFFER_MORE)(self.ask_more)
        app.action(ids.OFFER_TELL)(self.ask_answer)
        app.view(ids.OFFER_TELL)(self.tell_more)
        app.action(ids.EXPERT_ASIDE)(self.ask_aside)
        app.view(ids.EXPERT_ASIDE)(self.aside)
        app.action(ids.EXPERT_CLOSE)(self.ask_outcome)
        app.view(ids.EXPERT_CLOSE)(self.close)
        app.action(ids.EXPERT_STEP_BACK)(self.ask_why_back)
        app.view(ids.EXPERT_STEP_BACK)(self.step_back)

    # What is offered

    async def accept(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The expert takes it on; from this press on their words are passed on."""
        click = payloads.click(body)
        # Their name goes with their words.
        await self.desk.directory.person(click.actor)
        await self.desk.once(click.key, offer_work.accept, click)
        await ack()
        self.desk.home.renew(click.actor)

    async def ask_why(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for declining."""
        await self._form(ack, body, offer_work.open_offer, forms.decline)

    async def decline(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the next one is asked."""
        return await self._done(ack, body, offer_work.decline)

    async def ask_whom(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for suggesting somebody."""
        click = payloads.click(body)
        others = await self.desk.run(offer_work.others, click)
        _ = await self.desk.texts(click.actor)
        await self.desk.answers.show(click, forms.suggest(Step(click.value), others, _), _)
        await ack()

    async def suggest(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: whom they name, from the list or in words."""
        form = payloads.submission(body)
        if not form.values.get(ids.SUGGESTED) and not _words(form):
            _ = await self.desk.texts(form.actor)
            sorry = _("Choose someone, or write a name.")
            return await ack(response_action="errors", errors={ids.WORDS: sorry})
        return await self._done(ack, body, offer_work.suggest)

    async def ask_what(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for a question before they answer."""
        await self._form(ack, body, offer_work.open_offer, forms.ask_more)

    async def ask_more(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the offer stays open."""
        return await self._sent(ack, body, offer_work.ask_more)

    async def ask_answer(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for a coordinator's answer to such a question."""
        click = payloads.click(body)
        name = await self.desk.run(offer_work.asked_by, click)
        _ = await self.desk.texts(click.actor)
        view = forms.tell_more(Step(click.value), escape(name), _)
        await self.desk.answers.show(click, view, _)
        await ack()

    async def tell_more(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the expert reads it below the offer."""
        return await self._sent(ack, body, offer_work.tell_more)

    # Once they are on it

    async def ask_aside(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for words to the coordinators alone."""
        await self._form(ack, body, offer_work.open_ticket, forms.aside)

    async def aside(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent."""
        return await self._sent(ack, body, offer_work.aside)

    async def ask_outcome(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for closing."""
        await self._form(ack, body, offer_work.open_ticket, close_as_expert)

    async def close(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: it is over."""
        return await self._done(ack, body, offer_work.close)

    async def ask_why_back(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for stepping back."""
        await self._form(ack, body, offer_work.open_ticket, forms.step_back)

    async def step_back(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the coordinator has it again."""
        return await self._done(ack, body, offer_work.step_back)

    async def _form(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        may: Callable[[Transaction, str, Member], object],
        form: Callable[[Step, Texts], View],
    ) -> None:
        """A form for whom it is for; anybody else is told before they write anything."""
        click = payloads.click(body)
        await self.desk.run(may, click.value, click.actor)
        _ = await self.desk.texts(click.actor)
        await self.desk.answers.show(click, form(Step(click.value), _), _)
        await ack()

    async def _done(self, ack: AsyncAck, body: dict[str, Any], work: Work) -> BoltResponse:
        """A form whose effect they see where they pressed its button; what was masked is said."""
        form, masking = _filled(body)
        await self.desk.once(form.key, work, form, masking)
        self.desk.home.renew(form.actor)
        if not masking.kinds:
            return await ack()
        _ = await self.desk.texts(form.actor)
        view = forms.sent(_("The coordinators see what you wrote."), masking.kinds, _)
        return await ack(response_action="update", view=dict(view))

    async def _sent(self, ack: AsyncAck, body: dict[str, Any], work: Work) -> BoltResponse:
        """A form of words for somebody else: what became of them is said, as is what was masked."""
        form, masking = _filled(body)
        _ = await self.desk.texts(form.actor)
        if not masking.text:
            sorry = _("Please write something.")
            return await ack(response_action="errors", errors={ids.WORDS: sorry})
        await self.desk.once(form.key, work, form, masking)
        view = forms.sent(_("It is on its way."), masking.kinds, _)
        return await ack(response_action="update", view=dict(view))


def _filled(body: dict[str, Any]) -> tuple[Submission, Masking]:
    form = payloads.submission(body)
    return form, mask(_words(form))


def _words(form: Submission) -> str:
    return form.values.get(ids.WORDS, "").strip()
