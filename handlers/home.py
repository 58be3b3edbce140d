"""App Home: drawn for one person, and published anew whenever something of theirs changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import bookmarks, people
from bot.desk.people import Member, Person
from bot.store import Store, Transaction
from handlers import payloads
from handlers.answers import Answers
from handlers.background import Background
from handlers.directory import Directory
from handlers.places import place_of
from handlers.shelf import Shelf
from handlers.views import home
from handlers.views.blocks import Block
from handlers.views.home import Offered, Own
from handlers.views.saved import IN_HOME


@dataclass(frozen=True, slots=True)
class _Kept:
    person: Person
    saved: Sequence[str]
    searches: int
    above: Sequence[Block]


def _nothing(_tx: Transaction, _person: Person) -> list[Block]:
    return []


@dataclass(slots=True)
class Home:
    """The one who publishes Homes. `above` is what some people have above the library."""

    store: Store
    shelf: Shelf
    directory: Directory
    answers: Answers
    background: Background
    above: Callable[[Transaction, Person], list[Block]] = _nothing
    _outdated: set[Member] = field(default_factory=set)
    _drawing: set[Member] = field(default_factory=set)

    def register(self, app: AsyncApp) -> None:
        """Put the listener on the app."""
        app.event("app_home_opened")(self.opened)

    async def opened(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Somebody opens Home."""
        actor = payloads.actor(body)
        if actor and body["event"].get("tab", "home") == "home":
            await self.show(actor)
        await ack()

    def renew(self, member: Member) -> None:
        """Publish a person's Home in a moment, while their answer leaves."""
        self.background.start("showing Home", self.show(member))

    async def show(self, member: Member) -> None:
        """Publish a person's Home as things stand. Raises Unavailable.

        One at a time for each person, so that an older one never comes last: who asks while
        one is being drawn leaves it to that one to draw another.
        """
        self._outdated.add(member)
        if member in self._drawing:
            return
        self._drawing.add(member)
        try:
            while member in self._outdated:
                self._outdated.discard(member)
                await self._publish(member)
        finally:
            self._drawing.discard(member)
            self._outdated.discard(member)

    async def _publish(self, member: Member) -> None:
        # Slack is asked about somebody new, so that their first Home is in their language.
        await self.directory.person(member)
        kept = await self.store.run(self._kept, member)
        catalog, person = self.shelf.catalog, kept.person
        own = Own(
            self.shelf.saved(kept.saved[:IN_HOME]),
            len(kept.saved),
            place_of(person.home_place),
            person.language,
            kept.searches,
        )
        offered = Offered(catalog.sections(), catalog.topics(), self.shelf.newest())
        reader = self.shelf.reader(person.texts, kept.saved)
        view = home.home(offered, own, reader, first=kept.above)
        await self.answers.publish(member.user_id, view)

    def _kept(self, tx: Transaction, member: Member) -> _Kept:
        person = people.meet(tx, member)
        searches = len(bookmarks.recent(tx, person.id))
        return _Kept(person, bookmarks.saved(tx, person.id), searches, self.above(tx, person))
