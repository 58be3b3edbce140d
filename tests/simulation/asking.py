"""Asking by the form, from the command to the window that tells the number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.sandbox import Person
from handlers import ids
from tests.simulation.ledger import Request
from tests.simulation.stage import Json, Stage
from tests.simulation.walls import local

VISIBILITIES = ("coordinator", "expert", "expert", "expert", "partner", "partner")
SHOWN_AS = ("name", "name", "role", "nobody")
NEEDED_BY = ("today", "week", "week", "whenever", "whenever", "vote")


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who asks, in their language."""

    stage: Stage
    person: Person
    language: str
    luck: Random

    async def ask(self) -> None:
        """One more request."""
        stage, token = self.stage, self.stage.words.token()
        visibility, shown_as = self.luck.choice(VISIBILITIES), self.luck.choice(SHOWN_AS)
        request = Request(
            *(token, self.person.id, visibility, shown_as, self.language), asked_at=stage.now
        )
        stage.ledger.asked(request)
        stage.eyes.actor = self.person.id
        command = "/ayuda" if self.language == "es" else "/assist"
        await self.person.command(command, stage.words.question(self.language, token))
        await stage.settle()
        await self._fill(request)
        await self._send(request)
        stage.done["asked"] += 1

    async def _send(self, request: Request) -> None:
        """Through the step in which it is checked, and once more where something was wrong."""
        stage = self.stage
        for _step in range(3):
            if stage.has(self.person, ids.WORDS):
                await stage.submit(self.person, {ids.ASK_SHOWN_AS: request.shown_as})
        number = _number_in(stage.view(self.person) or {})
        if not number:
            raise AssertionError("a request was not taken")
        stage.ledger.is_numbered(request, number)
        await stage.close_windows(self.person)

    async def _fill(self, request: Request) -> None:
        stage = self.stage
        await stage.press_in_view(self.person, ids.ASK_SEEN_BY, request.visibility)
        needed_by = self.luck.choice(NEEDED_BY)
        await stage.press_in_view(self.person, ids.ASK_NEEDED_BY, needed_by)
        if needed_by == "vote":
            day = local(stage.now).date() + timedelta(days=self.luck.randint(1, 20))
            await self.person.fill({ids.ASK_VOTE_ON: day.isoformat()})
        if self.luck.random() < 0.2:
            await stage.press_in_view(self.person, ids.ASK_MORE)


def _number_in(view: Json) -> int:
    """The number of a request, as its requester is told it."""
    heads = [block["text"]["text"] for block in view.get("blocks", ()) if block["type"] == "header"]
    digits = "".join(char for char in heads[0] if char.isdigit()) if heads else ""
    return int(digits or 0)
