"""A coordinator's desk in Home: the lists, the filters above them, and a page of one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.desk.agenda import (
    AGES,
    LONGEST,
    MINE,
    NOBODYS,
    PAGE,
    Agenda,
    ListName,
)
from bot.desk.lines import Line, Reason
from bot.i18n import Texts
from handlers import ids
from handlers.views import wording
from handlers.views.blocks import (
    Block,
    Element,
    actions,
    button,
    context,
    cut,
    divider,
    escape,
    header,
    labelled,
    option,
    section,
    select,
)
from handlers.views.matches import moment
from handlers.views.own_rows import NAME, Reading, Spot, about, number

ANY = "*"
"""The choice in a menu that takes its filter away; no id has this sign."""

_MOST_OPTIONS = 100

Choices = Sequence[tuple[str, str]]
"""What a menu offers: ids and what they are called."""


def coordinators_desk(agenda: Agenda, reading: Reading) -> list[Block]:
    """The lists, each with its count; the filters; the rows of a page, and the way to others."""
    _ = reading.texts
    return [
        header(_("Requests")),
        actions(*_lists(agenda, _)),
        actions(*_menus(agenda, reading)),
        *(ticket_rows(agenda.lines, reading) or _nothing(agenda, _)),
        *_turns(agenda, _),
        divider(),
    ]


def tools(_: Texts) -> list[Block]:
    """What else a coordinator has."""
    return [
        header(_("Tools")),
        actions(
            button(_("Reports"), ids.OPEN_REPORT),
            button(_("Stale requests"), ids.OPEN_STALE),
            button(_("Saved replies"), ids.OPEN_REPLIES),
            button(_("Drafts for the library"), ids.OPEN_DRAFTS),
            button(_("Experts and partners"), ids.STAFF),
            button(_("My time away"), ids.OPEN_AWAY),
            button(_("Settings"), ids.OPEN_SETTINGS),
        ),
    ]


def ticket_rows(lines: Sequence[Line], reading: Reading) -> list[Block]:
    """What some tickets are and how they stand, each with what can be done at once."""
    return [block for line in lines for block in _row(line, reading)]


def _lists(agenda: Agenda, _: Texts) -> list[Element]:
    named: Mapping[ListName, str] = {
        "needs": _("Needs me now ({n})", n=agenda.counts["needs"]),
        "experts": _("Waiting on experts ({n})", n=agenda.counts["experts"]),
        "requesters": _("Waiting on requesters ({n})", n=agenda.counts["requesters"]),
        "due": _("Due today ({n})", n=agenda.counts["due"]),
    }
    return [
        button(f"{label} ✓" if name == agenda.listed else label, f"{ids.AGENDA_LIST}:{name}", name)
        for name, label in named.items()
    ]


def _menus(agenda: Agenda, reading: Reading) -> list[Element]:
    _, names, filters = reading.texts, reading.names, agenda.filters
    kinds = [(kind, wording.kind_name(kind, _)) for kind in wording.REQUEST_KINDS]
    topics = [(topic.id, topic.name(_.language)) for topic in names.topics.values()]
    states = [(iso, state.name(_.language)) for iso, state in names.states.items()]
    ages = [(str(days), _.plural("Over {n} day", "Over {n} days", days)) for days in AGES]
    whose = [(MINE, _("Mine")), (NOBODYS, _("Nobody's yet"))]
    with_partners = bool(agenda.partners or filters.partner)
    partners = _menu("partner", _("Partner"), _("Any partner"), agenda.partners, filters.partner)
    menus = [
        _menu("kind", _("Kind"), _("Any kind"), kinds, filters.kind),
        _menu("topic", _("Topic"), _("Any topic"), topics, filters.topic),
        _menu("place", _("Place"), _("Any place"), _places(states, _), filters.place),
        *([partners] if with_partners else []),
        _menu("age", _("Age"), _("Any age"), ages, filters.age),
        _menu("whose", _("Whose"), _("Anybody's"), whose, filters.whose),
    ]
    return [*menus, _clear(_)] if filters.any else menus


def _places(states: Choices, _: Texts) -> Choices:
    return [("US", _("United States")), *(each for each in states if each[0] != "US")]


def _menu(name: str, label: str, no_matter: str, choices: Choices, chosen: str) -> Element:
    """A menu of as many choices as Slack takes; the one that is chosen is always among them."""
    known = [each for each in choices if len(each[0]) <= LONGEST][: _MOST_OPTIONS - 2]
    if chosen and chosen not in (each for each, _called in known):
        known.insert(0, (chosen, dict(choices).get(chosen, chosen)))
    options = [option(no_matter, ANY), *(option(called or each, each) for each, called in known)]
    return select(f"{ids.AGENDA_FILTER}:{name}", options, placeholder=label, chosen=chosen)


def _clear(_: Texts) -> Element:
    return button(_("Clear filters"), ids.AGENDA_CLEAR)


def _nothing(agenda: Agenda, _: Texts) -> list[Block]:
    if agenda.filters.any:
        said = _("With these filters nothing is left in this list.")
        return [section(said) | {"accessory": _clear(_)}]
    said = {
        "needs": _("Nothing needs you now."),
        "experts": _("Nothing waits on an expert."),
        "requesters": _("Nothing waits on somebody who asked."),
        "due": _("Nothing is due today."),
    }[agenda.listed]
    return [section(said)]


def _row(line: Line, reading: Reading) -> list[Block]:
    """What a ticket is and where, whom it waits on and why it needs somebody: none of the person's
    words, and not who asked.
    """
    _, ticket = reading.texts, line.ticket
    said = f"{_what(line, reading)}\n{_stands(line, _)}"
    buttons = [button(_("Open"), ids.CARD_VIEW, ticket.handle)]
    if ticket.assignee_id is None:
        buttons.append(button(_("Take it"), ids.CARD_TAKE, ticket.handle))
    if ticket.state != "accepted":
        buttons.append(button(_("Ask an expert"), ids.CARD_ASK_EXPERT, ticket.handle))
    return [section(said), actions(*labelled(f"#{ticket.id}", *buttons))]


def _what(line: Line, reading: Reading) -> str:
    _, ticket = reading.texts, line.ticket
    said = [
        number(ticket, Spot(*line.card), reading),
        f":rotating_light: *{_('Urgent')}*" if ticket.is_urgent else "",
        wording.priority_name(ticket.priority, _) if ticket.priority != "normal" else "",
        *about(ticket, reading, topic=True),
    ]
    return " · ".join(filter(None, said))


def _stands(line: Line, _: Texts) -> str:
    why = _why(line, _)
    return " · ".join(filter(None, [f"*{why}*" if why else "", _waits(line, _), _due(line, _)]))


def _due(line: Line, _: Texts) -> str:
    """By when somebody is to speak, or since when they should have, where that isn't said yet."""
    if line.ticket.due_at is None or line.why == "overdue":
        return ""
    when = moment(line.ticket.due_at, _)
    return _("overdue since {when}", when=when) if line.is_overdue else _("due {when}", when=when)


def _why(line: Line, _: Texts) -> str:
    if line.why == "vote":
        return _("Vote on {date}", date=_.date(line.ticket.vote_on))
    if line.why == "overdue" and line.ticket.due_at is not None:
        return _("Overdue since {when}", when=moment(line.ticket.due_at, _))
    said: Mapping[Reason, str] = {
        "due": _("Due today"),
        "came_back": _("Nobody who was asked could take it"),
        "unassigned": _("Nobody has it yet"),
        "mine": _("Yours"),
        "away": _("Its coordinator is away"),
    }
    return said.get(line.why, "")


def _waits(line: Line, _: Texts) -> str:
    when = moment(line.ticket.ball_at, _)
    if line.why == "unassigned":
        return _("since {when}", when=when)
    if line.on:
        return _("waits on {name} since {when}", name=escape(cut(line.on, NAME)), when=when)
    on = {
        "coordinator": _("waits on a coordinator since {when}"),
        "expert": _("waits on an expert since {when}"),
        "requester": _("waits on who asked since {when}"),
    }
    return on[line.ticket.waits_on].format(when=when)


def _turns(agenda: Agenda, _: Texts) -> list[Block]:
    total, first = agenda.counts[agenda.listed], agenda.page * PAGE + 1
    if not total:
        return []
    last = first + len(agenda.lines) - 1
    said = []
    if agenda.pages > 1:
        said.append(_("{first}–{last} of {total}", first=first, last=last, total=total))
    if agenda.listed == "due" and agenda.overdue:
        said.append(_.plural("{n} overdue", "{n} overdue", agenda.overdue))
    turns = []
    if agenda.page:
        turns.append(button(_("Previous"), ids.AGENDA_PREVIOUS, str(agenda.page - 1)))
    if agenda.page + 1 < agenda.pages:
        turns.append(button(_("Next"), ids.AGENDA_NEXT, str(agenda.page + 1)))
    return [*([context(" · ".join(said))] if said else []), *([actions(*turns)] if turns else [])]
