"""A line of a report, in mrkdwn: what may be told of some requests, and nothing of the rest."""

from __future__ import annotations

from collections.abc import Mapping

from bot.desk.reports import HELPED, OPEN, OUTCOMES, Library, Line, Times
from bot.i18n import Texts
from handlers.views.blocks import cut, escape
from handlers.views.chart import HIDDEN
from handlers.views.wording import outcome_name

_HOUR, _MINUTE = 3_600_000, 60_000
_FEW_HOURS = 10


def line_text(label: str, line: Line, searches: Library | None, _: Texts) -> str:
    """A line in mrkdwn: its name, and below it what may be told."""
    answered = HIDDEN if line.answered is None else line.answered
    said = [
        f"*{escape(cut(label, 200))}*",
        _("{asked} asked · {answered} answered", asked=line.asked, answered=answered),
        _times(_("First answer"), line.first, _),
        _times(_("Closed"), line.whole, _),
        _listed(_("How they ended"), _outcomes(line, _)),
        _listed(_("Did it help"), _helped(line, _)),
        library_text(searches, _) if searches else "",
    ]
    return "\n".join(filter(None, said))


def _times(what: str, times: Times | None, _: Texts) -> str:
    if times is None:
        return ""
    half, most = _hours(times.median, _), _hours(times.most, _)
    return _(
        "{what}: half within {half}, nine of ten within {most}", what=what, half=half, most=most
    )


def _hours(milliseconds: int, _: Texts) -> str:
    if milliseconds < _HOUR:
        return _("{n} min", n=max(1, round(milliseconds / _MINUTE)))
    hours = milliseconds / _HOUR
    return _("{n} h", n=f"{hours:.1f}".removesuffix(".0") if hours < _FEW_HOURS else round(hours))


def _outcomes(line: Line, _: Texts) -> dict[str, int]:
    known = {outcome_name(name, _): line.outcomes.get(name, 0) for name in OUTCOMES}
    return {**known, _("still open"): line.outcomes.get(OPEN, 0)}


def _helped(line: Line, _: Texts) -> dict[str, int]:
    names = {"yes": _("yes"), "partly": _("partly"), "no": _("no")}
    return {names[each]: line.helped.get(each, 0) for each in HELPED}


def _listed(what: str, counts: Mapping[str, int]) -> str:
    some = [f"{name} {count}" for name, count in counts.items() if count]
    return f"{what}: {', '.join(some)}" if some else ""


def library_text(library: Library, _: Texts) -> str:
    """What is told of the searches of the library."""
    misses = HIDDEN if library.misses is None else library.misses
    return _(
        "Library: searched {searches} times, nothing good found {misses} times",
        searches=library.searches,
        misses=misses,
    )
