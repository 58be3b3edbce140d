"""Finds the mentions in a message that would ring somebody's phone."""

import re
from collections.abc import Iterator

from bot.sandbox.wire import JSON

_BROADCAST = re.compile(r"<!(channel|here|everyone)(?:\|[^>]*)?>")
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>")
_KINDS = (("broadcast", _BROADCAST), ("user", _USER), ("usergroup", _GROUP))
_RICH = {"broadcast": "range", "user": "user_id", "usergroup": "usergroup_id"}


def mentions_in(message: JSON) -> set[tuple[str, str]]:
    """Kind and target of each mention, in the text and in the blocks."""
    found = set(_in_text(message.get("text", "")))
    found.update(_in_blocks(message.get("blocks", [])))
    found.update(_in_blocks(message.get("attachments", [])))
    return found


def _in_text(text: str) -> Iterator[tuple[str, str]]:
    if "<" not in text:
        return
    for kind, pattern in _KINDS:
        for target in pattern.findall(text):
            yield kind, target


def _in_blocks(value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _in_blocks(item)
    elif isinstance(value, dict):
        yield from _in_object(value)


def _in_object(value: JSON) -> Iterator[tuple[str, str]]:
    """Marked text and rich text ring; plain text, however it looks, does not."""
    kind = value.get("type")
    if kind == "plain_text":
        return
    if kind in _RICH and _RICH[kind] in value:
        yield kind, value[_RICH[kind]]
    for name, part in value.items():
        if not isinstance(part, str):
            yield from _in_blocks(part)
        elif name == "text":
            yield from _in_text(part)
