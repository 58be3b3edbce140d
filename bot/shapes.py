"""From a request's bytes to a payload whose shape the listeners can rely on."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

Payload = dict[str, Any]
Path = tuple[str, ...]


class NotSlack(ValueError):
    """Signed bytes that are no Slack payload."""


_ACTOR: dict[Path, type] = {("user",): dict, ("user", "id"): str}
_VIEW: dict[Path, type] = {("view",): dict, ("view", "id"): str}

REQUIRED: dict[str, dict[Path, type]] = {
    "command": {("command",): str, ("text",): str, ("team_id",): str, ("user_id",): str},
    "event_callback": {("event",): dict, ("event", "type"): str},
    "block_actions": {**_ACTOR, ("actions",): list},
    "block_suggestion": {**_ACTOR, ("action_id",): str},
    "view_submission": {
        **_ACTOR,
        **_VIEW,
        ("view", "callback_id"): str,
        ("view", "state"): dict,
    },
    "view_closed": {**_ACTOR, **_VIEW},
    "message_action": {
        **_ACTOR,
        ("callback_id",): str,
        ("message",): dict,
        ("trigger_id",): str,
    },
    "shortcut": {**_ACTOR, ("callback_id",): str, ("trigger_id",): str},
}
"""The kinds of request that listeners handle, with what each must have to be one."""

OPTIONAL: dict[Path, type] = {
    ("team_id",): str,
    ("team",): dict,
    ("team", "id"): str,
    ("channel",): dict,
    ("channel", "id"): str,
    ("container",): dict,
    ("view",): dict,
    ("view", "private_metadata"): str,
    ("view", "state", "values"): dict,
    ("message",): dict,
    ("message", "text"): str,
    ("message", "thread_ts"): str,
    ("response_url",): str,
    ("trigger_id",): str,
    ("event_id",): str,
    ("authorizations",): list,
    ("event", "text"): str,
    ("event", "channel"): str,
    ("event", "ts"): str,
}
"""What may be missing or null but must be of its type where it is given."""


def parse(body: bytes, content_type: str) -> Payload:
    """The payload in a request's body. Raises NotSlack when there is none."""
    try:
        text = body.decode("utf-8")
        payload = json.loads(text) if content_type == "application/json" else _form(text)
    except (ValueError, RecursionError) as problem:
        raise NotSlack from problem
    if not isinstance(payload, dict):
        raise NotSlack
    return payload


def kind(payload: Payload) -> str | None:
    """What kind of request it is; nothing for a kind that no listener handles.

    Raises NotSlack when it says that it is of a kind and lacks what that kind must have.
    """
    name = "command" if "command" in payload else payload.get("type")
    if not isinstance(name, str):
        raise NotSlack
    if name not in REQUIRED:
        return None
    for path, expected in REQUIRED[name].items():
        if not isinstance(_at(payload, path), expected):
            raise NotSlack
    for path, expected in OPTIONAL.items():
        if not isinstance(_at(payload, path), expected | None):
            raise NotSlack
    if name == "block_actions":
        _check_actions(payload["actions"])
    return name


def _form(text: str) -> object:
    fields = dict(parse_qsl(text, keep_blank_values=True, strict_parsing=True))
    return json.loads(fields["payload"]) if "payload" in fields else {"text": "", **fields}


def _at(payload: Payload, path: Path) -> object:
    value: object = payload
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _check_actions(actions: list[object]) -> None:
    for action in actions:
        if not isinstance(action, dict) or not isinstance(action.get("action_id"), str):
            raise NotSlack
        if not isinstance(action.get("value"), str | None):
            raise NotSlack
    if not actions:
        raise NotSlack
