"""The form of a resource that is made of a request: what it begins with, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk import drafts
from bot.desk.masking import mask
from bot.desk.patterns import Kind
from bot.i18n import Texts
from bot.store import Row
from catalog.models import Place, Refusal, Resource
from handlers import ids
from handlers.places import Unclear, place_of, read_place
from handlers.shelf import Shelf

Values = Mapping[str, str]

TEXTS = {
    ids.DRAFT_TITLE: "title",
    ids.DRAFT_TITLE_ES: "title_es",
    ids.DRAFT_SUMMARY: "summary",
    ids.DRAFT_SUMMARY_ES: "summary_es",
    ids.DRAFT_ADDRESS: "url",
}
"""The fields in which people write, and what the library calls them."""

_FIELD_OF = {name: field for field, name in TEXTS.items()}
_NATION = "US"


@dataclass(frozen=True, slots=True)
class Read:
    """A form as it was filled in: a resource by the names of an import's fields, masked, and the
    kinds of what was masked.
    """

    values: Mapping[str, Any]
    hidden: tuple[Kind, ...]

    @property
    def texts(self) -> list[str]:
        """What people wrote in it."""
        return [str(self.values[name]) for name in TEXTS.values() if name in self.values]


def begun(ticket: Row) -> dict[str, str]:
    """What the form begins with: what a request is about, and nothing that anybody wrote."""
    place = place_of(ticket.place)
    return {
        ids.DRAFT_TYPE: _TYPES.get(ticket.kind, ""),
        ids.TOPIC: ticket.topic,
        ids.HOME_STATE: place.iso if place else "",
        ids.HOME_CITY: place.city if place else "",
    }


def filled(draft: Row) -> dict[str, str]:
    """What a draft says, as the form shows it."""
    values = drafts.values_of(draft)
    texts = {field: str(values.get(name, "")) for field, name in TEXTS.items()}
    place: dict[str, str] = next(iter(values.get("jurisdictions", ())), {})
    return {
        **texts,
        ids.DRAFT_TYPE: values.get("type", ""),
        ids.TOPIC: next(iter(values.get("topics", ())), ""),
        ids.DRAFT_PUBLISHER: next(iter(values.get("publishers", ())), ""),
        ids.HOME_STATE: place.get("iso", ""),
        ids.HOME_CITY: place.get("city", ""),
    }


def read(values: Values, shelf: Shelf, _: Texts) -> Read:
    """What was filled in, where the library would take it. Raises Unclear."""
    masked = {name: mask(_line(values.get(field, ""))) for field, name in TEXTS.items()}
    if not masked["title"].text:
        raise Unclear(ids.DRAFT_TITLE, _("Please write something first."))
    place = _place(values, shelf, _)
    described: dict[str, Any] = {
        **{name: str(each.text) for name, each in masked.items() if each.text},
        "type": values.get(ids.DRAFT_TYPE, ""),
        "topics": [values[ids.TOPIC]] if values.get(ids.TOPIC) else [],
        "publishers": [values[ids.DRAFT_PUBLISHER]] if values.get(ids.DRAFT_PUBLISHER) else [],
        "jurisdictions": [_named(place)] if place else [],
    }
    found = shelf.catalog.described({**described, "id": drafts.FROM_A_REQUEST})
    if not isinstance(found, Resource):
        raise _unclear(found[0], _)
    kinds = dict.fromkeys(kind for each in masked.values() for kind in each.kinds)
    return Read({name: value for name, value in described.items() if value}, tuple(kinds))


def drawn(draft: Row, shelf: Shelf) -> Resource | None:
    """What a draft proposes, as the library would have it; nothing once it is over, or where the
    library does not take it any more.
    """
    values = drafts.values_of(draft)
    found = shelf.catalog.described({**values, "id": drafts.FROM_A_REQUEST}) if values else None
    return found if isinstance(found, Resource) else None


def _place(values: Values, shelf: Shelf, _: Texts) -> Place | None:
    iso, city = values.get(ids.HOME_STATE, ""), values.get(ids.HOME_CITY, "")
    if not iso and not city:
        return None
    # A city of the whole country is one of any state.
    known = {ids.HOME_STATE: "" if city and iso == _NATION else iso, ids.HOME_CITY: city}
    return read_place(known, shelf.catalog, shelf.names(), _)


def _named(place: Place) -> dict[str, str]:
    return {"iso": place.iso, "city": place.city} if place.city else {"iso": place.iso}


def _unclear(refusal: Refusal, _: Texts) -> Unclear:
    if refusal.field == "url":
        sorry = _("Write a web address that begins with https:// and holds no password.")
        return Unclear(ids.DRAFT_ADDRESS, sorry)
    field = _FIELD_OF.get(refusal.field, ids.DRAFT_TITLE)
    return Unclear(field, _("The library can't take this as it is. Please write it anew."))


def _line(text: str) -> str:
    """As the library keeps it, so that what its requester sees is what is published."""
    return " ".join(text.split())


_TYPES = {
    "directive-policy-design": "agency-policy",
    "school-resolution": "resolution",
    "legal-question-detainers-funding": "legal-analysis",
    "take-action-event": "event",
    "webinar-access": "webinar",
}
"""What a kind of request likely becomes."""
