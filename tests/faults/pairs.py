"""Officials and experts in joined threads, in any number: what they say, and what must be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.desk import joining
from bot.desk.joining import End
from bot.sandbox import Person, Sandbox
from bot.store import Transaction
from tests.readable import readable
from tests.stories.joined import Json, bare, bots, member


@dataclass
class Side:
    """One person's thread, in their DM or in a channel."""

    person: Person
    head: str
    channel: str = "dm"
    said: list[Json] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The channel's id."""
        return str(next(each["channel"] for each in self.person.sees(self.channel)))

    @property
    def newest(self) -> str:
        """The time of the last message in it."""
        seen = self.person.sees(self.channel)
        return str(
            max(each["ts"] for each in seen if each.get("thread_ts", each["ts"]) == self.head)
        )

    def read(self) -> list[str]:
        """The words that were passed on into this thread, as they stand there."""
        copies = bots(self.person, self.head, self.channel)
        return [bare(readable(copy)) for copy in copies]

    async def say(self, text: str, *, broadcast: bool = False) -> Json:
        """Write in the thread."""
        message = await self.person.say(self.channel, text, self.head, broadcast=broadcast)
        self.said.append(message)
        return message


@dataclass(frozen=True)
class Pair:
    """Two joined threads."""

    official: Side
    expert: Side

    def sides(self) -> Iterator[tuple[Side, Side]]:
        """Each side with the one that reads it."""
        yield self.official, self.expert
        yield self.expert, self.official


@dataclass(frozen=True)
class Found:
    """How what is read differs from what was said, in messages."""

    said: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(
            self.said + other.said,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.disordered + other.disordered,
        )


def compare(said: Sequence[str], read: Sequence[str]) -> Found:
    """What was lost, what came more often than it was said, and what came before its turn."""
    lost = sum((Counter(said) - Counter(read)).values())
    doubled = sum((Counter(read) - Counter(said)).values())
    turns = {text: turn for turn, text in enumerate(said)}
    came = [turns[text] for text in read if text in turns]
    disordered = sum(later < earlier for earlier, later in pairwise(came))
    return Found(len(said), lost, doubled, disordered)


async def pairs_in(sandbox: Sandbox, count: int) -> list[Pair]:
    """New people by twos, each with a thread in their DM that nobody was told of."""
    sandbox.set(hold_events=True)
    found = []
    for number in range(count):
        sides = []
        for who in (f"official-{number}", f"expert-{number}"):
            person = sandbox.add_person(who)
            head = await person.say("dm", f"Hello from {who}")
            sides.append(Side(person, head["ts"]))
        found.append(Pair(*sides))
    sandbox.held.clear()
    sandbox.set(hold_events=False)
    # What was said is over, also on a clock that stands still.
    sandbox.clock.advance(1)
    return found


def link_all(tx: Transaction, pairs: Sequence[Pair]) -> None:
    """Join the threads of each pair."""
    for pair in pairs:
        joining.link(
            tx,
            [
                End(member(side.person), side.place, side.head, since_ts=side.newest)
                for side, _ in pair.sides()
            ],
        )
