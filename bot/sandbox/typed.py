"""What Slack makes of the characters a person types."""

from bot.sandbox.composed import parts
from bot.sandbox.inline import MARK, REFERENCES, pieces
from bot.sandbox.wire import JSON, well_formed
from bot.sandbox.workspace import Workspace


def escape(text: str) -> str:
    """The text with the three characters that Slack uses itself written as entities."""
    return well_formed(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def resolve(text: str, workspace: Workspace) -> str:
    """A command's text with people and channels resolved to ids, and the rest escaped."""
    found = pieces(well_formed(text), workspace, REFERENCES)
    return "".join(_as_command(piece) for piece in found)


def typed_message(text: str, workspace: Workspace) -> JSON:
    """The `text`, in mrkdwn, and the rich text `blocks` of a message a person typed.

    `@name`, and `<@U…>` with a known id, are people picked from the list that Slack offers.
    """
    found = parts(well_formed(text), workspace)
    rich = [
        {"type": kind, "elements": shown} for kind, inside in found if (shown := _shown(inside))
    ]
    block = {"type": "rich_text", "block_id": workspace.ids.short(), "elements": rich}
    return {
        "text": "".join(_as_text(piece) for _, inside in found for piece in inside),
        "blocks": [block],
    }


def _as_text(piece: JSON) -> str:
    kind = piece["type"]
    if kind == "link":
        return f"<{escape(piece['url'])}>"
    if kind == "user":
        return f"<@{piece['user_id']}>"
    if kind == "channel":
        return f"<#{piece['channel_id']}|{piece['name']}>"
    if kind == "emoji":
        return f":{piece['name']}:"
    return f"<!{piece['range']}>" if kind == "broadcast" else escape(piece["text"])


def _as_command(piece: JSON) -> str:
    """Commands carry names beside the ids of people, and links as they were typed."""
    if piece["type"] == "user":
        return f"<@{piece['user_id']}|{piece['name']}>"
    return _as_text(piece)


def _shown(inside: list[JSON]) -> list[JSON]:
    """Rich text elements, without marks and without the names that only texts carry."""
    return [_bare(piece) for piece in inside if piece["type"] != MARK]


def _bare(piece: JSON) -> JSON:
    named = piece["type"] in {"user", "channel"}
    return {key: piece[key] for key in piece if not (named and key == "name")}
