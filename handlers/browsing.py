"""Browsing: the search window, shelves and topics, and searches made before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from handlers import ids, payloads
from handlers.answers import Answers
from handlers.carried import Turn
from handlers.home import Home
from handlers.payloads import Click
from handlers.personal import Personal
from handlers.shelf import Shelf
from handlers.views.search_form import NEW, without_recent

_FILTERS = {ids.TOPIC: "topic", ids.KIND: "type", ids.PLACE: "place", ids.LANGUAGE: "lang"}


@dataclass(frozen=True, slots=True)
class Browsing:
    """From menus and shelves to resources, in modals."""

    shelf: Shelf
    personal: Personal
    answers: Answers
    home: Home

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.OPEN_SEARCH)(self.open_search)
        app.action(re.compile(f"^{ids.OPEN_SHELF}:"))(self.open_shelf)
        app.view(ids.SEARCH_FORM)(self.search)
        app.action(re.compile(f"^{ids.RECENT_SEARCH}:"))(self.search_again)
        app.action(ids.FORGET_SEARCHES)(self.forget)

    async def open_search(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The search window, from Home."""
        click = payloads.click(body)
        who = await self.personal.of(click.actor)
        view = self.shelf.window(
            who.texts, origin=click.origin, saved=who.saved, searches=who.searches
        )
        await self.answers.show(click, view, who.texts)
        await ack()

    async def open_shelf(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A shelf or a topic, as results in a modal."""
        click = payloads.click(body)
        await self._show(click, Turn.load(click.value).query)
        await ack()

    async def search_again(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """One of the person's last searches, anew: it becomes their latest."""
        click = payloads.click(body)
        await self._show(click, click.value)
        self.personal.remember(click.actor, click.value)
        await ack()

    async def forget(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Forget what the person searched, from the search window or from Home."""
        click = payloads.click(body)
        await self.personal.forget(click.actor)
        if click.in_modal:
            await self.answers.update(click, without_recent(payloads.view(body)))
        self.home.renew(click.actor)
        await ack()

    async def search(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: its results are stacked on it, so that closing them leads back."""
        form = payloads.submission(body)
        who = await self.personal.of(form.actor)
        _, query = who.texts, query_text(form.values)
        if not query:
            sorry = _("Write a word or choose from a menu.")
            return await ack(response_action="errors", errors={ids.WORDS: sorry})
        view = self.shelf.results(query, _, origin=form.origin, home=who.home, saved=who.saved)
        self.personal.remember(form.actor, query)
        return await ack(response_action="push", view=dict(view))

    async def _show(self, click: Click, query: str) -> None:
        who = await self.personal.of(click.actor)
        view = self.shelf.results(
            query, who.texts, origin=click.origin, home=who.home, saved=who.saved
        )
        await self.answers.show(click, view, who.texts)


def query_text(values: dict[str, str]) -> str:
    """What a form asks for, as the text that a person would have typed."""
    parts = [values.get(ids.WORDS, "").strip()]
    parts += [f"{name}:{values[field]}" for field, name in _FILTERS.items() if field in values]
    since = values.get(ids.SINCE)
    if since:
        parts.append("is:new" if since == NEW else f"since:{since}")
    return " ".join(part for part in parts if part)
