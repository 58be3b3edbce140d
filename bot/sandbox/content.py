"""What a message says: read from arguments, checked, made whole.

The same for `chat.*`, for the body of a command's reply and for a `response_url`.
"""

import json

from bot.sandbox.blockkit.check import fill_in, require_blocks
from bot.sandbox.errors import SlackError
from bot.sandbox.ids import Ids
from bot.sandbox.wire import JSON, size

MOST_TEXT = 40_000
_MOST_MARKDOWN = 12_000
_MOST_ATTACHMENTS = 100
MOST_METADATA_BYTES = 16_000


def read_content(args: JSON, ids: Ids) -> JSON:
    """`text`, and `blocks`, `attachments`, `metadata` where there are any.

    Raises `no_text`, `msg_too_long`, `invalid_blocks` and their like.
    """
    if args.get("markdown_text"):
        return _from_markdown(args, ids)
    content: JSON = {"text": _text(args.get("text"))}
    if blocks := _parsed(args.get("blocks"), "invalid_blocks_format"):
        content["blocks"] = _blocks(blocks, ids)
    if attachments := _parsed(args.get("attachments"), "invalid_attachments"):
        content["attachments"] = _attachments(attachments, ids)
    if args.get("metadata"):
        content["metadata"] = read_metadata(args["metadata"])
    if not (content["text"] or "blocks" in content or "attachments" in content):
        raise SlackError("no_text")
    return content


def read_metadata(value: object) -> JSON:
    """A message's metadata: `event_type` and `event_payload`, or an empty object."""
    metadata = _parsed(value, "invalid_metadata_format")
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    if metadata and not (
        set(metadata) == {"event_type", "event_payload"}
        and isinstance(metadata["event_type"], str)
        and isinstance(metadata["event_payload"], dict)
    ):
        raise SlackError("invalid_metadata_schema")
    if size(metadata) > MOST_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return metadata


def _from_markdown(args: JSON, ids: Ids) -> JSON:
    text = args["markdown_text"]
    if args.get("blocks") or args.get("text"):
        raise SlackError("markdown_text_conflict")
    if not isinstance(text, str) or len(text) > _MOST_MARKDOWN:
        raise SlackError("msg_too_long")
    blocks = _blocks([{"type": "markdown", "text": text}], ids)
    return {"text": text, "blocks": blocks} | (
        {"metadata": read_metadata(args["metadata"])} if args.get("metadata") else {}
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise SlackError("invalid_arguments", ["must provide a string [json-pointer:/text]"])
    if len(value) > MOST_TEXT:
        raise SlackError("msg_too_long")
    return value


def _blocks(blocks: object, ids: Ids) -> list[JSON]:
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    require_blocks(blocks)
    fill_in(blocks, ids)
    return blocks


def _attachments(attachments: object, ids: Ids) -> list[JSON]:
    if not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > _MOST_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    for number, attachment in enumerate(attachments, 1):
        attachment["id"] = number
        if attachment.get("blocks"):
            _blocks(attachment["blocks"], ids)
    return attachments


def _parsed(value: object, error: str) -> object:
    """Lists and objects may come as themselves or as JSON in a string."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError as mistake:
        raise SlackError(error) from mistake
