"""The form of a resource that is made of a request, and what is said of what may tell who asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.desk.passing import parts
from bot.desk.patterns import Kind
from bot.desk.traces import Traces
from bot.i18n import Texts
from catalog.models import Publisher, State
from handlers import ids
from handlers.carried import Step
from handlers.views import relayed
from handlers.views.blocks import (
    Block,
    Element,
    View,
    context,
    escape,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.views.resource import Names

Values = Mapping[str, str]

SEEN = "seen"
"""A form of which it was said what in it may tell who asked."""

NATION = "US"
MOST_TITLE = 200
MOST_SUMMARY = 1_500
MOST_ADDRESS = 1_000

MOST_FOUND = 30
"""Words that are pointed out; a form that has more is better begun anew."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form's menus offer."""

    publishers: Sequence[Publisher]
    states: Sequence[State]


@dataclass(frozen=True, slots=True)
class Found:
    """What in a draft may tell who asked."""

    hidden: Sequence[Kind]
    traces: Traces


def form(
    step: Step,
    values: Values,
    choices: Choices,
    names: Names,
    _: Texts,
    *,
    found: Found | None = None,
) -> View:
    """The form, and above it what was found in it when it was sent before."""
    blocks = [
        *(_warning(found, _) if found else []),
        *([] if found else [context(_how(_))]),
        _text(_("Title"), ids.DRAFT_TITLE, values, MOST_TITLE, _) | {"optional": False},
        _long(_("Summary"), ids.DRAFT_SUMMARY, values, _) | {"optional": False},
        _text(_("Title in Spanish"), ids.DRAFT_TITLE_ES, values, MOST_TITLE, _),
        _long(_("Summary in Spanish"), ids.DRAFT_SUMMARY_ES, values, _),
        _text(_("Web address"), ids.DRAFT_ADDRESS, values, MOST_ADDRESS, _),
        *_menus(values, choices, names, _),
    ]
    return modal(
        _("Make a resource"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.DRAFT_FORM,
        submit=_("Ask them") if found is None else _("Ask them as it is"),
        private_metadata=step.dump(),
    )


def sent(hidden: Sequence[Kind], _: Texts) -> View:
    """What became of the form."""
    said = _(
        "The person who asked is shown this in their thread, and says yes or no. You are told "
        "below the card."
    )
    blocks = [section(said), *(relayed.note(hidden, 0, _)["blocks"] if hidden else [])]
    return modal("Liaison", blocks, close=_("Close"), callback_id=ids.DETAILS)


def paragraphs(text: str) -> list[Block]:
    """A text, however long its escaping made it."""
    return [section(piece) for message in parts(text) for piece in message if piece.strip()]


def _how(_: Texts) -> str:
    return _(
        "Write it for everybody: no names, no office, nothing of the request's own words. The "
        "person who asked sees all of it before it goes anywhere, and can say no."
    )


def _warning(found: Found, _: Texts) -> list[Block]:
    """What was found, in an order from what surely tells who asked to what may."""
    lines = []
    if found.hidden:
        kinds = _.listed([relayed.kind_name(kind, _) for kind in found.hidden])
        lines.append(_("We hid: {kinds}.", kinds=kinds))
    listed = (
        (_("Of their name: {words}."), found.traces.names),
        (_("Of their office: {words}."), found.traces.offices),
        (_("Words that they used too: {words}."), found.traces.words),
    )
    for sentence, words in listed:
        if words:
            shown = _.listed([f"“{escape(each)}”" for each in words[:MOST_FOUND]])
            lines.append(sentence.format(words=shown))
    head = _(
        ":warning: *Could this tell who asked?* Change what could, then send it; what you leave "
        "as it is goes to them as it is."
    )
    found_lines = "\n".join(f"• {line}" for line in lines)
    return [section(head), *paragraphs(found_lines)]


def _menus(values: Values, choices: Choices, names: Names, _: Texts) -> list[Block]:
    types = [option(kind.name(_.language), each) for each, kind in names.kinds.items()]
    topics = [option(topic.name(_.language), each) for each, topic in names.topics.items()]
    publishers = [option(each.name, each.name) for each in choices.publishers]
    states = [option(state.name(_.language), state.iso) for state in choices.states]
    states.sort(key=lambda each: str(each["text"]["text"]))
    states.insert(0, option(_("United States"), NATION))
    city = _("For example Austin")
    return [
        _select(_("Type"), ids.DRAFT_TYPE, types, values, _) | {"optional": False},
        _select(_("Topic"), ids.TOPIC, topics, values, _),
        _select(_("State or territory"), ids.HOME_STATE, states, values, _),
        field(
            _("City or county"),
            text_input(
                ids.HOME_CITY, placeholder=city, value=values.get(ids.HOME_CITY, ""), limit=100
            ),
        ),
        _select(_("Publisher"), ids.DRAFT_PUBLISHER, publishers, values, _),
    ]


def _select(label: str, action_id: str, options: list[Element], values: Values, _: Texts) -> Block:
    chosen = values.get(action_id, "")
    return field(label, select(action_id, options, placeholder=_("Choose one"), chosen=chosen))


def _text(label: str, action_id: str, values: Values, limit: int, _: Texts) -> Block:
    value = values.get(action_id, "")
    placeholder = _("https://…") if action_id == ids.DRAFT_ADDRESS else _("In a few words")
    return field(label, text_input(action_id, placeholder=placeholder, value=value, limit=limit))


def _long(label: str, action_id: str, values: Values, _: Texts) -> Block:
    value, placeholder = values.get(action_id, ""), _("What it says, and for whom")
    element = text_input(action_id, placeholder=placeholder, value=value, limit=MOST_SUMMARY)
    return field(label, element | {"multiline": True})
