"""Officials: they ask, read what comes, write again, and now and then say that it helped."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from random import Random

from bot.sandbox import Person
from handlers import ids
from tests.simulation.asking import Asking
from tests.simulation.eyes import Post
from tests.simulation.ledger import Request
from tests.simulation.stage import Act, Json, Stage
from tests.simulation.walls import HOUR, MINUTE, awake

FACES = ("yes", "yes", "partly", "no")

FOLLOWS_UP, SAYS_MORE, CLOSES, RATES, COMMENTS, REOPENS = 0.4, 0.08, 0.35, 0.6, 0.3, 0.08
EDITS, TAKES_BACK, ASIDE, NARROWS, DELETES, IN_MAIN_BOX = 0.08, 0.03, 0.05, 0.03, 0.02, 0.1
LOOKS = 0.3


@dataclass(slots=True)
class Official:
    """Somebody who asks. All that they do is what their phone lets them do."""

    stage: Stage
    person: Person
    language: str
    luck: Random = field(init=False)
    requests: dict[str, Request] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.luck = self.stage.random(self.person.user.key)

    # What comes

    async def hears(self, post: Post) -> None:
        """A message in their own talk with the bot."""
        if not post.thread_ts:
            self._new_thread(post)
            return
        request = self.requests.get(post.thread_ts)
        if request is None:
            return
        if self.stage.can_press(post.channel, post.ts, f"{ids.HELPED}:yes"):
            self._maybe(RATES, 1, 30, partial(self._rate, request, post))
        elif self.stage.can_press(post.channel, post.ts, ids.OWN_CLOSE):
            # They were told that it will be closed.
            self._maybe(0.4, 1, 40, partial(self._answer_warning, request))
        elif post.tokens & self.stage.ledger.secrets.keys():
            self._was_answered(request)

    def _new_thread(self, post: Post) -> None:
        request = self.stage.request_in(post.tokens)
        if request is None or request.requester != self.person.id or request.head_ts:
            self._in_main_box(post)
            return
        request.head_ts = post.ts
        self.requests[post.ts] = request
        self._maybe(SAYS_MORE, 0.1, 5, partial(self._say, request, "detail"))
        self._maybe(NARROWS, 1, 60, partial(self._narrow, request))

    def _in_main_box(self, post: Post) -> None:
        """The bot asks what some words in the main box are for."""
        open_ones = [each for each in self.requests.values() if not each.closed]
        for request in open_ones:
            action_id = f"{ids.ADD_WORDS}:{request.number}"
            if self.stage.can_press(post.channel, post.ts, action_id):
                act = partial(self._add_words, request, post, action_id)
                self._plan(self.luck.uniform(0.02, 0.5), act)
                return

    def _was_answered(self, request: Request) -> None:
        roll = self.luck.random()
        if roll < FOLLOWS_UP:
            self._plan(self.luck.uniform(0.3, 30), partial(self._say, request, "thread"))
        elif roll < FOLLOWS_UP + CLOSES:
            self._plan(self.luck.uniform(2, 60), partial(self._close, request))
        self._maybe(ASIDE, 1, 20, partial(self._say_aside, request))

    # What they do

    async def ask(self) -> None:
        """One more request."""
        await Asking(self.stage, self.person, self.language, self.luck).ask()
        self._maybe(LOOKS, 1, 100, self._look)

    async def _look(self) -> None:
        """What stands in Home of their requests."""
        await self.person.open_home()
        self.stage.done["looked into Home"] += 1

    async def _say(self, request: Request, where: str) -> None:
        """Words on a request: in its thread, by the form, or in the main box."""
        stage, token = self.stage, self.stage.words.token()
        if not stage.can_press(self.person.dm, request.head_ts, ids.OWN_CLOSE):
            # It was closed meanwhile, and they see that.
            return
        text = stage.words.following(self.language, token)
        if where == "detail":
            await self._by_form(request, ids.OWN_DETAIL, token, text)
            return
        if self.luck.random() < IN_MAIN_BOX:
            # Until they say where it goes, it is nobody's but theirs.
            secret = stage.ledger.said("waiting words", token, request, (), stage.now)
            secret.may = {request.requester}
            await self.person.say("dm", text)
            stage.done["written in the main box"] += 1
            return
        self._note(token, request)
        said = await self.person.say("dm", text, request.head_ts)
        stage.done["written by officials"] += 1
        self._correct(said, token)

    def _note(self, token: str, request: Request) -> None:
        may, stage = {request.requester, *request.party}, self.stage
        places = {stage.triage, request.place} - {""}
        stage.ledger.said("words", token, request, may, stage.now, places)

    def _correct(self, said: Json, token: str) -> None:
        roll = self.luck.random()
        if roll < EDITS:
            self._plan(self.luck.uniform(0.02, 1), partial(self._edit, said, token))
        elif roll < EDITS + TAKES_BACK:
            self._plan(self.luck.uniform(0.02, 1), partial(self._take_back, said, token))

    async def _edit(self, said: Json, token: str) -> None:
        await self.person.edit(said, self.stage.words.following(self.language, token))
        self.stage.done["edited"] += 1

    async def _take_back(self, said: Json, token: str) -> None:
        await self.person.delete(said)
        self.stage.ledger.secrets[token].taken_back = True
        self.stage.done["taken back"] += 1

    async def _add_words(self, request: Request, post: Post, action_id: str) -> None:
        """It is for this one: its party may read it from now on."""
        if request.closed:
            return
        ledger = self.stage.ledger
        for secret in ledger.secrets.values():
            if secret.what == "waiting words" and secret.may == {self.person.id}:
                secret.may = {self.person.id, *request.party, *ledger.coordinators}
        await self.stage.press(self.person, post.channel, post.ts, action_id)

    async def _say_aside(self, request: Request) -> None:
        token = self.stage.words.token()
        text = self.stage.words.short(self.language, token)
        stage = self.stage
        if not await stage.press(self.person, self.person.dm, request.head_ts, ids.OWN_ASIDE):
            return
        stage.ledger.said("aside", token, request, {request.requester}, stage.now)
        await stage.submit(self.person, {ids.WORDS: text})
        await stage.close_windows(self.person)
        stage.done["said to the coordinator alone"] += 1

    async def _by_form(self, request: Request, action_id: str, token: str, text: str) -> None:
        stage = self.stage
        if not await stage.press(self.person, self.person.dm, request.head_ts, action_id):
            return
        self._note(token, request)
        await stage.submit(self.person, {ids.WORDS: text})
        await stage.close_windows(self.person)
        stage.done["added by form"] += 1

    async def _narrow(self, request: Request) -> None:
        """Only coordinators may see it from now on: whoever was on it is on it no more."""
        stage = self.stage
        if not await stage.press(self.person, self.person.dm, request.head_ts, ids.OWN_VIEWERS):
            return
        if await stage.submit(self.person, {ids.OWN_VISIBILITY: "coordinator"}):
            request.visibility = "coordinator"
            stage.ledger.parted(request)
            stage.done["seen by fewer"] += 1
        await stage.close_windows(self.person)

    async def _answer_warning(self, request: Request) -> None:
        await (self._close(request) if self.luck.random() < 0.5 else self._say(request, "thread"))

    async def _close(self, request: Request) -> None:
        stage, token = self.stage, self.stage.words.token()
        if not await stage.press(self.person, self.person.dm, request.head_ts, ids.OWN_CLOSE):
            return
        values: dict[str, object] = {}
        if self.luck.random() < 0.3 and stage.has(self.person, ids.WORDS):
            may = {request.requester, *request.party}
            stage.ledger.said("closing words", token, request, may, stage.now)
            values[ids.WORDS] = stage.words.short(self.language, token)
        if await stage.submit(self.person, values):
            request.closed = True
            stage.done["closed by officials"] += 1
        await stage.close_windows(self.person)
        self._maybe(REOPENS, 1, 100, partial(self._reopen, request))
        self._maybe(DELETES, 1, 100, partial(self._delete, request))

    async def _rate(self, request: Request, post: Post) -> None:
        stage, face = self.stage, self.luck.choice(FACES)
        action_id = f"{ids.HELPED}:{face}"
        if not await stage.press(self.person, post.channel, post.ts, action_id):
            return
        stage.done["rated"] += 1
        if self.luck.random() < COMMENTS:
            await self._comment(request, post)
        if face == "no":
            self._maybe(0.5, 0.1, 5, partial(self._reopen, request))

    async def _comment(self, request: Request, post: Post) -> None:
        stage, token = self.stage, self.stage.words.token()
        if not await stage.press(self.person, post.channel, post.ts, ids.HELPED_COMMENT):
            return
        stage.ledger.said("comment", token, request, {request.requester}, stage.now)
        await stage.submit(self.person, {ids.WORDS: stage.words.short(self.language, token)})
        await stage.close_windows(self.person)
        stage.done["commented"] += 1

    async def _reopen(self, request: Request) -> None:
        stage = self.stage
        if await stage.press(self.person, self.person.dm, request.head_ts, ids.OWN_REOPEN):
            request.closed = False
            stage.done["reopened"] += 1
            self._maybe(0.7, 0.1, 10, partial(self._say, request, "thread"))
        await stage.close_windows(self.person)

    async def _delete(self, request: Request) -> None:
        stage = self.stage
        if await stage.press(self.person, self.person.dm, request.head_ts, ids.OWN_DELETE):
            await stage.submit(self.person)
            await stage.close_windows(self.person)
            stage.done["had their text deleted"] += 1

    def _maybe(self, share: float, least: float, most: float, act: Act) -> None:
        if self.luck.random() < share:
            self._plan(self.luck.uniform(least, most), act)

    def _plan(self, hours: float, act: Act) -> None:
        """In so many hours, and not while they sleep."""
        moment = awake(self.stage.now + hours * HOUR, workdays=False)
        self.stage.at(moment + self.luck.uniform(0, 20) * MINUTE, act)
