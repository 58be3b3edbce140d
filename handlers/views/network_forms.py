"""The forms in which coordinators change the network's settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time

from bot.desk.network import Network
from bot.desk.people import Person
from bot.i18n import Texts
from handlers import ids
from handlers.carried import Step
from handlers.views import pickers, zones
from handlers.views.blocks import (
    Block,
    Element,
    View,
    context,
    field,
    modal,
    option,
    plain,
    select,
)
from handlers.views.network import NEEDS, FormName, Known, day_name, label
from handlers.views.pickers import needed

LEAST_HOURS, MOST_HOURS = 0.25, 720
NUMBERS: Mapping[str, tuple[int, int]] = {
    "silent_days": (3, 60),
    "nudges_a_week": (0, 20),
    "retention_days": (30, 730),
}
"""The least and the most of what is a whole number."""

NOBODY = "0"
NONE = "none"
"""The choice of no country: Slack's menus can't be emptied."""


def form(name: FormName, known: Known, others: list[Person], _: Texts) -> View:
    """One of them. `others` are the coordinators."""
    forms: Mapping[FormName, Callable[[], tuple[str, list[Block]]]] = {
        "hours": lambda: (_("Hours and holidays"), _hours(known, _)),
        "due": lambda: (_("When answers are due"), _due(known.network, _)),
        "offers": lambda: (_("Offers and silence"), _offers(known.network, _)),
        "channel": lambda: (_("Triage channel"), _channel(known, _)),
        "language": lambda: (_("Language"), _language(known.network, _)),
        "stand_in": lambda: (_("Stand-in"), _stand_in(known.network, others, _)),
        "kept": lambda: (_("What is kept"), _kept(known.network, _)),
    }
    title, blocks = forms[name]()
    return modal(
        title,
        blocks,
        close=_("Cancel"),
        callback_id=f"{ids.SETTINGS_FORM}:{name}",
        submit=_("Save"),
        private_metadata=Step("", name).dump(),
    )


def action_id(name: str) -> str:
    """The field of a setting."""
    return f"{ids.SETTING}:{name}"


def block_id(name: str, country: str = "") -> str:
    """Its block. That of a country's part is another for each country: what was chosen of the one
    before is gone with it.
    """
    return f"{action_id(name)}:{country}" if name == "subdivision" else action_id(name)


def part(country: str, chosen: str, states: Mapping[str, str], _: Texts) -> Block:
    """The part of a country whose holidays are kept too."""
    options = [option(_("The whole country"), NONE), *zones.parts(country, states)]
    menu = pickers.one_of_many(
        action_id("subdivision"), options, placeholder=_("Choose one"), chosen=chosen or NONE
    )
    block = field(label("subdivision", _), menu)
    return needed(block | {"block_id": block_id("subdivision", country)})


def _hours(known: Known, _: Texts) -> list[Block]:
    now = known.network
    none = option(_("No holidays"), NONE)
    zone = pickers.one_of_many(
        action_id("zone"), zones.zones(now.zone, _), placeholder=_("Choose one"), chosen=now.zone
    )
    country = pickers.one_of_many(
        action_id("country"),
        [none, *zones.countries(_)],
        placeholder=_("Choose one"),
        chosen=now.country or NONE,
    )
    quiet = _("Nobody is reminded of anything then. The same time twice: no hour is quiet.")
    return [
        needed(field(label("zone", _), zone)),
        needed(field(label("days", _), _days(now, _))),
        _time("opens", now.opens, _),
        _time("closes", now.closes, _),
        needed(field(label("country", _), country) | {"dispatch_action": True}),
        part(now.country, now.subdivision, known.states, _),
        _time("quiet_from", now.quiet_from, _),
        _time("quiet_until", now.quiet_until, _) | {"hint": plain(quiet)},
    ]


def _due(now: Network, _: Texts) -> list[Block]:
    told = _(
        "In working hours: 0.5 is half an hour. A first answer counts from the question, the next "
        "ones from when the person who asked last wrote."
    )
    names = [f"{which}_{need}" for which in ("first", "next") for need in NEEDS]
    return [context(told), *(_span(name, getattr(now, name), _) for name in names)]


def _offers(now: Network, _: Texts) -> list[Block]:
    span = _span("offer_minutes", now.offer_minutes, _)
    hint = plain(_("In hours. It is what is proposed when an expert is asked."))
    return [span | {"hint": hint}, _number("silent_days", now, _), _number("nudges_a_week", now, _)]


def _channel(known: Known, _: Texts) -> list[Block]:
    element = pickers.private_channel(
        action_id("triage_channel"), placeholder=_("None"), chosen=known.channel_id
    )
    element["filter"]["exclude_external_shared_channels"] = True
    hint = _(
        "A private channel of your coordinators alone, in which Liaison is. Cards that stand in "
        "another one stay there; new ones come here."
    )
    return [field(label("triage_channel", _), element, hint=hint)]


def _language(now: Network, _: Texts) -> list[Block]:
    options = [option(_.language_name(code), code) for code in ("en", "es")]
    hint = _(
        "Of cards, and of what is posted in partners' channels. What stands there already changes "
        "when something happens to it."
    )
    return [_menu("language", options, now.language, _) | {"hint": plain(hint)}]


def _stand_in(now: Network, others: list[Person], _: Texts) -> list[Block]:
    options = [option(_("Nobody"), NOBODY)]
    options += [option(each.name or _("No name"), str(each.id)) for each in others]
    hint = _("Who is proposed when a coordinator goes away, and to whom a request is handed.")
    return [_menu("stand_in", options, str(now.stand_in), _) | {"hint": plain(hint)}]


def _kept(now: Network, _: Texts) -> list[Block]:
    hint = _("After a request is closed. Who asks is told this number.")
    return [_number("retention_days", now, _) | {"hint": plain(hint)}]


def _menu(name: str, options: list[Element], chosen: str, _: Texts) -> Block:
    element = select(action_id(name), options, placeholder=_("Choose one"), chosen=chosen)
    return needed(field(label(name, _), element))


def _days(now: Network, _: Texts) -> Element:
    options = [option(day_name(number, _), str(number)) for number in range(7)]
    chosen = [each for each in options if int(each["value"]) in now.days]
    element: Element = {
        "type": "checkboxes",
        "action_id": action_id("days"),
        "options": options,
    }
    return element | ({"initial_options": chosen} if chosen else {})


def _time(name: str, at: time, _: Texts) -> Block:
    element: Element = {
        "type": "timepicker",
        "action_id": action_id(name),
        "initial_time": at.strftime("%H:%M"),
    }
    return needed(field(label(name, _), element))


def _span(name: str, minutes: int, _: Texts) -> Block:
    hours = round(minutes / 60, 2)
    element: Element = {
        "type": "number_input",
        "action_id": action_id(name),
        "is_decimal_allowed": True,
        "min_value": f"{min(LEAST_HOURS, hours):g}",
        "max_value": f"{MOST_HOURS:g}",
        "initial_value": f"{hours:g}",
    }
    return needed(field(label(name, _), element))


def _number(name: str, now: Network, _: Texts) -> Block:
    least, most = NUMBERS[name]
    element = pickers.number(action_id(name), most=most, value=getattr(now, name))
    return needed(field(label(name, _), element | {"min_value": str(least)}))
