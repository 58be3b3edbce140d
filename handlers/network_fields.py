"""What coordinators fill in of the network's settings, read field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from typing import Any

from bot.i18n import Texts
from handlers import fields, ids
from handlers.fields import Body
from handlers.places import Unclear
from handlers.triage_channel import Found
from handlers.views.network import NEEDS
from handlers.views.network_forms import (
    LEAST_HOURS,
    MOST_HOURS,
    NONE,
    NUMBERS,
    action_id,
    block_id,
)

Texted = Mapping[str, str]
"""What stands in a form's fields, by the setting's name."""


def changed(body: Body, _: Texts) -> dict[str, Any]:
    """What somebody changed in a form, as settings. What they left alone is not theirs to set: it
    may be another's by now. Raises Unclear, with every field that can't be.
    """
    begun, filled = _begun(body), _named(fields.filled(body))
    touched = [name for name in {**begun, **filled} if begun.get(name) != filled.get(name)]
    if "country" in touched and "subdivision" in filled:
        touched.append("subdivision")
    values, errors = {}, {}
    for name in dict.fromkeys(touched):
        try:
            values[name] = _read(name, filled.get(name, ""))
        except ValueError:
            errors[name] = wrong(name, _)
    if errors:
        raise refused(errors, filled.get("country", ""))
    return values


def country_chosen(body: Body) -> str:
    """The country that is chosen in a form; empty for none."""
    country = _named(fields.filled(body)).get("country", NONE)
    return "" if country == NONE else country


def refused(errors: Mapping[str, str], country: str) -> Unclear:
    """What is said of settings, each at its field."""
    shown = "" if country == NONE else country
    unclear = Unclear("", "")
    unclear.errors = {block_id(name, shown): said for name, said in errors.items()}
    return unclear


def wrong(name: str, _: Texts) -> str:
    """What to do about a setting that can't be so."""
    if name in NUMBERS:
        least, most = NUMBERS[name]
        return _("Write a whole number from {least} to {most}.", least=least, most=most)
    if _is_span(name):
        return _("Write hours from {least} to {most}.", least=LEAST_HOURS, most=MOST_HOURS)
    return {
        "zone": _("Choose a time zone from the list."),
        "days": _("Choose at least one day on which somebody works, holidays apart."),
        "opens": _("Choose a time."),
        "closes": _("Work must end later on the day than it begins."),
        "country": _("The public holidays of this country are not known. Choose another one."),
        "subdivision": _("Choose a part of this country."),
        "quiet_from": _("Choose a time."),
        "quiet_until": _("Quiet hours must leave some of the working hours."),
        "stand_in": _("They are no coordinator any more. Choose somebody else."),
    }.get(name, _("Choose one of the list."))


def wrong_channel(found: Found, _: Texts) -> str:
    """Why tickets can't be shown in a channel, and what to do."""
    return {
        "public": _("This channel is public. Choose a private one, or make it private first."),
        "shared": _("This channel is shared with another workspace. Choose one of your own."),
        "archived": _("This channel is archived. Choose another one."),
        "not_in_it": _("Liaison is not in this channel. Write /invite @Liaison there first."),
        "missing": _("Liaison can't see this channel. Write /invite @Liaison there first."),
    }.get(found, _("Slack did not say what kind of channel this is. Please try again."))


def _read(name: str, text: str) -> Any:  # noqa: ANN401 (of the setting's own type)
    """A field's text as a setting's value. Raises ValueError."""
    if name in NUMBERS:
        least, most = NUMBERS[name]
        return _within(int(text), least, most)
    if _is_span(name):
        hours = float(text)
        return round(60 * _within(hours, LEAST_HOURS, MOST_HOURS))
    return _KINDS.get(name, str)(text)


def _is_span(name: str) -> bool:
    return name == "offer_minutes" or name.partition("_")[2] in NEEDS


def _within(number: Any, least: float, most: float) -> Any:  # noqa: ANN401 (an int or a float)
    if not least <= number <= most:
        raise ValueError
    return number


def _optional(text: str) -> str:
    return "" if text == NONE else text


_KINDS: Mapping[str, Callable[[str], Any]] = {
    "days": lambda text: tuple(int(each) for each in text.split()),
    **dict.fromkeys(("opens", "closes", "quiet_from", "quiet_until"), time.fromisoformat),
    "country": _optional,
    "subdivision": _optional,
    "stand_in": int,
}


def _begun(body: Body) -> Texted:
    """What stood in the fields when the form was opened."""
    begun = {}
    for block in body["view"].get("blocks") or ():
        element = block.get("element") or {}
        text = _initial(element)
        if text:
            begun[str(element["action_id"])] = text
    return _named(begun)


def _initial(element: Body) -> str:
    several: Iterable[Body] = element.get("initial_options") or ()
    one: Body = element.get("initial_option") or {}
    plain = (element.get(f"initial_{what}") for what in ("time", "conversation", "value"))
    return (
        "\n".join(each["value"] for each in several)
        or str(one.get("value") or "")
        or str(next(filter(None, plain), ""))
    )


def _named(fields: Mapping[str, str]) -> Texted:
    """By the setting's name; choices in one order, whatever the order in which they came."""
    start = action_id("")
    return {
        name.removeprefix(start): "\n".join(sorted(text.split("\n")))
        for name, text in fields.items()
        if name.startswith(f"{ids.SETTING}:")
    }
