"""The story that everything is tried on: two people are joined, write, correct and take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.desk import joining, keys
from bot.desk.joining import End
from bot.desk.people import Member
from bot.sandbox import Person
from bot.store import Transaction, Unavailable
from tests.faults.stage import Scene

Json = dict[str, Any]

A_NUMBER = "205678912"
FIRST = "Can our sherif refuse detainers?"
EDITED = "Can our sheriff refuse detainers?"
PRIVATE = f"It is about A{A_NUMBER}, since March."
TAKEN_BACK = "Sorry, this belongs elsewhere"
ANSWER = "Yes. *Most* do."
LOOKED_UP = "immigration detainers"


@dataclass(frozen=True, slots=True)
class Told:
    """Where the story took place: the heads of the two threads."""

    ana: str
    ruth: str


async def tell(scene: Scene) -> Told:
    """What people do, each thing as soon as all is done that waits for no clock."""
    ana, ruth = scene.person("ana"), scene.person("ruth")
    # A name that could not be learned is asked for again when they come again.
    for person in (ana, ruth) * 2:
        await person.open_home()
    await _press(scene, ana, ruth)
    # Nobody can write into a thread before it is there.
    await scene.until(lambda: bool(_heads(ana) and _heads(ruth)))
    told = Told(_heads(ana)[0], _heads(ruth)[0])
    first = await ana.say("dm", FIRST, thread_ts=told.ana)
    await scene.quiet()
    await ana.edit(first, EDITED)
    await scene.quiet()
    await ana.say("dm", PRIVATE, thread_ts=told.ana)
    await scene.quiet()
    slip = await ana.say("dm", TAKEN_BACK, thread_ts=told.ana)
    await scene.quiet()
    await ruth.say("dm", ANSWER, thread_ts=told.ruth)
    # A channel that had its share rests: what was never posted would not be taken away.
    await scene.until(lambda: any(TAKEN_BACK in str(message) for message in ruth.sees("dm")))
    await ana.delete(slip)
    await scene.quiet()
    await ana.say("dm", LOOKED_UP)
    await scene.quiet()
    return told


async def _press(scene: Scene, *people: Person) -> None:
    """A coordinator joins the two, and presses again when told that it could not be saved."""
    members = [Member(person.user.team_id, person.user.id) for person in people]
    for _ in range(2):
        try:
            await scene.bot.store.run(_joined, members)
        except Unavailable:
            continue
        return
    raise AssertionError("the second press failed as well")


def _joined(tx: Transaction, members: list[Member]) -> None:
    if keys.first(tx, "click:join"):
        joining.link(tx, [End(member) for member in members])


def _heads(person: Person) -> list[str]:
    return [message["ts"] for message in person.sees("dm") if message.get("bot_id")]
