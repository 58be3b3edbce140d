"""A person's tickets in their own Home: a line for each, which leads to its thread."""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n import Texts
from bot.store import Row
from handlers.places import place_of
from handlers.views import wording
from handlers.views.blocks import cut, escape, link
from handlers.views.resource import Names, place_name

NAME = 80
"""Characters of a name that a line shows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """For whom lines are drawn: the names for ids, the sentences, and the workspace's address in
    Slack, which ends with a slash; empty where it isn't known.
    """

    names: Names
    texts: Texts
    workspace: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a thread stands; empty where it was not posted yet."""

    channel_id: str = ""
    root_ts: str = ""


def permalink(spot: Spot, workspace: str) -> str:
    """Where a thread stands in Slack, as Slack's own links say it; empty where that isn't known."""
    if not (workspace and spot.channel_id and spot.root_ts):
        return ""
    return f"{workspace}archives/{spot.channel_id}/p{spot.root_ts.replace('.', '')}"


def number(ticket: Row, spot: Spot, reading: Reading) -> str:
    """A ticket's number in mrkdwn, linked to its thread."""
    return f"*{link(permalink(spot, reading.workspace), f'#{ticket.id}')}*"


def about(ticket: Row, reading: Reading, *, topic: bool = False) -> list[str]:
    """A ticket's kind and place, and its topic, in mrkdwn; what is not known is left out."""
    _, names, place = reading.texts, reading.names, place_of(ticket.place)
    found = names.topics.get(ticket.topic) if topic else None
    said = [
        wording.kind_name(ticket.kind, _),
        found.name(_.language) if found else "",
        place_name(place, names, _) if place else "",
    ]
    return [escape(cut(each, NAME)) for each in said if each]
