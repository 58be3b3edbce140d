"""People who talk through the bot while it dies: they write, correct themselves, take back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.sandbox import Sandbox
from handlers import ids
from tests.faults.crash.ledger import (
    INTERNAL,
    JSON,
    OUTSIDE,
    Said,
    Thread,
    banner_of,
    is_joined,
    token,
)

SENTENCES = (
    "Could we meet on the ordinance before the committee does?",
    'El condado contestó: "sí", pero sin fecha todavía.',
    "Q&A for the town hall is <almost> done & goes out tonight.",
    "Gracias 🙏 — mañana lo veo con la junta escolar.",
    "Two lines:\nthe second one matters more.",
    "ok",
)
LONGEST = 26_000
"""Characters of a long message: three messages of the bot's."""

SHARE_LONG, SHARE_EDITED, SHARE_TAKEN_BACK = 0.02, 0.08, 0.04
LATELY = 4
"""How many messages back people still correct themselves."""

GAP = (0.05, 0.4)
"""Seconds between two messages of one person, who sees the first before writing the second."""

LATEST = 500
"""Deliveries among which the one of a message that was just said is found."""

PATIENCE = 3
"""Messages for each thread that people write without seeing answers."""

TICK = 0.1
MOST_PER_TICK = 6


@dataclass(slots=True)
class Talk:
    """Everybody at once, until so many messages were said.

    `backlog` is how much the bot has yet to do: people slow down with it, as they do who wait for
    answers. They say no more than `share` for the time being, so that the bot is at work in all
    of its lives and not only in the last.
    """

    sandbox: Sandbox
    links: list[list[Thread]]
    messages: int
    seed: int
    backlog: Callable[[], int]
    share: int = 0
    said: int = 0
    edited: int = 0
    taken_back: int = 0
    _numbers: int = 0
    _turns: asyncio.Queue[None] = field(default_factory=lambda: asyncio.Queue(MOST_PER_TICK))

    async def run(self) -> None:
        """Talk until all is said."""
        pacing = asyncio.create_task(self._pace())
        try:
            await asyncio.gather(*(self._tell(link) for link in self.links))
        finally:
            pacing.cancel()

    @property
    def over(self) -> bool:
        """Whether all was said."""
        return self.said >= self.messages

    @property
    def paused(self) -> bool:
        """Whether what may be said for now was said."""
        return self.said >= self.share

    def stop(self) -> None:
        """Say no more."""
        self.messages = min(self.messages, self.said)

    async def _pace(self) -> None:
        while True:
            room = PATIENCE * sum(map(len, self.links)) - self.backlog()
            given = self._turns.qsize()
            for _ in range(min(room, MOST_PER_TICK - given, self.share - self.said - given)):
                self._turns.put_nowait(None)
            await asyncio.sleep(TICK)

    async def _tell(self, link: list[Thread]) -> None:
        """One ticket: the expert accepts, as often as it takes, and then all talk."""
        expert = link[1]
        while not (self.over or all(thread.root for thread in link)):
            for thread in link:
                thread.root = thread.root or banner_of(self.sandbox, thread.writer)
            await asyncio.sleep(TICK)
        while not (self.over or is_joined(self.sandbox, expert)):
            await self._accept(expert)
            await asyncio.sleep(GAP[1])
        await asyncio.gather(*(self._write(thread) for thread in link))

    async def _accept(self, expert: Thread) -> None:
        offer = next(each for each in expert.writer.sees("dm") if each["ts"] == expert.root)
        try:
            await expert.writer.click(offer, ids.OFFER_ACCEPT)
        except LookupError:
            # It is accepted already, and the offer no longer asks.
            return

    async def _write(self, thread: Thread) -> None:
        random = Random(f"{self.seed} {thread.writer.user.key}")  # noqa: S311 (repeatable)
        while not self.over:
            try:
                async with asyncio.timeout(1):
                    await self._turns.get()
            except TimeoutError:
                continue
            if not self.over:
                await self._say(thread, random)
            await self._tried(thread)
            await asyncio.sleep(random.uniform(*GAP))
            await self._reconsider(thread, random)

    async def _say(self, thread: Thread, random: Random) -> None:
        self._numbers += 1
        self.said += thread.speaks
        name = token(self._numbers, OUTSIDE if thread.speaks else INTERNAL)
        message = await thread.writer.say("dm", _words(name, random), thread.root)
        thread.said.append(Said(name, message["ts"], message["text"], {message["text"]}))

    async def _tried(self, thread: Thread) -> None:
        """Slack has told the bot of the last message, or found it dead: people are slower."""
        ts = thread.said[-1].ts if thread.said else ""
        while ts and not (self.over or self._was_told(ts)):  # noqa: ASYNC110 (the sandbox tells nobody)
            await asyncio.sleep(TICK / 4)

    def _was_told(self, ts: str) -> bool:
        lately = reversed(self.sandbox.deliveries[-LATEST:])
        return any(each.ms and each.payload.get("event", {}).get("ts") == ts for each in lately)

    async def _reconsider(self, thread: Thread, random: Random) -> None:
        lately = [said for said in thread.said[-LATELY:] if not said.gone]
        chance = random.random()
        if not lately or chance > SHARE_EDITED + SHARE_TAKEN_BACK:
            return
        said = random.choice(lately)
        message = {"channel": thread.writer.dm, "ts": said.ts}
        if chance < SHARE_EDITED:
            await self._edit(thread, said, message, random)
        else:
            await thread.writer.delete(message)
            said.gone = True
            self.taken_back += 1

    async def _edit(self, thread: Thread, said: Said, message: JSON, random: Random) -> None:
        changed = await thread.writer.edit(message, f"{_words(said.token, random)} (corrected)")
        said.text = changed["text"]
        said.texts.add(said.text)
        self.edited += 1


def _words(name: str, random: Random) -> str:
    sentence = random.choice(SENTENCES)
    if random.random() >= SHARE_LONG:
        return f"{name} {sentence}"
    # Each part must say which message it is of.
    return f"{name} {sentence} " * (LONGEST // (len(name) + len(sentence) + 2))
