"""A coordinator speaks to the person who asked: by a form, after a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import cards, conversation, experts, merging, people, replies, rights
from bot.desk.errors import NoSuchTicket, WrongStatus
from bot.desk.masking import Masked, mask
from bot.desk.people import Member
from bot.desk.replies import Saved
from bot.i18n import Texts, texts
from bot.store import Row, Transaction
from handlers import fields, fillings, ids, payloads
from handlers.desk import Desk
from handlers.errors import Told
from handlers.fillings import Facts
from handlers.payloads import Submission
from handlers.views import reply_forms
from handlers.views.blocks import escape
from handlers.views.reply_forms import MOST_WORDS, PREVIEW, WRITE, Reply, Stage


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
        app.action(ids.REPLY_CHOICE)(self.choose)
        app.view(ids.REPLY_FORM)(self.sent)
        app.shortcut(ids.SEND_TO_REQUESTER)(self.from_message)

    async def write(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form, empty."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        reply = await self.desk.run(begin, click.value, click.actor)
        await self.desk.answers.show(click, reply_forms.reply_form(reply, _), _)
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
        view = reply_forms.reply_form(replace(reply, text=text), _)
        await self.desk.answers.open(shortcut.trigger_id, view, shortcut.origin, _)
        await ack()

    async def choose(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A saved reply is put into the form: below what was typed, which is never lost."""
        click, number = payloads.click(body), int(payloads.picked(body) or 0)
        _ = await self.desk.texts(click.actor)
        typed = fields.filled(body).get(ids.WORDS, "")
        reply, known = await self.desk.run(_begin_with, click.step.handle, click.actor)
        stage = Stage.of(click.step)
        stands = stage.whole and _same(typed, fields.begun_with(body, ids.WORDS))
        reply = replace(reply, stage=stage, text=typed)
        reply = self._put_in(reply, number, "" if stands else typed.rstrip(), known, _)
        await self.desk.answers.update(click, reply_forms.reply_form(reply, _))
        await ack()

    async def sent(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: it goes when it was seen as it is, else it is shown first."""
        form = payloads.submission(body)
        _, stage = await self.desk.texts(form.actor), Stage.of(form.step)
        typed = form.values.get(ids.WORDS, "")
        if not typed.strip():
            return await ack(
                response_action="errors", errors={stage.words_block: _("Write something.")}
            )
        masking = mask(typed)
        if not await self._is_seen(form, stage, typed, fields.begun_with(body, ids.WORDS)):
            reply = await self.desk.run(begin, form.step.handle, form.actor)
            reply = replace(reply, stage=stage, text=typed)
            reply = replace(reply, masked=masking.text, hidden=masking.kinds)
            reply = replace(reply, more_comes=ids.REPLY_MORE in form.values)
            view = dict(reply_forms.reply_preview(reply, _))
            return await ack(response_action="update", view=view)
        await self.desk.once(
            form.key,
            send,
            form.step.handle,
            form.actor,
            Masked(escape(masking.text)),
            used=stage.used,
            also=bool(form.values.get(ids.REPLY_ALSO)),
            more_comes=bool(form.values.get(ids.REPLY_MORE)),
        )
        self.desk.home.renew(form.actor)
        return await ack(response_action="clear")

    async def _is_seen(self, form: Submission, stage: Stage, typed: str, begun: str) -> bool:
        """Whether it was shown as it would go now, and to whom."""
        if stage.name != PREVIEW or not _same(typed, begun):
            return False
        reached = await self.desk.run(_reached, form.step.handle, form.actor)
        return reached == stage.reached

    def _put_in(self, reply: Reply, number: int, above: str, known: Facts, _: Texts) -> Reply:
        """The form after a choice. `above` is what is to stay above what is put in."""
        saved = next((each for each in reply.saved if each.id == number), None)
        turned = replace(reply, stage=replace(reply.stage, turn=reply.stage.turn + 1, whole=False))
        if saved is None:
            return replace(turned, said=reply_forms.is_gone(_))
        text, language = saved.best_in(known.language)
        names = self.desk.shelf.names()
        filled = replies.fill(text, fillings.values(known, names, texts(language)))
        whole = f"{above}\n\n{filled}" if above else filled
        if len(whole) > MOST_WORDS:
            return replace(turned, said=reply_forms.does_not_fit(saved.name, len(whole), _))
        hides_name = known.hides_name and replies.asks_for(text, "name")
        missing = known.language if language != known.language else ""
        said = reply_forms.put_in(saved.name, _, missing=missing, hides_name=hides_name)
        stage = reply.stage.put_in(number, whole=not above)
        return replace(reply, stage=stage, text=whole, said=said)


def begin(tx: Transaction, handle: str, by: Member) -> Reply:
    """Whom a reply reaches. Raises NoSuchTicket, NotForOthers, WrongStatus."""
    return _begin_with(tx, handle, by)[0]


def send(
    tx: Transaction,
    handle: str,
    by: Member,
    text: Masked,
    *,
    used: Sequence[int] = (),
    also: bool = False,
    more_comes: bool = False,
) -> None:
    """Say it; with `also` to the people of merged requests too. `used` are the saved replies that
    it came from; with `more_comes` it is no answer yet. Raises NoSuchTicket, NotForOthers,
    WrongStatus, NamesAnother.
    """
    ticket, person = rights.for_coordinator(tx, handle, by)
    if also:
        merging.pass_on(tx, ticket, person, text)
    conversation.reply(tx, ticket, person, text, more_comes=more_comes)
    replies.were_used(tx, used)


def _begin_with(tx: Transaction, handle: str, by: Member) -> tuple[Reply, Facts]:
    ticket, person = rights.for_coordinator(tx, handle, by)
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    others = len(merging.others(tx, ticket))
    saved: Sequence[Saved] = replies.several(tx)
    reply = Reply(handle, person.name, _hears(tx, ticket), others, saved, Stage(WRITE))
    return reply, fillings.facts(tx, ticket, person.name)


def _begin_at(tx: Transaction, channel_id: str, root_ts: str, by: Member) -> Reply | None:
    """Nothing where no card begins the thread, for a coordinator. Raises NoSuchTicket also then
    for who is none, so that they learn nothing of where cards stand.
    """
    handle = cards.of_card(tx, channel_id, root_ts)
    if handle:
        return begin(tx, handle, by)
    if not rights.is_coordinator(people.meet(tx, by)):
        raise NoSuchTicket
    return None


def _reached(tx: Transaction, handle: str, by: Member) -> tuple[int, int]:
    """How many hear a reply, and how many more can; of a closed ticket too, so that a form's second
    delivery finds what the first one found. Raises NoSuchTicket, NotForOthers.
    """
    ticket, _person = rights.for_coordinator(tx, handle, by)
    return len(_hears(tx, ticket)), len(merging.others(tx, ticket))


def _hears(tx: Transaction, ticket: Row) -> list[str]:
    hears = [people.find(tx, ticket.requester_id).name]
    if ticket.expert_id is not None:
        expert = experts.find(tx, ticket.expert_id)
        hears.append(_with_partner(expert.person.name, expert.organization.name))
    return hears


def _with_partner(name: str, partner: str) -> str:
    """Someone among several: with a comma they would read as two."""
    return f"{name} ({partner})" if name else partner


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same to a reader; Slack may trim what it gives back."""
    return one.split() == other.split()
