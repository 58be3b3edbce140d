"""The rich text block and what it is made of.

Numbers: docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from bot.sandbox.blockkit.shapes import (
    Check,
    Table,
    by_type,
    flag,
    items,
    number,
    one_of,
    string,
    thing,
    typed,
)

_MOST = 1000
_ID = string(255)
_STYLE = thing({}, dict.fromkeys(("bold", "code", "italic", "strike", "underline"), flag))
_WORDS = string(40_000, 0)


def _piece(needs: Table, may: Table | None = None) -> Check:
    return typed(needs, {"style": _STYLE, **(may or {})})


_TEXT = _piece({"text": _WORDS})
_LINK = _piece({"url": string(3000)}, {"text": _WORDS, "unsafe": flag})
PIECES: dict[str, Check] = {
    "text": _TEXT,
    "link": _LINK,
    "broadcast": _piece({"range": one_of("here", "channel", "everyone")}),
    "channel": _piece({"channel_id": _ID}),
    "color": _piece({"value": string(20)}),
    "date": _piece(
        {"timestamp": number(0, 9_999_999_999), "format": string(255)},
        {"url": string(3000), "fallback": _WORDS},
    ),
    "emoji": _piece({"name": string(255)}, {"unicode": string(255), "url": string(3000)}),
    "team": _piece({"team_id": _ID}),
    "user": _piece({"user_id": _ID}),
    "usergroup": _piece({"usergroup_id": _ID}),
}
_LINE = items(by_type(PIECES), _MOST, 0)
_SECTION = typed({"elements": _LINE})
_BORDER = one_of(0, 1)
PARTS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_list": typed(
        {
            "elements": items(by_type({"rich_text_section": _SECTION}), _MOST, 0),
            "style": one_of("bullet", "ordered"),
        },
        {"indent": number(0, 8), "offset": number(0, _MOST), "border": _BORDER},
    ),
    "rich_text_quote": typed({"elements": _LINE}, {"border": _BORDER}),
    "rich_text_preformatted": typed(
        {"elements": items(by_type({"text": _TEXT, "link": _LINK}), _MOST, 0)},
        {"border": _BORDER},
    ),
}
RICH_TEXT = typed({"elements": items(by_type(PARTS), _MOST, 0)}, {"block_id": _ID})
RICH_TEXT_OBJECT = by_type({"rich_text": RICH_TEXT})
