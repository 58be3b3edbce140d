"""What stands in an expert's thread: the offer, and once they accepted whom their words reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.passing import parts
from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.places import place_of
from handlers.views import wording
from handlers.views.blocks import (
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    escape,
    fields,
    section,
)
from handlers.views.matches import moment
from handlers.views.resource import Names, place_name


@dataclass(frozen=True, slots=True)
class Offered:
    """What an expert may know of a ticket. `who` is its requester as the desk keeps their shown
    name, `coordinator` the name of who offers it, empty where it isn't known.
    """

    ticket: Row
    offer: Row
    who: str
    coordinator: str


def offer(offered: Offered, names: Names, _: Texts) -> Message:
    """The head of an expert's thread; nothing of the ticket where it is not theirs to see."""
    state, ticket = offered.offer.state, offered.ticket
    if state == "accepted":
        return _theirs(offered, names, _)
    if state == "open" and ticket.state != "closed":
        return _open(offered, names, _)
    said = _over(state, offered.offer.reason, _)
    return {"text": said, "blocks": [section(said)]}


def joined(offered: Offered, names: Names, _: Texts) -> Message:
    """The banner once an expert accepted: whom their words reach, and what they can do."""
    if offered.offer.state == "left":
        said = _("You are not on this any more: what you write here is not passed on.")
        return {"text": said, "blocks": [section(said)]}
    who = wording.shown_as(offered.who, names, _)
    if offered.ticket.state == "closed":
        said = _("This request is closed: what you write here is not passed on.")
        return {"text": said, "blocks": [section(said)]}
    reach = _("What you write in this thread goes to {name}.", name=f"*{who}*")
    how = [
        _("Their answers come here. Your edits and deletions follow."),
        _("The coordinators read along."),
    ]
    buttons = actions(*_buttons(offered.ticket.handle, _))
    blocks = [section(reach), context(" ".join(how)), buttons]
    return {"text": _("You are connected"), "blocks": blocks}


def joined_channel(offered: Offered, organization: str, names: Names, _: Texts) -> Message:
    """The same in a partner's channel, where nobody can press anything."""
    if offered.offer.state == "left" or offered.ticket.state == "closed":
        said = _("What is written in this thread is not passed on any more.")
        return {"text": said, "blocks": [section(said)]}
    reach = _(
        "What experts of {organization} write in this thread goes to {name}.",
        organization=escape(organization),
        name=f"*{wording.shown_as(offered.who, names, _)}*",
    )
    how = [
        _("Their answers come here. Your edits and deletions follow."),
        _("The coordinators read along, and so can everyone in this channel."),
    ]
    return {"text": _("You are connected"), "blocks": [section(reach), context(" ".join(how))]}


def note(state: str, _: Texts) -> Message:
    """What becomes of words that an expert wrote where they are not passed on."""
    said = {
        "open": _("Press *Accept* first: nothing that you write here is passed on until then."),
        "accepted": _(
            "What you wrote here before you accepted was not passed on. Please write it again "
            "if it should be."
        ),
        "left": _("You are not on this any more: what you write here is not passed on."),
    }.get(state, _("This is over: nothing that you write here is passed on."))
    return {"text": _("Your message was not passed on"), "blocks": [section(said)]}


def _open(offered: Offered, names: Names, _: Texts) -> Message:
    name = escape(offered.coordinator) or _("The coordinator")
    until = _("You have until {when}; then someone else is asked.", when=_until(offered.offer, _))
    free = _("Until you accept, nothing that you write here is passed on.")
    blocks = [
        section(_("*{name} asks: can you help with this?*", name=name)),
        *_question(offered.ticket, _),
        fields(*_facts(offered, names, _)),
        context(f"{until} {free}"),
        actions(*answer_buttons(offered.offer.handle, _)),
    ]
    return {"text": _("A local official asks for help"), "blocks": blocks}


def _theirs(offered: Offered, names: Names, _: Texts) -> Message:
    ticket = offered.ticket
    said = _("You are on this.")
    if ticket.state == "closed":
        how = wording.outcome(ticket, _)
        said = _("Closed") + (f": {how}" if how else "")
    blocks = [section(f"*{said}*"), *_question(ticket, _), fields(*_facts(offered, names, _))]
    return {"text": said, "blocks": blocks}


def _over(state: str, reason: str, _: Texts) -> str:
    if state == "left":
        if reason:
            return _("You stepped back from this. Thank you for what you did.")
        return _("This is over for you: someone else takes it from here. Thank you for your help.")
    if state == "declined" and reason == "suggested":
        return _("You suggested someone else. Thank you.")
    if state == "declined" and reason != "unreachable":
        return _("You declined this. Thank you for saying so.")
    if state in ("expired", "declined"):
        return _("The time for this is over. Thank you all the same.")
    return _("This was taken back: there is nothing left to do. Thank you all the same.")


def _question(ticket: Row, _: Texts) -> list[Block]:
    if ticket.question is None:
        return [context(_("The person who asked deleted what they wrote."))]
    return sections(escape(ticket.question))


def sections(text: str) -> list[Block]:
    """As much of an escaped text as one message holds: more than any field of a form takes."""
    return [section(piece) for piece in parts(text)[0]]


def _facts(offered: Offered, names: Names, _: Texts) -> Sequence[str]:
    ticket = offered.ticket
    topic, place = names.topics.get(ticket.topic), place_of(ticket.place)
    said = {
        _("From"): wording.shown_as(offered.who, names, _),
        _("Kind"): escape(wording.kind_name(ticket.kind, _)),
        _("Topic"): escape(topic.name(_.language)) if topic else "",
        _("Place"): escape(place_name(place, names, _)) if place else "",
        _("Needed by"): wording.needed_by(ticket, _),
        _("Language"): escape(_.language_name(ticket.language)),
    }
    urgent = [f":rotating_light: {_('Urgent')}"] if ticket.is_urgent else []
    return [*urgent, *(f"*{label}*\n{value}" for label, value in said.items() if value)]


def answer_buttons(handle: str, _: Texts) -> Sequence[Element]:
    """What an expert can say to an offer."""
    return (
        button(_("Accept"), ids.OFFER_ACCEPT, handle, style="primary"),
        button(_("Decline"), ids.OFFER_DECLINE, handle),
        button(_("Suggest someone"), ids.OFFER_SUGGEST, handle),
        button(_("Ask for more"), ids.OFFER_MORE, handle),
    )


def _buttons(handle: str, _: Texts) -> Sequence[Element]:
    return (
        button(_("Write to the coordinator alone"), ids.EXPERT_ASIDE, handle),
        button(_("Close request"), ids.EXPERT_CLOSE, handle),
        button(_("Step back"), ids.EXPERT_STEP_BACK, handle),
    )


def _until(offer: Row, _: Texts) -> str:
    return moment(offer.due_at, _)
