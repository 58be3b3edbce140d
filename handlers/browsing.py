"""Browsing: the search window, shelves and topics, and the Library in App Home."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from handlers import ids, payloads
from handlers.answers import Answers
from handlers.languages import Languages
from handlers.payloads import Turn
from handlers.shelf import Shelf
from handlers.views import home
from handlers.views.search_form import NEW

_FILTERS = {ids.TOPIC: "topic", ids.KIND: "type", ids.PLACE: "place", ids.LANGUAGE: "lang"}


@dataclass(frozen=True, slots=True)
class Browsing:
    """From menus and shelves to resources, in modals."""

    shelf: Shelf
    languages: Languages
    answers: Answers

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.OPEN_SEARCH)(self.open_search)
        app.action(re.compile(f"^{ids.OPEN_SHELF}:"))(self.open_shelf)
        app.view(ids.SEARCH_FORM)(self.search)
        app.event("app_home_opened")(self.home)

    async def open_search(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The search window, from Home."""
        click = payloads.click(body)
        _ = await self.languages.of(click.actor)
        await self.answers.show(click, self.shelf.window(_, origin=click.origin), _)
        await ack()

    async def open_shelf(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A shelf or a topic, as results in a modal."""
        click = payloads.click(body)
        _ = await self.languages.of(click.actor)
        turn = Turn.load(click.value)
        view = self.shelf.results(turn.query, _, origin=click.origin, offset=turn.offset)
        await self.answers.show(click, view, _)
        await ack()

    async def search(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: its results are stacked on it, so that closing them leads back."""
        form = payloads.submission(body)
        _ = await self.languages.of(form.actor)
        query = query_text(form.values)
        if not query:
            sorry = _("Write a word or choose from a menu.")
            return await ack(response_action="errors", errors={ids.WORDS: sorry})
        view = self.shelf.results(query, _, origin=form.origin)
        return await ack(response_action="push", view=dict(view))

    async def home(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The Library, each time somebody opens Home."""
        actor = payloads.actor(body)
        if actor and body["event"].get("tab", "home") == "home":
            _ = await self.languages.of(actor)
            catalog = self.shelf.catalog
            view = home.library_home(
                catalog.sections(), catalog.topics(), self.shelf.newest(), self.shelf.reader(_)
            )
            await self.answers.publish(actor.user_id, view)
        await ack()


def query_text(values: dict[str, str]) -> str:
    """What a form asks for, as the text that a person would have typed."""
    parts = [values.get(ids.WORDS, "").strip()]
    parts += [f"{name}:{values[field]}" for field, name in _FILTERS.items() if field in values]
    since = values.get(ids.SINCE)
    if since:
        parts.append("is:new" if since == NEW else f"since:{since}")
    return " ".join(part for part in parts if part)
