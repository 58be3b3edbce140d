"""Saving resources: from answers and windows, and the list of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import bookmarks
from handlers import ids, payloads
from handlers.answers import Answers
from handlers.carried import Choice
from handlers.home import Home
from handlers.payloads import Click
from handlers.personal import Asker, Personal
from handlers.shelf import Shelf
from handlers.views import notices, saved
from handlers.views.blocks import View


@dataclass(frozen=True, slots=True)
class Saving:
    """For the person who presses, and for nobody else. Home shows each change by itself."""

    shelf: Shelf
    personal: Personal
    answers: Answers
    home: Home

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.RESOURCE_SAVE)(self.save)
        app.action(re.compile(f"^({ids.RESOURCE_UNSAVE}|{ids.SAVED_GONE})$"))(self.unsave)
        app.action(ids.SAVED_ALL)(self.show_all)
        app.action(re.compile(f"^({ids.SAVED_NEXT}|{ids.SAVED_PREVIOUS})$"))(self.turn)
        app.action(ids.SAVED_CLEAR)(self.clear)

    async def save(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Save a resource; pressed twice, it is saved once."""
        click = payloads.click(body)
        choice = Choice.load(click.value)
        record = self.shelf.resource(choice.resource_id)
        who = await self.personal.change(click.actor, bookmarks.save, record.id)
        await self._draw(click, body, choice, who)
        self.home.renew(click.actor)
        await ack()

    async def unsave(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Take a resource from what the person saved."""
        click = payloads.click(body)
        choice = Choice.load(click.value)
        who = await self.personal.change(click.actor, bookmarks.unsave, choice.resource_id)
        await self._draw(click, body, choice, who)
        self.home.renew(click.actor)
        await ack()

    async def show_all(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Everything that the person saved, in a window."""
        click = payloads.click(body)
        who = await self.personal.known(click.actor)
        await self.answers.show(click, self._page(click, who), who.texts)
        await ack()

    async def turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The next or previous page of it, in place."""
        click = payloads.click(body)
        who = await self.personal.known(click.actor)
        await self.answers.update(click, self._page(click, who))
        await ack()

    async def clear(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Take away everything that the person saved, which they were asked about."""
        click = payloads.click(body)
        await self.personal.change(click.actor, bookmarks.clear_saved)
        self.home.renew(click.actor)
        await ack()

    async def _draw(self, click: Click, body: dict[str, Any], choice: Choice, who: Asker) -> None:
        """Show it on the button that was pressed."""
        if click.in_modal:
            view = saved.marked(payloads.view(body), who.saved, who.texts)
            await self.answers.update(click, view)
        elif choice.turn is not None:
            message = self.shelf.again(
                choice.turn, who.texts, origin=click.origin, home=who.home, saved=who.saved
            )
            if not await self.answers.reply(click.origin, message, replace=True):
                said = saved.told(who.texts, is_saved=choice.resource_id in who.saved)
                await self.answers.show(click, notices.notice_modal(said, who.texts), who.texts)

    def _page(self, click: Click, who: Asker) -> View:
        """A page of what the person saved; past the end, the last one."""
        last = max(0, len(who.saved) - 1) // saved.PAGE * saved.PAGE
        offset = min(int(click.value), last)
        page = self.shelf.saved(who.saved[offset : offset + saved.PAGE])
        reader = self.shelf.reader(who.texts, who.saved)
        return saved.saved_modal(page, offset, len(who.saved), reader)
