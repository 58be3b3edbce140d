"""Threads that the bot has joined, and what people say and read in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.desk import joining
from bot.desk.joining import End
from bot.desk.people import Member
from bot.sandbox import Person
from bot.sandbox.record import Call
from tests.conftest import World
from tests.readable import readable

Json = dict[str, Any]


def member(person: Person) -> Member:
    """A person by their names in Slack."""
    return Member(person.user.team_id, person.user.id)


def bots(person: Person, thread: str, channel: str = "dm") -> list[Json]:
    """What the bot posted in a thread, but for its head."""
    return [
        message
        for message in person.sees(channel)
        if message.get("bot_id") and message.get("thread_ts") == thread and message["ts"] != thread
    ]


def newest(person: Person, channel: str) -> str:
    """The time of the last message that a person sees in a channel."""
    return str(max(message["ts"] for message in person.sees(channel)))


def bare(copy: str) -> str:
    """A copy's words, without the name above and the small print below."""
    lines = copy.split("\n")
    return "\n".join(line for line in lines if not (line.startswith("(") and line.endswith(")")))


@dataclass(frozen=True)
class Joined:
    """Threads in people's DMs, joined: the heads by the people's short names."""

    world: World
    heads: dict[str, str]
    link: int

    @property
    def ana(self) -> str:
        """Ana's thread."""
        return self.heads["ana"]

    @property
    def ruth(self) -> str:
        """Ruth's thread."""
        return self.heads["ruth"]

    def person(self, who: str) -> Person:
        """Somebody of the workspace."""
        return self.world.sandbox.person(who)

    async def says(self, who: str, text: str, *, broadcast: bool = False) -> Json:
        """Somebody writes in their thread, and it goes its way."""
        message = await self.person(who).say("dm", text, self.heads[who], broadcast=broadcast)
        await self.world.settled()
        return message

    async def edits(self, who: str, message: Json, text: str) -> None:
        """Somebody writes a message anew."""
        await self.person(who).edit(message, text)
        await self.world.settled()

    async def deletes(self, who: str, message: Json) -> None:
        """Somebody takes a message back."""
        await self.person(who).delete(message)
        await self.world.settled()

    def copies(self, who: str) -> list[Json]:
        """What the bot posted in somebody's thread."""
        return bots(self.person(who), self.heads[who])

    def reads(self, who: str) -> list[str]:
        """The same as they read it."""
        return [readable(message) for message in self.copies(who)]

    def words(self, who: str) -> list[str]:
        """The words alone of what somebody reads from others."""
        return [bare(message) for message in self.reads(who)]

    def calls(self) -> list[Call]:
        """What the bot asked of Slack that changes something there."""
        return [call for call in self.world.sandbox.calls if call.method.startswith("chat.")]


async def join(
    world: World,
    *who: str,
    shown_as: dict[str, str] | None = None,
    internal: Sequence[str] = (),
) -> Joined:
    """Join new threads in people's DMs; those of `internal` people only hear."""
    people = [world.sandbox.person(name) for name in (*who, *internal)]
    ends = [End(member(each), speaks=each.user.key not in internal) for each in people]
    chosen = {member(world.sandbox.person(key)): name for key, name in (shown_as or {}).items()}
    await meet(world, *who, *internal)
    link = await world.bot.store.run(joining.link, ends, chosen)
    await world.settled()
    return Joined(world, {each.user.key: each.sees("dm")[-1]["ts"] for each in people}, link)


async def join_begun(world: World, who: str, channel: str, head: str) -> Joined:
    """Join a thread that is there already, in a channel of somebody's, to a new one of Ruth's."""
    await meet(world, who, "ruth")
    person, ruth = world.sandbox.person(who), world.sandbox.person("ruth")
    place = next(each["channel"] for each in person.sees(channel) if each["ts"] == head)
    here = End(None, place, head, since_ts=newest(person, channel))
    link = await world.bot.store.run(joining.link, [here, End(member(ruth))])
    await world.settled()
    return Joined(world, {who: head, "ruth": ruth.sees("dm")[-1]["ts"]}, link)


async def meet(world: World, *who: str) -> None:
    """Have people open the bot once: then their names and languages are known."""
    for name in who:
        await world.sandbox.person(name).open_home()
    await world.settled()
