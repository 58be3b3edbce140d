"""Composition objects: texts, options, confirmations, filters.

Numbers: docs.slack.dev/reference/block-kit/composition-objects
"""

import re

from bot.sandbox.blockkit.shapes import (
    Check,
    Problems,
    Rule,
    by_type,
    exactly_one,
    flag,
    items,
    number,
    one_of,
    say,
    string,
    thing,
    typed,
)

ID = string(255)
URL = string(3000, pattern=re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"), kind="URL")
STYLE = one_of("primary", "danger")


def plain(longest: int, shortest: int = 1) -> Check:
    """A `plain_text` object."""
    return by_type({"plain_text": typed({"text": string(longest, shortest)}, {"emoji": flag})})


def mrkdwn(longest: int) -> Check:
    """A `mrkdwn` object."""
    return by_type({"mrkdwn": typed({"text": string(longest)}, {"verbatim": flag})})


def either(longest: int) -> Check:
    """A text object of either kind."""
    return by_type(text_kinds(longest))


def text_kinds(longest: int) -> dict[str, Check]:
    """Both kinds of text, by their type."""
    return {
        "plain_text": typed({"text": string(longest)}, {"emoji": flag}),
        "mrkdwn": typed({"text": string(longest)}, {"verbatim": flag}),
    }


def _option(text: Check) -> Check:
    return thing({"text": text, "value": string(150)}, {"description": either(75)})


OPTION = _option(plain(75))
MARKED_OPTION = _option(either(75))
OVERFLOW_OPTION = thing(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL}
)
OPTION_GROUP = thing({"label": plain(75), "options": items(OPTION, 100)})
OPTIONS = items(OPTION, 100)
OPTION_GROUPS = items(OPTION_GROUP, 100)

CONFIRM = thing(
    {"text": either(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": STYLE},
)
DISPATCH = thing(
    {}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
)
FILTER = thing(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    },
)
SLACK_FILE = thing(
    {},
    {"id": string(255, pattern=re.compile(r"F[A-Z0-9]{8,}"), kind="file id"), "url": URL},
    exactly_one("id", "url"),
)
IMAGE = typed(
    {"alt_text": string(2000)},
    {"image_url": URL, "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)
IMAGE_OBJECT = by_type({"image": IMAGE})
MOST_SELECTED = number(1, 100)


def among(initial: str) -> Rule:
    """What is chosen from the start must be one of the options, word for word."""

    def rule(value: dict[str, object], at: str, problems: Problems) -> None:
        chosen = value.get(initial, [])
        offered = offered_by(value)
        for place, option in enumerate(chosen if isinstance(chosen, list) else [chosen]):
            if option not in offered:
                where = f"{at}/{initial}/{place}" if isinstance(chosen, list) else f"{at}/{initial}"
                say(problems, "must be one of the provided options", where)

    return rule


def offered_by(value: dict[str, object]) -> list[object]:
    """The options of an element or an answer, those in groups included."""
    options = value.get("options")
    offered = list(options) if isinstance(options, list) else []
    groups = value.get("option_groups")
    for group in groups if isinstance(groups, list) else []:
        if isinstance(group, dict) and isinstance(group.get("options"), list):
            offered += group["options"]
    return offered


# What a `block_suggestion` may be answered with.
SUGGESTIONS = thing(
    {},
    {"options": items(OPTION, 100, 0), "option_groups": items(OPTION_GROUP, 100, 0)},
    exactly_one("options", "option_groups"),
)
