"""What experts do with what is offered to them, and once they are on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import conversation, experts, offers, tickets
from bot.desk.errors import OfferOver, WrongStatus
from bot.desk.masking import Masked, Masking, mask
from bot.desk.people import Member
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.payloads import Click, Step, Submission
from handlers.views import offer_forms as forms
from handlers.views.blocks import View, escape

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
        app.action(ids.EXPERT_CLOSE)(self.close)
        app.action(ids.EXPERT_STEP_BACK)(self.ask_why_back)
        app.view(ids.EXPERT_STEP_BACK)(self.step_back)

    # What is offered

    async def accept(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The expert takes it on; from this press on their words are passed on."""
        click = payloads.click(body)
        # Their name goes with their words.
        await self.desk.directory.person(click.actor)
        await self.desk.once(click.key, _accept, click)
        await ack()
        self.desk.home.renew(click.actor)

    async def ask_why(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for declining."""
        await self._form(ack, body, _open_offer, forms.decline)

    async def decline(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the next one is asked."""
        return await self._done(ack, body, _decline)

    async def ask_whom(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for suggesting somebody."""
        click = payloads.click(body)
        others = await self.desk.run(_others, click)
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
        return await self._done(ack, body, _suggest)

    async def ask_what(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for a question before they answer."""
        await self._form(ack, body, _open_offer, forms.ask_more)

    async def ask_more(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the offer stays open."""
        return await self._sent(ack, body, _ask_more)

    async def ask_answer(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for a coordinator's answer to such a question."""
        click = payloads.click(body)
        name = await self.desk.run(_asked_by, click)
        _ = await self.desk.texts(click.actor)
        view = forms.tell_more(Step(click.value), escape(name), _)
        await self.desk.answers.show(click, view, _)
        await ack()

    async def tell_more(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the expert reads it below the offer."""
        return await self._sent(ack, body, _tell_more)

    # Once they are on it

    async def ask_aside(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for words to the coordinators alone."""
        await self._form(ack, body, _open_ticket, forms.aside)

    async def aside(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent."""
        return await self._sent(ack, body, _aside)

    async def close(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The expert answered it; they were asked whether they mean it."""
        click = payloads.click(body)
        await self.desk.once(click.key, _close, click)
        await ack()
        self.desk.home.renew(click.actor)

    async def ask_why_back(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for stepping back."""
        await self._form(ack, body, _open_ticket, forms.step_back)

    async def step_back(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the coordinator has it again."""
        return await self._done(ack, body, _step_back)

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


def _typed(masking: Masking) -> Masked:
    """Words of a form as Slack writes those of a message."""
    return Masked(escape(masking.text))


def _reason(form: Submission) -> offers.Reason:
    chosen = form.values.get(ids.REASON)
    known: tuple[offers.Reason, ...] = ("busy", "not_my_topic", "conflict")
    return next((reason for reason in known if reason == chosen), "other")


def _accept(tx: Transaction, click: Click) -> None:
    offer, person = offers.for_expert(tx, click.value, click.actor)
    offers.accept(tx, offer, person, click.action_ts)


def _open_offer(tx: Transaction, handle: str, by: Member) -> Row:
    """Raises NoSuchOffer, OfferOver."""
    offer, _person = offers.for_expert(tx, handle, by)
    if offer.state != "open":
        raise OfferOver(offer.state)
    return offer


def _decline(tx: Transaction, form: Submission, masking: Masking) -> None:
    offer, person = offers.for_expert(tx, form.step.handle, form.actor)
    offers.decline(tx, offer, person, _reason(form), masking.text)


def _others(tx: Transaction, click: Click) -> list[tuple[int, str]]:
    """Every other expert who is listed: whom to suggest."""
    own = _open_offer(tx, click.value, click.actor).expert_id
    return [(each.person.id, each.shown) for each in experts.listed(tx) if each.person.id != own]


def _suggest(tx: Transaction, form: Submission, masking: Masking) -> None:
    offer, person = offers.for_expert(tx, form.step.handle, form.actor)
    chosen = form.values.get(ids.SUGGESTED, "")
    named = [each.shown for each in experts.listed(tx) if str(each.person.id) == chosen]
    words = ". ".join([*named, *([masking.text] if masking.text else [])])
    offers.suggest(tx, offer, person, words)


def _ask_more(tx: Transaction, form: Submission, masking: Masking) -> None:
    offer, person = offers.for_expert(tx, form.step.handle, form.actor)
    offers.ask_more(tx, offer, person, _typed(masking))


def _asked_by(tx: Transaction, click: Click) -> str:
    """The expert whom an offer waits for, by name. Raises WrongStatus."""
    offer, _person = offers.for_coordinator(tx, click.value, click.actor)
    if offer.state != "open":
        raise WrongStatus(tickets.find(tx, offer.ticket_id).state)
    return experts.find(tx, offer.expert_id).shown


def _tell_more(tx: Transaction, form: Submission, masking: Masking) -> None:
    offer, person = offers.for_coordinator(tx, form.step.handle, form.actor)
    offers.tell_more(tx, offer, person, _typed(masking))


def _open_ticket(tx: Transaction, handle: str, by: Member) -> Row:
    """Raises NoSuchTicket, NotAllowed, WrongStatus."""
    ticket, _person = tickets.for_expert(tx, handle, by)
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    return ticket


def _aside(tx: Transaction, form: Submission, masking: Masking) -> None:
    ticket, person = tickets.for_expert(tx, form.step.handle, form.actor)
    conversation.aside(tx, ticket, person, _typed(masking))


def _close(tx: Transaction, click: Click) -> None:
    ticket, person = tickets.for_expert(tx, click.value, click.actor)
    tickets.close(tx, ticket, person, "by_expert")


def _step_back(tx: Transaction, form: Submission, masking: Masking) -> None:
    ticket, person = tickets.for_expert(tx, form.step.handle, form.actor)
    tickets.step_back(tx, ticket, person, _reason(form), masking.text)
