"""What a coordinator does with one card: asks experts, replies, promises, takes off, closes."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bot.sandbox import Person
from handlers import ids
from tests.simulation.ledger import Ledger, Request
from tests.simulation.stage import Stage
from tests.simulation.walls import local

ASKS_EXPERT, SENDS_RESOURCE = 0.75, 0.15
PROMISES, NOTES, CLOSES, CORRECTS, NOT_OURS, HANDS_OVER = 0.1, 0.1, 0.1, 0.05, 0.02, 0.03
TAKES_OFF, ANSWERS_OVERDUE = 0.25, 0.8


@dataclass(slots=True)
class Tray:
    """What there is to do in the triage channel, the oldest first: each with its card's time and,
    where it is about a message below, that one's.
    """

    channel: str
    ledger: Ledger
    cards: dict[str, int] = field(default_factory=dict)
    todo: deque[tuple[str, str]] = field(default_factory=deque)

    def request(self, card: str) -> Request:
        """What a card is about."""
        return self.ledger.numbered[self.cards[card]]

    def put(self, card: str, below: str = "") -> None:
        """Something is to be done, unless it is on the list."""
        if (card, below) not in self.todo:
            self.todo.append((card, below))


@dataclass(slots=True)
class Cards:
    """One coordinator's hands on the cards of the triage channel."""

    stage: Stage
    person: Person
    tray: Tray
    luck: Random

    async def work_on(self, card: str) -> None:
        """Do the next thing on it, whatever that is."""
        request = self.tray.request(card)
        if not self._can(card, ids.CARD_MORE):
            return
        await self._take(card)
        roll, may_ask = self.luck.random(), self._can(card, ids.CARD_ASK_EXPERT)
        if roll < NOT_OURS:
            await self._act(card, f"{ids.MORE_ACT}:not_ours")
        elif may_ask and request.visibility != "coordinator" and roll < ASKS_EXPERT:
            await self._offer(card, request)
        elif roll > 1 - SENDS_RESOURCE:
            await self._send_resource(card, request)
        elif not request.party or roll < 0.5:
            await self._reply(card, request)
        await self._beside(card, request)

    async def hurry(self, card: str) -> None:
        """Who has it is silent: somebody else is asked, or they answer themselves."""
        request = self.tray.request(card)
        if request.party and self.luck.random() < TAKES_OFF:
            if await self._act(card, f"{ids.MORE_ACT}:remove_expert"):
                self.stage.ledger.parted(request)
                self.tray.put(card)
        elif self._can(card, ids.CARD_REPLY) and self.luck.random() < ANSWERS_OVERDUE:
            await self._take(card)
            await self._reply(card, request)

    async def _beside(self, card: str, request: Request) -> None:
        """What else is done now and then."""
        await self.stage.close_windows(self.person)
        if self.luck.random() < NOTES:
            await self._note(card, request)
        if self.luck.random() < PROMISES:
            day = local(self.stage.now).date() + timedelta(days=self.luck.randint(1, 9))
            await self._form(card, "promise", {ids.TICKET_PROMISED: day.isoformat()})
        if self.luck.random() < CORRECTS:
            priority = self.luck.choice(("high", "normal", "low"))
            await self._form(card, "details", {ids.TICKET_PRIORITY: priority})
        if self.luck.random() < HANDS_OVER:
            await self._hand_over(card, request)
        if request.number and self.luck.random() < CLOSES and not request.party:
            await self._close(card, request)

    def _can(self, card: str, action_id: str) -> bool:
        return self.stage.can_press(self.tray.channel, card, action_id)

    async def _press(self, card: str, action_id: str) -> bool:
        return await self.stage.press(self.person, self.tray.channel, card, action_id)

    async def _take(self, card: str) -> None:
        if await self._press(card, ids.CARD_TAKE):
            self.stage.done["taken"] += 1

    async def _offer(self, card: str, request: Request) -> None:
        """Ask one to three of those whom the form offers, mostly the first ones."""
        stage = self.stage
        if not await self._press(card, ids.CARD_ASK_EXPERT):
            return
        options = [
            each["value"] for each in stage.element(self.person, ids.OFFER_TO).get("options", ())
        ]
        partners = [each for each in options if each.startswith("partner:")]
        chosen = options[: self.luck.randint(1, 3)]
        if partners and self.luck.random() < 0.5:
            chosen = [self.luck.choice(partners), *chosen[:1]]
        if not chosen:
            return
        # Whoever is asked may see it from the moment that it is their turn.
        stage.ledger.shown_to(request, stage.users_of(chosen))
        if await stage.submit(self.person, {ids.OFFER_TO: chosen}):
            stage.done["offered"] += 1

    async def _reply(self, card: str, request: Request) -> None:
        stage, token = self.stage, self.stage.words.token()
        if not await self._press(card, ids.CARD_REPLY):
            return
        may, text = {request.requester, *request.party}, stage.words.answer(request.language, token)
        places = {stage.sandbox.person(request.requester).dm, request.place} - {""}
        stage.ledger.said("reply", token, request, may, stage.now, places)
        await stage.submit(self.person, {ids.WORDS: text})
        if stage.view(self.person) is not None:
            await stage.submit(self.person)
        stage.done["replied"] += 1

    async def _send_resource(self, card: str, request: Request) -> None:
        stage, token = self.stage, self.stage.words.token()
        if not await self._press(card, ids.CARD_SEND_RESOURCE):
            return
        options = stage.element(self.person, ids.RESOURCE_CHOICE).get("options", ())
        if not options:
            return
        may = {request.requester, *request.party}
        stage.ledger.said("line", token, request, may, stage.now)
        text = stage.words.short(request.language, token)
        values = {ids.RESOURCE_CHOICE: options[0]["value"], ids.WORDS: text}
        if await stage.submit(self.person, dict(values)):
            stage.done["sent a resource"] += 1
        if stage.view(self.person) is not None:
            await stage.submit(self.person)

    async def tell(self, card: str, below: str) -> None:
        """Tell an expert what they wanted to know before they answer."""
        stage, token, request = self.stage, self.stage.words.token(), self.tray.request(card)
        if not await stage.press(self.person, self.tray.channel, below, ids.OFFER_TELL):
            return
        asked = {
            each
            for secret in stage.ledger.secrets.values()
            if secret.what == "asked for more" and secret.request is request
            for each in secret.may
        }
        stage.ledger.said("told more", token, request, asked, stage.now)
        await stage.submit(self.person, {ids.WORDS: stage.words.short("en", token)})
        stage.done["told more"] += 1

    async def _note(self, card: str, request: Request) -> None:
        """What is written below the card stays there."""
        stage, token = self.stage, self.stage.words.token()
        stage.ledger.said("note", token, request, (), stage.now)
        await self.person.say(self.tray.channel, stage.words.short("en", token), card)
        stage.done["noted below a card"] += 1

    async def _more(self, card: str, action_id: str) -> bool:
        if not await self._press(card, ids.CARD_MORE):
            return False
        return await self.stage.press_in_view(self.person, action_id)

    async def _act(self, card: str, action_id: str) -> bool:
        done = await self._more(card, action_id)
        if done:
            self.stage.done[action_id] += 1
            if action_id.endswith("not_ours"):
                self.tray.request(card).closed = True
        await self.stage.close_windows(self.person)
        return done

    async def _form(self, card: str, name: str, values: dict[str, object]) -> bool:
        taken = False
        if await self._more(card, f"{ids.MORE_FORM}:{name}"):
            taken = await self.stage.submit(self.person, values)
            self.stage.done[name] += taken
        await self.stage.close_windows(self.person)
        return taken

    async def _hand_over(self, card: str, request: Request) -> None:
        token = self.stage.words.token()
        self.stage.ledger.said("note", token, request, (), self.stage.now)
        await self._form(card, "assign", {ids.WORDS: self.stage.words.short("en", token)})

    async def _close(self, card: str, request: Request) -> None:
        token, stage = self.stage.words.token(), self.stage
        stage.ledger.said("closing words", token, request, {request.requester}, stage.now)
        values = {
            ids.TICKET_OUTCOME: "by_coordinator",
            ids.WORDS: stage.words.short(request.language, token),
        }
        request.closed = await self._form(card, "close", dict(values)) or request.closed
