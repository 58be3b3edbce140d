"""What is posted of a resource that is made of a request."""

from __future__ import annotations

import json
from functools import partial

from bot.desk import drafts, people
from bot.desk.outbox import Drawing, Kind, Kinds
from bot.i18n import Texts
from bot.store import Row, Transaction
from catalog.models import Resource
from handlers.draft_fields import drawn
from handlers.shelf import Shelf
from handlers.views import draft as views
from handlers.views.blocks import Message


def kinds(shelf: Shelf) -> Kinds:
    """Every kind, by its name in the outbox."""
    letters = _Letters(shelf)
    return {drafts.ASKED: Kind(letters.asked), drafts.ANSWERED: Kind(letters.answered)}


class _Letters:
    """What is proposed is drawn as the library would have it, which has its own database."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def asked(self, tx: Transaction, row: Row) -> Drawing | None:
        """What the requester is asked, with the whole draft; what became of it once it did."""
        data = json.loads(row.data)
        draft, _ = drafts.find(tx, data["draft"]), people.texts_for(tx, row.reader_id)
        is_last = drafts.is_last(tx, draft, data["version"], "proposed", "changed")
        if row.state != "sent" and (draft.state != "asked" or not is_last):
            return None
        if not is_last:
            return partial(views.changed_since, _)
        return partial(self._asked, draft, _)

    def answered(self, tx: Transaction, row: Row) -> Drawing | None:
        """What the coordinators are told, and what they can do."""
        data = json.loads(row.data)
        draft, _ = drafts.find(tx, data["draft"]), people.texts_for(tx, row.reader_id)
        if not drafts.is_last(tx, draft, data["version"], "agreed", "refused"):
            return partial(views.changed_since, _)
        return partial(self._answered, draft, _)

    def _asked(self, draft: Row, _: Texts) -> Message:
        return views.asked(draft, drawn(draft, self._shelf), self._shelf.names(), _)

    def _answered(self, draft: Row, _: Texts) -> Message:
        return views.answered(draft, self._there(draft), self._shelf.names(), _)

    def _there(self, draft: Row) -> Resource | None:
        """What it proposes; once it is published, what the library has."""
        if draft.state == "published":
            return self._shelf.catalog.get(draft.resource_id)
        return drawn(draft, self._shelf)
