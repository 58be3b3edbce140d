"""A coordinator speaks to the person who asked: by a form, after a preview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import conversation, experts, people, tickets
from bot.desk.errors import NoSuchTicket, WrongStatus
from bot.desk.masking import Masked, mask
from bot.desk.people import Member
from bot.i18n import Texts
from bot.store import Transaction
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.errors import Told
from handlers.views import triage_forms
from handlers.views.blocks import escape
from handlers.views.triage_forms import PREVIEW, Reply


class NotInACardsThread(Told):
    """The message shortcut was used somewhere else."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _(
            "This works on a message in a request's thread in the triage channel: it sends the "
            "message's words to the person who asked."
        )


@dataclass(frozen=True, slots=True)
class Replies:
    """The listeners."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.CARD_REPLY)(self.write)
        app.view(ids.REPLY_FORM)(self.sent)
        app.shortcut(ids.SEND_TO_REQUESTER)(self.from_message)

    async def write(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form, empty."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        reply = await self.desk.run(begin, click.value, click.actor)
        await self.desk.answers.show(click, triage_forms.reply_form(reply, _), _)
        await ack()

    async def from_message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form, filled with a message from the internal thread."""
        shortcut = payloads.shortcut(body)
        _ = await self.desk.texts(shortcut.actor)
        root = shortcut.origin.thread_ts or shortcut.ts
        reply = await self.desk.run(_begin_at, shortcut.channel_id, root, shortcut.actor)
        if reply is None:
            raise NotInACardsThread
        # What the bot's own messages say stands in blocks, not in their text.
        text = shortcut.text if payloads.is_by_a_person(body["message"]) else ""
        view = triage_forms.reply_form(replace(reply, text=text), _)
        await self.desk.answers.open(shortcut.trigger_id, view, shortcut.origin, _)
        await ack()

    async def sent(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: it goes when it was seen as it is, else it is shown first."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        typed = form.values.get(ids.WORDS, "")
        if not typed.strip():
            return await ack(response_action="errors", errors={ids.WORDS: _("Write something.")})
        masking = mask(typed)
        seen = form.step.name == PREVIEW and _same(typed, payloads.begun_with(body, ids.WORDS))
        if not seen:
            reply = await self.desk.run(begin, form.step.handle, form.actor)
            reply = replace(reply, text=typed, masked=masking.text, hidden=masking.kinds)
            view = dict(triage_forms.reply_preview(reply, _))
            return await ack(response_action="update", view=view)
        text = Masked(escape(masking.text))
        await self.desk.once(form.key, send, form.step.handle, form.actor, text)
        self.desk.home.renew(form.actor)
        return await ack(response_action="clear")


def begin(tx: Transaction, handle: str, by: Member) -> Reply:
    """Whom a reply reaches. Raises NoSuchTicket, NotForOthers, WrongStatus."""
    ticket, person = tickets.for_coordinator(tx, handle, by)
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    hears = [people.find(tx, ticket.requester_id).name]
    if ticket.expert_id is not None:
        hears.append(experts.find(tx, ticket.expert_id).shown)
    return Reply(handle, person.name, hears)


def send(tx: Transaction, handle: str, by: Member, text: Masked) -> None:
    """Say it."""
    ticket, person = tickets.for_coordinator(tx, handle, by)
    conversation.reply(tx, ticket, person, text)


def _begin_at(tx: Transaction, channel_id: str, root_ts: str, by: Member) -> Reply | None:
    """Nothing where no card begins the thread, for a coordinator. Raises NoSuchTicket also then
    for who is none, so that they learn nothing of where cards stand.
    """
    handle = tickets.of_card(tx, channel_id, root_ts)
    if handle:
        return begin(tx, handle, by)
    if not tickets.is_coordinator(people.meet(tx, by)):
        raise NoSuchTicket
    return None


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same to a reader; Slack may trim what it gives back."""
    return one.split() == other.split()
