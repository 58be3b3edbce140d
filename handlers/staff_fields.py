"""What coordinators and experts fill in, read field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.desk import experts
from bot.i18n import Texts
from catalog import Catalog
from handlers import ids
from handlers.places import Unclear
from handlers.scopes import NoSuchPlace, Places
from handlers.views.staff_forms import YES

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Room:
    """How many requests somebody takes at a time, and until when none; `away_until` is in
    milliseconds since 1970.
    """

    capacity: int
    away_until: int | None


@dataclass(frozen=True, slots=True)
class Answering:
    """What an expert answers, and for which partner."""

    organization_id: str
    scopes: Mapping[str, tuple[str, ...]]
    room: Room
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner's name, and its shared channel, empty where there is none."""

    name: str
    channel_id: str


def answering(values: Values, catalog: Catalog, _: Texts) -> Answering:
    """What the form of an expert says. Raises Unclear."""
    scopes = {
        "topics": _several(values, ids.EXPERT_TOPICS),
        "places": _places(values.get(ids.EXPERT_PLACES, ""), catalog, _),
        "languages": _several(values, ids.EXPERT_LANGUAGES),
        "kinds": _several(values, ids.EXPERT_KINDS),
    }
    is_listed = values.get(ids.EXPERT_LISTED) == YES
    return Answering(
        values.get(ids.EXPERT_PARTNER, ""), scopes, room(values, catalog, _), is_listed
    )


def room(values: Values, catalog: Catalog, _: Texts) -> Room:
    """How much an expert takes, and until when nothing. Raises Unclear."""
    number = values.get(ids.EXPERT_CAPACITY, "")
    if not (number.isascii() and number.isdecimal()) or int(number) > experts.MOST:
        sentence = _("Write a number from 0 to {most}.", most=experts.MOST)
        raise Unclear(ids.EXPERT_CAPACITY, sentence)
    day = values.get(ids.EXPERT_AWAY, "")
    if day and day <= catalog.today().isoformat():
        sentence = _("That day has come already. Choose a later one, or leave it empty.")
        raise Unclear(ids.EXPERT_AWAY, sentence)
    return Room(int(number), experts.morning_of(day) if day else None)


def partner(values: Values, _: Texts) -> Partner:
    """What the form of a partner says. Raises Unclear."""
    name = " ".join(values.get(ids.PARTNER_NAME, "").split())
    if not name:
        raise Unclear(ids.PARTNER_NAME, _("Write the organization's name."))
    return Partner(name, values.get(ids.PARTNER_CHANNEL, ""))


def _several(values: Values, name: str) -> tuple[str, ...]:
    return tuple(values.get(name, "").split())


def _places(text: str, catalog: Catalog, _: Texts) -> tuple[str, ...]:
    try:
        return Places(catalog).read(text)
    except NoSuchPlace as unknown:
        sentence = _(
            "“{typed}” is no place we know. Write a state, or a city with its state, and put ; "
            "between places: TX; Austin, TX",
            typed=unknown.typed,
        )
        raise Unclear(ids.EXPERT_PLACES, sentence) from None
