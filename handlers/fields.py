"""What stands in the fields of a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Body = Mapping[str, Any]

MAX_TYPED = 3_000
"""Characters that Slack takes in a field that sets no limit of its own (docs.slack.dev, "Block
elements")."""


def filled(body: Body) -> dict[str, str]:
    """What stands in a form's fields, sent or not yet, by action id; empty ones left out."""
    blocks = _fields(body).values()
    return {
        action_id: held
        for block in blocks
        for action_id, state in block.items()
        if (held := chosen(state))
    }


def has_field(body: Body, block_id: str) -> bool:
    """Whether a form has a field, filled in or not."""
    return block_id in _fields(body)


def too_long(body: Body) -> dict[str, int]:
    """The fields of a form, by block, in which more stands than fits, and how much fits: Slack's
    own client lets nobody send that.
    """
    shown = (body.get("view") or {}).get("blocks") or ()
    inputs = [block for block in shown if block.get("type") == "input"]
    most = {block["block_id"]: block["element"].get("max_length", MAX_TYPED) for block in inputs}
    return {
        block_id: most[block_id]
        for block_id, fields in _fields(body).items()
        if block_id in most
        and any(len(state.get("value") or "") > most[block_id] for state in fields.values())
    }


def _fields(body: Body) -> Mapping[str, Body]:
    state: Body = (body.get("view") or {}).get("state") or {}
    return state.get("values") or {}


def chosen(state: Body) -> str:
    """What one field holds; several choices on a line each, in the order in which they came."""
    several = state.get("selected_options")
    if several:
        return "\n".join(option["value"] for option in several)
    one = (state.get("selected_option") or {}).get("value")
    picked = (state.get(f"selected_{what}") for what in ("date", "time", "user", "conversation"))
    return str(one or next(filter(None, picked), "") or state.get("value") or "")


def begun_with(body: Body, action_id: str) -> str:
    """The text with which a field of a form opened, to tell whether it was changed since."""
    for block in body["view"].get("blocks") or []:
        element = block.get("element") or {}
        if element.get("action_id") == action_id:
            return str(element.get("initial_value") or "")
    return ""
