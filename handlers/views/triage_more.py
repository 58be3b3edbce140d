"""What else a coordinator does with a ticket: a menu of it, and a form for each that needs one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from bot.desk.people import Person
from bot.i18n import Texts
from bot.store import Row
from catalog.models import State
from handlers import ids
from handlers.carried import Step
from handlers.places import place_of
from handlers.views import wording
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    confirm,
    context,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.views.card import draft_button, may_be_drafted
from handlers.views.closing import closing_words
from handlers.views.resource import Names

FormName = Literal["details", "seen", "promise", "merge", "assign", "close"]
ActName = Literal["stand_in", "not_ours", "remove_expert", "take_back"]
FORMS: tuple[FormName, ...] = get_args(FormName)
ACTS: tuple[ActName, ...] = get_args(ActName)

NATIONAL = "US"
NOTE = 1_000
URGENT = "urgent"
PRIORITIES = ("high", "normal", "low")
VISIBILITIES = ("coordinator", "expert", "partner")
OUTCOMES = ("by_resource", "by_expert", "by_coordinator", "referred", "withdrawn")
"""How a coordinator can say it ended; a duplicate is merged, and what is no request has its own
button."""


def menu(ticket: Row, _: Texts, stand_in: Person | None = None) -> View:
    """All that can be done now. `stand_in` is whom it could be handed to at once."""
    forms = {
        "details": _("Kind, topic, priority"),
        "seen": _("Who may see it"),
        "promise": _("Promise a date"),
        "assign": _("Hand over"),
        "merge": _("Merge"),
        "close": _("Close request"),
    }
    buttons = [
        button(said, f"{ids.MORE_FORM}:{name}", ticket.handle) for name, said in forms.items()
    ]
    view = button(_("View"), ids.CARD_VIEW, ticket.handle)
    blocks = [
        section(f"*#{ticket.id}* · {wording.kind_name(ticket.kind, _)}"),
        actions(*buttons, view),
        actions(*_to_stand_in(ticket, stand_in, _), *_acts(ticket, _)),
        *([actions(draft_button(ticket.handle, _))] if may_be_drafted(ticket) else []),
    ]
    return modal(_("More"), blocks, close=_("Close"), callback_id=ids.CARD_MORE)


def details_form(
    ticket: Row, states: Sequence[State], languages: Sequence[str], names: Names, _: Texts
) -> View:
    """What it is about, and how soon it is wanted."""
    topics = [option(topic.name(_.language), each) for each, topic in names.topics.items()]
    kinds = [option(wording.kind_name(kind, _), kind) for kind in wording.REQUEST_KINDS]
    priorities = [option(wording.priority_name(each, _), each) for each in PRIORITIES]
    spoken = [option(_.language_name(code), code) for code in languages]
    blocks = [
        _select(_("Priority"), ids.TICKET_PRIORITY, priorities, ticket.priority, _),
        _urgent(ticket, _),
        _select(_("Kind"), ids.KIND, kinds, ticket.kind, _),
        _select(_("Topic"), ids.TOPIC, topics, ticket.topic, _) | {"optional": True},
        *_place(ticket, states, _),
        _select(_("Language"), ids.LANGUAGE, spoken, ticket.language, _),
    ]
    return _form("details", _("Kind, topic, priority"), blocks, ticket.handle, _)


def seen_form(ticket: Row, _: Texts) -> View:
    """Who may see it: only fewer than now."""
    fewer = VISIBILITIES[: VISIBILITIES.index(ticket.visibility)]
    now = _("Now: {who}.", who=wording.visibility(ticket, _))
    told = _("Only the person who asked can let more people see it, in their thread.")
    blocks = [section(now), context(told)]
    if not fewer:
        return modal(_("Who may see it"), blocks, close=_("Close"), callback_id=ids.CARD_MORE)
    options = [option(wording.visibility_name(each, _), each) for each in reversed(fewer)]
    blocks += [
        _select(_("From now on"), ids.TICKET_SEEN_BY, options, "", _),
        context(_("An expert who may then not see it is taken off it.")),
    ]
    return _form("seen", _("Who may see it"), blocks, ticket.handle, _)


def promise_form(ticket: Row, _: Texts) -> View:
    """The day by which the requester has an answer."""
    element: Element = {"type": "datepicker", "action_id": ids.TICKET_PROMISED}
    if ticket.promised_on:
        element["initial_date"] = ticket.promised_on
    blocks = [
        context(_("The person who asked sees this date in their thread.")),
        field(_("An answer by"), element) | {"optional": False},
    ]
    return _form("promise", _("Promise a date"), blocks, ticket.handle, _)


def assign_form(ticket: Row, others: Sequence[Person], _: Texts) -> View:
    """To which coordinator."""
    title = _("Hand over")
    if not others:
        said = section(_("There is no other coordinator to hand it to."))
        return modal(title, [said], close=_("Close"), callback_id=ids.CARD_MORE)
    options = [option(each.name or _("No name"), str(each.id)) for each in others]
    note = text_input(ids.WORDS, placeholder=_("What they should know"), limit=NOTE) | {
        "multiline": True
    }
    hint = _("Only they read it: nobody else on the request does.")
    blocks = [
        _select(_("To"), ids.TICKET_ASSIGNEE, options, str(others[0].id), _),
        field(_("Note"), note, hint=hint),
    ]
    return _form("assign", title, blocks, ticket.handle, _, submit=title)


def close_form(ticket: Row, _: Texts) -> View:
    """How it ended, and a line of words for the person who asked."""
    options = [option(wording.capital(wording.outcome_name(each, _)), each) for each in OUTCOMES]
    reads = _("The person who asked reads it in their thread. The expert doesn't.")
    blocks = [
        context(_("The person who asked sees it in their thread, and can open it again.")),
        _select(_("How it ended"), ids.TICKET_OUTCOME, options, "", _),
        *closing_words(reads, _),
    ]
    return _form("close", _("Close request"), blocks, ticket.handle, _, submit=_("Close it"))


def _to_stand_in(ticket: Row, stand_in: Person | None, _: Texts) -> list[Element]:
    if stand_in is None:
        return []
    told = _("It is handed to {who}, who is told.", who=stand_in.name or _("No name"))
    return [
        button(_("Hand to the stand-in"), f"{ids.MORE_ACT}:stand_in", ticket.handle)
        | confirm(_("Hand it to the stand-in?"), told, yes=_("Hand over"), no=_("Cancel"))
    ]


def _acts(ticket: Row, _: Texts) -> list[Element]:
    """What is done at once, after a question."""
    acts = [
        button(_("Not a request"), f"{ids.MORE_ACT}:not_ours", ticket.handle)
        | confirm(
            _("Close it as no request?"),
            _("The person who asked is told that this desk can't help with it."),
            yes=_("Close it"),
            no=_("Cancel"),
        )
    ]
    if ticket.expert_id is not None:
        acts.append(
            button(_("Remove the expert"), f"{ids.MORE_ACT}:remove_expert", ticket.handle)
            | confirm(
                _("Remove the expert?"),
                _("From then on they see nothing more of it. What they read stays with them."),
                yes=_("Remove"),
                no=_("Cancel"),
            )
        )
    if ticket.state == "offered":
        acts.append(
            button(_("Take the offers back"), f"{ids.MORE_ACT}:take_back", ticket.handle)
            | confirm(
                _("Take the offers back?"),
                _("Nobody is asked any more, and it is with you again."),
                yes=_("Take back"),
                no=_("Cancel"),
            )
        )
    return acts


def _select(label: str, action_id: str, options: list[Element], chosen: str, _: Texts) -> Block:
    element = select(action_id, options, placeholder=_("Choose one"), chosen=chosen)
    return field(label, element) | {"optional": False}


def _urgent(ticket: Row, _: Texts) -> Block:
    choice = option(_("Urgent: people could come to harm"), URGENT)
    element: Element = {
        "type": "checkboxes",
        "action_id": ids.TICKET_URGENT,
        "options": [choice],
    }
    if ticket.is_urgent:
        element["initial_options"] = [choice]
    return field(_("Urgency"), element)


def _place(ticket: Row, states: Sequence[State], _: Texts) -> list[Block]:
    place = place_of(ticket.place)
    iso, city = (place.iso, place.city) if place else ("", "")
    options = [option(state.name(_.language), state.iso) for state in states]
    options.sort(key=lambda each: str(each["text"]["text"]))
    options.insert(0, option(_("United States"), NATIONAL))
    return [
        field(
            _("State or territory"),
            select(ids.HOME_STATE, options, placeholder=_("Choose one"), chosen=iso),
        ),
        field(
            _("City or county"),
            text_input(ids.HOME_CITY, placeholder=_("For example Austin"), value=city, limit=100),
        ),
    ]


def _form(
    name: FormName, title: str, blocks: list[Block], handle: str, _: Texts, *, submit: str = ""
) -> View:
    return modal(
        title,
        blocks,
        close=_("Cancel"),
        callback_id=f"{ids.MORE_FORM}:{name}",
        submit=submit or _("Save"),
        private_metadata=Step(handle, name).dump(),
    )
