"""What somebody asked, in their Home and in a window of its own; and whom they would not meet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.desk.avoidance import MOST
from bot.desk.experts import Organization
from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.views import pickers, wording
from handlers.views.blocks import (
    Block,
    Element,
    View,
    actions,
    button,
    context,
    cut,
    divider,
    escape,
    field,
    header,
    labelled,
    modal,
    option,
    section,
)
from handlers.views.matches import moment
from handlers.views.own_rows import Reading, Spot, about, number
from handlers.views.status import BEGINNING

IN_HOME = 8
PAGE = 20

PARTNERS = 1_000
"""Characters of partners' names that Home shows."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, where its thread stands, and whether it can be opened again."""

    ticket: Row
    spot: Spot
    reopens: bool = False


def requests(page: Sequence[Asked], total: int, reading: Reading) -> list[Block]:
    """The open ones and those closed last, for Home; nothing for who never asked."""
    _ = reading.texts
    if not total:
        return []
    rows = [_in_home(asked, reading) for asked in page]
    return [header(_("Your requests")), *rows, *_others(total - len(page), total, _), divider()]


def all_requests(page: Sequence[Asked], offset: int, total: int, reading: Reading) -> View:
    """A page of everything that somebody asked."""
    _ = reading.texts
    rows = [section(_row(asked, reading)) for asked in page]
    turns = _turns(offset, total, _)
    blocks = [*rows, *([divider(), actions(*turns)] if turns else [])]
    nothing = [context(_("You have not asked anything yet."))]
    return modal(
        _("Your requests"), blocks or nothing, close=_("Close"), callback_id=ids.REQUESTS_ALL
    )


def avoided(partners: Sequence[Organization], chosen: Collection[str], _: Texts) -> list[Block]:
    """Whom they would not meet, in Home; nothing where there is nobody to meet."""
    if not partners:
        return []
    named = "; ".join(each.name for each in partners if each.id in chosen)
    said = _(
        "*Partners you would rather not be put in touch with*\n{partners}",
        partners=escape(cut(named, PARTNERS)) or _("None."),
    )
    why = _("Nobody there is asked about your requests. They are not told, and need no reason.")
    [change] = labelled(_("Partners to leave out"), button(_("Change"), ids.AVOIDED_CHANGE))
    return [section(said) | {"accessory": change}, context(why), divider()]


def avoided_form(partners: Sequence[Organization], chosen: Collection[str], _: Texts) -> View:
    """The form in which they choose them."""
    title = _("Partners to leave out")
    if not partners:
        said = [section(_("No partner is listed now."))]
        return modal(title, said, close=_("Close"), callback_id=ids.AVOIDED_FORM)
    menu = pickers.several(
        ids.AVOIDED_PARTNERS,
        [option(partner.name, partner.id) for partner in partners],
        placeholder=_("None"),
        chosen=chosen,
    )
    hint = _(
        "What is offered there and not accepted yet is taken back. Whoever is on a request of "
        "yours already stays: take them off in its thread, under “Who can see this”."
    )
    label = _("Partners you would rather not be put in touch with")
    return modal(
        title,
        [field(label, menu | {"max_selected_items": MOST}, hint=hint)],
        close=_("Cancel"),
        callback_id=ids.AVOIDED_FORM,
        submit=_("Save"),
    )


def _others(more: int, total: int, _: Texts) -> list[Block]:
    """How many more there are, and the way to all of them."""
    if not more:
        return []
    every = button(_("Show all ({n})", n=total), ids.REQUESTS_ALL, "0")
    return [context(_.plural("And {n} more.", "And {n} more.", more)), actions(every)]


def _in_home(asked: Asked, reading: Reading) -> Block:
    row = section(_row(asked, reading))
    if not asked.reopens:
        return row
    reopen = button(reading.texts("Reopen"), ids.OWN_REOPEN, asked.ticket.handle)
    return row | {"accessory": labelled(f"#{asked.ticket.id}", reopen)[0]}


def _row(asked: Asked, reading: Reading) -> str:
    """Only they see it, so its first words stand there: by these they know it again."""
    _, ticket = reading.texts, asked.ticket
    what = " · ".join([number(ticket, asked.spot, reading), *about(ticket, reading)])
    words = " ".join((ticket.question or "").split())
    begins = f"\n“{escape(cut(words, BEGINNING))}”" if words else ""
    return f"{what}{begins}\n{_stands(ticket, _)}"


def _stands(ticket: Row, _: Texts) -> str:
    if ticket.state == "closed":
        how = wording.outcome(ticket, _)
        ended = [wording.standing(ticket, _) + (f": {how}" if how else ""), _moment(ticket, _)]
        return " · ".join(filter(None, ended))
    since = _("since {when}", when=moment(ticket.ball_at, _))
    return f"*{wording.standing(ticket, _)}* {since}"


def _moment(ticket: Row, _: Texts) -> str:
    return moment(ticket.closed_at, _) if ticket.closed_at is not None else ""


def _turns(offset: int, total: int, _: Texts) -> list[Element]:
    turns = []
    if offset:
        turns.append(button(_("Back"), ids.REQUESTS_PREVIOUS, str(max(0, offset - PAGE))))
    if offset + PAGE < total:
        turns.append(button(_("Next"), ids.REQUESTS_NEXT, str(offset + PAGE)))
    return turns
