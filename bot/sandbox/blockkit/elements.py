"""Block elements: what a person can press, pick or fill in.

Numbers: docs.slack.dev/reference/block-kit/block-elements
"""

import re
from datetime import date

from bot.sandbox.blockkit.composition import (
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    IMAGE,
    MARKED_OPTION,
    MOST_SELECTED,
    OPTION,
    OPTION_GROUPS,
    OPTIONS,
    OVERFLOW_OPTION,
    STYLE,
    URL,
    among,
    plain,
)
from bot.sandbox.blockkit.richtext import RICH_TEXT
from bot.sandbox.blockkit.shapes import (
    Check,
    Rule,
    Table,
    by_type,
    exactly_one,
    flag,
    items,
    matching,
    not_above,
    number,
    string,
    thing,
    typed,
)

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


DATE = matching(_is_date, "date")
TIME = matching(lambda text: bool(_TIME.fullmatch(text)), "time")
NUMBER = matching(lambda text: bool(_NUMBER.fullmatch(text)), "number")
PLACEHOLDER = plain(150)
USER_IDS = items(string(255), 100)


def _interactive(needs: Table | None = None, may: Table | None = None, *rules: Rule) -> Check:
    """An element that can be acted on: it may have an `action_id` and a `confirm`."""
    return typed(needs, {"action_id": ID, "confirm": CONFIRM, **(may or {})}, *rules)


def _input(may: Table, *rules: Rule, needs: Table | None = None) -> Check:
    """An element that is typed into."""
    own: Table = {"action_id": ID, "placeholder": PLACEHOLDER, "focus_on_load": flag}
    return typed(needs, {**own, "dispatch_action_config": DISPATCH, **may}, *rules)


def _menu(may: Table, *rules: Rule) -> Check:
    """A select menu."""
    return _interactive({}, {"placeholder": PLACEHOLDER, "focus_on_load": flag, **may}, *rules)


def _multi_menu(may: Table, *rules: Rule) -> Check:
    """A select menu in which several can be chosen."""
    return _menu({"max_selected_items": MOST_SELECTED, **may}, *rules)


_ONE_SOURCE = exactly_one("options", "option_groups")
_STATIC: Table = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
_SHORTEST_QUERY = number(0, 255)

BUTTON = _interactive(
    {"text": plain(75)},
    {"url": URL, "value": string(2000), "style": STYLE, "accessibility_label": string(75)},
)
SELECTS: dict[str, Check] = {
    "static_select": _menu(
        {**_STATIC, "initial_option": OPTION}, _ONE_SOURCE, among("initial_option")
    ),
    "external_select": _menu({"initial_option": OPTION, "min_query_length": _SHORTEST_QUERY}),
    "users_select": _menu({"initial_user": ID}),
    "conversations_select": _menu(
        {
            "initial_conversation": ID,
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": FILTER,
        }
    ),
    "channels_select": _menu({"initial_channel": ID, "response_url_enabled": flag}),
    "multi_static_select": _multi_menu(
        {**_STATIC, "initial_options": OPTIONS}, _ONE_SOURCE, among("initial_options")
    ),
    "multi_external_select": _multi_menu(
        {"initial_options": OPTIONS, "min_query_length": _SHORTEST_QUERY}
    ),
    "multi_users_select": _multi_menu({"initial_users": USER_IDS}),
    "multi_conversations_select": _multi_menu(
        {
            "initial_conversations": USER_IDS,
            "default_to_current_conversation": flag,
            "filter": FILTER,
        }
    ),
    "multi_channels_select": _multi_menu({"initial_channels": USER_IDS}),
}
PICKERS: dict[str, Check] = {
    "datepicker": _menu({"initial_date": DATE}),
    "timepicker": _menu({"initial_time": TIME, "timezone": string(255)}),
    "datetimepicker": _interactive(
        {}, {"initial_date_time": number(1_000_000_000, 9_999_999_999), "focus_on_load": flag}
    ),
    "checkboxes": _interactive(
        {"options": items(MARKED_OPTION, 10)},
        {"initial_options": items(MARKED_OPTION, 10), "focus_on_load": flag},
        among("initial_options"),
    ),
    "radio_buttons": _interactive(
        {"options": items(MARKED_OPTION, 10)},
        {"initial_option": MARKED_OPTION, "focus_on_load": flag},
        among("initial_option"),
    ),
}
TYPED: dict[str, Check] = {
    "plain_text_input": _input(
        {
            "initial_value": string(3000, 0),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        },
        not_above("min_length", "max_length"),
    ),
    "email_text_input": _input({"initial_value": string(3000, 0)}),
    "url_text_input": _input({"initial_value": string(3000, 0)}),
    "number_input": _input(
        {"initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
        not_above("min_value", "max_value"),
        needs={"is_decimal_allowed": flag},
    ),
    "rich_text_input": _input(
        {
            "initial_value": by_type({"rich_text": RICH_TEXT}),
            "min_lines": number(1, 100),
            "max_lines": number(1, 100),
        }
    ),
    "file_input": typed(
        {}, {"action_id": ID, "filetypes": items(string(50), 100), "max_files": number(1, 10)}
    ),
}
OVERFLOW = _interactive({"options": items(OVERFLOW_OPTION, 5)})
_TRIGGER_INPUT = thing({"name": string(255), "value": string(3000, 0)})
_TRIGGER = thing({"url": URL}, {"customizable_input_parameters": items(_TRIGGER_INPUT, 100, 0)})
WORKFLOW_BUTTON = _interactive(
    {"text": plain(75), "workflow": thing({"trigger": _TRIGGER})},
    {"style": STYLE, "accessibility_label": string(75)},
)
_OPINION = thing({"text": plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
FEEDBACK = typed({"positive_button": _OPINION, "negative_button": _OPINION}, {"action_id": ID})
ICON_BUTTON = _interactive(
    {"icon": string(75), "text": plain(75)},
    {
        "value": string(2000),
        "accessibility_label": string(75),
        "visible_to_user_ids": USER_IDS,
    },
)

# Which elements each block may hold; docs.slack.dev/reference/block-kit/blocks
IN_ACTIONS: dict[str, Check] = {
    **SELECTS,
    **PICKERS,
    "button": BUTTON,
    "overflow": OVERFLOW,
    "workflow_button": WORKFLOW_BUTTON,
    "rich_text_input": TYPED["rich_text_input"],
}
IN_SECTION: dict[str, Check] = {
    **SELECTS,
    **PICKERS,
    "button": BUTTON,
    "overflow": OVERFLOW,
    "workflow_button": WORKFLOW_BUTTON,
    "image": IMAGE,
}
del IN_SECTION["datetimepicker"]
IN_INPUT: dict[str, Check] = {**SELECTS, **PICKERS, **TYPED}
IN_CONTEXT_ACTIONS: dict[str, Check] = {"feedback_buttons": FEEDBACK, "icon_button": ICON_BUTTON}
