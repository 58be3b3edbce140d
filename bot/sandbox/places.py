"""Where an element stands that a person acts on: in a message or in a view."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.sandbox.channels import Channel
from bot.sandbox.errors import RefusedError
from bot.sandbox.filled import Filled
from bot.sandbox.payloads import channel_part
from bot.sandbox.people import User
from bot.sandbox.response_urls import ResponseUrls
from bot.sandbox.views import OpenView
from bot.sandbox.wire import JSON, copy


class Place(Protocol):
    """What an interaction needs to know of the blocks it happens in."""

    @property
    def user(self) -> User:
        """The person who acts."""
        ...

    @property
    def channel(self) -> Channel | None:
        """The channel, for a message."""
        ...

    @property
    def blocks(self) -> list[JSON]:
        """The blocks as they were seen."""
        ...

    @property
    def filled(self) -> Filled:
        """What the person filled in there."""
        ...

    def described(self) -> JSON:
        """`container` and all that goes with it in a payload."""
        ...

    def response_url(self) -> JSON:
        """The `response_url` of a payload; empty in a view."""
        ...


@dataclass(frozen=True)
class InView:
    """A modal or a Home tab."""

    opened: OpenView
    channel: Channel | None = None

    @property
    def user(self) -> User:
        """The person who has it open."""
        return self.opened.user

    @property
    def blocks(self) -> list[JSON]:
        """The view's blocks."""
        return self.opened.blocks

    @property
    def filled(self) -> Filled:
        """What the person filled in."""
        return self.opened.filled

    def described(self) -> JSON:
        """The view, with its state."""
        container = {"type": "view", "view_id": self.opened.id}
        return {"container": container, "view": self.opened.shown()}

    def response_url(self) -> JSON:
        """Views have none."""
        return {}


@dataclass(frozen=True)
class InMessage:
    """A message in a channel, or one that only this person sees."""

    user: User
    channel: Channel
    message: JSON
    urls: ResponseUrls
    filled: Filled = field(default_factory=Filled)

    @property
    def blocks(self) -> list[JSON]:
        """The message's blocks. Raises `RefusedError` where it has none."""
        if "blocks" not in self.message:
            raise RefusedError("message_has_no_blocks")
        blocks: list[JSON] = self.message["blocks"]
        return blocks

    def described(self) -> JSON:
        """The message and its channel; Slack does not repeat an ephemeral message."""
        ephemeral = bool(self.message.get("is_ephemeral"))
        container = {
            "type": "message",
            "message_ts": self.message["ts"],
            "channel_id": self.channel.id,
            "is_ephemeral": ephemeral,
        }
        if "thread_ts" in self.message:
            container["thread_ts"] = self.message["thread_ts"]
        return {
            "container": container,
            "channel": channel_part(self.channel),
            "state": {"values": self.filled.values(self.blocks)},
            **({} if ephemeral else {"message": copy(self.message)}),
        }

    def response_url(self) -> JSON:
        """Where the app can answer this one click."""
        url = self.urls.issue("actions", self.user.id, self.channel, self.message)
        return {"response_url": url}
