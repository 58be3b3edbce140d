"""A coordinator's forms from a card: whom to ask, which resource to send."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.experts import Organization
from bot.desk.matching import Match
from bot.i18n import Texts
from catalog.models import Resource
from handlers import ids
from handlers.carried import Step
from handlers.views.blocks import (
    Block,
    Element,
    View,
    context,
    cut,
    field,
    modal,
    option,
    plain,
    section,
    select,
    text_input,
)
from handlers.views.card import cut_title, no_expert
from handlers.views.matches import called, why
from handlers.views.resource import Names

FIND = "find"

MINUTES = (60, 240, 480, 960)
"""How long each may take to answer, in minutes that are worked."""

PRESELECTED = 3
MOST_CHOICES = 100
FOUND = 6


def offer_form(
    handle: str,
    matches: Sequence[Match],
    partners: Sequence[Organization],
    names: Names,
    _: Texts,
    *,
    visibility: str,
    minutes: int = MINUTES[1],
) -> View:
    """Whom to ask, the best first; `visibility` is what the requester allows, `minutes` the time
    that the network gives each to answer.
    """
    options = [_expert(match, names, _) for match in matches[: MOST_CHOICES - len(partners)]]
    options += [_partner(partner, _) for partner in partners]
    title, close = _("Ask an expert"), _("Cancel")
    if not options:
        said = no_expert(_) if visibility == "coordinator" else _("There is nobody to ask now.")
        return modal(title, [section(said)], close=_("Close"), callback_id=ids.OFFER_FORM)
    free = [match for match in matches if match.is_free]
    first = [match for match in free if match.suits][:PRESELECTED] or free[:1]
    chosen = [choice for choice in options if choice["value"] in {_value(each) for each in first}]
    blocks = [
        context(_("They are asked one after the other, in the order in which you choose them.")),
        _several(options, chosen, _),
        _minutes(minutes, _),
        *([] if visibility == "partner" else [context(_allowed(_))]),
    ]
    return modal(
        title,
        blocks,
        close=close,
        callback_id=ids.OFFER_FORM,
        submit=_("Ask"),
        private_metadata=Step(handle).dump(),
    )


def read_targets(chosen: str) -> list[int | str]:
    """The experts' numbers and partners' ids that were chosen, in order."""
    named = [line.partition(":") for line in chosen.split("\n")]
    return [int(which) if what == "expert" else which for what, _colon, which in named if which]


def resource_form(handle: str, found: Sequence[Resource], query: str, words: str, _: Texts) -> View:
    """The best for a ticket, or what was searched for, to choose one from."""
    search = text_input(
        ids.RESOURCE_SEARCH, placeholder=_("For example immigration hold tx"), value=query
    )
    line = text_input(ids.WORDS, placeholder=_("As you would say it"), value=words)
    blocks = [
        *(_choice(found, _) if found else [context(_("Nothing found. Search in other words."))]),
        field(_("Or search for another"), search),
        field(_("A line to go with it"), line | {"multiline": True}),
    ]
    return modal(
        _("Send resource"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.RESOURCE_FORM,
        submit=_("Send or search"),
        private_metadata=Step(handle, FIND).dump(),
    )


def _value(match: Match) -> str:
    return f"{'partner' if match.is_outside else 'expert'}:{match.target}"


def _expert(match: Match, names: Names, _: Texts) -> Element:
    described = plain(why(match, names, _), 75)
    return option(called(match, _), _value(match)) | {"description": described}


def _partner(partner: Organization, _: Texts) -> Element:
    described = plain(_("in their shared channel: everyone there can read it"), 75)
    return option(partner.name, f"partner:{partner.id}") | {"description": described}


def _several(options: list[Element], chosen: list[Element], _: Texts) -> Block:
    element: Element = {
        "type": "multi_static_select",
        "action_id": ids.OFFER_TO,
        "placeholder": plain(_("Choose one or more"), 150),
        "options": options,
    }
    if chosen:
        element["initial_options"] = chosen
    return field(_("Whom to ask"), element) | {"optional": False}


def _minutes(chosen: int, _: Texts) -> Block:
    options = [option(_lasting(each, _), str(each)) for each in sorted({*MINUTES, chosen})]
    element = select(ids.OFFER_MINUTES, options, placeholder=_("Choose one"), chosen=str(chosen))
    return field(_("Time for each to answer"), element) | {"optional": False}


def _lasting(minutes: int, _: Texts) -> str:
    if minutes % 60:
        return _.plural("{n} working minute", "{n} working minutes", minutes)
    return _.plural("{n} working hour", "{n} working hours", minutes // 60)


def _allowed(_: Texts) -> str:
    return _(
        "The person who asked allows one expert, and no partner's channel. They can allow more in "
        "their thread."
    )


def _choice(found: Sequence[Resource], _: Texts) -> list[Block]:
    """The block's id changes with its choices, for Slack keeps what was picked by it."""
    options = [
        option(each.title_in(_.language), each.id)
        | {"description": plain(", ".join(each.publishers), 75)}
        for each in found[:FOUND]
    ]
    element: Element = {
        "type": "radio_buttons",
        "action_id": ids.RESOURCE_CHOICE,
        "options": [_without_empty(each) for each in options],
    }
    block = field(_("Choose one"), element)
    links = "\n".join(f"• {cut_title(each, _)}" for each in found[:FOUND])
    return [block | {"block_id": cut(f"choice:{found[0].id}", 255)}, section(links)]


def _without_empty(choice: Element) -> Element:
    if choice["description"]["text"]:
        return choice
    return {name: choice[name] for name in ("text", "value")}
