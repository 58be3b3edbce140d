"""The forms of experts and partners, and what is read from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import experts, routing
from bot.desk.experts import SCOPES, Expert, Organization
from bot.i18n import Texts
from handlers import ids
from handlers.carried import Step
from handlers.views import pickers
from handlers.views.blocks import (
    Block,
    View,
    context,
    cut,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.views.pickers import needed
from handlers.views.staff import shown
from handlers.views.wording import REQUEST_KINDS, kind_name

NAME = 120
PLACES = 2_000

YES, NO = "yes", "no"

Option = tuple[str, str]
"""What a choice is called, and its value."""


@dataclass(frozen=True, slots=True)
class Menus:
    """What the form of an expert offers, each in its order; `places` and `not_places`, those from
    which they don't want to be sent anything, are theirs as text.
    """

    partners: Sequence[Organization]
    topics: Sequence[Option]
    languages: Sequence[Option]
    places: str = ""
    not_places: str = ""


def expert_form(expert: Expert | None, now: int, menus: Menus, step: Step, _: Texts) -> View:
    """The form for somebody new, or with what is known of an expert."""
    blocks = [
        _person(expert, _),
        _partners(expert, menus.partners, _),
        *_scopes(expert, menus, _),
        *_not_for(expert, menus, _),
        *_room(expert, now, _),
        _listed(expert, _),
    ]
    return modal(
        _("Edit an expert") if expert else _("Add an expert"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.EXPERT_FORM,
        submit=_("Save"),
        private_metadata=step.dump(),
    )


def partner_form(partner: Organization | None, step: Step, _: Texts) -> View:
    """The form for a new partner, or with what is known of one."""
    name, channel = (partner.name, partner.channel_id) if partner else ("", "")
    title = text_input(
        ids.PARTNER_NAME, placeholder=_("The organization's name"), value=name, limit=NAME
    )
    shared = pickers.private_channel(ids.PARTNER_CHANNEL, placeholder=_("None"), chosen=channel)
    hint = _(
        "A private channel that is shared with this partner alone, and in which Liaison is. "
        "Without one, its experts are asked one by one."
    )
    return modal(
        _("Edit a partner") if partner else _("Add a partner"),
        [needed(field(_("Name"), title)), field(_("Shared channel"), shared, hint=hint)],
        close=_("Cancel"),
        callback_id=ids.PARTNER_FORM,
        submit=_("Save"),
        private_metadata=step.dump(),
    )


def answering_form(expert: Expert, now: int, _: Texts) -> View:
    """What an expert sets about themselves."""
    return modal(
        _("You answer requests"),
        _room(expert, now, _),
        close=_("Cancel"),
        callback_id=ids.ANSWERING_FORM,
        submit=_("Save"),
    )


def scopes_form(expert: Expert, menus: Menus, _: Texts) -> View:
    """What an expert says that they answer."""
    return _own_form(_("What you answer"), ids.SCOPES_FORM, _scopes(expert, menus, _), _)


def not_for_form(expert: Expert, menus: Menus, _: Texts) -> View:
    """What an expert doesn't want to be sent, whatever else they answer."""
    said = context(
        _("Such requests are not offered to you, unless the person who asks chose you by name.")
    )
    blocks = [said, *_not_for(expert, menus, _)]
    return _own_form(_("Not to be sent to you"), ids.NOT_FOR_FORM, blocks, _)


def _own_form(title: str, callback_id: str, blocks: list[Block], _: Texts) -> View:
    return modal(title, blocks, close=_("Cancel"), callback_id=callback_id, submit=_("Save"))


def _scopes(expert: Expert | None, menus: Menus, _: Texts) -> list[Block]:
    known = {name: getattr(expert, name) if expert else () for name in SCOPES}
    anything = _("Any")
    return [
        _several(ids.EXPERT_TOPICS, _("Topics"), menus.topics, known["topics"], anything),
        _places(ids.EXPERT_PLACES, _("Places"), menus.places, _("Anywhere"), _),
        _several(
            ids.EXPERT_LANGUAGES, _("Languages"), menus.languages, known["languages"], anything
        ),
        _several(ids.EXPERT_KINDS, _("Kinds of request"), _kinds(_), known["kinds"], anything),
    ]


def _not_for(expert: Expert | None, menus: Menus, _: Texts) -> list[Block]:
    topics, kinds = (
        routing.named(expert.not_for if expert else (), subject) for subject in ("topic", "kind")
    )
    nothing = _("None")
    return [
        _several(ids.NOT_FOR_TOPICS, _("Never these topics"), menus.topics, topics, nothing),
        _places(ids.NOT_FOR_PLACES, _("Never from these places"), menus.not_places, nothing, _),
        _several(ids.NOT_FOR_KINDS, _("Never these kinds of request"), _kinds(_), kinds, nothing),
    ]


def _several(
    name: str, label: str, choices: Sequence[Option], chosen: Sequence[str], placeholder: str
) -> Block:
    options = [option(*each) for each in choices]
    return field(label, pickers.several(name, options, placeholder=placeholder, chosen=chosen))


def _kinds(_: Texts) -> list[Option]:
    return [(kind_name(kind, _), kind) for kind in REQUEST_KINDS]


def _person(expert: Expert | None, _: Texts) -> Block:
    if expert is not None:
        return section(f"*{shown(expert)}*")
    menu = pickers.person(ids.EXPERT_PERSON, placeholder=_("Choose one"))
    hint = _("Someone here, or someone of a partner in a channel that you share.")
    return needed(field(_("Person"), menu, hint=hint))


def _partners(expert: Expert | None, partners: Sequence[Organization], _: Texts) -> Block:
    menu = pickers.one_of_many(
        ids.EXPERT_PARTNER,
        [option(partner.name, partner.id) for partner in partners],
        placeholder=_("Choose one"),
        chosen=expert.organization.id if expert else "",
    )
    return needed(field(_("Partner"), menu))


def _places(name: str, label: str, text: str, placeholder: str, _: Texts) -> Block:
    line = text_input(name, placeholder=placeholder, value=text, limit=PLACES)
    hint = _("States, or cities with their state; put ; between them: TX; Austin, TX")
    return field(label, line, hint=hint)


def _room(expert: Expert | None, now: int, _: Texts) -> list[Block]:
    """How much somebody takes, and until when nothing. A day that is over is shown no more."""
    until = expert.away_until if expert else None
    day = experts.day_of(until) if until is not None and until > now else ""
    capacity = expert.capacity if expert else experts.CAPACITY
    number = pickers.number(ids.EXPERT_CAPACITY, most=experts.MOST, value=capacity)
    calendar = pickers.day(ids.EXPERT_AWAY, placeholder=_("Not away"), chosen=day)
    return [
        needed(field(_("Requests at a time"), number)),
        field(_("Away until"), calendar, hint=_("The first day back.")),
    ]


def _listed(expert: Expert | None, _: Texts) -> Block:
    options = [option(_("Yes"), YES), option(_("No, nothing new for now"), NO)]
    chosen = NO if expert and not expert.is_listed else YES
    menu = select(ids.EXPERT_LISTED, options, placeholder=cut(_("Choose one"), 75), chosen=chosen)
    return needed(field(_("May requests be offered to them?"), menu))
