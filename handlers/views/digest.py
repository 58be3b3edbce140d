"""The morning digest: what needs a coordinator's hand, the most pressing first."""

from __future__ import annotations

from bot.desk.digest import Digest
from bot.i18n import Texts
from handlers.views.blocks import Block, Message, context, divider, header, section
from handlers.views.home_desk import ticket_rows
from handlers.views.own_rows import Reading, Spot, number


def digest(found: Digest, reading: Reading) -> Message:
    """What waits, how much of it, and the first of it, each one press away."""
    _ = reading.texts
    blocks: list[Block] = [header(_("Good morning")), section(_needs(found, _))]
    rows = ticket_rows(found.lines, reading)
    blocks += [divider(), *rows, *_also(found, reading), divider()] if rows else []
    rest = _rest(found, _)
    blocks += [context(" · ".join(rest))] if rest else []
    more = found.agenda.counts["needs"] - len(found.lines) - len(found.also)
    if more > 0:
        blocks.append(context(_.plural("{n} more in Home.", "{n} more in Home.", more)))
    return {"text": _("Your morning digest"), "blocks": blocks}


def _also(found: Digest, reading: Reading) -> list[Block]:
    """What else is overdue, each number one press away from its card."""
    if not found.also:
        return []
    _ = reading.texts
    numbers = [number(line.ticket, Spot(*line.card), reading) for line in found.also]
    return [section(_("Also overdue: {numbers}", numbers=" · ".join(numbers)))]


def _needs(found: Digest, _: Texts) -> str:
    needs = found.agenda.counts["needs"]
    if not needs:
        return _("No request needs you now.")
    return _.plural("*{n} request needs you now.*", "*{n} requests need you now.*", needs)


def _rest(found: Digest, _: Texts) -> list[str]:
    """What else there is, in numbers."""
    counts = found.agenda.counts
    said = [
        (found.agenda.overdue, _.plural("{n} overdue", "{n} overdue", found.agenda.overdue)),
        (counts["due"], _.plural("{n} due by tonight", "{n} due by tonight", counts["due"])),
        (
            counts["experts"],
            _.plural("{n} waits on an expert", "{n} wait on experts", counts["experts"]),
        ),
        (
            counts["requesters"],
            _.plural("{n} waits on who asked", "{n} wait on those who asked", counts["requesters"]),
        ),
        (
            found.held,
            _.plural(
                ":warning: {n} message could not be delivered: see Home",
                ":warning: {n} messages could not be delivered: see Home",
                found.held,
            ),
        ),
    ]
    return [words for number, words in said if number]
