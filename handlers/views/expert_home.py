"""An expert's Home: what is offered to them, what they are on, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.experts import Expert
from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.views import wording
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    divider,
    header,
    labelled,
    link,
    section,
)
from handlers.views.matches import moment
from handlers.views.offer import answer_buttons
from handlers.views.own_rows import Reading, Spot, about, number, permalink
from handlers.views.staff import answers, for_expert, spared

OFFERS = 5
ON = 10
"""How many of each Home shows: at most 30 blocks with all else."""

SCOPE = 1_000
"""Characters that Home shows of what somebody answers."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An offer that waits for its expert's answer, its ticket, and where it stands in Slack."""

    offer: Row
    ticket: Row
    spot: Spot


@dataclass(frozen=True, slots=True)
class Theirs:
    """What one expert has: some of `offered` offers and of `total` tickets."""

    waiting: Sequence[Waiting]
    offered: int
    on: Sequence[tuple[Row, Spot]]
    total: int


def expert_home(theirs: Theirs, reading: Reading) -> list[Block]:
    """What waits for them."""
    return [*_offers(theirs, reading), *_on(theirs, reading)]


def settings(expert: Expert, now: int, reading: Reading) -> list[Block]:
    """What they say of themselves, each with its way to change it."""
    _ = reading.texts
    said = cut(answers(expert, reading.names, _), SCOPE)
    spares = cut(spared(expert, reading.names, _), SCOPE) or _(
        "Nothing: you may be asked anything."
    )
    answer = _("*What you answer*\n{scopes}", scopes=said)
    never = _("*What you don't want to be sent*\n{scopes}", scopes=spares)
    [answering] = labelled(_("What you answer"), button(_("Change"), ids.SCOPES_CHANGE))
    [sparing] = labelled(_("Not to be sent to you"), button(_("Change"), ids.NOT_FOR_CHANGE))
    return [
        *for_expert(expert, now, _),
        section(answer) | {"accessory": answering},
        section(never) | {"accessory": sparing},
        context(_("Coordinators see this in their list of experts.")),
        divider(),
    ]


def _offers(theirs: Theirs, reading: Reading) -> list[Block]:
    _ = reading.texts
    if not theirs.waiting:
        return [header(_("Offered to you")), context(_("Nothing waits for your answer."))]
    rows = [block for each in theirs.waiting for block in _offer(each, reading)]
    more = theirs.offered - len(theirs.waiting)
    left = [context(_more(more, _))] if more else []
    return [header(_("Offered to you")), *rows, *left]


def _offer(waiting: Waiting, reading: Reading) -> list[Block]:
    """What it is about and by when: what the person wrote stands in the offer itself."""
    _, ticket = reading.texts, waiting.ticket
    urgent = [f":rotating_light: *{_('Urgent')}*"] if ticket.is_urgent else []
    what = " · ".join([*urgent, *about(ticket, reading, topic=True)])
    until = _("You have until {when}.", when=moment(waiting.offer.due_at, _))
    needed = _("Needed by: {when}", when=wording.needed_by(ticket, _))
    address = permalink(waiting.spot, reading.workspace)
    read = [link(address, _("Read it"))] if address else []
    small = " · ".join([needed, until, *read])
    return [section(f"*{what}*\n{small}"), actions(*answer_buttons(waiting.offer.handle, _))]


def _on(theirs: Theirs, reading: Reading) -> list[Block]:
    _ = reading.texts
    if not theirs.on:
        return [divider()]
    rows = [section(_row(ticket, spot, reading)) for ticket, spot in theirs.on]
    more = theirs.total - len(theirs.on)
    left = [context(_more(more, _))] if more else []
    return [header(_("You are on these")), *rows, *left, divider()]


def _row(ticket: Row, spot: Spot, reading: Reading) -> str:
    _ = reading.texts
    what = " · ".join([number(ticket, spot, reading), *about(ticket, reading)])
    waits = {
        "expert": _("Waits on you since {when}"),
        "requester": _("Waits on the person who asked since {when}"),
    }.get(ticket.waits_on, _("Waits on the coordinator since {when}"))
    return f"{what}\n{waits.format(when=moment(ticket.ball_at, _))}"


def _more(n: int, _: Texts) -> str:
    return _.plural(
        "And {n} more, in your messages with Liaison.",
        "And {n} more, in your messages with Liaison.",
        n,
    )
