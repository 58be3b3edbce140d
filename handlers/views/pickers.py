"""Fields of forms that hold more than a line or one choice: people, channels, days, numbers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from handlers.views.blocks import Block, Element, plain

MENU = 100
"""Choices that a menu, or one group of a menu, may have (docs.slack.dev, "Multi-select menu")."""


def needed(block: Block) -> Block:
    """A field that Slack doesn't let anybody leave empty."""
    return block | {"optional": False}


def several(
    action_id: str, options: Sequence[Element], *, placeholder: str, chosen: Collection[str] = ()
) -> Element:
    """A menu of which several can be chosen; `chosen` are the values that are picked at first."""
    element: Element = {
        "type": "multi_static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        **grouped(options),
    }
    picked = [choice for choice in options if choice["value"] in chosen]
    return element | {"initial_options": picked[:MENU]} if picked else element


def one_of_many(
    action_id: str, options: Sequence[Element], *, placeholder: str, chosen: str = ""
) -> Element:
    """A menu of any number of choices; `chosen` is the value that is picked at first."""
    element: Element = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        **grouped(options),
    }
    picked = [choice for choice in options if choice["value"] == chosen]
    return element | {"initial_option": picked[0]} if picked else element


def grouped(options: Sequence[Element]) -> dict[str, Any]:
    """Options in the order in which they are given; in groups, where they are more than a menu
    may have.
    """
    if len(options) <= MENU:
        return {"options": list(options)}
    groups = [list(options[begin : begin + MENU]) for begin in range(0, len(options), MENU)]
    return {"option_groups": [{"label": _span(each), "options": each} for each in groups[:MENU]]}


def person(action_id: str, *, placeholder: str) -> Element:
    """A menu of everybody whom the reader knows in Slack."""
    return {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
    }


def private_channel(action_id: str, *, placeholder: str, chosen: str = "") -> Element:
    """A menu of the private channels that the reader is in, shared ones too."""
    element: Element = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "filter": {"include": ["private"], "exclude_bot_users": True},
    }
    return element | {"initial_conversation": chosen} if chosen else element


def day(action_id: str, *, placeholder: str, chosen: str = "") -> Element:
    """A calendar; `chosen` is an ISO date."""
    element: Element = {
        "type": "datepicker",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
    }
    return element | {"initial_date": chosen} if chosen else element


def number(action_id: str, *, most: int, value: int) -> Element:
    """A whole number from 0 on."""
    return {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": False,
        "min_value": "0",
        "max_value": str(most),
        "initial_value": str(value),
    }


def _span(options: Sequence[Element]) -> Element:
    first, last = (str(each["text"]["text"])[:1].upper() for each in (options[0], options[-1]))
    return plain(f"{first} – {last}", 75)
