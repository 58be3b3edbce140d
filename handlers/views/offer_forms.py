"""What experts fill in, and what coordinators answer them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.patterns import Kind
from bot.i18n import Texts
from handlers import ids
from handlers.carried import Step
from handlers.views import relayed
from handlers.views.blocks import (
    Block,
    Element,
    View,
    context,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)

MOST_WORDS = 2_000
"""Characters in a field: escaped at their worst, they still fit one message."""

REASONS = ("busy", "not_my_topic", "conflict", "other")


def decline(step: Step, _: Texts) -> View:
    """Why an expert won't."""
    told = context(_("Only the coordinators see why. Declining is fine."))
    blocks = [told, _reason(_), _words(_("In your words"), _)]
    return _form(ids.OFFER_DECLINE, _("Decline"), blocks, step, _, submit=_("Decline"))


def step_back(step: Step, _: Texts) -> View:
    """Why an expert who is on a ticket leaves it."""
    told = context(
        _(
            "From then on you see nothing more of it, and nothing that you write is passed on. "
            "The person who asked is told that you left; only the coordinators see why."
        )
    )
    blocks = [told, _reason(_), _words(_("In your words"), _)]
    return _form(ids.EXPERT_STEP_BACK, _("Step back"), blocks, step, _, submit=_("Step back"))


def suggest(step: Step, listed: Sequence[tuple[int, str]], _: Texts) -> View:
    """Whom an expert suggests. `listed` are our numbers and names of the other experts."""
    told = _(
        "This declines the offer and tells the coordinators whom you suggest. "
        "The person you suggest is told nothing."
    )
    blocks = [context(told)]
    if listed:
        names = [option(name, str(number)) for number, name in listed]
        blocks.append(field(_("Who"), select(ids.SUGGESTED, names, placeholder=_("Choose one"))))
    blocks.append(_words(_("Someone else, or why"), _))
    return _form(ids.OFFER_SUGGEST, _("Suggest someone"), blocks, step, _, submit=_("Suggest"))


def ask_more(step: Step, _: Texts) -> View:
    """What an expert wants to know before they answer."""
    told = _("This goes to the coordinators, not to the person who asked. The offer stays open.")
    blocks = [context(told), _needed(_("What do you want to know?"), _)]
    return _form(ids.OFFER_MORE, _("Ask for more"), blocks, step, _, submit=_("Send"))


def tell_more(step: Step, name: str, _: Texts) -> View:
    """What a coordinator tells an expert who asked. `name` is escaped."""
    told = _(
        "{name} reads this in the thread of the offer. Tell only what the person who asked "
        "lets experts see.",
        name=name,
    )
    blocks = [context(told), _needed(_("Your answer"), _)]
    return _form(ids.OFFER_TELL, _("Answer"), blocks, step, _, submit=_("Send"))


def aside(step: Step, _: Texts) -> View:
    """What an expert says to the coordinators alone."""
    told = _("Only the coordinators read this, in their internal thread.")
    blocks = [context(told), _needed(_("What do you want to say?"), _)]
    return _form(ids.EXPERT_ASIDE, _("Coordinators only"), blocks, step, _, submit=_("Send"))


def sent(said: str, hidden: Sequence[Kind], _: Texts) -> View:
    """What became of a form, and what of it was not passed on."""
    blocks = [section(said), *(relayed.note(hidden, 0, _)["blocks"] if hidden else [])]
    return modal("Liaison", blocks, close=_("Close"), callback_id=ids.DETAILS)


def _reason(_: Texts) -> Block:
    reasons = {
        "busy": _("I have no time now"),
        "not_my_topic": _("It is not my topic"),
        "conflict": _("I have a conflict of interest"),
        "other": _("Another reason"),
    }
    options = [option(reasons[reason], reason) for reason in REASONS]
    chosen = select(ids.REASON, options, placeholder=_("Choose one"), chosen=REASONS[0])
    return field(_("Why"), chosen) | {"optional": False}


def _words(label: str, _: Texts) -> Block:
    element: Element = text_input(ids.WORDS, placeholder=_("As you would say it"), limit=MOST_WORDS)
    return field(label, element | {"multiline": True})


def _needed(label: str, _: Texts) -> Block:
    return _words(label, _) | {"optional": False}


def _form(
    callback_id: str, title: str, blocks: list[Block], step: Step, _: Texts, *, submit: str
) -> View:
    return modal(
        title,
        blocks,
        close=_("Cancel"),
        callback_id=callback_id,
        submit=submit,
        private_metadata=step.dump(),
    )
