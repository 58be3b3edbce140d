"""What is posted about resources opened on request. Nothing of it holds what opens them."""

from __future__ import annotations

import json
from functools import partial

from bot.desk import access, people, records
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers.shelf import Shelf
from handlers.views import access as views
from handlers.views.access import Asked
from handlers.views.blocks import Message, escape


def kinds(shelf: Shelf) -> Kinds:
    """Every kind, by its name in the outbox."""
    letters = _Letters(shelf)
    return {access.ASKED: Kind(letters.asked), access.GIVEN: Kind(letters.given)}


class _Letters:
    """Titles come from the library, which has its own database and thread: while drawing."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def asked(self, tx: Transaction, row: Row) -> Drawing:
        """Coordinators: who asks, and where it stands."""
        ticket = records.find(tx, json.loads(row.data)["ticket"])
        grant = access.grant_of(tx, ticket.requester_id, ticket.resource_id)
        name = people.find(tx, ticket.requester_id).name
        has_key, _ = access.has_key(tx, ticket.resource_id), people.texts_for(tx, row.reader_id)
        return lambda: views.asked(
            Asked(
                ticket.handle,
                views.named(name, _),
                resource_name(self._shelf, ticket.resource_id, _),
                has_key,
                ticket.state == "closed",
                grant,
            ),
            _,
        )

    def given(self, tx: Transaction, row: Row) -> Drawing:
        """The requester: whether it is open to them."""
        ticket = records.find(tx, json.loads(row.data)["ticket"])
        is_open = access.is_let_in(tx, ticket.requester_id, ticket.resource_id)
        return partial(
            self._given, ticket.resource_id, people.texts_for(tx, row.reader_id), is_open=is_open
        )

    def _given(self, resource_id: str, _: Texts, *, is_open: bool) -> Message:
        name = resource_name(self._shelf, resource_id, _)
        return views.given(name, resource_id, _, is_open=is_open)


def resource_name(shelf: Shelf, resource_id: str, _: Texts) -> str:
    """A resource's title, escaped; its id where it has left the library."""
    resource = shelf.catalog.get(resource_id)
    return escape(resource.title_in(_.language) if resource else resource_id)
