"""What the clock says: that something is overdue, that a silent request ends, that a day moved.

Notifications are read on locked phones: they say nothing of what it is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.lines import Line
from bot.i18n import Texts
from bot.store import Row
from handlers import ids
from handlers.views.blocks import Message, actions, button, context, date, section
from handlers.views.home_desk import ticket_rows
from handlers.views.matches import day, moment
from handlers.views.own_rows import Reading

SHOWN = 5
"""Overdue tickets that a nudge names; the others are in Home."""


def nudge(lines: Sequence[Line], reading: Reading) -> Message:
    """Tells a coordinator what is overdue, what waits longest first."""
    _, more = reading.texts, len(lines) - SHOWN
    said = _.plural("*{n} request is overdue.*", "*{n} requests are overdue.*", len(lines))
    blocks = [section(said), *ticket_rows(lines[:SHOWN], reading)]
    if more > 0:
        blocks.append(context(_.plural("{n} more in Home.", "{n} more in Home.", more)))
    return {"text": _("Something is overdue"), "blocks": blocks}


def expert_nudge(ticket: Row, reader: str, _: Texts) -> Message:
    """Asks who is on a ticket for an answer, in its thread. `reader` mentions them where others
    read along, else it is empty.
    """
    since = moment(ticket.ball_at, _)
    if reader:
        said = _(
            "{reader}: the official has been waiting for an answer since {when}. Please write "
            "here; if you can't take it on after all, say so in a word.",
            reader=reader,
            when=since,
        )
    else:
        said = _(
            "The person who asked has been waiting for your answer since {when}. Please write "
            "here; if you can't take it on after all, step back and someone else is asked.",
            when=since,
        )
    return {"text": _("Somebody waits for your answer"), "blocks": [section(said)]}


def will_close(ticket: Row, closes_at: int, _: Texts) -> Message:
    """Tells a requester that their silent request will be closed. `closes_at` is in milliseconds
    since 1970.
    """
    said = _(
        "*Is this answered?* Nobody has written here for a while. If something is still open, just "
        "write in this thread. Otherwise we close the request on {date}.",
        date=_day(closes_at, _),
    )
    blocks = [section(said), actions(button(_("Close request"), ids.OWN_CLOSE, ticket.handle))]
    return {"text": _("Is your request #{number} answered?", number=ticket.id), "blocks": blocks}


def silent(ticket: Row, reopened_until: int | None, _: Texts) -> Message:
    """Tells them that it was closed, and until when, in milliseconds since 1970, it can be opened
    again.
    """
    blocks = [section(_("We have closed this request, because nobody wrote here any more."))]
    if reopened_until is not None:
        until = _("You can reopen it until {date}.", date=_day(reopened_until, _))
        again = button(_("Reopen"), ids.OWN_REOPEN, ticket.handle, style="primary")
        blocks += [context(until), actions(again)]
    return {"text": _("Your request #{number} is closed", number=ticket.id), "blocks": blocks}


def promise_moved(number: int, before: str, after: str, _: Texts) -> Message:
    """Tells a requester that an answer is promised for another day, both as ISO dates."""
    said = _(
        "The day by which you get an answer has changed: it was {before}, and is {after} now.",
        before=_.date(before),
        after=f"*{_.date(after)}*",
    )
    text = _("News about your request #{number}", number=number)
    return {"text": text, "blocks": [section(said)]}


def _day(at: int, _: Texts) -> str:
    """A day in the reader's own zone, as Slack shows it."""
    return date(at // 1000, "{date_short}", _.date(day(at)))
