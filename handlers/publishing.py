"""A draft put into the library, which is another database than the desk's.

The desk first notes that it is being published, and under which id; then the library takes it; then
the desk notes that it did. Whatever falls in between is done again from the first note: the library
takes the same record twice as once.
"""

from __future__ import annotations

import logging

from bot.desk import drafts, people
from bot.desk.drafts import Values
from bot.desk.people import Member
from bot.i18n import Texts
from bot.store import Store, Transaction
from catalog import Catalog, CatalogError
from handlers.errors import Told

log = logging.getLogger(__name__)


class LibraryBusy(Told):
    """The library could not be written now."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _("The library can't be changed just now. Please press *Publish* again in a minute.")


class NotTaken(Told):
    """The library does not take a draft any more, as when a topic of it is gone."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _("The library doesn't take this as it is. Edit it; then they are asked again.")


async def publish(store: Store, catalog: Catalog, handle: str, by: Member) -> None:
    """Publish a draft that was agreed to. Raises DeskError, LibraryBusy, NotTaken, Unavailable."""
    await _finish(store, catalog, handle, await store.run(_begin, handle, by))


async def finish_all(store: Store, catalog: Catalog) -> None:
    """End what was begun when the process fell. What the library does not take now waits for a
    coordinator.
    """
    for handle, values in await store.run(_begun):
        try:
            await _finish(store, catalog, handle, values)
        except Told as error:
            log.warning("a draft was not published: %s", type(error).__name__)


async def _finish(store: Store, catalog: Catalog, handle: str, values: Values) -> None:
    try:
        report = catalog.add(values)
    except CatalogError as error:
        raise LibraryBusy from error
    if not report.ok:
        await store.run(_unfit, handle)
        raise NotTaken
    await store.run(_published, handle)


def _begin(tx: Transaction, handle: str, by: Member) -> Values:
    """Raises NotForOthers, NoSuchTicket, WrongStatus."""
    draft, person = drafts.for_coordinator(tx, handle, by)
    return drafts.begin(tx, draft, person)


def _begun(tx: Transaction) -> list[tuple[str, Values]]:
    rows = drafts.in_states(tx, "publishing", limit=100)
    return [
        (draft.handle, drafts.begin(tx, draft, people.find(tx, draft.made_by_id))) for draft in rows
    ]


def _published(tx: Transaction, handle: str) -> None:
    drafts.published(tx, drafts.handled(tx, handle))


def _unfit(tx: Transaction, handle: str) -> None:
    drafts.unfit(tx, drafts.handled(tx, handle))
