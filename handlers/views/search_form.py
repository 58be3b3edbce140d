"""The search window: a box for words, filters, and shelves to browse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.i18n import Texts
from catalog.models import Kind, Page, Query, Section, State, Topic
from handlers import ids
from handlers.carried import Origin, Turn
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    cut,
    divider,
    field,
    header,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.views.results import Reader, row

_Value = TypeVar("_Value")

COUNTRY = "US"
NEW = "new"

RECENT = 5
RECENT_LABEL = 40
_RECENT_BLOCK = "recent_searches"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the menus offer: only what holds something."""

    topics: Sequence[Topic]
    kinds: Sequence[Kind]
    states: Sequence[State]
    languages: Sequence[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form shows at first: one choice for each menu, the rest of the query as words."""

    words: str = ""
    topic: str = ""
    kind: str = ""
    place: str = ""
    language: str = ""
    since: str = ""


def fill(query: Query, choices: Choices, text_of: Callable[[Query], str]) -> Filled:
    """A query as the form shows it: what no menu can show stays in the words box as text."""
    offered = {COUNTRY, *(state.iso for state in choices.states)}
    topic = _only(query.topics)
    kind = _only(query.types)
    language = _only(query.languages)
    place = _only(query.places)
    state = place.iso if place and not place.city and place.iso in offered else ""
    rest = replace(
        query,
        topics=() if topic else query.topics,
        types=() if kind else query.types,
        languages=() if language else query.languages,
        places=() if state else query.places,
        new=False,
        unknown=(),
    )
    since = NEW if query.new else ""
    return Filled(text_of(rest), topic or "", kind or "", state, language or "", since)


def search_form(
    filled: Filled, choices: Choices, reader: Reader, *, origin: Origin, shelf: Sequence[Block] = ()
) -> View:
    """The form, with what is known already filled in; `shelf` is put below the fields."""
    _ = reader.texts
    blocks = [
        field(
            _("What are you looking for?"),
            text_input(
                ids.WORDS,
                placeholder=_("A few words or a whole question, in English or Spanish"),
                value=filled.words,
            ),
        ),
        *_menus(filled, choices, _),
        *shelf,
    ]
    return modal(
        _("Search the library"),
        blocks,
        close=_("Close"),
        callback_id=ids.SEARCH_FORM,
        submit=_("Search"),
        private_metadata=origin.dump(),
    )


def recent_searches(searches: Sequence[tuple[str, str]], _: Texts) -> list[Block]:
    """Below the form: the person's last searches, each with how it is shown and its text."""
    if not searches:
        return []
    again = [
        button(cut(shown, RECENT_LABEL), f"{ids.RECENT_SEARCH}:{place}", query)
        for place, (shown, query) in enumerate(searches[:RECENT])
    ]
    clear = {"accessory": button(_("Clear"), ids.FORGET_SEARCHES)}
    return [
        section(_("Your last searches:")) | clear | {"block_id": f"{_RECENT_BLOCK}:head"},
        actions(*again) | {"block_id": _RECENT_BLOCK},
    ]


def without_recent(view: View) -> View:
    """The window once its last searches are forgotten; what is typed in it stays."""
    kept = [
        block
        for block in view["blocks"]
        if not str(block.get("block_id", "")).startswith(_RECENT_BLOCK)
    ]
    return {**view, "blocks": kept}


def shelves(sections: Sequence[Section], newest: Page, reader: Reader) -> list[Block]:
    """Below the form of a person who did not ask yet: shelves, and what is new."""
    _ = reader.texts
    rows = [block for hit in newest.hits for block in row(hit, reader, share=False)]
    new = [header(_("Latest in the library")), *rows] if rows else []
    return [divider(), section(_("Or browse:")), actions(*section_buttons(sections, _)), *new]


def section_buttons(sections: Sequence[Section], _: Texts) -> list[Element]:
    """A button for each shelf that holds something."""
    return [
        button(
            f"{shelf.name(_.language)} ({shelf.resources})",
            f"{ids.OPEN_SHELF}:{shelf.id}",
            Turn(shelf.query).dump(),
        )
        for shelf in sections
        if shelf.resources
    ]


def _menus(filled: Filled, choices: Choices, _: Texts) -> list[Block]:
    topics = [option(topic.name(_.language), topic.id) for topic in choices.topics]
    kinds = [option(kind.name(_.language), kind.id) for kind in choices.kinds]
    states = [option(state.name(_.language), state.iso) for state in choices.states]
    places = [option(_("United States"), COUNTRY), *states]
    languages = [option(_.language_name(code), code) for code in choices.languages]
    since = [option(_("New in the last 60 days"), NEW), *_years(_)]
    anything = _("Any")
    return [
        field(_("Topic"), select(ids.TOPIC, topics, placeholder=anything, chosen=filled.topic)),
        field(_("Kind"), select(ids.KIND, kinds, placeholder=anything, chosen=filled.kind)),
        field(_("Place"), select(ids.PLACE, places, placeholder=anything, chosen=filled.place)),
        field(
            _("Language"),
            select(ids.LANGUAGE, languages, placeholder=anything, chosen=filled.language),
        ),
        field(_("Date"), select(ids.SINCE, since, placeholder=anything, chosen=filled.since)),
    ]


def _years(_: Texts) -> list[Element]:
    return [
        option(_("Last 12 months"), "12m"),
        option(_("Last 3 years"), "36m"),
        option(_("Last 10 years"), "120m"),
    ]


def _only(values: Sequence[_Value]) -> _Value | None:
    return values[0] if len(values) == 1 else None
