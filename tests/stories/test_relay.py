"""Two people's threads, joined by the bot: what one writes, the other reads."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk import joining
from tests.conftest import World
from tests.readable import readable
from tests.stories.joined import Joined, join


@pytest.fixture
async def joined(world: World) -> Joined:
    return await join(world, "ana", "ruth")


async def test_a_link_begins_with_a_banner_in_each_thread(joined: Joined) -> None:
    head = readable(joined.world.ana.sees("dm")[-1])
    assert head == (
        "You are connected. What you write in this thread goes to Ruth Adeyemi.\n"
        "(Their answers come here. Your edits and deletions follow.)"
    )


async def test_what_one_writes_the_other_reads_under_their_name(joined: Joined) -> None:
    await joined.says("ana", "Can our sheriff refuse detainers?")
    assert joined.reads("ruth") == ["(*Ana Rivera*)\nCan our sheriff refuse detainers?"]
    await joined.says("ruth", "Yes. *Most* do.")
    assert joined.reads("ana") == ["(*Ruth Adeyemi*)\nYes. *Most* do."]


async def test_what_is_written_follows_its_order(joined: Joined) -> None:
    ana, asked = joined.person("ana"), [f"Question {number}" for number in range(4)]
    for text in asked:
        await ana.say("dm", text, joined.ana)
    await joined.world.settled()
    assert joined.words("ruth") == asked


async def test_two_people_can_write_at_once(joined: Joined) -> None:
    await asyncio.gather(joined.says("ana", "Are you there?"), joined.says("ruth", "Hello!"))
    assert (joined.words("ruth"), joined.words("ana")) == (["Are you there?"], ["Hello!"])


async def test_an_edit_follows_its_message(joined: Joined) -> None:
    message = await joined.says("ana", "Can our sherif refuse?")
    await joined.edits("ana", message, "Can our sheriff refuse?")
    assert joined.reads("ruth") == ["(*Ana Rivera*)\nCan our sheriff refuse?"]


async def test_of_two_edits_in_a_second_the_later_counts(joined: Joined) -> None:
    sandbox, message = joined.world.sandbox, await joined.says("ana", "Can we?")
    sandbox.set(hold_events=True)
    for text in ("May we?", "Must we?"):
        await joined.edits("ana", message, text)
    for payload in sandbox.held:
        # Slack gives whole seconds here.
        payload["event"]["message"]["edited"]["ts"] = "1900000000.000000"
    await sandbox.release()
    await joined.world.settled()
    assert joined.words("ruth") == ["Must we?"]


async def test_a_deletion_follows_its_message(joined: Joined) -> None:
    message = await joined.says("ana", "Never mind")
    await joined.deletes("ana", message)
    assert joined.reads("ruth") == []


async def test_a_message_shown_in_the_channel_too_is_passed_on_once(joined: Joined) -> None:
    await joined.says("ana", "Everyone should see this", broadcast=True)
    assert joined.words("ruth") == ["Everyone should see this"]


async def test_a_link_s_preview_changes_nothing(joined: Joined) -> None:
    message = await joined.says("ana", "See https://www.ilrc.org/ending-287g")
    before = len(joined.world.sandbox.calls)
    joined.world.sandbox.unfurl(message)
    await joined.world.settled()
    assert joined.world.sandbox.calls[before:] == []


async def test_what_the_bot_writes_itself_goes_nowhere(joined: Joined) -> None:
    await joined.says("ana", "Hello")
    await joined.says("ruth", "Good morning")
    posted = [call for call in joined.calls() if call.method == "chat.postMessage"]
    # Two banners, two copies.
    assert len(posted) == 4


async def test_what_is_internal_hears_all_and_is_never_heard(world: World) -> None:
    joined = await join(world, "ana", "ruth", internal=["dana"])
    await joined.says("ana", "Can we refuse?")
    await joined.says("ruth", "Yes.")
    await joined.says("dana", "Ruth should know better")
    assert joined.words("dana") == ["Can we refuse?", "Yes."]
    assert (joined.words("ana"), joined.words("ruth")) == (["Yes."], ["Can we refuse?"])


async def test_what_is_written_after_a_link_is_closed_stays(joined: Joined) -> None:
    await joined.says("ana", "Thank you!")
    await joined.world.bot.store.run(joining.close, joined.link)
    await joined.says("ana", "Among ourselves")
    assert joined.words("ruth") == ["Thank you!"]


async def test_what_is_taken_back_after_the_link_is_closed_goes_too(joined: Joined) -> None:
    message = await joined.says("ana", "Between us: the mayor is against it")
    await joined.world.bot.store.run(joining.close, joined.link)
    await joined.deletes("ana", message)
    assert joined.words("ruth") == []
