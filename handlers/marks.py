"""The mark that each of our messages carries in Slack, by which it is known again.

It stands in the first block's `block_id`, which always comes back, and in the metadata, which
events may leave out (docs.slack.dev, "Message metadata"). It is opaque: metadata can be read by
every app and person of the workspace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EVENT_TYPE = "liaison_message"
PREFIX = "o-"


def put(message: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """The message with its mark."""
    first, *rest = message["blocks"]
    return {
        **message,
        "blocks": [{**first, "block_id": mark}, *rest],
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"id": mark}},
    }


def of(message: Mapping[str, Any]) -> str:
    """The mark of a message as Slack gives it back; empty where there is none."""
    blocks = message.get("blocks")
    first = blocks[0] if isinstance(blocks, list) and blocks else None
    block_id = first.get("block_id") if isinstance(first, dict) else None
    if isinstance(block_id, str) and block_id.startswith(PREFIX):
        return block_id
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    mark = payload.get("id") if isinstance(payload, dict) else None
    return mark if isinstance(mark, str) and mark.startswith(PREFIX) else ""
