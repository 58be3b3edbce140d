"""What stands in a line somebody typed: people, channels, links, emoji, and words in a style."""

import re
from collections.abc import Iterator

from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_REFERENCES = (
    r"(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)*_~`])"
    r"|<@(?P<id>[UW][A-Z0-9]+)>"
    r"|(?<![\w/])@(?P<name>[\w.]*[^\W_])"
    r"|(?<![\w/])#(?P<channel>[\w-]*[^\W_])"
)
# A mark opens before a word and closes after one; code is taken as it stands.
_STYLES = (
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<![\w*])\*(?P<bold>(?! )[^*\n]+(?<! ))\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>(?! )[^_\n]+(?<! ))_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>(?! )[^~\n]+(?<! ))~(?![\w~])"
    r"|(?<!\w):(?P<emoji>[a-z][a-z0-9_'+-]*|[+-]1):(?!\w)"
)
REFERENCES = re.compile(_REFERENCES)
COMPOSED = re.compile(_REFERENCES + _STYLES)
_MARKS = {"bold": "*", "italic": "_", "strike": "~"}
_BROADCASTS = ("channel", "here", "everyone")
# Stands in the text of a message and not in its rich text, such as the stars around bold words.
MARK = "mark"


def pieces(text: str, workspace: Workspace, pattern: re.Pattern[str]) -> list[JSON]:
    """The text cut into rich text elements, with the marks between them; never empty."""
    return list(_cut(text, workspace, pattern, {})) or [{"type": "text", "text": ""}]


def mark(text: str) -> JSON:
    """Characters that the composer takes as a mark."""
    return {"type": MARK, "text": text}


def _cut(
    text: str, workspace: Workspace, pattern: re.Pattern[str], style: dict[str, bool]
) -> Iterator[JSON]:
    done = 0
    for match in pattern.finditer(text):
        found = list(_found(match, workspace, style))
        if not found:
            continue
        if match.start() > done:
            yield _styled({"type": "text", "text": text[done : match.start()]}, style)
        yield from found
        done = match.end()
    if done < len(text):
        yield _styled({"type": "text", "text": text[done:]}, style)


def _found(match: re.Match[str], workspace: Workspace, style: dict[str, bool]) -> Iterator[JSON]:
    """What a match stands for; nothing where it names nobody."""
    kind, said = str(match.lastgroup), str(match[match.lastgroup or 0])
    if kind in _MARKS:
        yield mark(_MARKS[kind])
        yield from _cut(said, workspace, COMPOSED, {**style, kind: True})
        yield mark(_MARKS[kind])
    elif kind == "code":
        yield mark("`")
        yield _styled({"type": "text", "text": said}, {**style, "code": True})
        yield mark("`")
    elif piece := _referred(kind, said, workspace):
        yield _styled(piece, style)


def _referred(kind: str, said: str, workspace: Workspace) -> JSON | None:
    if kind == "url":
        return {"type": "link", "url": said}
    if kind == "emoji":
        return {"type": "emoji", "name": said}
    return _channel(said, workspace) if kind == "channel" else _person(said, workspace)


def _channel(name: str, workspace: Workspace) -> JSON | None:
    for channel in workspace.channels.values():
        if channel.name == name:
            return {"type": "channel", "channel_id": channel.id, "name": channel.name}
    return None


def _person(name: str, workspace: Workspace) -> JSON | None:
    if name in _BROADCASTS:
        return {"type": "broadcast", "range": name}
    for user in workspace.users.values():
        if name == user.id or name.lower() in (user.name, user.key):
            return {"type": "user", "user_id": user.id, "name": user.name}
    return None


def _styled(piece: JSON, style: dict[str, bool]) -> JSON:
    return piece | {"style": style} if style else piece
