"""The words for what a ticket is: its kind, its urgency, who may see it, where it stands."""

from __future__ import annotations

from bot.desk import joining
from bot.i18n import Texts
from bot.store import Row
from handlers.places import place_of
from handlers.views.blocks import escape
from handlers.views.resource import Names, place_name

REQUEST_KINDS = (
    "directive-policy-design",
    "school-resolution",
    "connect-expert",
    "webinar-access",
    "general-assistance",
    "new-or-updated-document",
    "legal-question-detainers-funding",
    "take-action-event",
)
"""What the network's own page offers help with."""

ROLES = (
    "city-council-member",
    "county-commissioner",
    "mayor",
    "school-board-member",
    "sheriff-or-da",
    "city-or-county-attorney",
    "clerk-records-officer",
    "staff",
    "immigrant-affairs-office",
    "partner-staff",
)
"""The offices that people hold."""


def kind_name(kind: str, _: Texts) -> str:
    """A request's kind."""
    return {
        "directive-policy-design": _("Help designing a directive or policy"),
        "school-resolution": _("Crafting a school district resolution"),
        "connect-expert": _("Connect with a policy expert"),
        "webinar-access": _("Access to a resource by request"),
        "general-assistance": _("General assistance"),
        "new-or-updated-document": _("A new or newer document"),
        "legal-question-detainers-funding": _("Legal question on detainers or federal funding"),
        "take-action-event": _("Take action or attend an event"),
    }.get(kind, kind)


def role_name(role: str, _: Texts) -> str:
    """An office, as a person who holds it is spoken of."""
    return {
        "city-council-member": _("City council member"),
        "county-commissioner": _("County commissioner or supervisor"),
        "mayor": _("Mayor"),
        "school-board-member": _("School board member"),
        "sheriff-or-da": _("Sheriff or district attorney"),
        "city-or-county-attorney": _("City or county attorney"),
        "clerk-records-officer": _("Clerk or records officer"),
        "staff": _("Staff to an official"),
        "immigrant-affairs-office": _("Immigrant affairs office staff"),
        "partner-staff": _("Partner organization staff"),
    }.get(role, _("Local official"))


def needed_by(ticket: Row, _: Texts) -> str:
    """By when an answer is needed."""
    if ticket.needed_by == "vote":
        return _("Before a vote on {date}", date=_.date(ticket.vote_on))
    return {
        "today": _("Today"),
        "week": _("This week"),
    }.get(ticket.needed_by, _("No rush"))


def visibility(ticket: Row, _: Texts) -> str:
    """Who may see it, as its requester chose."""
    return visibility_name(ticket.visibility, _)


def visibility_name(visibility: str, _: Texts) -> str:
    """A choice of who may see a ticket."""
    return {
        "coordinator": _("Coordinators only"),
        "expert": _("Coordinators and one expert"),
        "partner": _("Coordinators and a partner's team"),
    }[visibility]


def priority_name(priority: str, _: Texts) -> str:
    """How soon coordinators want to come to it."""
    return {
        "low": _("Low priority"),
        "normal": _("Normal priority"),
        "high": _("High priority"),
    }[priority]


def standing(ticket: Row, _: Texts) -> str:
    """Where a ticket stands, in a word or two."""
    if ticket.state == "closed":
        return _("Closed")
    if ticket.waits_on == "requester":
        return _("Answered")
    return {
        "received": _("Received"),
        "taken": _("With the coordinator"),
        "offered": _("Asked an expert"),
        "accepted": _("With an expert"),
    }[ticket.state]


def outcome(ticket: Row, _: Texts) -> str:
    """How it ended; empty while it is open."""
    return outcome_name(ticket.outcome, _)


def outcome_name(outcome: str, _: Texts) -> str:
    """A way in which a ticket ends."""
    return {
        "by_resource": _("answered by a resource"),
        "by_expert": _("answered by an expert"),
        "by_coordinator": _("answered by the coordinator"),
        "referred": _("referred to someone else"),
        "withdrawn": _("withdrawn"),
        "duplicate": _("the same as another request"),
        "not_ours": _("not something this desk can help with"),
    }.get(outcome, "")


def shown_as(raw: str, names: Names, _: Texts) -> str:
    """A person's shown name as the desk keeps it, escaped: their name, or their office and state,
    or that it isn't said.
    """
    if raw.startswith(joining.NAMELESS):
        role, _colon, place = raw.removeprefix(joining.NAMELESS).partition(":")
        where = place_of(place)
        office = role_name(role, _)
        if where is None:
            return escape(office)
        return escape(f"{office}, {place_name(where, names, _)}")
    return escape(raw) if raw else _("A colleague")


def capital(text: str) -> str:
    """Words as they begin a sentence."""
    return text[:1].upper() + text[1:]
