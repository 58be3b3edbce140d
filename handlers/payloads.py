"""What Slack sent, as typed values. The one place that knows where things stand in a payload."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from bot.desk.people import Member
from handlers.views.blocks import View

Body = Mapping[str, Any]

MAX_WORDS = 1_000
"""Characters of a query that are read: enough for any question, and it fits a button's value."""

MAX_TYPED = 3_000
"""Characters that Slack takes in a field that sets no limit of its own (docs.slack.dev, "Block
elements")."""

MOST_STACKED = 3
"""Modals that lie on each other at most (docs.slack.dev, "Modals")."""

_OWN = ("type", "title", "submit", "close", "callback_id", "private_metadata", "blocks")
"""What of a view is the app's own; Slack adds the rest (docs.slack.dev, "View objects")."""

_LINK = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_CUT = "…"
"""Ends the first line of what a button carries where the end of the words is missing."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer was asked for, so that it can be shared there.

    `response_url` takes five posts within 30 minutes (docs.slack.dev, "Handling user
    interaction"); `thread_ts` is empty outside a thread; `shareable` is false where only the
    person and the bot can see.
    """

    response_url: str = ""
    thread_ts: str = ""
    shareable: bool = False

    def dump(self) -> str:
        """As text for a view's private_metadata."""
        return json.dumps(asdict(self)) if self != Origin() else ""

    @classmethod
    def load(cls, text: object) -> Origin:
        """Back from a view's private_metadata; the empty origin where there is none."""
        return cls(**json.loads(text)) if isinstance(text, str) and text.startswith("{") else cls()


@dataclass(frozen=True, slots=True)
class Turn:
    """The page of a query that a button leads to."""

    query: str
    offset: int = 0

    def dump(self) -> str:
        """As text for a button's value."""
        return json.dumps({"q": self.query, "o": self.offset}, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Turn:
        """Back from a button's value."""
        value = json.loads(text)
        return cls(str(value["q"]), max(0, int(value["o"])))


@dataclass(frozen=True, slots=True)
class Choice:
    """A resource to save, or to save no more; in a message also the page on which it stands.

    Slack does not send an ephemeral message back (docs.slack.dev, "block_actions payloads"), and
    the page can only be drawn anew from what its buttons say.
    """

    resource_id: str
    turn: Turn | None = None

    def dump(self) -> str:
        """As text for a button's value: on lines, because JSON could double a query's length."""
        if self.turn is None:
            return self.resource_id
        return f"{self.resource_id}\n{self.turn.offset}\n{self.turn.query}"

    @classmethod
    def load(cls, text: str) -> Choice:
        """Back from a button's value."""
        resource_id, _, page = text.partition("\n")
        offset, _, query = page.partition("\n")
        return cls(resource_id, Turn(query, int(offset)) if page else None)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a button "Ask an expert" carries over into the form; `is_cut` is whether the end of
    the words is missing.
    """

    words: str = ""
    resource_id: str = ""
    kind: str = ""
    is_cut: bool = False

    def dump(self) -> str:
        """As text for a button's value."""
        end = _CUT if self.is_cut or len(self.words) > MAX_WORDS else ""
        return f"{self.kind}{end}\n{self.resource_id}\n{self.words[:MAX_WORDS]}"

    @classmethod
    def load(cls, text: str) -> Carried:
        """Back from a button's value."""
        kind, _, rest = text.partition("\n")
        resource_id, _, words = rest.partition("\n")
        return cls(words, resource_id, kind.removesuffix(_CUT), kind.endswith(_CUT))


@dataclass(frozen=True, slots=True)
class Step:
    """What a form is about: the handle of a ticket or an offer, which nobody can guess, and how
    far the form is. Nothing else of a ticket stands in a view's private_metadata.
    """

    handle: str = ""
    name: str = ""

    def dump(self) -> str:
        """As text for a view's private_metadata."""
        return f"{self.name}\n{self.handle}"

    @classmethod
    def load(cls, text: object) -> Step:
        """Back from a view's private_metadata; empty where it holds something else."""
        name, separator, handle = str(text or "").partition("\n")
        return cls(handle, name) if separator else cls()


@dataclass(frozen=True, slots=True)
class WordsFor:
    """Words that wait, and the ticket that they are for, each by its handle."""

    words: str
    handle: str = ""

    def dump(self) -> str:
        """As text for a button's value."""
        return f"{self.words}\n{self.handle}"

    @classmethod
    def load(cls, text: str) -> WordsFor:
        """Back from a button's value."""
        words, _, handle = text.partition("\n")
        return cls(words, handle)


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
    return _chosen(body["actions"][0])


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
        filled(body),
        Step.load(metadata),
        f"submit:{view.get('id', '')}:{view.get('hash', '')}:{view.get('callback_id', '')}",
        view.get("id", ""),
    )


def filled(body: Body) -> dict[str, str]:
    """What stands in a form's fields, sent or not yet, by action id; empty ones left out."""
    fields = _fields(body).values()
    return {
        action_id: chosen
        for block in fields
        for action_id, state in block.items()
        if (chosen := _chosen(state))
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


def depth(body: Body) -> int:
    """How deep a modal lies in its stack of at most `MOST_STACKED`."""
    view: Body = body.get("view") or {}
    below = view.get("previous_view_id")
    if not below:
        return 1
    return 2 if below == view.get("root_view_id") else MOST_STACKED


def _fields(body: Body) -> Mapping[str, Body]:
    state: Body = (body.get("view") or {}).get("state") or {}
    return state.get("values") or {}


def _chosen(state: Body) -> str:
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
