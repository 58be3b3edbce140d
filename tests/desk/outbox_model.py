"""What the outbox should do, said a second time and in another way."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bot.desk.outbox import NOTHING_LEFT, Address

OPEN = ("ready", "maybe", "held")
SETTLE = 60_000
HOUR = 3_600_000


@dataclass(slots=True)
class Message:
    """A row of the outbox.

    `stands` is how often Slack really carried it out, `is_done` whether it did the last time.
    """

    id: str
    lane: str
    cause: tuple[str, str]
    thread: int | None
    channel_id: str
    created_at: int
    ready_at: int
    target: str | None = None
    state: str = "ready"
    attempts: int = 0
    tried_at: int = 0
    ts: str = ""
    problem: str = ""
    stands: int = 0
    is_done: bool = False
    was_posted: bool = False
    takes_away: bool = False
    came_back: bool = False
    under_way_until: int = 0
    sent_by_choice: bool = False


@dataclass(slots=True)
class Thread:
    """A thread that we keep; without a channel until it is opened, without a root until posted."""

    channel_id: str
    root_ts: str


@dataclass(slots=True)
class Outbox:
    """All messages, oldest first, and the threads they go to. `told` is what kinds heard."""

    threads: dict[int, Thread]
    messages: dict[str, Message] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    told: list[tuple[str, str]] = field(default_factory=list)

    def post(self, row_id: str, to: Address, cause: tuple[str, str], now: int) -> None:
        """A message is queued."""
        self.messages[row_id] = Message(
            row_id, to.lane, cause, to.thread_id, to.channel_id, now, now
        )

    def known(self, lane: str, cause: tuple[str, str]) -> Message | None:
        """What a cause had posted there."""
        found = (each for each in self.posts() if (each.lane, each.cause) == (lane, cause))
        return next(found, None)

    def comes_back(self, message: Message, now: int) -> bool:
        """Posted anew, where it was taken away because there was nothing left to say."""
        if (message.state, message.problem) != ("dead", NOTHING_LEFT):
            return False
        # Whether one that was withdrawn stands in Slack, nobody could tell.
        message.sent_by_choice |= bool(message.stands)
        message.state, message.ready_at, message.ts, message.problem = "ready", now, "", ""
        message.came_back = True
        return True

    def posts(self) -> Iterator[Message]:
        """The messages that are not rewritings."""
        return (each for each in self.messages.values() if each.target is None)

    def channel(self, message: Message) -> str:
        """Where it goes; empty where that is not known yet."""
        if message.target:
            return self.messages[message.target].channel_id
        return self.threads[message.thread].channel_id if message.thread else message.channel_id

    def due(
        self, now: int, resting: Collection[str] = (), paused: Collection[str] = ()
    ) -> list[Message]:
        """What may be sent now: the first open one of each lane, where nothing keeps it."""
        firsts: dict[str, Message] = {}
        for message in self.messages.values():
            if message.state in OPEN:
                firsts.setdefault(message.lane, message)
        return [
            each
            for each in self.messages.values()
            if firsts.get(each.lane) is each
            and each.state == "ready"
            and each.ready_at <= now
            and self._is_there(each)
            and self.channel(each) not in resting
            and not self._is_paused(each, paused)
        ]

    def tried(self, message: Message, now: int) -> str:
        """What comes of it when it is claimed: `post`, `update`, `delete`, or nothing."""
        drawn_from = message.target or message.id
        if message.target and self.messages[message.target].state == "dead":
            message.state = "dead"
        elif drawn_from in self.broken:
            message.state, message.problem = "held", "ValueError"
            self.tell(message)
        elif drawn_from in self.silent and not message.target:
            message.state, message.problem = "dead", NOTHING_LEFT
        else:
            message.channel_id = self.channel(message)
            message.state, message.attempts = "maybe", message.attempts + 1
            message.tried_at, message.ready_at = now, now + SETTLE
            message.is_done = False
            message.takes_away = drawn_from in self.silent
            if not message.target:
                return "post"
            return "delete" if message.takes_away else "update"
        return ""

    def will_be_posted(self, message: Message) -> bool:
        """Whether it will be tried, and as a message of its own."""
        return not (message.target or message.id in self.broken or message.id in self.silent)

    def arrived(self, message: Message, ts: str) -> bool:
        """Slack's word that it stands there."""
        if message.state == "sent" or message.problem == NOTHING_LEFT:
            return False
        message.state, message.ts, message.problem = "sent", ts, ""
        self.took_away(message)
        if message.thread and not self.threads[message.thread].root_ts:
            self.threads[message.thread].root_ts = ts
        self.tell(message)
        return True

    def took_away(self, message: Message) -> None:
        """Where a rewriting took a message away, that message is no longer there."""
        if message.target and message.takes_away:
            target = self.messages[message.target]
            if target.state == "sent":
                target.state, target.problem, target.stands = "dead", NOTHING_LEFT, 0

    def held(self, message: Message, problem: str) -> None:
        """Only a person can decide."""
        message.state, message.problem = "held", problem
        self.tell(message)

    def tell(self, message: Message) -> None:
        """The kind hears of it."""
        self.told.append((message.id, message.state))

    def stuck(self) -> list[tuple[str, int]]:
        """What is held, and how many wait behind each."""
        messages = list(self.messages.values())
        return [
            (each.id, sum(_waits(other, each) for other in messages[number + 1 :]))
            for number, each in enumerate(messages)
            if each.state == "held"
        ]

    def unsettled(self, now: int, in_hand: Collection[str]) -> list[Message]:
        """What must be looked for now."""
        return [
            each
            for each in self.posts()
            if each.state == "maybe" and each.ready_at <= now and each.id not in in_hand
        ]

    def waits_for(self, row_id: str) -> Message | None:
        """The rewriting of a message that waits, or that Slack refused."""
        return next(
            (
                each
                for each in self.messages.values()
                if each.target == row_id and each.state in ("ready", "held")
            ),
            None,
        )

    def over(self, before: int) -> list[Message]:
        """What nobody comes back to: done with, old, in no thread, and not to be rewritten."""
        targets = {each.target for each in self.messages.values() if each.state in OPEN}
        return [
            each
            for each in self.messages.values()
            if each.state in ("sent", "dead")
            and each.created_at < before
            and (each.thread is None or each.target)
            and each.id not in targets
        ]

    def _is_paused(self, message: Message, paused: Collection[str]) -> bool:
        if message.target:
            return "update" in paused or "delete" in paused
        return "post" in paused

    def _is_there(self, message: Message) -> bool:
        if message.target is None:
            return True
        target = self.messages.get(message.target)
        return target is not None and target.state in ("sent", "dead")


def _waits(other: Message, held: Message) -> bool:
    return other.lane == held.lane and other.state in OPEN
