"""Experts behind Slack Connect, who can press nothing: they answer by plain replies in the channel
that is shared with their partner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from tests.simulation.experts import ANSWERS, HEEDS, Answering
from tests.simulation.eyes import Post
from tests.simulation.ledger import Request


@dataclass(slots=True)
class Outsider(Answering):
    """Somebody behind Slack Connect, who can't press anything. `threads` are what their partner
    was offered in its channel; a `listed` one may take it on, others only chat.
    """

    channel: str = ""
    listed: bool = True
    threads: dict[str, Request] = field(default_factory=dict)
    on: set[str] = field(default_factory=set)

    async def hears(self, post: Post) -> None:
        """A message in the shared channel."""
        if not post.thread_ts:
            await self._is_offered(post)
            return
        request = self.threads.get(post.thread_ts)
        if request is None:
            return
        if not self.listed:
            self.maybe(0.1, 0.1, 5, partial(self._chat, post.thread_ts))
        elif post.thread_ts in self.on and self._is_for_them(post):
            share = ANSWERS if post.tokens else HEEDS
            self.maybe(share, 0.5, 40, partial(self._answer, post.thread_ts))

    async def _is_offered(self, post: Post) -> None:
        request = await self.stage.offered_at(post)
        if request is None:
            return
        self.threads[post.ts] = request
        if self.listed:
            share = 0.5 if self._is_named(post.ts) else 0.1
            self.maybe(share, 0.2, 12, partial(self._take_on, post.ts))
        else:
            self.maybe(0.15, 0.2, 12, partial(self._chat, post.ts))

    def _is_for_them(self, post: Post) -> bool:
        return bool(post.tokens) or self._is_named(post.ts)

    def _is_named(self, ts: str) -> bool:
        return f"<@{self.person.id}>" in str(self.stage.message(self.channel, ts))

    async def _take_on(self, head: str) -> None:
        """A plain reply takes it on, where nobody else did and it is still open."""
        request = self.threads[head]
        if request.closed or not self._reads(head, "takes it on"):
            return
        everyone = self.stage.everyone_in(self.channel)
        self.stage.ledger.taken_on(request, everyone, self.channel)
        self.stage.ledger.shown_to(request, everyone)
        self.on.add(head)
        await self.say(self.channel, head, request)
        self.stage.done["taken on in a partner's channel"] += 1

    def _reads(self, head: str, words: str) -> bool:
        """Whether the head of a thread says how it stands in these words."""
        return words in str(self.stage.message(self.channel, head))

    async def _answer(self, head: str) -> None:
        request = self.threads[head]
        if head in self.on and self._reads(head, "has taken this on"):
            await self.say(self.channel, head, request)

    async def _chat(self, head: str) -> None:
        """Words of somebody who is not listed: they stay where they are."""
        stage, token = self.stage, self.stage.words.token()
        may = stage.everyone_in(self.channel)
        stage.ledger.said("chat", token, self.threads[head], may, stage.now)
        await self.person.say(self.channel, stage.words.short(self.language, token), head)
        stage.done["chatted in a partner's channel"] += 1
