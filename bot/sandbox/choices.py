"""Reads what a person picked: only what the element offers is taken."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.sandbox.blockkit.composition import offered_by
from bot.sandbox.blockkit.elements import DATE, TIME
from bot.sandbox.blockkit.richtext import RICH_TEXT_OBJECT
from bot.sandbox.blockkit.shapes import Check, Problems
from bot.sandbox.errors import RefusedError
from bot.sandbox.wire import JSON, well_formed

_PATTERN = {
    "users_select": re.compile(r"[UW][A-Z0-9]{4,}"),
    "conversations_select": re.compile(r"[CDG][A-Z0-9]{4,}"),
    "channels_select": re.compile(r"C[A-Z0-9]{4,}"),
}


@dataclass(frozen=True)
class Choice:
    """A value for an element: an option's value, an id, a date, a text, or a list of them.

    `suggested` are the options the app offered when this person typed into the menu.
    """

    element: JSON
    value: object
    suggested: Sequence[object] = ()


Reader = Callable[[Choice], object]


def option(choice: Choice) -> JSON:
    """The option with that value. Raises `RefusedError` where there is none."""
    for offered in (*offered_by(choice.element), *choice.suggested):
        if isinstance(offered, dict) and offered["value"] == choice.value:
            return offered
    raise RefusedError("no_such_option")


def options(choice: Choice) -> list[JSON]:
    """The options with those values."""
    return [option(each) for each in _several(choice)]


def slack_id(choice: Choice) -> str:
    """The id of a person, a channel or a conversation."""
    pattern = _PATTERN[choice.element["type"].removeprefix("multi_")]
    if not isinstance(choice.value, str) or not pattern.fullmatch(choice.value):
        raise RefusedError("no_such_id")
    return choice.value


def slack_ids(choice: Choice) -> list[str]:
    """Several ids."""
    return [slack_id(each) for each in _several(choice)]


def typed_text(choice: Choice) -> str:
    """A text as it was typed."""
    if not isinstance(choice.value, str):
        raise RefusedError("not_a_text")
    return well_formed(choice.value)


def moment(choice: Choice) -> int:
    """Seconds since 1970."""
    if isinstance(choice.value, bool) or not str(choice.value).isdecimal():
        raise RefusedError("invalid_value")
    return int(str(choice.value))


def rich_text(choice: Choice) -> JSON:
    """A rich text block, made of a plain string where that is what was given."""
    if isinstance(choice.value, str):
        piece = {"type": "text", "text": choice.value}
        section = {"type": "rich_text_section", "elements": [piece]}
        return {"type": "rich_text", "elements": [section]}
    checked = _checked(RICH_TEXT_OBJECT)(choice)
    return checked if isinstance(checked, dict) else {}


def files(choice: Choice) -> list[object]:
    """Uploaded files."""
    return choice.value if isinstance(choice.value, list) else [choice.value]


def opinion(choice: Choice) -> str:
    """The value of the one of two feedback buttons that was pressed."""
    buttons = (choice.element["positive_button"], choice.element["negative_button"])
    if choice.value not in [button["value"] for button in buttons]:
        raise RefusedError("no_such_option")
    return str(choice.value)


def _several(choice: Choice) -> list[Choice]:
    chosen = choice.value if isinstance(choice.value, list) else [choice.value]
    if len(chosen) > choice.element.get("max_selected_items", len(chosen)):
        raise RefusedError("too_many_selected")
    return [Choice(choice.element, each, choice.suggested) for each in chosen]


def _checked(check: Check) -> Reader:
    def read(choice: Choice) -> object:
        problems: Problems = []
        check(choice.value, "", problems)
        if problems:
            raise RefusedError("invalid_value")
        return choice.value

    return read


chosen_date = _checked(DATE)
chosen_time = _checked(TIME)
