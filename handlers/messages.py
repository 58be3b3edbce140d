"""Looking up from messages: the message shortcut, a mention, and words in the bot's DM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import unplaced
from bot.desk.outbox import Address
from bot.desk.spoken import Said
from handlers import events, ids, letters, payloads
from handlers.answers import Answers
from handlers.carried import Origin
from handlers.directory import Directory
from handlers.installed import Installed
from handlers.payloads import Message
from handlers.personal import Personal
from handlers.relaying import Relaying, heard, is_gone
from handlers.shelf import HELP, Shelf


@dataclass(frozen=True, slots=True)
class Messages:
    """Where slash commands don't reach: threads, mentions and direct messages."""

    shelf: Shelf
    directory: Directory
    personal: Personal
    answers: Answers
    relaying: Relaying
    installation: Installed

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.shortcut(ids.FIND_RESOURCES)(self.find_resources)
        app.event("app_mention")(self.mention)
        app.event("message")(self.message)

    async def find_resources(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """What the library has on a message, in a modal: it works in threads too."""
        shortcut = payloads.shortcut(body)
        who = await self.personal.of(shortcut.actor)
        view = self.shelf.results(
            shortcut.text, who.texts, origin=shortcut.origin, home=who.home, saved=who.saved
        )
        await self.answers.open(shortcut.trigger_id, view, shortcut.origin, who.texts)
        await ack()

    async def mention(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A message that names the bot may come as this event, as a message, or as both."""
        await self._take(body)
        await ack()

    async def message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Any message where the bot is: passed on, or answered, or none of its business."""
        await self._take(body)
        await ack()

    async def _take(self, body: dict[str, Any]) -> None:
        event = body["event"]
        if await self.relaying.take(body):
            return
        if not events.is_new(event):
            await self._follow(body)
            return
        message = payloads.message(body)
        if (
            not event.get("user")
            or event.get("bot_id")
            or message.actor.team_id != self.installation.team_id
        ):
            return
        if event.get("channel_type") == "im":
            await self._answer_in_dm(message, heard(body))
        elif events.names(event, self.installation.user_id):
            await self._whisper(message)

    async def _follow(self, body: dict[str, Any]) -> None:
        """Words from the DM's main box may wait, or count for a request: so do their changes."""
        said = heard(body)
        if said is not None and payloads.is_dm(said.channel_id):
            work = unplaced.take_back if is_gone(body["event"]) else unplaced.correct
            await self.relaying.store.run(work, said)

    async def _answer_in_dm(self, message: Message, said: Said | None) -> None:
        """An answer to words in the bot's DM: from the library, or, to somebody with an open
        request, what the words are for. It stays there, so it goes by the post lane.
        """
        person = await self.directory.person(message.actor)
        to = Address(
            channel_id=message.channel_id, thread_ts=message.thread_ts, reader_id=person.id
        )
        run = self.relaying.store.run
        if (
            said is not None
            and message.text
            and message.text.lower() not in HELP
            and await run(unplaced.ask_which, said, to)
        ):
            return
        await run(letters.answer_search, message.text, to, message.ts)

    async def _whisper(self, message: Message) -> None:
        """An answer where the bot was mentioned, seen only by who asked."""
        who = await self.personal.of(message.actor)
        origin = Origin(thread_ts=message.thread_ts, shareable=True)
        answer = self.shelf.say(message.text, who.texts, origin=origin, home=who.home)
        await self.answers.whisper(
            message.channel_id, message.actor.user_id, answer, message.thread_ts
        )
