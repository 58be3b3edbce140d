"""Looking up from messages: the message shortcut, a mention, and words in the bot's DM."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.i18n import Texts
from handlers import ids, payloads
from handlers.answers import Answers
from handlers.languages import Languages
from handlers.lookup import HELP
from handlers.payloads import Message, Origin
from handlers.seen import Seen
from handlers.shelf import Shelf
from handlers.views import blocks, notices


@dataclass(frozen=True, slots=True)
class Messages:
    """Where slash commands don't reach: threads, mentions and direct messages."""

    shelf: Shelf
    languages: Languages
    answers: Answers
    seen: Seen = field(default_factory=Seen)

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.shortcut(ids.FIND_RESOURCES)(self.find_resources)
        app.event("app_mention")(self.mention)
        app.event("message")(self.direct_message)

    async def find_resources(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """What the library has on a message, in a modal: it works in threads too."""
        shortcut = payloads.shortcut(body)
        _ = await self.languages.of(shortcut.actor)
        view = self.shelf.results(shortcut.text, _, origin=shortcut.origin)
        await self.answers.open(shortcut.trigger_id, view, shortcut.origin, _)
        await ack()

    async def mention(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """An answer where the bot was mentioned, seen only by who asked."""
        message = payloads.message(body)
        if payloads.is_by_a_person(body["event"]) and self._is_new(message):
            _ = await self.languages.of(message.actor)
            origin = Origin(thread_ts=message.thread_ts, shareable=True)
            answer = self._answer(message, origin, _)
            await self.answers.whisper(
                message.channel_id, message.actor.user_id, answer, message.thread_ts
            )
        await ack()

    async def direct_message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """An answer to words in the bot's DM."""
        message = payloads.message(body)
        is_ours = body["event"].get("channel_type") == "im"
        if is_ours and payloads.is_by_a_person(body["event"]) and self._is_new(message):
            _ = await self.languages.of(message.actor)
            answer = self._answer(message, Origin(), _)
            await self.answers.post(message.channel_id, answer, message.thread_ts)
        await ack()

    def _is_new(self, message: Message) -> bool:
        """One message can come as two events, and each event more than once."""
        return self.seen.first(
            ("event", message.event_id), (message.actor.team_id, message.channel_id, message.ts)
        )

    def _answer(self, message: Message, origin: Origin, _: Texts) -> blocks.Message:
        if not message.text or message.text.lower() in HELP:
            return notices.help_message(_)
        return self.shelf.answer(message.text, _, origin=origin)
