"""What people keep for themselves, as the listeners need it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Concatenate, ParamSpec

from bot.desk import access, bookmarks, people
from bot.desk.masking import Masked, mask
from bot.desk.people import Member
from bot.i18n import Texts
from bot.store import Store, Transaction, Unavailable
from catalog.models import Place
from handlers.background import Background
from handlers.carried import MAX_WORDS
from handlers.directory import Directory
from handlers.places import place_of

P = ParamSpec("P")

SECONDS = 0.5
"""How long a window may wait for what its reader kept: Slack lets it open within three."""

MOST_WAITING = 1_000
"""People whose searches wait to be remembered; past that, some are not. Nobody is owed them."""

REST_SECONDS = 0.1
"""Between two times of remembering. Without it, where answers were asked for as fast as they could
be given (`make bench`), only a quarter as many were given."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as the library must know: language, place, what they kept, newest first,
    and what is opened by request and open to them.
    """

    texts: Texts
    home: Place | None = None
    saved: tuple[str, ...] = ()
    searches: tuple[str, ...] = ()
    open_to_them: tuple[str, ...] = ()


@dataclass(slots=True)
class Personal:
    """Reading what a person kept, and remembering what they search."""

    store: Store
    directory: Directory
    background: Background
    _asked: dict[Member, dict[str, None]] = field(default_factory=dict)
    _is_writing: bool = False

    async def of(self, member: Member, texts: Texts | None = None) -> Asker:
        """Who asks; in `texts` where the words of their command tell the language.

        Without the desk's database the library answers all the same, as it would a stranger.
        """
        texts = texts or await self.directory.of(member)
        try:
            async with asyncio.timeout(SECONDS):
                return await self.store.run(_asker, member, texts)
        except (TimeoutError, Unavailable):
            return Asker(texts)

    async def known(self, member: Member) -> Asker:
        """Who asks, for what would be wrong without what they kept. Raises Unavailable."""
        return await self.store.run(_asker, member, await self.directory.of(member))

    async def change(
        self,
        member: Member,
        work: Callable[Concatenate[Transaction, int, P], object],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Asker:
        """Do a unit of work on what a person keeps; who they are after it. Raises Unavailable."""
        texts = await self.directory.of(member)

        def changed(tx: Transaction) -> Asker:
            work(tx, people.meet(tx, member).id, *args, **kwargs)
            return _asker(tx, member, texts)

        return await self.store.run(changed)

    def remember(self, member: Member, words: str) -> None:
        """Remember a search, once it is answered."""
        if member not in self._asked and len(self._asked) >= MOST_WAITING:
            return
        asked = self._asked.setdefault(member, {})
        asked.pop(words, None)
        asked[words] = None
        if len(asked) > bookmarks.MOST_SEARCHES:
            del asked[next(iter(asked))]
        if not self._is_writing:
            self._is_writing = True
            self.background.start("remembering searches", self._write())

    async def forget(self, member: Member) -> None:
        """Forget what a person searched, what is not written yet included. Raises Unavailable."""
        self._asked.pop(member, None)
        await self.change(member, bookmarks.forget_searches)

    async def _write(self) -> None:
        """Write what waits, all at once, and rest: answers come before memories."""
        try:
            while self._asked:
                asked, self._asked = self._asked, {}
                await self.store.run(_remember, asked)
                await asyncio.sleep(REST_SECONDS)
        finally:
            self._is_writing = False


def _asker(tx: Transaction, member: Member, texts: Texts) -> Asker:
    person = people.meet(tx, member)
    return Asker(
        texts,
        place_of(person.home_place),
        tuple(bookmarks.saved(tx, person.id)),
        tuple(bookmarks.recent(tx, person.id)),
        tuple(access.open_to(tx, person.id)),
    )


def _remember(tx: Transaction, asked: Mapping[Member, Iterable[str]]) -> None:
    """The words are masked here, away from the thread that answers people."""
    for member, words in asked.items():
        queries = [query for each in words if (query := _kept(each))]
        bookmarks.remember_search(tx, people.meet(tx, member).id, *queries)


def _kept(words: str) -> Masked:
    """A search as it is remembered, on one line; no text of it fails to be written."""
    line = " ".join(words.encode("utf-8", "ignore").decode().split())
    # Masked before it is cut: half a number would not be known for one.
    return Masked(mask(line).text[:MAX_WORDS])
