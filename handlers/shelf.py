"""The library as a listener needs it: pages and choices for a reader."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.i18n import Texts
from catalog import Catalog
from catalog.models import Hit, Page, Query, Resource, Topic
from handlers.errors import NoSuchResource
from handlers.payloads import MAX_WORDS, Origin
from handlers.remembered import Remembered
from handlers.views.blocks import Message, View
from handlers.views.resource import Names
from handlers.views.results import PAGE, Reader, message, results_modal
from handlers.views.search_form import Choices, Filled, fill, search_form, shelves

NEWEST = 3


@dataclass(slots=True)
class Shelf:
    """Answers from the catalogue, in the words that listeners use."""

    catalog: Catalog
    _topics: Sequence[Topic] | None = None
    _names: Names = field(default_factory=lambda: Names({}, {}, {}))
    _replies: Remembered[str] = field(default_factory=Remembered)

    def reader(self, _: Texts) -> Reader:
        """Who reads, for the views."""
        return Reader(_, self.names(), self.catalog.today(), self.catalog.newness())

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

    def reply(self, text: str, _: Texts, *, origin: Origin) -> str:
        """The answer to a query as the body of a command's reply, seen only by who asked."""
        return self._replies.get(
            self.catalog.version,
            (text, _.language, origin.shareable),
            lambda: json.dumps(
                {**self.answer(text, _, origin=origin), "response_type": "ephemeral"},
                ensure_ascii=False,
            ),
        )

    def answer(self, text: str, _: Texts, *, origin: Origin, offset: int = 0) -> Message:
        """The answer to a query as a message; past the end, its last page."""
        query = text[:MAX_WORDS]
        page = self._page(query, _, offset)
        return message(page, query, self.reader(_), origin=origin)

    def results(self, text: str, _: Texts, *, origin: Origin, offset: int = 0) -> View:
        """The answer to a query as a modal; past the end, its last page."""
        query = text[:MAX_WORDS]
        return results_modal(self._page(query, _, offset), query, self.reader(_), origin=origin)

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

    def window(self, _: Texts, *, origin: Origin) -> View:
        """The search window as it opens: empty fields, shelves, and what is new."""
        reader = self.reader(_)
        below = shelves(self.catalog.sections(), self.newest(), reader)
        return search_form(Filled(), self.choices(), reader, origin=origin, shelf=below)

    def _page(self, query: str, _: Texts, offset: int) -> Page:
        search = partial(self.catalog.search, query, limit=PAGE, language=_.language)
        page = search(offset=offset)
        if page.hits or not page.total:
            return page
        return search(offset=(page.total - 1) // PAGE * PAGE)
