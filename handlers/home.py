"""App Home: drawn for one person, and published anew whenever something of theirs changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.clock import Clock, SystemClock
from bot.desk import agenda, bookmarks, desks, people
from bot.desk.agenda import Agenda
from bot.desk.desks import As
from bot.desk.people import Member, Person
from bot.store import Store, Transaction
from handlers import payloads
from handlers.answers import Answers
from handlers.background import Background
from handlers.directory import Directory
from handlers.places import place_of
from handlers.shelf import Shelf
from handlers.views import home, home_desk
from handlers.views.blocks import Block, View
from handlers.views.home import Offered, Own
from handlers.views.own_rows import Reading
from handlers.views.saved import IN_HOME

REMEMBERED = 20_000

LOOKED_AT_SECONDS = 900.0
"""For how long a Home counts as looked at, since it was opened or something in it pressed: Slack
says when one is opened, and never when it is left.
"""

FOLLOWED = 50
"""Homes that are followed at most, those looked at last: each is read when something moves."""

InHome = Callable[[Transaction, Person], list[Block]]
"""A part of Home: reads what it needs of the records, and draws it for a person."""


def nothing(_tx: Transaction, _person: Person) -> list[Block]:
    """A part with nothing in it."""
    return []


@dataclass(frozen=True, slots=True)
class Parts:
    """What others put into Home: for a coordinator that they are away, and what is stuck; what an
    expert has; what somebody asked.
    """

    away: InHome = nothing
    stuck: InHome = nothing
    expert: InHome = nothing
    requests: InHome = nothing

    def of(self, seen_as: As) -> Sequence[InHome]:
        """The parts of one role, in their order."""
        return {
            "coordinator": (self.away, self.stuck),
            "expert": (self.expert,),
            "own": (self.requests,),
        }[seen_as]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a Home is drawn from. `agenda` is a coordinator's, `saved` and `searches` are of who
    looks at their own.
    """

    person: Person
    seen_as: As
    can: Sequence[As]
    parts: Sequence[Block]
    agenda: Agenda | None = None
    saved: Sequence[str] = ()
    searches: int = 0


@dataclass(frozen=True, slots=True)
class _Standing:
    """A Home as it stands: Slack's hash of it, and what tells what it was drawn from."""

    view_hash: str
    drawn_from: int


@dataclass(slots=True)
class Home:
    """The one who publishes Homes. `workspace` gives the workspace's address in Slack, empty while
    it isn't known.
    """

    store: Store
    shelf: Shelf
    directory: Directory
    answers: Answers
    background: Background
    parts: Parts = field(default_factory=Parts)
    workspace: Callable[[], str] = str
    clock: Clock = field(default_factory=SystemClock)
    _outdated: set[Member] = field(default_factory=set)
    _drawing: set[Member] = field(default_factory=set)
    _standing: OrderedDict[Member, _Standing] = field(default_factory=OrderedDict)
    _looked_at: dict[Member, float] = field(default_factory=dict)

    def register(self, app: AsyncApp) -> None:
        """Put the listener on the app."""
        app.event("app_home_opened")(self.opened)

    async def opened(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Somebody opens Home."""
        actor = payloads.actor(body)
        if actor and body["event"].get("tab", "home") == "home":
            self._look(actor)
            await self.show(actor)
        await ack()

    def renew(self, member: Member) -> None:
        """Publish the Home of who did something, in a moment, while their answer leaves."""
        self._look(member)
        self.background.start("showing Home", self.show(member))

    def looked_at(self) -> list[Member]:
        """Whose Homes are looked at now, as far as can be known, the last one first."""
        since = self.clock.now() - LOOKED_AT_SECONDS
        self._looked_at = {who: at for who, at in self._looked_at.items() if at >= since}
        return list(reversed(self._looked_at))[:FOLLOWED]

    async def follow(self, member: Member) -> None:
        """Publish a Home again where it would be drawn from something else than the one that
        stands. Raises Unavailable.
        """
        standing = self._standing.get(member)
        kept = await self.store.run(self._kept, member)
        if standing is None or standing.drawn_from != _fingerprint(kept):
            await self.show(member)

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
        # One that Slack did not answer for may still be on its way: it must not come after this.
        before = self._standing.get(member)
        replaces = before.view_hash if before is not None else ""
        shown = await self.answers.publish(member.user_id, self._drawn(kept), replaces)
        if shown:
            self._standing[member] = _Standing(shown, _fingerprint(kept))
            self._standing.move_to_end(member)
            if len(self._standing) > REMEMBERED:
                self._standing.popitem(last=False)

    def _look(self, member: Member) -> None:
        self._looked_at.pop(member, None)
        self._looked_at[member] = self.clock.now()

    def _kept(self, tx: Transaction, member: Member) -> _Kept:
        person = people.meet(tx, member)
        desk = desks.read(tx, person)
        parts = [block for part in self.parts.of(desk.seen_as) for block in part(tx, person)]
        kept = (person, desk.seen_as, desks.roles(tx, person), parts)
        if desk.seen_as == "coordinator":
            looked_at = agenda.agenda(tx, person, desk.listed, desk.filters, desk.page)
            return _Kept(*kept, agenda=looked_at)
        if desk.seen_as == "own":
            saved, searches = bookmarks.saved(tx, person.id), bookmarks.recent(tx, person.id)
            return _Kept(*kept, saved=saved, searches=len(searches))
        return _Kept(*kept)

    def _drawn(self, kept: _Kept) -> View:
        _ = kept.person.texts
        blocks = [*home.role_buttons(kept.can, kept.seen_as, _), *kept.parts]
        if kept.agenda is not None:
            reading = Reading(self.shelf.names(), _, self.workspace())
            blocks += [*home_desk.coordinators_desk(kept.agenda, reading), *home_desk.tools(_)]
        if kept.seen_as == "own":
            blocks += self._library(kept)
        return home.home(blocks, _)

    def _library(self, kept: _Kept) -> list[Block]:
        catalog, person = self.shelf.catalog, kept.person
        own = Own(
            self.shelf.saved(kept.saved[:IN_HOME]),
            len(kept.saved),
            place_of(person.home_place),
            person.language,
            kept.searches,
        )
        offered = Offered(catalog.sections(), catalog.topics(), self.shelf.newest())
        return home.library(offered, own, self.shelf.reader(person.texts, kept.saved))


def _fingerprint(kept: _Kept) -> int:
    """What tells one Home from another without drawing it, which takes longer than reading it."""
    return hash(repr(kept))
