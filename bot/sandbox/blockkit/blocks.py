"""Blocks, and the surfaces each may stand on.

Numbers: docs.slack.dev/reference/block-kit/blocks
"""

from typing import Literal

from bot.sandbox.blockkit.composition import (
    ID,
    IMAGE,
    IMAGE_OBJECT,
    SLACK_FILE,
    URL,
    either,
    mrkdwn,
    plain,
    text_kinds,
)
from bot.sandbox.blockkit.elements import (
    BUTTON,
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from bot.sandbox.blockkit.richtext import RICH_TEXT, RICH_TEXT_OBJECT
from bot.sandbox.blockkit.shapes import (
    Check,
    Rule,
    Table,
    at_least_one,
    by_type,
    exactly_one,
    flag,
    items,
    number,
    one_of,
    string,
    thing,
    typed,
)

Surface = Literal["message", "modal", "home"]


def _block(needs: Table, may: Table | None = None, *rules: Rule) -> Check:
    return typed(needs, {"block_id": ID, **(may or {})}, *rules)


_CELL = by_type(
    {
        "raw_text": typed({"text": string(3000)}),
        "raw_number": typed({"value": number(-1e15, 1e15, whole=False), "text": string(3000)}),
        "rich_text": RICH_TEXT,
    }
)
_ROWS = items(items(_CELL, 20), 100)
_COLUMN = thing({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})

EVERYWHERE: dict[str, Check] = {
    "actions": _block({"elements": items(by_type(IN_ACTIONS), 25)}),
    "alert": _block(
        {"text": either(200)},
        {"level": one_of("default", "info", "warning", "error", "success")},
    ),
    "context": _block({"elements": items(by_type({"image": IMAGE, **text_kinds(3000)}), 10)}),
    "divider": _block({}),
    "header": _block({"text": plain(150)}),
    "image": _block(
        {"alt_text": string(2000)},
        {"image_url": URL, "slack_file": SLACK_FILE, "title": plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "input": _block(
        {"label": plain(2000), "element": by_type(IN_INPUT)},
        {"hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "section": _block(
        {},
        {
            "text": either(3000),
            "fields": items(either(2000), 10),
            "accessory": by_type(IN_SECTION),
            "expand": flag,
        },
        at_least_one("text", "fields"),
    ),
    "video": _block(
        {
            "alt_text": string(2000),
            "title": plain(199),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            "title_url": URL,
            "description": plain(199),
            "author_name": string(49),
            "provider_name": string(255),
            "provider_icon_url": URL,
        },
    ),
}

_CARD = _block(
    {},
    {
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "icon": IMAGE_OBJECT,
        "hero_image": IMAGE_OBJECT,
        "actions": items(by_type({"button": BUTTON}), 5),
    },
    at_least_one("title", "body", "hero_image", "actions"),
)
_SOURCE = by_type({"url": typed({"url": URL, "text": string(3000)})})
_TASK = _block(
    {
        "task_id": ID,
        "title": string(255),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    {"details": RICH_TEXT_OBJECT, "output": RICH_TEXT_OBJECT, "sources": items(_SOURCE, 100)},
)
IN_MESSAGES_ONLY: dict[str, Check] = {
    "card": _CARD,
    "carousel": _block({"elements": items(by_type({"card": _CARD}), 10)}),
    "context_actions": _block({"elements": items(by_type(IN_CONTEXT_ACTIONS), 5)}),
    "data_table": _block(
        {"caption": string(255), "rows": _ROWS},
        {"page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    ),
    "file": _block({"external_id": ID, "source": one_of("remote")}),
    "markdown": _block({"text": string(12_000)}),
    "plan": _block({"title": string(255)}, {"tasks": items(by_type({"task_card": _TASK}), 50)}),
    "table": _block({"rows": _ROWS}, {"column_settings": items(_COLUMN, 20)}),
    "task_card": _TASK,
}
_IN_CONTAINER = (
    *("actions", "context", "divider", "header", "image", "input"),
    *("rich_text", "section", "video"),
)
_CHILDREN = {kind: EVERYWHERE[kind] for kind in _IN_CONTAINER} | {
    kind: IN_MESSAGES_ONLY[kind] for kind in ("file", "table")
}
EVERYWHERE["container"] = _block(
    {"child_blocks": items(by_type(_CHILDREN), 50)},
    {
        "title": plain(150),
        "rich_text_title": RICH_TEXT_OBJECT,
        "subtitle": either(150),
        "icon": IMAGE_OBJECT,
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
        "width": one_of("narrow", "standard", "wide", "full"),
    },
)

ON_SURFACE: dict[Surface, Check] = {
    "message": by_type(EVERYWHERE | IN_MESSAGES_ONLY),
    "modal": by_type(EVERYWHERE),
    "home": by_type(EVERYWHERE),
}
MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}
