"""`make deliveries`: events that come up to six times, in any order and up to a day late.

People talk in joined threads, edit, take back, mention the bot and ask it things. However the
events come, each message must be passed on once and each question answered once.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory

import click

from bot.desk.standing import Standing, standing
from bot.sandbox import Clock, Person, Sandbox
from catalog import Catalog
from tests.conftest import World
from tests.faults.hurried import slack, started
from tests.faults.pairs import Found, Pair, Side, compare, link_all, pairs_in
from tests.stories.joined import Json

PAIRS = 20
CHANNEL = "staff-room"
"""A private channel: there a mention comes as two events."""
MOST_COMINGS = 6
AT_ONCE = 20
LATER = (0.0, 600.0, 3_600.0, 20 * 3_600.0)
"""Seconds between the waves in which the events come: the last one about a day after the first."""
STALLED_SECONDS = 60.0
TURNED_BACK = {"503", "operation_timeout"}


@dataclass(frozen=True)
class Came:
    """What came of it all. Events are counted as Slack has them: some messages are two."""

    events: int
    deliveries: int
    refused: Counter[str]
    found: Found
    asked: int
    unanswered: int
    answered_twice: int
    milliseconds: float
    """In which 99 of 100 deliveries were answered."""

    @property
    def harmless(self) -> bool:
        """Whether every message was passed on once, and every question answered once.

        A busy machine may turn events back: what was not taken in time is repeated by Slack.
        """
        wrong = self.found.lost + self.found.doubled + self.unanswered + self.answered_twice
        return not (wrong or self.refused.keys() - TURNED_BACK)


@dataclass
class Talk:
    """People at work, all of whose events are held back."""

    sandbox: Sandbox
    pairs: list[Pair]
    asking: list[Person]
    random: Random
    number: int = 0
    final: dict[str, str] = field(default_factory=dict)
    """By a message's time what must be read of it; what was taken back is not there."""
    edited: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)

    async def go_on(self) -> None:
        """Somebody does something."""
        act: Callable[[], Coroutine[None, None, None]] = self.random.choices(
            (
                *(self._say, self._shout, self._call),
                *(self._edit, self._take_back, self._ask, self._mention),
            ),
            (67, 5, 4, 8, 4, 6, 6),
        )[0]
        await act()

    async def _say(self, *, broadcast: bool = False) -> None:
        self.number += 1
        text = f"message {self.number}"
        said = await self._side().say(text, broadcast=broadcast)
        self.final[said["ts"]] = text

    async def _shout(self) -> None:
        await self._say(broadcast=True)

    async def _call(self) -> None:
        self.number += 1
        side = self.pairs[0].official
        said = await side.say(f"message {self.number} @Liaison")
        self.final[said["ts"]] = f"message {self.number} @…"

    async def _edit(self) -> None:
        side = self._side()
        # Slack tells edits apart by the second, and people don't edit twice in one.
        fresh = [each for each in side.said if each["ts"] in self.final.keys() - self.edited]
        if fresh:
            message = self.random.choice(fresh)
            text = f"{self.final[message['ts']]}, edited"
            await side.person.edit(message, text)
            self.final[message["ts"]] = text
            self.edited.add(message["ts"])

    async def _take_back(self) -> None:
        side = self._side()
        standing = [each for each in side.said if each["ts"] in self.final]
        if standing:
            message = self.random.choice(standing)
            await side.person.delete(message)
            del self.final[message["ts"]]

    async def _ask(self) -> None:
        person = self.random.choice(self.asking)
        await person.say("dm", "detainers")
        self.asked[f"{person.id} dm"] += 1

    async def _mention(self) -> None:
        person = self.random.choice(self.asking)
        await person.say(CHANNEL, "@Liaison detainers")
        self.asked[f"{person.id} {CHANNEL}"] += 1

    def _side(self) -> Side:
        pair = self.random.choice(self.pairs)
        return self.random.choice([pair.official, pair.expert])

    def found(self) -> Found:
        """How what is read differs from what was said."""
        total = Found()
        for pair in self.pairs:
            for writer, reader in pair.sides():
                said = [self.final[each["ts"]] for each in writer.said if each["ts"] in self.final]
                total += compare(said, reader.read())
        return total

    def answered(self) -> Counter[str]:
        """How often each of those who asked was answered, by place."""
        return Counter(
            f"{person.id} {place}"
            for person in self.asking
            for place in ("dm", CHANNEL)
            for message in person.sees(place)
            if message.get("bot_id") and (place == "dm" or message.get("is_ephemeral"))
        )


async def run(events: int, seed: int, folder: Path, catalog: Catalog) -> Came:
    """Have so many events come, each once to six times, and see what came of it."""
    random, clock = Random(seed), Clock()  # noqa: S311 (repeatable, not secret)
    async with (
        slack(clock, rate_limits=False) as sandbox,
        started(sandbox, folder, catalog, paced=False) as world,
    ):
        talk = await _begun(world, random)
        while len(sandbox.held) < events:
            await talk.go_on()
        payloads = list(sandbox.held)
        for number, wave in enumerate(_waves(payloads, random)):
            clock.advance(LATER[number])
            sandbox.held[:] = wave
            await sandbox.release(seed + number, at_once=AT_ONCE)
            await _worked_off(world)
        return _came(sandbox, talk, len(payloads))


async def _begun(world: World, random: Random) -> Talk:
    sandbox = world.sandbox
    pairs = await pairs_in(sandbox, PAIRS)
    asking = [sandbox.add_person(f"asking-{number}") for number in range(PAIRS)]
    official = pairs[0].official.person
    ana = sandbox.person("ana")
    for who in ("bot", official.id, *(person.id for person in asking)):
        await ana.invite(CHANNEL, who)
    head = await official.say(CHANNEL, "A thread of ours")
    await sandbox.settled()
    pairs[0] = Pair(Side(official, head["ts"], CHANNEL), pairs[0].expert)
    await world.bot.store.run(link_all, pairs)
    sandbox.set(hold_events=True)
    return Talk(sandbox, pairs, asking, random)


def _waves(payloads: list[Json], random: Random) -> list[list[Json]]:
    """Each coming of each event in some wave, most of them in the first."""
    waves: list[list[Json]] = [[] for _ in LATER]
    for payload in payloads:
        for _ in range(random.randint(1, MOST_COMINGS)):
            random.choices(waves, (6, 2, 1, 1))[0].append(payload)
    return waves


async def _worked_off(world: World) -> None:
    """Wait until nothing waits any more. Raises TimeoutError when nothing moves for a minute."""
    moved, before = time.monotonic(), -1
    while True:
        await world.sandbox.settled()
        waiting = _open(await world.bot.store.run(standing))
        if not waiting and not world.bot.workers.in_hand:
            await world.sandbox.settled()
            return
        if waiting != before:
            moved, before = time.monotonic(), waiting
        elif time.monotonic() - moved > STALLED_SECONDS:
            raise TimeoutError(f"{waiting} things still wait")
        await asyncio.sleep(0.02)


def _open(stand: Standing) -> int:
    return sum(count for count, _age in stand.queues.values())


def _came(sandbox: Sandbox, talk: Talk, events: int) -> Came:
    answered = talk.answered()
    deliveries = [each for each in sandbox.deliveries if each.kind == "event"]
    return Came(
        events,
        len(deliveries),
        Counter(f"{each.status or each.error}" for each in deliveries if each.status != 200),
        talk.found(),
        talk.asked.total(),
        (talk.asked - answered).total(),
        (answered - talk.asked).total(),
        quantiles([each.ms for each in deliveries], n=100)[-1],
    )


@click.command(help=__doc__)
@click.option("--events", default=20_000, show_default=True, help="Events that come.")
@click.option("--seed", default=1, show_default=True, help="The same one makes the same talk.")
def main(events: int, seed: int) -> None:
    """Print what came of it; fails when anything was lost or done twice."""
    began = time.perf_counter()
    with TemporaryDirectory() as folder, Catalog.open(Path(folder) / "catalog.db") as catalog:
        catalog.load_shipped()
        came = asyncio.run(run(events, seed, Path(folder), catalog))
    refused = dict(came.refused) or "none"
    click.echo(f"{came.events:,} events came {came.deliveries:,} times; refused: {refused}")
    click.echo(
        f"{came.found.said:,} messages to pass on: {came.found.lost} lost,"
        f" {came.found.doubled} doubled"
    )
    click.echo(
        f"{came.asked:,} questions: {came.unanswered} unanswered,"
        f" {came.answered_twice} answered twice"
    )
    took = time.perf_counter() - began
    click.echo(f"{took:.0f} seconds; 99 of 100 answered within {came.milliseconds:.0f} ms")
    if not came.harmless:
        raise click.ClickException("something was lost, refused or done twice")


if __name__ == "__main__":
    main()
