"""What the requester fills in or looks at from their own thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.desk.audience import Viewer
from bot.desk.people import Person
from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.carried import Step
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    confirm,
    context,
    date,
    divider,
    escape,
    field,
    modal,
    option,
    section,
    select,
    text_input,
)
from handlers.views.closing import closing_words

OUTCOMES = ("withdrawn", "by_expert", "by_resource", "by_coordinator")
VISIBILITIES = ("coordinator", "expert", "partner")

MOST_WORDS = 3_000
"""Characters that Slack takes in one field."""

MOST_NAMED = 40
"""Viewers that are named one by one; a modal takes 100 blocks and far fewer see a ticket."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Who can see a ticket. `offered` are the names of experts who were asked and did not answer
    yet, `coordinators` those who took no part, and `me` the requester.
    """

    ticket: Row
    viewers: Sequence[Viewer]
    offered: Sequence[str]
    coordinators: Sequence[Person]
    me: Person


def add_detail(step: Step, _: Texts, *, to: str, team: str) -> View:
    """The form for adding something; `to` is the expert who reads it too, `team` the partner
    whose whole channel does; each is empty for none.
    """
    who = _who_reads(_, to=to, team=team)
    return _words_form(ids.OWN_DETAIL, _("Add detail"), who, _("What should they know?"), step, _)


def aside(step: Step, _: Texts) -> View:
    """The form for words to the coordinator alone."""
    who = _("Only the coordinator reads it. The expert doesn't.")
    title, label = _("Coordinators only"), _("What do you want to say?")
    return _words_form(ids.OWN_ASIDE, title, who, label, step, _)


def close(step: Step, _: Texts, *, to: str, team: str) -> View:
    """The form for closing: what came of it, and a line of words for whoever worked on it. `to`
    and `team` are as in `add_detail`.
    """
    with_expert = bool(to)
    options = [
        option(_("I don't need it any more"), "withdrawn"),
        option(_("A resource from the library answered it"), "by_resource"),
        option(_("The coordinator answered it"), "by_coordinator"),
    ]
    if with_expert:
        options.insert(1, option(_("The expert answered it"), "by_expert"))
    radio: Element = {
        "type": "radio_buttons",
        "action_id": ids.OWN_OUTCOME,
        "options": options,
        "initial_option": options[1 if with_expert else 0],
    }
    said = _("Whoever works on it is told. You can reopen it for 14 days.")
    return modal(
        _("Close request"),
        [
            section(said),
            field(_("What happened?"), radio) | {"optional": False},
            *closing_words(_who_reads(_, to=to, team=team), _),
        ],
        close=_("Cancel"),
        callback_id=ids.OWN_CLOSE,
        submit=_("Close request"),
        private_metadata=step.dump(),
    )


def delete_text(step: Step, _: Texts) -> View:
    """What deleting does and doesn't, said before it is done."""
    does = _(
        "We delete your question and everything you wrote on this request from our records, and "
        "take away the copies that others could read here."
    )
    lines = [
        _("Your own messages in Slack stay until you delete them yourself."),
        _("Nobody forgets what they have read, and your workspace may keep copies of its own."),
        _(
            "Messages of public officials can be public records. While a hold is set, nothing can "
            "be deleted."
        ),
        _("That there was a request, its kind and its dates stay."),
    ]
    cannot = "\n".join(f"• {line}" for line in lines)
    what_not = _("*What this can't do*")
    return modal(
        _("Delete my text"),
        [section(does), section(f"{what_not}\n{cannot}"), section(_("It can't be undone."))],
        close=_("Keep it"),
        callback_id=ids.OWN_DELETE,
        submit=_("Delete my text"),
        private_metadata=step.dump(),
    )


def viewers(seen: Seen, step: Step, _: Texts) -> View:
    """Everyone who can see a ticket, since when and who let them; and a way to change that."""
    named = [section(_viewer(each, seen, _)) for each in seen.viewers[:MOST_NAMED]]
    blocks = [*named, *_offered(seen, _), *_coordinators(seen, _)]
    is_open = seen.ticket.state != "closed"
    if is_open:
        blocks += [*_remove(seen, _), divider(), _choice(seen.ticket, _)]
    return modal(
        _("Who can see this"),
        blocks,
        close=_("Close"),
        callback_id=ids.OWN_LET_SEE,
        submit=_("Save") if is_open else "",
        private_metadata=step.dump(),
    )


def _who_reads(_: Texts, *, to: str, team: str) -> str:
    if team:
        return _(
            "Everyone in the channel of {team} and the coordinator read it.", team=escape(team)
        )
    if to:
        return _("{name} and the coordinator read it.", name=escape(to))
    return _("The coordinator reads it.")


def _words_form(callback_id: str, title: str, who: str, label: str, step: Step, _: Texts) -> View:
    leave_out = _("Please leave out names, A-numbers and addresses of people you help.")
    words = text_input(ids.WORDS, placeholder=_("In your own words"), limit=MOST_WORDS)
    blocks = [
        section(who),
        context(leave_out),
        field(label, words | {"multiline": True}) | {"optional": False},
    ]
    return modal(
        title,
        blocks,
        close=_("Cancel"),
        callback_id=callback_id,
        submit=_("Send"),
        private_metadata=step.dump(),
    )


def _viewer(viewer: Viewer, seen: Seen, _: Texts) -> str:
    since = _("since {day}", day=_day(viewer.since_at))
    if viewer.person is not None and viewer.person.id == seen.me.id:
        you = _("You")
        return f"*{you}* · {since}"
    by = viewer.added_by
    added = ""
    if by is not None and (viewer.person is None or by.id != viewer.person.id):
        added = _("added by {name}", name=_name(by, seen, _))
    return " · ".join(filter(None, [*_who(viewer, _), since, added]))


def _who(viewer: Viewer, _: Texts) -> list[str]:
    if viewer.person is None:
        team = escape(viewer.organization)
        return [_("*Everyone in the channel of {team}*", team=team)]
    return [f"*{_named(viewer.person)}*", _role(viewer.role, _)]


def _role(role: str, _: Texts) -> str:
    return {"coordinator": _("coordinator"), "expert": _("expert")}.get(role, "")


def _name(person: Person, seen: Seen, _: Texts) -> str:
    if person.id == seen.me.id:
        return _("you")
    return _named(person)


def _named(person: Person) -> str:
    """A name; Slack shows it itself where we don't know it."""
    return escape(person.name) or f"<@{person.user_id}>"


def _offered(seen: Seen, _: Texts) -> list[Block]:
    asked = _("asked, and did not answer yet")
    return [section(f"*{escape(name)}* · {asked}") for name in seen.offered[:MOST_NAMED]]


def _coordinators(seen: Seen, _: Texts) -> list[Block]:
    names = [_named(person) for person in seen.coordinators]
    if not names:
        return []
    return [context(_("Coordinators see every request: {names}.", names=_.listed(names)))]


def _remove(seen: Seen, _: Texts) -> list[Block]:
    if seen.ticket.expert_id is None:
        return []
    remove = button(_("Remove the expert"), ids.OWN_REMOVE, seen.ticket.handle, style="danger")
    asked = confirm(
        _("Remove the expert?"),
        _("They see nothing more of this request. What they have read stays with them."),
        yes=_("Remove"),
        no=_("Cancel"),
    )
    return [actions(remove | asked)]


def _choice(ticket: Row, _: Texts) -> Block:
    options = [
        option(_("Coordinators only"), "coordinator"),
        option(_("Coordinators and one expert"), "expert"),
        option(_("Coordinators and a partner's team"), "partner"),
    ]
    menu = select(
        ids.OWN_VISIBILITY, options, placeholder=_("Choose one"), chosen=ticket.visibility
    )
    hint = _("Whoever may not see it any more is taken off at once.")
    return field(_("Who may see it"), menu, hint=hint) | {"optional": False}


def _day(at: int) -> str:
    seconds = at // 1000
    fallback = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M UTC}"
    return date(seconds, "{date_short_pretty} {time}", fallback)
