"""Looking up: the slash commands, and the buttons under their answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.i18n import Texts
from handlers import ids, payloads
from handlers.answers import Answers
from handlers.carried import Turn
from handlers.directory import Directory
from handlers.payloads import Click, Command
from handlers.personal import Personal
from handlers.places import place_of
from handlers.seen import Seen
from handlers.shelf import HELP, Shelf
from handlers.views import details, notices, resource, search_form

COMMANDS = ("/resources", "/recursos")


@dataclass(frozen=True, slots=True)
class Lookup:
    """From a person's words to resources, in a message that only they see."""

    shelf: Shelf
    directory: Directory
    answers: Answers
    personal: Personal
    shared: Seen = field(default_factory=Seen)

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        for name in COMMANDS:
            app.command(name)(self.command)
        app.action(ids.RESOURCE_DETAILS)(self.details)
        app.action(ids.RESOURCE_SHARE)(self.share)
        app.action(re.compile(f"^({ids.RESULTS_NEXT}|{ids.RESULTS_PREVIOUS})$"))(self.turn)
        app.action(ids.RESULTS_REFINE)(self.refine)

    async def command(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """`/resources` with words is answered in the command's own reply; alone, by the window."""
        command = payloads.command(body)
        person, _ = await self.directory.for_command(command.actor, command.name)
        if command.text.lower() in HELP:
            return await ack({**notices.help_message(_), "response_type": "ephemeral"})
        if command.text:
            home = place_of(person.home_place) if person else None
            reply = self.shelf.reply(command.text, _, origin=command.origin, home=home)
            self.personal.remember(command.actor, command.text)
            return BoltResponse(status=200, body=reply)
        await self._open_window(command, _)
        return await ack()

    async def details(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Everything about one resource, in a modal."""
        click = payloads.click(body)
        who = await self.personal.of(click.actor)
        record = self.shelf.resource(click.value)
        reader = self.shelf.reader(who.texts, who.saved, who.open_to_them)
        view = details.details_modal(record, reader, origin=click.origin)
        await self.answers.show(click, view, who.texts)
        await ack()

    async def share(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """One public card where the answer was asked for, once for each answer and resource."""
        click = payloads.click(body)
        _ = await self.directory.of(click.actor)
        record = self.shelf.resource(click.value)
        place = click.view_id or click.message_ts
        if self.shared.first((click.actor, place, record.id)):
            reader = self.shelf.reader(_)
            card = resource.card(
                record, reader.names, _, reader.today, shared_by=click.actor.user_id
            )
            if not await self.answers.reply(click.origin, card, public=True):
                self.shared.forget((click.actor, place, record.id))
                await self._say_not_shared(click, _)
        await ack()

    async def turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The next or previous page, in place."""
        click = payloads.click(body)
        who = await self.personal.of(click.actor)
        turn, origin = Turn.load(click.value), click.origin
        if click.in_modal:
            view = self.shelf.results(
                turn.query,
                who.texts,
                origin=origin,
                offset=turn.offset,
                home=who.home,
                saved=who.saved,
            )
            await self.answers.update(click, view)
        else:
            message = self.shelf.again(
                turn, who.texts, origin=origin, home=who.home, saved=who.saved
            )
            await self.answers.reply(origin, message, replace=True)
        await ack()

    async def refine(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The search window, filled in with what was asked."""
        click = payloads.click(body)
        _ = await self.directory.of(click.actor)
        choices = self.shelf.choices()
        view = search_form.search_form(
            self.shelf.filled(click.value, choices),
            choices,
            self.shelf.reader(_),
            origin=click.origin,
        )
        await self.answers.show(click, view, _)
        await ack()

    async def _open_window(self, command: Command, _: Texts) -> None:
        who = await self.personal.of(command.actor, _)
        view = self.shelf.window(_, origin=command.origin, saved=who.saved, searches=who.searches)
        await self.answers.open(command.trigger_id, view, command.origin, _)

    async def _say_not_shared(self, click: Click, _: Texts) -> None:
        sorry = _("This could not be shared. Answers can be shared for 30 minutes: search again.")
        if click.in_modal:
            await self.answers.show(click, notices.notice_modal(sorry, _), _)
        else:
            await self.answers.reply(click.origin, notices.notice(sorry))
