"""What Slack sent, as typed values. Only here and in `fields` is it known where things stand in a
payload.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from bot.desk.people import Member
from handlers import fields
from handlers.carried import Origin, Step
from handlers.fields import Body
from handlers.views.blocks import View

MOST_STACKED = 3
"""Modals that lie on each other at most (docs.slack.dev, "Modals")."""

_OWN = ("type", "title", "submit", "close", "callback_id", "private_metadata", "blocks")
"""What of a view is the app's own; Slack adds the rest (docs.slack.dev, "View objects")."""

_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, its text as the person meant it."""

    actor: Member
    name: str
    text: str
    trigger_id: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Click:
    """A press on a button. `view_id` is empty when it stood in a message; `key` tells it from
    every other press, not from its own second delivery; `action_ts` is when, by Slack's clock.
    """

    actor: Member
    action_id: str
    value: str
    trigger_id: str
    origin: Origin
    message_ts: str = ""
    view_id: str = ""
    view_hash: str = ""
    view_type: str = ""
    key: str = ""
    step: Step = field(default_factory=lambda: Step())
    action_ts: str = ""

    @property
    def in_modal(self) -> bool:
        """Whether the button stood in a modal, on which another can be stacked."""
        return self.view_type == "modal"


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent; `values` by action id, empty ones left out. `step` is what its
    private_metadata says of it, `key` tells it from every other sending.
    """

    actor: Member
    origin: Origin
    values: dict[str, str] = field(default_factory=dict)
    step: Step = field(default_factory=lambda: Step())
    key: str = ""
    view_id: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; of one on a message, its text as the person read it."""

    actor: Member
    text: str
    trigger_id: str
    origin: Origin
    channel_id: str = ""
    ts: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message to the bot: a mention in a channel, or words in its DM."""

    actor: Member
    event_id: str
    channel_id: str
    ts: str
    thread_ts: str
    text: str


_USER = ("user", "id")
_TEAM_OF_USER = (("user", "team_id"), ("team", "id"))

ACTORS: Mapping[str, tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]] = {
    "command": (("user_id",), (("team_id",),)),
    "event_callback": (
        ("event", "user"),
        (("event", "user_team"), ("event", "team"), ("team_id",)),
    ),
    "block_actions": (_USER, _TEAM_OF_USER),
    "block_suggestion": (_USER, _TEAM_OF_USER),
    "message_action": (_USER, _TEAM_OF_USER),
    "shortcut": (_USER, _TEAM_OF_USER),
    "view_submission": (_USER, _TEAM_OF_USER),
    "view_closed": (_USER, _TEAM_OF_USER),
}
"""Who did it, for each kind of request: where the user's id stands, and where their team's does,
surest place first. An outsider's own team stands in `user.team_id`, while `team` and
`view.app_installed_team_id` are ours (docs.slack.dev, "Slack Connect")."""


def actor(body: Body) -> Member | None:
    """Who did it, whatever kind of request it is; nothing where Slack names nobody."""
    user_at, teams_at = ACTORS["command" if "command" in body else body.get("type", "")]
    user_id = _at(body, user_at)
    teams = (_at(body, path) for path in teams_at)
    team_id = next((team for team in teams if isinstance(team, str) and team), "")
    return Member(team_id, user_id) if isinstance(user_id, str) else None


def command(body: Body) -> Command:
    """A slash command. Commands don't work in threads, so its origin has none."""
    return Command(
        _actor(body),
        body["command"],
        readable(body.get("text", "")),
        body.get("trigger_id", ""),
        Origin(body.get("response_url", ""), shareable=not is_dm(body.get("channel_id", ""))),
    )


def click(body: Body) -> Click:
    """A press on a button in a message, a modal or App Home."""
    view: Body = body.get("view") or {}
    container: Body = body.get("container") or {}
    action = body["actions"][0]
    return Click(
        _actor(body),
        action["action_id"],
        action.get("value") or "",
        body.get("trigger_id", ""),
        Origin.load(view.get("private_metadata")) if view else _origin_of(body, container),
        container.get("message_ts", ""),
        view.get("id", ""),
        view.get("hash", ""),
        view.get("type", ""),
        _key("click", view.get("id") or container.get("message_ts", ""), action, _actor(body)),
        Step.load(view.get("private_metadata")),
        str(action.get("action_ts") or ""),
    )


def picked(body: Body) -> str:
    """What was picked in a menu that tells at once; empty where nothing was."""
    return fields.chosen(body["actions"][0])


def view(body: Body) -> View:
    """The view in which something was pressed, as it can be sent again."""
    shown: Body = body.get("view") or {}
    kept = {name: shown[name] for name in _OWN if shown.get(name)}
    return cast("View", {"blocks": [], **kept})


def submission(body: Body) -> Submission:
    """A form that was sent. Outsiders' views carry our own team as `app_installed_team_id`."""
    view: Body = body["view"]
    metadata = view.get("private_metadata")
    return Submission(
        _actor(body),
        Origin.load(metadata),
        fields.filled(body),
        Step.load(metadata),
        f"submit:{view.get('id', '')}:{view.get('hash', '')}:{view.get('callback_id', '')}",
        view.get("id", ""),
    )


def depth(body: Body) -> int:
    """How deep a modal lies in its stack of at most `MOST_STACKED`."""
    view: Body = body.get("view") or {}
    below = view.get("previous_view_id")
    if not below:
        return 1
    return 2 if below == view.get("root_view_id") else MOST_STACKED


def shortcut(body: Body) -> Shortcut:
    """A shortcut: on any message that the person can see, or a global one, which has none."""
    message: Body = body.get("message") or {}
    if not message:
        return Shortcut(_actor(body), "", body["trigger_id"], Origin())
    channel_id = (body.get("channel") or {}).get("id", "")
    return Shortcut(
        _actor(body),
        readable(message.get("text", "")),
        body["trigger_id"],
        Origin(body.get("response_url", ""), message.get("thread_ts", ""), not is_dm(channel_id)),
        channel_id,
        message.get("ts", ""),
    )


def message(body: Body) -> Message:
    """A message event."""
    event: Body = body["event"]
    return Message(
        actor(body) or Member("", ""),
        body.get("event_id", ""),
        event.get("channel", ""),
        event.get("ts", ""),
        event.get("thread_ts", ""),
        readable(event.get("text") or ""),
    )


def is_by_a_person(event: Body) -> bool:
    """Whether a message event is something that a person newly wrote."""
    plain = event.get("subtype") in (None, "file_share", "thread_broadcast")
    return plain and bool(event.get("user")) and not event.get("bot_id")


def is_dm(channel_id: str) -> bool:
    """Whether a channel is a direct message: their ids start with D."""
    return channel_id.startswith("D")


def readable(text: str) -> str:
    """Slack's escaped text as the person read it: names for ids, no control characters."""
    named = _LINK.sub(_label, text)
    return _CONTROL.sub(" ", html.unescape(named)).strip()


def _label(link: re.Match[str]) -> str:
    target, label = link[1], link[2]
    if label:
        return label.lstrip("@")
    return "" if target[0] in "@#!" else target


def _at(body: Body, path: tuple[str, ...]) -> object:
    value: object = body
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _actor(body: Body) -> Member:
    """Raises LookupError where nobody acted, which the check of the payload's shape rules out."""
    found = actor(body)
    if found is None:
        raise LookupError
    return found


def _key(kind: str, place: str, action: Body, actor: Member) -> str:
    what = f"{action['action_id']}:{action.get('action_ts', '')}"
    return f"{kind}:{place}:{what}:{actor.team_id}:{actor.user_id}"


def _origin_of(body: Body, container: Body) -> Origin:
    channel_id = container.get("channel_id", "")
    return Origin(
        body.get("response_url", ""),
        container.get("thread_ts", ""),
        shareable=bool(channel_id) and not is_dm(channel_id),
    )
