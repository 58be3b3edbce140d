"""Experts in the workspace: they accept or not, and answer in their talk with the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from random import Random

from bot.sandbox import Person
from handlers import ids
from tests.simulation.eyes import Post
from tests.simulation.ledger import Request
from tests.simulation.stage import Act, Json, Stage
from tests.simulation.walls import HOUR, awake

ACCEPTS, DECLINES, SUGGESTS, ASKS_MORE = 0.6, 0.14, 0.04, 0.06
"""Shares of what is offered; the rest is silence."""

FIRST_WORDS, FALLS_SILENT, ANSWERS, CLOSES = 0.9, 0.08, 0.85, 0.12
EDITS, TAKES_BACK, ASIDE, STEPS_BACK, HEEDS = 0.08, 0.03, 0.06, 0.04, 0.7
LOOKS = 0.3
REASONS = ("busy", "not_my_topic", "conflict", "other")


@dataclass(slots=True)
class Answering:
    """What experts have in common, wherever they write."""

    stage: Stage
    person: Person
    language: str
    luck: Random = field(init=False)

    def __post_init__(self) -> None:
        self.luck = self.stage.random(self.person.user.key)

    async def say(self, channel: str, head_ts: str, request: Request) -> None:
        """Words to the official, and sometimes others in their place."""
        stage, token = self.stage, self.stage.words.token()
        may = {request.requester, *request.party, self.person.id}
        places = {stage.triage, stage.sandbox.person(request.requester).dm}
        stage.ledger.said("words", token, request, may, stage.now, places)
        text = stage.words.answer(request.language, token)
        said = await self.person.say(channel, text, head_ts)
        stage.done["written by experts"] += 1
        roll = self.luck.random()
        if roll < EDITS:
            self.plan(self.luck.uniform(0.005, 0.5), partial(self._edit, said, token))
        elif roll < EDITS + TAKES_BACK:
            self.plan(self.luck.uniform(0.005, 0.5), partial(self._take_back, said, token))

    def plan(self, hours: float, act: Act) -> None:
        """In so many hours, when they would look."""
        moment = awake(self.stage.now + hours * HOUR, workdays=self.luck.random() < 0.9)
        self.stage.at(moment, act)

    def maybe(self, share: float, least: float, most: float, act: Act) -> None:
        """The same, perhaps."""
        if self.luck.random() < share:
            self.plan(self.luck.uniform(least, most), act)

    async def _edit(self, said: Json, token: str) -> None:
        if self.stage.message(said["channel"], said["ts"]):
            await self.person.edit(said, self.stage.words.answer(self.language, token))
            self.stage.done["edited"] += 1

    async def _take_back(self, said: Json, token: str) -> None:
        if self.stage.message(said["channel"], said["ts"]):
            await self.person.delete(said)
            self.stage.ledger.secrets[token].taken_back = True
            self.stage.done["taken back"] += 1


@dataclass(slots=True)
class Expert(Answering):
    """Somebody in the workspace. `threads` are the offers that they got, by their heads."""

    threads: dict[str, Request] = field(default_factory=dict)
    on: set[str] = field(default_factory=set)

    async def hears(self, post: Post) -> None:
        """A message in their own talk with the bot."""
        if not post.thread_ts:
            request = self.stage.request_in(post.tokens)
            if request and self.stage.can_press(post.channel, post.ts, ids.OFFER_ACCEPT):
                self.threads[post.ts] = request
                self.plan(self.luck.lognormvariate(0.7, 1.2), partial(self._decide, post.ts))
            return
        request = self.threads.get(post.thread_ts)
        if request is None or post.thread_ts not in self.on:
            return
        if post.tokens & self.stage.ledger.secrets.keys():
            self.maybe(ANSWERS, 0.5, 40, partial(self._answer, post.thread_ts))
        elif not self.stage.can_press(post.channel, post.ts, ids.EXPERT_CLOSE):
            # A nudge, most likely.
            self.maybe(HEEDS, 0.5, 20, partial(self._answer, post.thread_ts))

    async def _decide(self, head: str) -> None:
        roll, shares = self.luck.random(), (ACCEPTS, DECLINES, SUGGESTS, ASKS_MORE)
        acts = (self._accept, self._decline, self._suggest, self._ask_more)
        for share, act in zip(shares, acts, strict=True):
            if roll < share:
                await act(head)
                return
            roll -= share

    async def _accept(self, head: str) -> None:
        stage, request = self.stage, self.threads[head]
        if not stage.can_press(self.person.dm, head, ids.OFFER_ACCEPT):
            return
        before = request.party, request.place
        stage.ledger.taken_on(request, {self.person.id}, self.person.dm)
        await stage.press(self.person, self.person.dm, head, ids.OFFER_ACCEPT)
        if stage.view(self.person) is not None:
            # They were told that it is not theirs any more.
            stage.ledger.taken_on(request, *before)
            await stage.close_windows(self.person)
            return
        self.on.add(head)
        stage.done["accepted"] += 1
        self.maybe(LOOKS, 0.1, 20, self._look)
        self.maybe(STEPS_BACK, 1, 60, partial(self._step_back, head))
        if self.luck.random() > FALLS_SILENT:
            self.maybe(FIRST_WORDS, 0.2, 30, partial(self._answer, head))

    async def _look(self) -> None:
        """What stands in Home of what they have."""
        await self.person.open_home()
        self.stage.done["looked into Home"] += 1

    async def _answer(self, head: str) -> None:
        request = self.threads[head]
        if head not in self.on or not self._bearing(head, ids.EXPERT_CLOSE):
            return
        await self.say("dm", head, request)
        self.maybe(ASIDE, 0.1, 3, partial(self._say_aside, head))
        self.maybe(CLOSES, 5, 60, partial(self._close, head))

    async def _form(self, head: str, action_id: str, what: str) -> bool:
        """A form from a button under the offer, with words of theirs for coordinators."""
        stage, token = self.stage, self.stage.words.token()
        ts = self._bearing(head, action_id)
        if not ts or not await stage.press(self.person, self.person.dm, ts, action_id):
            return False
        values: dict[str, object] = {}
        if stage.has(self.person, ids.REASON):
            values[ids.REASON] = self.luck.choice(REASONS)
        if stage.has(self.person, ids.WORDS):
            may = {self.person.id}
            if what == "closing words":
                may.add(self.threads[head].requester)
            stage.ledger.said(what, token, self.threads[head], may, stage.now)
            values[ids.WORDS] = stage.words.short(self.language, token)
        taken = await stage.submit(self.person, values)
        await stage.close_windows(self.person)
        stage.done[f"{what} by experts"] += taken
        return taken

    def _bearing(self, head: str, action_id: str) -> str:
        """The newest message of a thread with such a button."""
        channel = self.stage.sandbox.workspace.channels[self.person.dm]
        stamps = [head, *channel.replies.get(head, ())]
        pressed = (ts for ts in reversed(stamps) if self.stage.can_press(channel.id, ts, action_id))
        return next(pressed, "")

    async def _decline(self, head: str) -> None:
        await self._form(head, ids.OFFER_DECLINE, "declined")

    async def _suggest(self, head: str) -> None:
        await self._form(head, ids.OFFER_SUGGEST, "suggested")

    async def _ask_more(self, head: str) -> None:
        if await self._form(head, ids.OFFER_MORE, "asked for more"):
            self.plan(self.luck.uniform(2, 20), partial(self._accept, head))

    async def _say_aside(self, head: str) -> None:
        await self._form(head, ids.EXPERT_ASIDE, "aside")

    async def _step_back(self, head: str) -> None:
        if head in self.on and await self._form(head, ids.EXPERT_STEP_BACK, "stepped back"):
            self.on.discard(head)
            self.stage.ledger.parted(self.threads[head])

    async def _close(self, head: str) -> None:
        if head in self.on and await self._form(head, ids.EXPERT_CLOSE, "closing words"):
            self.threads[head].closed = True
