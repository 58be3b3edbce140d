"""Channels that are looked at before anything is posted there, and what Slack tells of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp

CHANGES = (
    "channel_shared",
    "channel_unshared",
    "channel_id_changed",
    "member_joined_channel",
    "group_left",
    "group_deleted",
)
"""Events after which what was known of a channel holds no more."""


class Gate(Protocol):
    """Who watches over some channels."""

    async def closed_for(self, channel_id: str) -> float:
        """For how many seconds nothing may be posted or rewritten in a channel; 0 where it may,
        and for channels that are not theirs to watch.
        """

    async def changed(self, channel_id: str) -> None:
        """Something happened to a channel."""


@dataclass(frozen=True, slots=True)
class Channels:
    """All who watch. `moved` hear that a channel has another id: its old one and its new one."""

    gates: Sequence[Gate]
    moved: Sequence[Callable[[str, str], Awaitable[None]]]

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        for name in CHANGES:
            app.event(name)(self.changed)

    async def closed_for(self, channel_id: str) -> float:
        """For how many seconds nothing may be posted in a channel; 0 where it may. Raises
        Unavailable.
        """
        for gate in self.gates:
            if seconds := await gate.closed_for(channel_id):
                return seconds
        return 0.0

    async def changed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A channel was shared, taken back, got another id, or somebody came in."""
        event = body["event"]
        if event["type"] == "channel_id_changed":
            for moved in self.moved:
                await moved(str(event["old_channel_id"]), str(event["new_channel_id"]))
        named = [event.get(name) for name in ("channel", "old_channel_id", "new_channel_id")]
        for channel_id in filter(None, named):
            for gate in self.gates:
                await gate.changed(str(channel_id))
        await ack()
