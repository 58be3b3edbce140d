"""Coordinators keep the answers that they give often."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import replies
from bot.desk.masking import Masked, mask
from bot.desk.people import Member
from bot.desk.replies import LONGEST_TEXT, NameTaken, Saved, TooMany
from bot.i18n import Language, Texts
from bot.store import Transaction
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.places import Unclear
from handlers.refusals import refusal
from handlers.views.blocks import View
from handlers.views.relayed import kind_name
from handlers.views.saved_replies import FIELDS, PAGE, Page, form, listing, not_known


@dataclass(frozen=True, slots=True)
class SavedReplies:
    """The list turns into a form and back within one window, so that it is never out of date."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.OPEN_REPLIES)(self.open)
        app.action(re.compile(f"^({ids.REPLIES_NEXT}|{ids.REPLIES_PREVIOUS})$"))(self.turn)
        app.action(re.compile(f"^({ids.SAVED_REPLY_ADD}|{ids.SAVED_REPLY_EDIT})$"))(self.edit)
        app.action(ids.SAVED_REPLY_DELETE)(self.delete)
        app.view(ids.SAVED_REPLY_FORM)(self.keep)

    async def open(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The list, from a coordinator's Home or from the form of a reply."""
        click = payloads.click(body)
        view = await self._listing(click.actor, 0)
        await self.desk.answers.show(click, view, await self.desk.texts(click.actor))
        await ack()

    async def turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Another page of it."""
        click = payloads.click(body)
        await self.desk.answers.update(click, await self._listing(click.actor, int(click.value)))
        await ack()

    async def edit(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for a new one, or for one of the list, in its place."""
        click = payloads.click(body)
        saved = await self.desk.run(_find, click.actor, int(click.value or 0))
        view = form(saved, int(click.step.name or 0), await self.desk.texts(click.actor))
        await self.desk.answers.update(click, view)
        await ack()

    async def delete(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """One is deleted, and the list shown."""
        click = payloads.click(body)
        await self.desk.once(click.key, _drop, click.actor, int(click.value))
        view = await self._listing(click.actor, int(click.step.name or 0))
        await self.desk.answers.update(click, view)
        await ack()

    async def keep(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: what can't be kept is said at its field, and the text stays there."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        try:
            saved = read(form.values, _)
            number = int(form.step.handle) if form.step.handle else None
            keep = replace(saved, id=number)
            await self.desk.once(form.key, _keep, form.actor, keep, _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        view = await self._listing(form.actor, int(form.step.name or 0))
        return await ack(response_action="update", view=dict(view))

    async def _listing(self, actor: Member, offset: int) -> View:
        page = await self.desk.run(_page, actor, offset)
        return listing(page, await self.desk.texts(actor))


def read(values: Mapping[str, str], _: Texts) -> Saved:
    """A saved reply as it was filled in. Raises Unclear."""
    name = " ".join(values.get(ids.SAVED_REPLY_NAME, "").split())
    if not name:
        raise Unclear(ids.SAVED_REPLY_NAME, _("Give it a name."))
    text = {language: _text(values, language, _) for language in FIELDS}
    if not any(text.values()):
        raise Unclear(ids.SAVED_REPLY_EN, _("Write it in one language at least."))
    return Saved(None, name, {language: each for language, each in text.items() if each})


def _text(values: Mapping[str, str], language: Language, _: Texts) -> Masked:
    """A text that loses nothing when it is sent: what would be hidden then is told now."""
    field = FIELDS[language]
    text = values.get(field, "").strip()
    if len(text) > LONGEST_TEXT:
        raise Unclear(field, _("At most {most} characters fit.", most=LONGEST_TEXT))
    if strange := replies.unknown(text):
        raise Unclear(field, not_known(strange, _))
    masking = mask(text)
    if masking.kinds:
        kinds = _.listed([kind_name(kind, _) for kind in masking.kinds])
        raise Unclear(field, _("Please leave out {kinds}: it would be hidden.", kinds=kinds))
    return masking.text


def _page(tx: Transaction, by: Member, offset: int) -> Page:
    """A page of the list; past its end, the last one. Raises NotForOthers."""
    replies.coordinator(tx, by)
    total = replies.count(tx)
    offset = max(0, min(offset, (total - 1) // PAGE * PAGE))
    return Page(replies.several(tx, PAGE, offset), offset, total)


def _find(tx: Transaction, by: Member, reply_id: int) -> Saved | None:
    """One of them; none for 0. Raises NotForOthers, NoSuchReply."""
    replies.coordinator(tx, by)
    return replies.find(tx, reply_id) if reply_id else None


def _drop(tx: Transaction, by: Member, reply_id: int) -> None:
    replies.coordinator(tx, by)
    replies.drop(tx, reply_id)


def _keep(tx: Transaction, by: Member, saved: Saved, _: Texts) -> None:
    """Raises NotForOthers, Unclear."""
    person = replies.coordinator(tx, by)
    try:
        replies.keep(tx, saved, person)
    except (NameTaken, TooMany) as error:
        raise Unclear(ids.SAVED_REPLY_NAME, refusal(error, _)) from None
