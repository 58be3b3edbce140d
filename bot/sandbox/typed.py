"""What Slack makes of the characters a person types."""

import re

from bot.sandbox.wire import JSON, well_formed
from bot.sandbox.workspace import Workspace

_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>]*[^\s<>.,;:!?)])"
    r"|<@(?P<id>[UW][A-Z0-9]+)>"
    r"|(?<![\w/])@(?P<name>[\w.]*\w)"
    r"|(?<![\w/])#(?P<channel>[\w-]+)"
)
_BROADCASTS = ("channel", "here", "everyone")


def escape(text: str) -> str:
    """The text with the three characters that Slack uses itself written as entities."""
    return well_formed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def resolve(text: str, workspace: Workspace) -> str:
    """A command's text with people and channels resolved to ids, and the rest escaped."""
    return "".join(_as_command(piece) for piece in _pieces(text, workspace))


def typed_message(text: str, workspace: Workspace) -> JSON:
    """The `text` and the rich text `blocks` of a message a person typed.

    `@name`, and `<@U…>` with a known id, are people picked from the list that Slack offers.
    """
    pieces = _pieces(text, workspace)
    section = {"type": "rich_text_section", "elements": [_bare(piece) for piece in pieces]}
    block = {"type": "rich_text", "block_id": workspace.ids.short(), "elements": [section]}
    return {"text": "".join(_as_text(piece) for piece in pieces), "blocks": [block]}


def _pieces(text: str, workspace: Workspace) -> list[JSON]:
    """The text cut into rich text elements: words, links, people, channels, broadcasts."""
    text = well_formed(text)
    pieces: list[JSON] = []
    done = 0
    for match in _TOKEN.finditer(text):
        piece = _piece(match, workspace)
        if piece is None:
            continue
        if match.start() > done:
            pieces.append({"type": "text", "text": text[done : match.start()]})
        pieces.append(piece)
        done = match.end()
    if done < len(text) or not pieces:
        pieces.append({"type": "text", "text": text[done:]})
    return pieces


def _piece(match: re.Match[str], workspace: Workspace) -> JSON | None:
    if url := match["url"]:
        return {"type": "link", "url": url}
    if name := match["name"] or match["id"]:
        return _person(name, workspace)
    for channel in workspace.channels.values():
        if channel.name and channel.name == match["channel"]:
            return {"type": "channel", "channel_id": channel.id, "name": channel.name}
    return None


def _person(name: str, workspace: Workspace) -> JSON | None:
    if name in _BROADCASTS:
        return {"type": "broadcast", "range": name}
    for user in workspace.users.values():
        if name == user.id or name.lower() in (user.name, user.key):
            return {"type": "user", "user_id": user.id, "name": user.name}
    return None


def _as_text(piece: JSON) -> str:
    kind = piece["type"]
    if kind == "link":
        return f"<{escape(piece['url'])}>"
    if kind == "user":
        return f"<@{piece['user_id']}>"
    if kind == "channel":
        return f"<#{piece['channel_id']}|{piece['name']}>"
    return f"<!{piece['range']}>" if kind == "broadcast" else escape(piece["text"])


def _as_command(piece: JSON) -> str:
    """Commands carry names beside the ids of people, and links as they were typed."""
    if piece["type"] == "user":
        return f"<@{piece['user_id']}|{piece['name']}>"
    return _as_text(piece)


def _bare(piece: JSON) -> JSON:
    """A rich text element without the name, which only texts carry."""
    return {key: piece[key] for key in piece if key != "name"}
