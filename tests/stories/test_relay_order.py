"""Events come late, in another order, or twice: what people read doesn't suffer."""

from __future__ import annotations

import pytest

from bot.desk import joining
from bot.desk.joining import End
from tests.conftest import World
from tests.readable import readable
from tests.stories.joined import Joined, Json, join, meet, member, newest


@pytest.fixture
async def joined(world: World) -> Joined:
    joined = await join(world, "ana", "ruth")
    world.sandbox.set(hold_events=True)
    return joined


async def deliver(joined: Joined, *numbers: int) -> None:
    """Deliver events that were held back, by their places in time, each handled before the next."""
    held: list[Json] = joined.world.sandbox.held
    for number in numbers:
        await joined.world.sandbox.deliver_payload("event", held[number])
        await joined.world.settled()


async def test_an_edit_that_comes_first_is_the_message(joined: Joined) -> None:
    message = await joined.says("ana", "Can our sherif refuse?")
    await joined.edits("ana", message, "Can our sheriff refuse?")
    await deliver(joined, 1, 0)
    assert joined.words("ruth") == ["Can our sheriff refuse?"]


async def test_an_older_edit_that_comes_last_changes_nothing(joined: Joined) -> None:
    message = await joined.says("ana", "one")
    for text in ("two", "three"):
        joined.world.sandbox.clock.advance(2)
        await joined.edits("ana", message, text)
    await deliver(joined, 0, 2, 1)
    assert joined.words("ruth") == ["three"]


async def test_what_is_deleted_before_it_comes_never_goes_on(joined: Joined) -> None:
    message = await joined.says("ana", "Forget this")
    await joined.deletes("ana", message)
    await deliver(joined, 1, 0)
    posted = [call for call in joined.calls() if "Forget" in str(call.args)]
    assert posted == []


async def test_an_edit_that_comes_after_its_deletion_brings_nothing_back(joined: Joined) -> None:
    message = await joined.says("ana", "Forget this")
    await joined.edits("ana", message, "Forget this, please")
    await joined.deletes("ana", message)
    await deliver(joined, 0, 2, 1)
    assert joined.words("ruth") == []


async def test_an_edit_whose_message_was_deleted_before_it_came_brings_nothing(
    joined: Joined,
) -> None:
    message = await joined.says("ana", "Forget this")
    await joined.edits("ana", message, "Forget this, please")
    await joined.deletes("ana", message)
    await deliver(joined, 2, 1, 0)
    assert joined.words("ruth") == []


async def test_what_comes_late_says_when_it_was_written(joined: Joined) -> None:
    first = await joined.says("ana", "First of all")
    await joined.says("ana", "Second")
    await deliver(joined, 1, 0)
    [second, late] = joined.reads("ruth")
    seconds = first["ts"].split(".")[0]
    moment = f"<!date^{seconds}^\N{WORD JOINER}{{date_short_pretty}} {{time}}|{seconds}>"
    assert second == "(*Ana Rivera*)\nSecond"
    assert late == f"(*Ana Rivera* · written earlier, {moment})\nFirst of all"


async def test_events_that_wait_together_go_by_slack_s_time(joined: Joined) -> None:
    said = [f"Number {number}" for number in range(4)]
    for text in said:
        await joined.person("ana").say("dm", text, joined.ana)
    await joined.world.sandbox.release("as sent")
    await joined.world.settled()
    assert joined.words("ruth") == said


async def test_what_comes_again_changes_nothing(joined: Joined) -> None:
    message = await joined.says("ana", "Once")
    joined.world.sandbox.clock.advance(2)
    await joined.edits("ana", message, "Once only")
    await joined.says("ana", "And this")
    await deliver(joined, 0, 1, 0, 2, 1, 0, 2)
    assert joined.words("ruth") == ["Once only", "And this"]


async def test_an_answer_that_comes_before_the_banner_waits_for_it(world: World) -> None:
    await meet(world, "ana", "ruth")
    ruth = world.sandbox.person("ruth")
    head = await world.ana.say("dm", "detainers")
    await world.settled()
    last = newest(world.ana, "dm")
    # Ruth's talk can't be opened for a moment.
    world.sandbox.faults.add("conversations.open", "429", seconds=1)
    ends = [End(member(world.ana), world.ana.dm, head["ts"], since_ts=last), End(member(ruth))]
    await world.bot.store.run(joining.link, ends)
    await world.ana.say("dm", "Are you there?", head["ts"])
    await world.settled()
    banner, copy = ruth.sees("dm")
    assert readable(banner).startswith("You are connected.")
    assert copy["thread_ts"] == banner["ts"]
    assert readable(copy) == "(*Ana Rivera*)\nAre you there?"
