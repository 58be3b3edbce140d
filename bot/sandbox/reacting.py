"""Reactions: emoji that people and the app put on messages."""

import re

from bot.sandbox.channels import Channel
from bot.sandbox.errors import SlackError
from bot.sandbox.events import Events
from bot.sandbox.news import News
from bot.sandbox.wire import JSON
from bot.sandbox.workspace import Workspace

_NAME = re.compile(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?")


class Reacting:
    """Adds reactions and takes them away."""

    def __init__(self, workspace: Workspace, events: Events, news: News) -> None:
        self._workspace = workspace
        self._events = events
        self._news = news

    def add(self, channel: Channel, message: JSON, name: str, user_id: str) -> None:
        """Puts an emoji on a message. Raises `invalid_name` or `already_reacted`."""
        if channel.is_archived:
            raise SlackError("is_archived")
        if not _NAME.fullmatch(name):
            raise SlackError("invalid_name")
        reactions = message.setdefault("reactions", [])
        reaction = _named(reactions, name)
        if reaction is None:
            reactions.append(reaction := {"name": name, "users": [], "count": 0})
        if user_id in reaction["users"]:
            raise SlackError("already_reacted")
        reaction["users"].append(user_id)
        self._tell("reaction_added", channel, message, reaction, user_id)

    def remove(self, channel: Channel, message: JSON, name: str, user_id: str) -> None:
        """Takes an own emoji away. Raises `no_reaction`."""
        reactions = message.get("reactions", [])
        reaction = _named(reactions, name)
        if reaction is None or user_id not in reaction["users"]:
            raise SlackError("no_reaction")
        reaction["users"].remove(user_id)
        if not reaction["users"]:
            reactions.remove(reaction)
        if not reactions:
            del message["reactions"]
        self._tell("reaction_removed", channel, message, reaction, user_id)

    def _tell(
        self, kind: str, channel: Channel, message: JSON, reaction: JSON, user_id: str
    ) -> None:
        reaction["count"] = len(reaction["users"])
        self._news.changed(channel, message)
        event = {
            "type": kind,
            "user": user_id,
            "reaction": reaction["name"],
            "item": {"type": "message", "channel": channel.id, "ts": message["ts"]},
            "item_user": message.get("user", self._workspace.bot.id),
            "event_ts": self._workspace.ids.ts(),
        }
        self._events.emit(kind, event, channel)


def _named(reactions: list[JSON], name: str) -> JSON | None:
    return next((each for each in reactions if each["name"] == name), None)
