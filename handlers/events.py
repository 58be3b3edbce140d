"""What Slack tells us by itself: what of it is kept, and under which names it is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.desk import keys
from bot.desk.inbox import Arrival, Turn
from bot.desk.masking import mask
from bot.desk.patterns import Kind

Event = Mapping[str, Any]

_ENVELOPE = ("type", "team_id", "api_app_id", "event_id", "event_time")
_EVENT = (
    *("type", "subtype", "user", "user_team", "team", "bot_id", "channel", "channel_type"),
    *("ts", "event_ts", "thread_ts", "deleted_ts", "tab", "hidden"),
)
_MESSAGE = ("type", "subtype", "user", "user_team", "team", "bot_id", "ts", "thread_ts")
_NEW = (None, "file_share", "thread_broadcast", "me_message")
"""Subtypes of a message that somebody newly wrote."""

HIDDEN = "hidden_kinds"
"""Where the kept payload says which kinds of personal data were masked in it."""


def arrival(payload: Mapping[str, Any]) -> Arrival:
    """An event as it is kept: only what a listener reads, its words masked.

    Blocks and attachments repeat the words and are left out.
    """
    event: Event = payload["event"]
    found: list[Kind] = []
    kept = _kept(event, _EVENT, found)
    if isinstance(event.get("message"), dict):
        kept["message"] = _kept(event["message"], _MESSAGE, found)
    if isinstance(event.get("previous_message"), dict):
        # What stood there before is no news.
        kept["previous_message"] = _kept(event["previous_message"], _MESSAGE, [])
    body = {name: payload[name] for name in _ENVELOPE if name in payload}
    body |= {"event": kept, HIDDEN: list(dict.fromkeys(found))}
    return Arrival(
        _text(event, "type"),
        json.dumps(body, ensure_ascii=False),
        turn(event),
        _keys(payload),
    )


def turn(event: Event) -> Turn:
    """Where an event stands among those that it must stay in order with."""
    return Turn(_lane(event), _text(event, "event_ts") or _text(event, "ts"))


RECEIVED_AT = "received_at"


def received_at(body: Mapping[str, Any]) -> int:
    """When an event was kept, in milliseconds since 1970; 0 where that isn't known."""
    return int(body.get(RECEIVED_AT, 0))


def is_message(event: Event) -> bool:
    """Whether an event is about a message, new or not."""
    return event.get("type") in ("message", "app_mention")


def is_new(event: Event) -> bool:
    """Whether a message event is about something newly written."""
    return is_message(event) and event.get("subtype") in _NEW


def spoken(event: Event) -> Event:
    """The message that an event is about, whether it is new, changed or deleted."""
    for name in ("message", "previous_message"):
        if event.get("subtype") in ("message_changed", "message_deleted") and isinstance(
            event.get(name), dict
        ):
            found: Event = event[name]
            return found
    return event


def names(event: Event, user_id: str) -> bool:
    """Whether a message mentions a user, such as the bot."""
    return event.get("type") == "app_mention" or f"<@{user_id}>" in _text(event, "text")


def addresses(event: Event, user_id: str) -> bool:
    """Whether a message is meant for the bot: in its DM, or by its name."""
    return event.get("channel_type") == "im" or names(event, user_id)


def is_by(event: Event, bot_id: str, user_id: str) -> bool:
    """Whether a message event is about something that the bot itself wrote."""
    message = spoken(event)
    return bool(bot_id and message.get("bot_id") == bot_id) or bool(
        user_id and message.get("user") == user_id
    )


def _kept(event: Event, names: tuple[str, ...], found: list[Kind]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: event[name] for name in names if name in event}
    if isinstance(event.get("text"), str):
        masking = mask(event["text"])
        kept["text"] = masking.text
        found += masking.kinds
    if isinstance(event.get("files"), list):
        # Their names can be as private as their contents.
        kept["files"] = len(event["files"])
    if isinstance(event.get("edited"), dict):
        kept["edited"] = {"ts": _text(event["edited"], "ts")}
    return kept


def _lane(event: Event) -> str:
    if not is_message(event):
        return f"{_text(event, 'type')}:{_text(event, 'user')}"
    message = spoken(event)
    root = _text(message, "thread_ts") or _text(message, "ts")
    return f"{_text(event, 'channel')}:{root}"


def _keys(payload: Mapping[str, Any]) -> tuple[str, ...]:
    event: Event = payload["event"]
    team_id = payload.get("team_id")
    ts = _text(event, "ts")
    named = payload.get("event_id")
    names = [f"event:{named}"] if isinstance(named, str) and named else []
    if is_new(event) and ts:
        names.append(keys.message(str(team_id or ""), _text(event, "channel"), ts))
    if not names:
        # Nothing tells it from another: the moment has to.
        names.append(f"event:{_text(event, 'type')}:{_lane(event)}:{_text(event, 'event_ts')}")
    return tuple(names)


def _text(event: Event, name: str) -> str:
    value = event.get(name)
    return value if isinstance(value, str) else ""
