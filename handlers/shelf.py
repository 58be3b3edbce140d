"""The library as a listener needs it: pages and choices for a reader."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.i18n import Texts
from catalog import Catalog
from catalog.models import Hit, Page, Place, Query, Resource, Topic
from handlers.carried import MAX_WORDS, Origin, Turn
from handlers.errors import NoSuchResource
from handlers.remembered import Remembered
from handlers.views import notices
from handlers.views.blocks import Message, View
from handlers.views.resource import Names, asked_for
from handlers.views.results import PAGE, Reader, message, results_modal
from handlers.views.saved import Saved
from handlers.views.search_form import (
    Choices,
    Filled,
    fill,
    recent_searches,
    search_form,
    shelves,
)

NEWEST = 3
HELP = frozenset({"help", "ayuda", "?"})


@dataclass(slots=True)
class Shelf:
    """Answers from the catalogue, in the words that listeners use.

    `searched` hears of each search whether it found something, and nothing else of it.
    """

    catalog: Catalog
    searched: Callable[[bool], None] = lambda _found: None
    _topics: Sequence[Topic] | None = None
    _names: Names = field(default_factory=lambda: Names({}, {}, {}))
    _replies: Remembered[tuple[bool, str]] = field(default_factory=Remembered)

    def reader(
        self, _: Texts, saved: Collection[str] = (), open_to_them: Collection[str] = ()
    ) -> Reader:
        """Who reads, for the views; what they saved and may open, only where nobody else is shown
        the same.
        """
        catalog = self.catalog
        today, newness = catalog.today(), catalog.newness()
        return Reader(_, self.names(), today, newness, frozenset(saved), frozenset(open_to_them))

    def names(self) -> Names:
        """The library's names for ids: the same object for as long as they stay the same."""
        catalog, topics = self.catalog, self.catalog.topics()
        if topics is not self._topics:
            self._topics = topics
            self._names = Names(
                {kind.id: kind for kind in catalog.kinds()},
                {topic.id: topic for topic in topics},
                {state.iso: state for state in catalog.states()},
            )
        return self._names

    def reply(self, text: str, _: Texts, *, origin: Origin, home: Place | None = None) -> str:
        """The answer to a query as the body of a command's reply, seen only by who asked."""
        found, body = self._replies.get(
            self.catalog.version,
            (text, _.language, origin.shareable, home),
            lambda: self._reply(text[:MAX_WORDS], _, origin, home),
        )
        self.searched(found)
        return body

    def say(self, text: str, _: Texts, *, origin: Origin, home: Place | None = None) -> Message:
        """What a message to the bot is answered: help where it asks for help, or for nothing."""
        if not text or text.lower() in HELP:
            return notices.help_message(_)
        return self.answer(text, _, origin=origin, home=home)

    def answer(self, text: str, _: Texts, *, origin: Origin, home: Place | None = None) -> Message:
        """The answer to a query as a message."""
        query = text[:MAX_WORDS]
        page = self._page(query, _, 0, home)
        self._count(page)
        return message(page, query, self.reader(_), origin=origin)

    def again(
        self,
        turn: Turn,
        _: Texts,
        *,
        origin: Origin,
        home: Place | None = None,
        saved: Collection[str] = (),
    ) -> Message:
        """A page of an answer given before, for one person; past the end, its last page."""
        page = self._page(turn.query, _, turn.offset, home)
        return message(page, turn.query, self.reader(_, saved), origin=origin)

    def results(
        self,
        text: str,
        _: Texts,
        *,
        origin: Origin,
        offset: int = 0,
        home: Place | None = None,
        saved: Collection[str] = (),
    ) -> View:
        """The answer to a query as a modal; past the end, its last page."""
        query = text[:MAX_WORDS]
        page = self._page(query, _, offset, home)
        self._count(page)
        return results_modal(page, query, self.reader(_, saved), origin=origin)

    def newest(self, count: int = NEWEST) -> Page:
        """What came last into the library."""
        hits = tuple(Hit(resource, 0.0) for resource in self.catalog.newest(count))
        return Page(Query(new=True), hits, len(hits))

    def resource(self, resource_id: str) -> Resource:
        """A record by its id; NoSuchResource when it has left the library."""
        resource = self.catalog.get(resource_id)
        if resource is None:
            raise NoSuchResource
        return resource

    def saved(self, resource_ids: Sequence[str]) -> list[Saved]:
        """What people saved, in the same order; what has left the library has no record."""
        return [Saved(each, self.catalog.get(each)) for each in resource_ids]

    def choices(self) -> Choices:
        """What the menus of the search window offer: only what holds something."""
        catalog = self.catalog
        return Choices(
            [topic for topic in catalog.topics() if topic.resources],
            [kind for kind in catalog.kinds() if kind.resources],
            [state for state in catalog.states() if state.resources],
            [language.id for language in catalog.languages() if language.resources],
        )

    def filled(self, text: str, choices: Choices) -> Filled:
        """A query as the search window shows it."""
        return fill(self.catalog.parse(text), choices, self.catalog.text_of)

    def window(
        self,
        _: Texts,
        *,
        origin: Origin,
        saved: Collection[str] = (),
        searches: Sequence[str] = (),
    ) -> View:
        """The search window as it opens: empty fields, last searches, shelves, what is new."""
        reader = self.reader(_, saved)
        below = [
            *recent_searches([(self._asked_for(query, _), query) for query in searches], _),
            *shelves(self.catalog.sections(), self.newest(), reader),
        ]
        return search_form(Filled(), self.choices(), reader, origin=origin, shelf=below)

    def _reply(self, query: str, _: Texts, origin: Origin, home: Place | None) -> tuple[bool, str]:
        page = self._page(query, _, 0, home)
        said = message(page, query, self.reader(_), origin=origin)
        reply = {**said, "response_type": "ephemeral"}
        return bool(page.hits), json.dumps(reply, ensure_ascii=False)

    def _count(self, page: Page) -> None:
        """Turning a page is no new search."""
        if not page.offset:
            self.searched(bool(page.hits))

    def _asked_for(self, query: str, _: Texts) -> str:
        return asked_for(self.catalog.parse(query), self.names(), _) or query

    def _page(self, query: str, _: Texts, offset: int, home: Place | None) -> Page:
        search = partial(self.catalog.search, query, limit=PAGE, language=_.language, home=home)
        page = search(offset=offset)
        if page.hits or not page.total:
            return page
        return search(offset=(page.total - 1) // PAGE * PAGE)
