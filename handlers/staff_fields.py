"""What coordinators and experts fill in, read field by field."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

from bot.desk import experts, routing
from bot.i18n import Texts
from catalog import Catalog
from handlers import ids
from handlers.places import Unclear
from handlers.scopes import NoSuchPlace, Places
from handlers.views.staff_forms import YES
from handlers.views.wording import REQUEST_KINDS

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
    """What an expert answers and what they don't want to be sent, and for which partner."""

    organization_id: str
    scopes: Mapping[str, tuple[str, ...]]
    not_for: tuple[str, ...]
    room: Room
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner's name, and its shared channel, empty where there is none."""

    name: str
    channel_id: str


def answering(values: Values, catalog: Catalog, _: Texts) -> Answering:
    """What the form of an expert says. Raises Unclear."""
    return Answering(
        values.get(ids.EXPERT_PARTNER, ""),
        scopes(values, catalog, _),
        not_for(values, catalog, _),
        room(values, catalog, _),
        values.get(ids.EXPERT_LISTED) == YES,
    )


def scopes(values: Values, catalog: Catalog, _: Texts) -> Mapping[str, tuple[str, ...]]:
    """What an expert answers. Raises Unclear."""
    languages = {language.id for language in catalog.languages()}
    return {
        "topics": _several(values, ids.EXPERT_TOPICS, _topics(catalog)),
        "places": _places(values, ids.EXPERT_PLACES, catalog, _),
        "languages": _several(values, ids.EXPERT_LANGUAGES, languages),
        "kinds": _several(values, ids.EXPERT_KINDS, REQUEST_KINDS),
    }


def not_for(values: Values, catalog: Catalog, _: Texts) -> tuple[str, ...]:
    """What an expert doesn't want to be sent, as `routing` reads it. Raises Unclear."""
    topics = _several(values, ids.NOT_FOR_TOPICS, _topics(catalog))
    places = _places(values, ids.NOT_FOR_PLACES, catalog, _)
    kinds = _several(values, ids.NOT_FOR_KINDS, REQUEST_KINDS)
    return (
        *routing.entries("topic", topics),
        *routing.entries("place", places),
        *routing.entries("kind", kinds),
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


def _topics(catalog: Catalog) -> frozenset[str]:
    return frozenset(topic.id for topic in catalog.topics())


def _several(values: Values, name: str, known: Container[str]) -> tuple[str, ...]:
    """What was chosen of a menu; what it never offered is left out."""
    return tuple(each for each in values.get(name, "").split() if each in known)


def _places(values: Values, name: str, catalog: Catalog, _: Texts) -> tuple[str, ...]:
    try:
        return Places(catalog).read(values.get(name, ""))
    except NoSuchPlace as unknown:
        sentence = _(
            "“{typed}” is no place we know. Write a state, or a city with its state, and put ; "
            "between places: TX; Austin, TX",
            typed=unknown.typed,
        )
        raise Unclear(name, sentence) from None
