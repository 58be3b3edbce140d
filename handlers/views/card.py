"""A ticket's card in the triage channel, and what stands behind its button View."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.matching import Match
from bot.desk.passing import parts
from bot.i18n import Texts
from bot.store import Row
from catalog.models import Resource
from handlers import ids
from handlers.places import place_of
from handlers.views import closing, wording
from handlers.views.blocks import (
    SECTION_TEXT,
    Block,
    Element,
    Message,
    View,
    actions,
    button,
    context,
    cut,
    escape,
    fields,
    link,
    modal,
    mrkdwn,
    section,
)
from handlers.views.matches import Asked, called, came_of_all, moment, why
from handlers.views.resource import Names, place_name

WHOLE = 600
"""Characters of a question that a card shows; the rest is behind View."""

SHOWN = 3
"""Resources, and experts, that a card proposes."""

MOST_ASKED = 10
"""Offers that a card tells of, the newest."""

MOST_SECTIONS = 40
"""Sections of a question: far more than a form's field fills, and they fit into a window."""

MOST_MERGED = 20
"""Merged tickets that a card names."""

TITLE = 150


@dataclass(frozen=True, slots=True)
class Standing:
    """What a card is drawn from. `requester`, `assignee` and `expert` are names, empty where there
    is none or none is known; `past` counts the requester's earlier tickets; `waits_since` is in
    milliseconds since 1970; `stands_in_for` is the name of who is away and for whom `assignee` has
    it; `closed_by` is a name; `merged` are the numbers of those that were merged into it;
    `is_overdue` is that whoever it waits on should have spoken.
    """

    ticket: Row
    requester: str
    past: int
    waits_since: int
    assignee: str = ""
    expert: str = ""
    asked: Sequence[Asked] = ()
    closed_by: str = ""
    may_reopen: bool = False
    merged: Sequence[int] = ()
    stands_in_for: str = ""
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a card proposes, the best first; `about` is the resource from which it was asked."""

    resources: Sequence[Resource] = ()
    matches: Sequence[Match] = ()
    about: Resource | None = None


def card(stands: Standing, proposed: Proposed, names: Names, _: Texts) -> Message:
    """An open ticket's card."""
    ticket, about = stands.ticket, [proposed.about] if proposed.about else []
    blocks = [
        section(_head(stands, _)),
        fields(*_facts(stands, names, _)),
        *_question(ticket, _),
        context(_asked_by(stands, _)),
        *_merged(stands, _),
        *(context(_("Asked from: {title}", title=cut_title(each, _))) for each in about),
        *_listed(_("Asked so far"), came_of_all(stands.asked, MOST_ASKED, _)),
        *_listed(_("May answer it"), [cut_title(each, _) for each in proposed.resources[:SHOWN]]),
        *_experts(stands, proposed.matches, names, _),
        actions(*_buttons(stands, _)),
    ]
    return {"text": _("A request, and where it stands"), "blocks": blocks}


def closed_card(stands: Standing, names: Names, _: Texts) -> Message:
    """A closed ticket's card: what it was, and how it ended."""
    ticket = stands.ticket
    said = _("*#{number}* · Closed: {outcome}", number=ticket.id, outcome=_outcome(ticket, _))
    small = [wording.kind_name(ticket.kind, _), _topic(ticket, names, _), _place(ticket, names, _)]
    small += [escape(name) for name in (stands.assignee, stands.expert)]
    if ticket.closed_at is not None:
        small.append(moment(ticket.closed_at, _))
    view = button(_("View"), ids.CARD_VIEW, ticket.handle)
    again = button(_("Reopen"), ids.CARD_REOPEN, ticket.handle)
    blocks = [
        section(said),
        context(" · ".join(each for each in small if each)),
        *_afterwards(stands, _, is_whole=False),
        actions(view, again) if stands.may_reopen else actions(view),
    ]
    return {"text": _("A request, and where it stands"), "blocks": blocks}


def details(stands: Standing, names: Names, _: Texts) -> View:
    """The whole of a ticket, for one coordinator."""
    ticket = stands.ticket
    blocks = [
        section(_head(stands, _)),
        context(_asked_by(stands, _)),
        *(question_sections(ticket.question) if ticket.question else [_deleted(_)]),
        fields(*_facts(stands, names, _)),
        context(_shown_as(ticket, names, _)),
        *_asked(stands, _),
        *_afterwards(stands, _, is_whole=True),
        *([actions(draft_button(ticket.handle, _))] if may_be_drafted(ticket) else []),
    ]
    title = _("Request #{number}", number=ticket.id)
    return modal(title, blocks, close=_("Close"), callback_id=ids.CARD_VIEW)


def may_be_drafted(ticket: Row) -> bool:
    """Whether a resource may be made of it: it was answered, and its requester kept their text."""
    is_answered = ticket.state == "closed" or ticket.answered_at is not None
    return is_answered and ticket.question is not None


def draft_button(handle: str, _: Texts) -> Element:
    """The way to make a resource of a request."""
    return button(_("Make this a resource"), ids.DRAFT_MAKE, handle)


def question_sections(text: str) -> list[Block]:
    """A question whole, as it was written."""
    pieces = [piece for message in parts(escape(text)) for piece in message]
    return [
        {"type": "section", "text": mrkdwn(piece), "expand": True}
        for piece in pieces[:MOST_SECTIONS]
    ]


def cut_title(found: Resource, _: Texts) -> str:
    """A resource's title, linked where anyone may open it; a long one is cut."""
    title = cut(found.title_in(_.language), TITLE)
    return link(found.url if found.is_public else "", title)


def is_private(ticket: Row) -> bool:
    """Whether its question is kept off the card."""
    return bool(ticket.visibility == "coordinator")


def _afterwards(stands: Standing, _: Texts, *, is_whole: bool) -> list[Block]:
    """What was said when it was closed, and of whether it helped."""
    ticket = stands.ticket
    if ticket.state != "closed":
        return []
    if is_private(ticket) and not is_whole and (ticket.closing_words or ticket.comment):
        face = closing.rated(ticket, _, is_whole=False)
        more = context(_("Only coordinators may see what was said: press *View*."))
        return [*([section(face)] if face else []), more]
    said = closing.rated(ticket, _)
    words = closing.last_words(ticket.closing_words, stands.closed_by, _)
    return [*words, *([section(said)] if said else [])]


def _head(stands: Standing, _: Texts) -> str:
    ticket = stands.ticket
    marks = [f"*#{ticket.id}*"]
    if ticket.is_urgent:
        marks.append(f":rotating_light: *{_('Urgent')}*")
    if stands.is_overdue:
        marks.append(f"*{_('Overdue since {when}', when=moment(ticket.due_at, _))}*")
    if ticket.priority != "normal":
        marks.append(wording.priority_name(ticket.priority, _))
    return " · ".join([*marks, wording.kind_name(ticket.kind, _)])


def _facts(stands: Standing, names: Names, _: Texts) -> list[str]:
    ticket = stands.ticket
    known = [
        (_("Waits on"), _waits(stands, _)),
        (_("Answer due"), _answer_due(stands, _)),
        (_("Has it"), _has_it(stands, _)),
        (_("Expert"), escape(stands.expert)),
        (_("Needed by"), wording.needed_by(ticket, _)),
        (_("Promised for"), _.date(ticket.promised_on) if ticket.promised_on else ""),
        (_("Topic"), _topic(ticket, names, _)),
        (_("Place"), _place(ticket, names, _)),
        (_("Language"), _.language_name(ticket.language)),
        (_("Who may see it"), wording.visibility(ticket, _)),
    ]
    return [f"*{label}*\n{value}" for label, value in known if value]


def _has_it(stands: Standing, _: Texts) -> str:
    if stands.ticket.assignee_id is None:
        return _("nobody yet")
    holder = escape(stands.assignee) or _("a coordinator")
    if not stands.stands_in_for:
        return holder
    return _("{holder}, for {who}", holder=holder, who=escape(stands.stands_in_for))


def _waits(stands: Standing, _: Texts) -> str:
    on = {
        "coordinator": _("the coordinator, since {when}"),
        "expert": _("the expert, since {when}"),
        "requester": _("the person who asked, since {when}"),
    }.get(stands.ticket.waits_on, "")
    return on.format(when=moment(stands.waits_since, _))


def _answer_due(stands: Standing, _: Texts) -> str:
    """Until it is overdue: then that stands above."""
    due_at = stands.ticket.due_at
    return "" if due_at is None or stands.is_overdue else moment(due_at, _)


def _topic(ticket: Row, names: Names, _: Texts) -> str:
    topic = names.topics.get(ticket.topic)
    return escape(topic.name(_.language) if topic else ticket.topic)


def _place(ticket: Row, names: Names, _: Texts) -> str:
    place = place_of(ticket.place)
    return escape(place_name(place, names, _)) if place else ""


def _outcome(ticket: Row, _: Texts) -> str:
    said = wording.outcome(ticket, _)
    return f"{said} (#{ticket.merged_into})" if ticket.merged_into else said


def _question(ticket: Row, _: Texts) -> list[Block]:
    if ticket.question is None:
        return [_deleted(_)]
    if is_private(ticket):
        return [context(_("Only coordinators may see the question: press *View*."))]
    if len(ticket.question) > WHOLE:
        more = context(_("It goes on: press *View*."))
        return [*question_sections(cut(ticket.question, WHOLE)), more]
    return question_sections(ticket.question)


def _deleted(_: Texts) -> Block:
    return context(_("The person who asked deleted the text."))


def _asked_by(stands: Standing, _: Texts) -> str:
    said = _(
        "From {name}, {when}",
        name=escape(stands.requester) or _("somebody whose name is not known"),
        when=moment(stands.ticket.opened_at, _),
    )
    if not stands.past:
        return said + " · " + _("their first request")
    return said + " · " + _.plural("{n} earlier request", "{n} earlier requests", stands.past)


def _merged(stands: Standing, _: Texts) -> list[Block]:
    if not stands.merged:
        return []
    numbers = _.listed([f"#{number}" for number in stands.merged[:MOST_MERGED]])
    return [context(_("Merged into it: {numbers}", numbers=numbers))]


def _shown_as(ticket: Row, names: Names, _: Texts) -> str:
    if ticket.shown_as == "name":
        return _("Experts see their name.")
    if ticket.shown_as == "nobody":
        return _("Experts see no name.")
    where, office = place_of(ticket.place), wording.role_name(ticket.role, _)
    known = f"{office}, {place_name(where, names, _)}" if where else office
    return _("Experts see: {who}.", who=escape(known))


def _asked(stands: Standing, _: Texts) -> list[Block]:
    """Who was asked, with all that those said who declined: nowhere else does it stand whole."""
    lines = came_of_all(stands.asked, MOST_ASKED, _, is_whole=True)
    if not lines:
        return []
    said = "\n• ".join([f"*{_('Asked so far')}*", *lines])
    pieces = [piece for message in parts(said) for piece in message]
    return [section(piece) for piece in pieces[:MOST_SECTIONS]]


def _listed(title: str, lines: Sequence[str]) -> list[Block]:
    """A heading and what fits below it: a line that was cut could break a link."""
    said = f"*{title}*"
    for line in lines:
        longer = f"{said}\n• {line}"
        said = longer if len(longer) <= SECTION_TEXT else said
    return [section(said)] if lines else []


def _experts(stands: Standing, matches: Sequence[Match], names: Names, _: Texts) -> list[Block]:
    ticket = stands.ticket
    if ticket.state == "accepted":
        return []
    if is_private(ticket):
        return [context(no_expert(_))]
    lines = [
        f"*{escape(called(match, _))}* · {escape(why(match, names, _))}"
        for match in matches[:SHOWN]
    ]
    return _listed(_("Who could help"), lines)


def no_expert(_: Texts) -> str:
    """Why nobody else can be asked."""
    return _(
        "No expert is proposed: the person who asked lets only coordinators see this. A reply can "
        "ask whether an expert may see it."
    )


def _buttons(stands: Standing, _: Texts) -> list[Element]:
    ticket, handle = stands.ticket, stands.ticket.handle
    buttons = []
    if ticket.assignee_id is None:
        buttons.append(button(_("Take it"), ids.CARD_TAKE, handle, style="primary"))
    if ticket.state != "accepted":
        buttons.append(button(_("Ask an expert"), ids.CARD_ASK_EXPERT, handle))
    return [
        *buttons,
        button(_("Reply"), ids.CARD_REPLY, handle),
        button(_("Send resource"), ids.CARD_SEND_RESOURCE, handle),
        button(_("View"), ids.CARD_VIEW, handle),
        button(_("More"), ids.CARD_MORE, handle),
    ]
