"""What a person sets for themselves in Home: their place and their language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import people
from bot.desk.people import Member
from handlers import ids, payloads
from handlers.answers import Answers
from handlers.directory import Directory
from handlers.home import Home
from handlers.personal import Personal
from handlers.places import Unclear, read_place, stored
from handlers.shelf import Shelf
from handlers.views.home import LANGUAGES
from handlers.views.place_form import place_form


@dataclass(frozen=True, slots=True)
class Preferences:
    """Home shows each change once it is kept."""

    shelf: Shelf
    directory: Directory
    personal: Personal
    answers: Answers
    home: Home

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.CHANGE_PLACE)(self.ask_place)
        app.view(ids.HOME_PLACE)(self.settle)
        app.action(ids.REMOVE_PLACE)(self.leave)
        app.action(re.compile(f"^{ids.CHOOSE_LANGUAGE}:"))(self.choose_language)

    async def ask_place(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for where the person serves."""
        click = payloads.click(body)
        who = await self.personal.of(click.actor)
        states = self.shelf.catalog.states()
        view = place_form(who.home, states, self.shelf.reader(who.texts))
        await self.answers.show(click, view, who.texts)
        await ack()

    async def settle(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: what is no one place is said at its field."""
        form = payloads.submission(body)
        _ = await self.directory.of(form.actor)
        try:
            place = read_place(form.values, self.shelf.catalog, self.shelf.names(), _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        await self._settle(form.actor, stored(place))
        return await ack()

    async def leave(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The person serves nowhere in particular."""
        await self._settle(payloads.click(body).actor, "")
        await ack()

    async def choose_language(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """From here on they are written to in this language; in Slack's, where they ask for it."""
        click = payloads.click(body)
        language = click.value if click.value in LANGUAGES else ""
        await self.directory.change(people.choose_language, click.actor, language)
        self.home.renew(click.actor)
        await ack()

    async def _settle(self, member: Member, place: str) -> None:
        await self.directory.change(people.settle_in, member, place)
        self.home.renew(member)
