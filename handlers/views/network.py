"""The network's settings, as a coordinator reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any, Literal, get_args

from babel import Locale

from bot.desk.network import NAMES, Change, Network
from bot.i18n import Texts
from handlers import ids
from handlers.views import wording, zones
from handlers.views.blocks import (
    SECTION_TEXT,
    Block,
    View,
    button,
    context,
    date,
    divider,
    escape,
    labelled,
    modal,
    section,
)
from handlers.views.matches import day

FormName = Literal["hours", "due", "offers", "channel", "language", "stand_in", "kept"]
FORMS: tuple[FormName, ...] = get_args(FormName)

NEEDS = ("today", "week", "vote", "whenever")


@dataclass(frozen=True, slots=True)
class Known:
    """What the settings are drawn from. `channel_id` is the channel in which tickets are shown,
    empty for none; `people` are names by our numbers; `states` the names of the United States'
    parts, in the reader's language.
    """

    network: Network
    channel_id: str = ""
    people: Mapping[int, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    changes: Sequence[Change] = ()


def overview(known: Known, _: Texts) -> View:
    """All of them, each with a way to change it, and the last changes."""
    titles = {
        "hours": (_("Hours and holidays"), _hours(known, _)),
        "due": (_("When answers are due"), _due(known, _)),
        "offers": (_("Offers and silence"), _offers(known, _)),
        "channel": (_("Triage channel"), _channel(known, _)),
        "language": (_("Language"), _language(known, _)),
        "stand_in": (_("Stand-in"), _stand_in(known, _)),
        "kept": (_("What is kept"), _kept(known, _)),
    }
    change = _("Change")
    blocks: list[Block] = [
        section(f"*{title}*\n{said}")
        | {"accessory": labelled(title, button(change, _form_id(name)))[0]}
        for name, (title, said) in titles.items()
    ]
    who = f"*{_('Who answers')}*\n{_('Experts, partners, and the channels shared with them.')}"
    blocks.append(section(who) | {"accessory": button(_("Open the list"), ids.STAFF)})
    return modal(
        _("Settings"),
        [*blocks, divider(), *_history(known, _)],
        close=_("Close"),
        callback_id=ids.SETTINGS,
    )


def label(name: str, _: Texts) -> str:
    """What a setting is called."""
    first, _sep, need = name.partition("_")
    if need in NEEDS:
        when = need_name(need, _)
        if first == "first":
            return _("First answer, {when}", when=when)
        return _("Next answers, {when}", when=when)
    return {
        "zone": _("Time zone"),
        "days": _("Working days"),
        "opens": _("Work begins"),
        "closes": _("Work ends"),
        "country": _("Holidays of"),
        "subdivision": _("State or region"),
        "quiet_from": _("Quiet from"),
        "quiet_until": _("Quiet until"),
        "offer_minutes": _("Time to answer an offer"),
        "silent_days": _("Days of silence that close a request"),
        "nudges_a_week": _("Reminders to one person in a week"),
        "retention_days": _("Days that words are kept"),
        "language": _("Language of channels"),
        "triage_channel": _("Triage channel"),
        "stand_in": _("Stand-in"),
    }[name]


def need_name(need: str, _: Texts) -> str:
    """How soon something is needed."""
    return {
        "today": _("needed today"),
        "week": _("needed this week"),
        "vote": _("needed before a vote"),
        "whenever": _("no rush"),
    }[need]


def value(name: str, found: Any, known: Known, _: Texts) -> str:  # noqa: ANN401 (of the setting's own type)
    """What a setting is set to, in mrkdwn."""
    none = _("none")
    spell: dict[str, Callable[[Any], str]] = {
        "zone": lambda zone: escape(zones.zone_name(zone, _)),
        "days": lambda days: _days(days, _),
        "country": lambda code: zones.country_name(code, _) if code else none,
        "subdivision": lambda code: _part(code, known) if code else none,
        "offer_minutes": duration,
        "language": _.language_name,
        "triage_channel": lambda channel_id: f"<#{channel_id}>" if channel_id else none,
        "stand_in": lambda number: _person(number, known, _),
    }
    if name in spell:
        return spell[name](found)
    if isinstance(found, time):
        return _.time(found)
    return duration(found) if name.partition("_")[2] in NEEDS else str(found)


def duration(minutes: int) -> str:
    """A span of working time."""
    return f"{minutes} min" if minutes < 60 else f"{round(minutes / 60, 2):g} h"


def day_name(number: int, _: Texts) -> str:
    """A day of the week; 0 is Monday."""
    return str(Locale(_.language).days["format"]["wide"][number])


def _hours(known: Known, _: Texts) -> str:
    now = known.network
    lines = [
        _(
            "{days}, {opens}–{closes} ({zone})",
            days=wording.capital(value("days", now.days, known, _)),
            opens=_.time(now.opens),
            closes=_.time(now.closes),
            zone=value("zone", now.zone, known, _),
        ),
        _("Holidays: {country}", country=_holidays(known, _)),
    ]
    if now.quiet_from != now.quiet_until:
        begins, ends = _.time(now.quiet_from), _.time(now.quiet_until)
        lines.append(_("Quiet: {begins}–{ends}", begins=begins, ends=ends))
    return "\n".join(lines)


def _days(days: Sequence[int], _: Texts) -> str:
    """Days of the week, three and more in a row as a span."""
    names = [day_name(each, _) for each in days]
    if len(days) < 3 or days[-1] - days[0] != len(days) - 1:
        return _.listed(names)
    return _("{first} to {last}", first=names[0], last=names[-1])


def _holidays(known: Known, _: Texts) -> str:
    now = known.network
    country = value("country", now.country, known, _)
    return f"{country}, {_part(now.subdivision, known)}" if now.subdivision else country


def _part(code: str, known: Known) -> str:
    return escape(zones.part_name(known.network.country, code, known.states))


def _due(known: Known, _: Texts) -> str:
    def targets(which: str) -> str:
        return " · ".join(
            f"{need_name(need, _)} {duration(getattr(known.network, f'{which}_{need}'))}"
            for need in NEEDS
        )

    return "\n".join(
        [
            _("First answer: {targets}", targets=targets("first")),
            _("Next answers: {targets}", targets=targets("next")),
            _("All in working hours."),
        ]
    )


def _offers(known: Known, _: Texts) -> str:
    now = known.network
    return "\n".join(
        [
            _("An expert has {span} to answer an offer.", span=duration(now.offer_minutes)),
            _.plural(
                "An answered request closes after {n} day of silence.",
                "An answered request closes after {n} days of silence.",
                now.silent_days,
            ),
            _.plural(
                "Nobody is reminded more than {n} time a week.",
                "Nobody is reminded more than {n} times a week.",
                now.nudges_a_week,
            ),
        ]
    )


def _channel(known: Known, _: Texts) -> str:
    if not known.channel_id:
        return _("None: each new request is told to every coordinator, and is shown nowhere.")
    return f"<#{known.channel_id}>"


def _language(known: Known, _: Texts) -> str:
    name = wording.capital(value("language", known.network.language, known, _))
    return _(
        "{language} in channels. Each person reads their own in messages and windows.",
        language=name,
    )


def _stand_in(known: Known, _: Texts) -> str:
    if not known.network.stand_in:
        return _("None: who goes away chooses one.")
    who = value("stand_in", known.network.stand_in, known, _)
    return _("{who}, unless somebody else is chosen.", who=who)


def _kept(known: Known, _: Texts) -> str:
    return _.plural(
        "A request's words are kept until {n} day after it is closed.",
        "A request's words are kept until {n} days after it is closed.",
        known.network.retention_days,
    )


def _person(number: int, known: Known, _: Texts) -> str:
    return escape(known.people.get(number, "")) or (_("No name") if number else _("none"))


def _history(known: Known, _: Texts) -> list[Block]:
    if not known.changes:
        return [context(_("Nothing was changed yet."))]
    said = f"*{_('Last changes')}*"
    for each in known.changes:
        longer = f"{said}\n• {_change(each, known, _)}"
        said = longer if len(longer) <= SECTION_TEXT else said
    return [section(said)]


def _change(change: Change, known: Known, _: Texts) -> str:
    set_to = [
        _("*{setting}* to {value}", setting=label(name, _), value=value(name, found, known, _))
        for name, found in sorted(change.values.items(), key=lambda each: NAMES.index(each[0]))
    ]
    who = _person(change.by_id, known, _) if change.by_id else _("Liaison's own command")
    when = date(change.at // 1000, "{date_short}", _.date(day(change.at)))
    return _("{who} set {what} on {when}", who=who, what="; ".join(set_to), when=when)


def _form_id(name: str) -> str:
    return f"{ids.SETTINGS_FORM}:{name}"
