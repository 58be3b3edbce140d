"""Closing together what nobody speaks on any more: the list, and a second look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk.course import REOPENED_DAYS
from bot.desk.patterns import Kind
from bot.desk.stale import BATCH, DAYS, Closed, Days, Seen, Stale
from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.carried import Step
from handlers.places import place_of
from handlers.views import relayed, wording
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    context,
    escape,
    field,
    header,
    modal,
    option,
    plain,
    section,
    select,
    text_input,
)
from handlers.views.closing import MOST_WORDS
from handlers.views.resource import Names, place_name
from handlers.views.triage_more import OUTCOMES

LOOK = "look"
SURE = "sure"

MOST_NAMED = 20
"""Numbers of requests that are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the form is: after how many days of silence, how many it is about, and how they are
    to end.
    """

    name: str = LOOK
    days: Days = 14
    count: int = 0
    outcome: str = ""

    def step(self) -> Step:
        """For a view's private_metadata."""
        return Step("", f"{self.name}:{self.days}:{self.count}:{self.outcome}")

    @classmethod
    def of(cls, step: Step) -> Stage:
        """Back from it."""
        name, days, count, outcome = step.name.split(":")
        return cls(name, days_of(days), int(count), outcome)


@dataclass(frozen=True, slots=True)
class Line:
    """What each requester gets: as it was typed, and as it goes, with the kinds that are hidden."""

    typed: str = ""
    masked: str = ""
    hidden: Sequence[Kind] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What requests are drawn with: each one's day of silence, as ISO date, by its number."""

    since: Mapping[int, date]
    names: Names


def days_of(value: str) -> Days:
    """A choice of days; the usual one for anything else."""
    return next((each for each in DAYS if str(each) == value), Stage().days)


def seen(values: Mapping[str, str]) -> list[Seen]:
    """The requests that were ticked, in order."""
    ticked = [
        each.partition(" ")
        for name, value in values.items()
        if name.startswith(f"{ids.STALE_CHOICE}:")
        for each in value.split("\n")
    ]
    return [Seen(handle, int(version)) for version, _space, handle in ticked]


def look(stale: Stale, shown: Shown, _: Texts) -> View:
    """All that is stale, to choose from."""
    blocks = [section(_("Nobody has spoken for")), _days(stale.days, _)]
    stage = Stage(LOOK, stale.days)
    silent = _groups(stale.silent, stage, shown, _)
    ours = _groups(stale.ours, stage, shown, _, first=len(silent), ticked=False)
    if silent:
        blocks += [header(_("Answered, and silent since")), *silent]
        blocks += _more(stale.silent_count - len(stale.silent), _)
    if ours:
        careful = _("Somebody may still count on an answer here. Tick only what is really over.")
        blocks += [header(_("Waiting on us")), context(careful), *ours]
        blocks += _more(stale.ours_count - len(stale.ours), _)
    title = _("Stale requests")
    if not silent and not ours:
        blocks.append(section(_("None: somebody has spoken on every open request since then.")))
        return modal(
            title,
            blocks,
            close=_("Close"),
            callback_id=ids.STALE_FORM,
            private_metadata=stage.step().dump(),
        )
    return modal(
        title,
        [*blocks, _outcome("", _), _words("", _)],
        close=_("Cancel"),
        callback_id=ids.STALE_FORM,
        submit=_("Go on"),
        private_metadata=stage.step().dump(),
    )


def sure(chosen: Sequence[Row], stage: Stage, line: Line, shown: Shown, _: Texts) -> View:
    """What was chosen once more, with what will happen."""
    asked = _.plural("*Close {n} request?*", "*Close {n} requests?*", len(chosen))
    told = _(
        "Each person is told in their own thread, and can reopen it within {days} days.",
        days=REOPENED_DAYS,
    )
    ends = _("How it ended: {outcome}", outcome=wording.outcome_name(stage.outcome, _))
    blocks = [
        section(f"{asked} {told}"),
        context(ends),
        *([section(f">{escape(' '.join(line.masked.split()))}")] if line.masked else []),
        *(relayed.note(line.hidden, 0, _)["blocks"] if line.hidden else []),
        *_groups(chosen, stage, shown, _),
        _outcome(stage.outcome, _),
        _words(line.typed, _),
    ]
    return modal(
        _("Close them?"),
        blocks,
        close=_("Cancel"),
        callback_id=ids.STALE_FORM,
        submit=_("Close them"),
        private_metadata=stage.step().dump(),
    )


def done(closed: Closed, _: Texts) -> str:
    """What came of it, in plain text."""
    said = _.plural("{n} request is closed.", "{n} requests are closed.", closed.count)
    if not closed.count:
        said = _("No request was closed.")
    if not closed.left_out:
        return said
    numbers = _.listed([f"#{number}" for number in closed.left_out[:MOST_NAMED]])
    left = _("Left out, because something happened there meanwhile: {numbers}.", numbers=numbers)
    return f"{said} {left}"


def _groups(
    rows: Sequence[Row],
    stage: Stage,
    shown: Shown,
    _: Texts,
    *,
    first: int = 0,
    ticked: bool = True,
) -> list[Block]:
    """Boxes to tick, as many in a group as Slack takes. A group's id changes with what it holds,
    for Slack keeps ticks by it.
    """
    tag = f"{stage.name}:{stage.days}:{len(rows)}"
    groups: list[Block] = []
    for begin in range(0, len(rows), BATCH):
        some = rows[begin : begin + BATCH]
        options = [_option(each, shown, _) for each in some]
        number = first + len(groups)
        boxes: Element = {
            "type": "checkboxes",
            "action_id": f"{ids.STALE_CHOICE}:{number}",
            "options": options,
        }
        if ticked:
            boxes["initial_options"] = options
        label = _("Requests {first} to {last}", first=begin + 1, last=begin + len(some))
        block_id = f"{ids.STALE_CHOICE}:{tag}:{number}:{some[0].id}"
        groups.append(field(label, boxes) | {"block_id": block_id})
    return groups


def _option(ticket: Row, shown: Shown, _: Texts) -> Element:
    place = place_of(ticket.place)
    where = place_name(place, shown.names, _) if place else ""
    # The kind stands last: it is the longest, and what doesn't fit is cut.
    parts = filter(None, [f"#{ticket.id}", where, wording.kind_name(ticket.kind, _)])
    value = f"{ticket.version} {ticket.handle}"
    return option(" · ".join(parts), value) | {"description": plain(_waits(ticket, shown, _), 75)}


def _waits(ticket: Row, shown: Shown, _: Texts) -> str:
    since = _.date(shown.since[ticket.id].isoformat())
    if ticket.promised_on and ticket.waits_on == "requester":
        return _("promised for {date}", date=_.date(ticket.promised_on))
    if ticket.vote_on and ticket.waits_on == "requester":
        return _("a vote on {date}", date=_.date(ticket.vote_on))
    if ticket.answered_at is None and ticket.waits_on != "requester":
        return _("nobody answered this yet, since {date}", date=since)
    return {
        "requester": _("silent since {date}; waits on the person who asked", date=since),
        "expert": _("silent since {date}; waits on the expert", date=since),
    }.get(ticket.waits_on, _("silent since {date}; waits on a coordinator", date=since))


def _more(left: int, _: Texts) -> list[Block]:
    if left <= 0:
        return []
    said = _.plural(
        "{n} more is not shown: close these first.",
        "{n} more are not shown: close these first.",
        left,
    )
    return [context(said)]


def _days(chosen: Days, _: Texts) -> Block:
    options = [option(_.plural("{n} day", "{n} days", each), str(each)) for each in DAYS]
    menu = select(ids.STALE_DAYS, options, placeholder=_("Choose one"), chosen=str(chosen))
    # Not a field: a window with fields needs something to send.
    return actions(menu)


def _outcome(chosen: str, _: Texts) -> Block:
    options = [option(wording.capital(wording.outcome_name(each, _)), each) for each in OUTCOMES]
    menu = select(ids.TICKET_OUTCOME, options, placeholder=_("Choose one"), chosen=chosen)
    return field(_("How it ended"), menu) | {"optional": False}


def _words(words: str, _: Texts) -> Block:
    line = text_input(
        ids.WORDS,
        placeholder=_("For example: we heard nothing for a while, so we close this."),
        value=words,
        limit=MOST_WORDS,
    )
    hint = _("Everybody gets the same line, so leave out what is about one of them.")
    return field(_("A line that each of them gets"), line, hint=hint)
