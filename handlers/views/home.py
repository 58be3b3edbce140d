"""App Home: as whom it is looked at, the library, and what is the person's own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.desk.desks import As
from bot.i18n import Texts
from catalog.models import Page, Place, Section, Topic
from handlers import ids
from handlers.carried import Carried, Turn
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    divider,
    header,
    labelled,
    section,
)
from handlers.views.resource import place_name
from handlers.views.results import Reader, row
from handlers.views.saved import Saved, saved_section
from handlers.views.search_form import section_buttons

MOST_BLOCKS = 100
MOST_BYTES = 240_000
"""Slack takes 100 blocks, and 250 kB of a view (docs.slack.dev, "views.publish")."""

LANGUAGES = {"en": "English", "es": "Español"}


@dataclass(frozen=True, slots=True)
class Own:
    """What is one person's in their Home: the newest of `total` saved resources, and settings.

    `language` is what they chose, empty where Slack's own is followed.
    """

    saved: Sequence[Saved] = ()
    total: int = 0
    place: Place | None = None
    language: str = ""
    searches: int = 0


@dataclass(frozen=True, slots=True)
class Offered:
    """What the library has for anyone."""

    sections: Sequence[Section]
    topics: Sequence[Topic]
    newest: Page


def home(blocks: Sequence[Block], _: Texts) -> View:
    """What stands in somebody's Home; where it is more than Slack takes, the end is left out."""
    shown = list(blocks)
    if not _fits(shown):
        more = context(_("There is more than Slack shows here."))
        shown = shown[: MOST_BLOCKS - 1]
        while not _fits([*shown, more]):
            shown.pop()
        shown.append(more)
    return {"type": "home", "blocks": shown}


def role_buttons(can: Sequence[As], seen_as: As, _: Texts) -> list[Block]:
    """As whom somebody can look at Home; nothing for who can in one way only."""
    named: Mapping[As, tuple[str, str]] = {
        "coordinator": (_("Coordinator"), ids.HOME_AS_COORDINATOR),
        "expert": (_("Expert"), ids.HOME_AS_EXPERT),
        "own": (_("My requests and library"), ids.HOME_AS_OWN),
    }
    buttons = [
        button(f"{named[each][0]} ✓" if each == seen_as else named[each][0], named[each][1])
        for each in can
    ]
    return [actions(*buttons)] if len(buttons) > 1 else []


def library(offered: Offered, own: Own, reader: Reader) -> list[Block]:
    """The library, what somebody saved of it, and their settings."""
    _ = reader.texts
    return [
        *_library(_),
        *_help(_),
        header(_("Saved")),
        *saved_section(own.saved, own.total, reader),
        divider(),
        *_shelves(offered, reader),
        divider(),
        *_settings(own, reader),
    ]


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= MOST_BLOCKS and len(json.dumps(blocks)) <= MOST_BYTES


def _library(_: Texts) -> list[Block]:
    return [
        header(_("The library")),
        section(
            _(
                "Ordinances, model language, toolkits, legal analyses and know-your-rights "
                "material for protecting immigrant communities. Only you see what you look up."
            )
        ),
        actions(button(_("Search the library"), ids.OPEN_SEARCH, style="primary")),
        context(_("Or type `/resources sanctuary tx` in any channel.")),
        divider(),
    ]


def _help(_: Texts) -> list[Block]:
    said = _(
        "*A document is not enough?* Ask a person, privately. A coordinator answers, or brings in "
        "an expert if you allow it."
    )
    ask = button(_("Ask for help"), ids.ASK_EXPERT, Carried().dump())
    return [section(said) | {"accessory": ask}, divider()]


def _shelves(offered: Offered, reader: Reader) -> list[Block]:
    _ = reader.texts
    blocks = [
        header(_("Browse")),
        actions(*section_buttons(offered.sections, _)),
        header(_("Topics")),
        actions(*_topic_buttons(offered.topics, _)),
    ]
    if offered.newest.hits:
        blocks += [divider(), header(_("Latest in the library"))]
        blocks += [block for hit in offered.newest.hits for block in row(hit, reader, share=False)]
    return blocks


def _topic_buttons(topics: Sequence[Topic], _: Texts) -> list[Element]:
    return [
        button(
            f"{topic.name(_.language)} ({topic.resources})",
            f"{ids.OPEN_SHELF}:{topic.id}",
            Turn(f"topic:{topic.id}").dump(),
        )
        for topic in topics
        if topic.resources
    ]


def _settings(own: Own, reader: Reader) -> list[Block]:
    _ = reader.texts
    forget = {"accessory": button(_("Forget my searches"), ids.FORGET_SEARCHES)}
    return [
        header(_("Your settings")),
        *_place(own.place, reader),
        section(_("*Language*")),
        actions(*_languages(own.language, _)),
        section(_privacy(own.searches, _)) | forget,
    ]


def _place(place: Place | None, reader: Reader) -> list[Block]:
    _ = reader.texts
    if place is None:
        said = _("*Your place*\nSay where you serve, and resources from there move up in searches.")
        return [section(said) | {"accessory": button(_("Set your place"), ids.CHANGE_PLACE)}]
    said = _(
        "*Your place*\n{place}. Resources from there move up when a search names no other place.",
        place=place_name(place, reader.names, _),
    )
    change = button(_("Change"), ids.CHANGE_PLACE)
    remove = button(_("Remove"), ids.REMOVE_PLACE)
    return [section(said), actions(*labelled(_("Your place"), change, remove))]


def _languages(chosen: str, _: Texts) -> list[Element]:
    """The languages by their own names, so that nobody has to read the wrong one."""
    named = {"": _("As in Slack"), **LANGUAGES}
    return [
        button(
            f"{name} ✓" if code == chosen else name,
            f"{ids.CHOOSE_LANGUAGE}:{code or 'slack'}",
            code or "slack",
        )
        for code, name in named.items()
    ]


def _privacy(searches: int, _: Texts) -> str:
    kept = (
        _("Your last {most} searches are kept, personal numbers left out.", most=10)
        if searches
        else _("None of your searches are kept now.")
    )
    return _("*Privacy*\nWhat you save and search is shown to you only. {kept}", kept=kept)
