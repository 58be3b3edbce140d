"""Threads that were there before they were joined: what was said before is nobody else's."""

from __future__ import annotations

import pytest

from bot.desk import joining
from bot.desk.joining import End
from tests.conftest import World
from tests.stories.joined import Joined, join_begun, meet, member

BEFORE = "what was said before the link is passed on when it "


async def begun_by_ana(world: World, *replies: str) -> Joined:
    """Ana's own thread in her DM, with replies of hers, and joined to Ruth's only then."""
    head = await world.ana.say("dm", "detainers")
    for text in replies:
        await world.ana.say("dm", text, head["ts"])
    return await join_begun(world, "ana", "dm", head["ts"])


async def test_a_thread_whose_head_is_deleted_stays_joined(world: World) -> None:
    joined = await begun_by_ana(world)
    await joined.says("ana", "And for schools?")
    head = next(each for each in world.ana.sees("dm") if each["ts"] == joined.ana)
    await joined.deletes("ana", head)
    await joined.says("ana", "I took the first question back")
    assert joined.words("ruth") == ["And for schools?", "I took the first question back"]


async def test_what_was_said_before_the_link_stays_where_it_was_said(world: World) -> None:
    joined = await begun_by_ana(world, "Between us: the mayor is against it")
    await joined.says("ana", "Can we refuse?")
    assert joined.words("ruth") == ["Can we refuse?"]


async def test_its_edits_stay_there_too(world: World) -> None:
    joined = await begun_by_ana(world, "Between us: the mayor is against it")
    reply = next(each for each in world.ana.sees("dm") if "mayor" in each["text"])
    await joined.edits("ana", reply, "Between us: the mayor is for it")
    assert joined.words("ruth") == []


async def test_its_previews_stay_there_too(world: World) -> None:
    joined = await begun_by_ana(world, "Between us: https://example.org/the-mayor")
    reply = next(each for each in world.ana.sees("dm") if "the-mayor" in each["text"])
    world.sandbox.unfurl(reply)
    await world.settled()
    assert joined.words("ruth") == []


async def test_what_was_said_before_the_bot_came_stays_among_those_who_were_there(
    world: World,
) -> None:
    head = await world.ana.say("staff-room", "The mayor's letter")
    await world.ana.say("staff-room", "Between us: the mayor is against it", head["ts"])
    await world.ana.invite("staff-room", "bot")
    joined = await join_begun(world, "ana", "staff-room", head["ts"])
    await world.ana.say("staff-room", "Ruth, can we refuse?", joined.ana)
    await world.settled()
    assert joined.words("ruth") == ["Ruth, can we refuse?"]


async def test_what_is_said_right_after_the_link_is_passed_on_though_clocks_differ(
    world: World,
) -> None:
    # The bot's machine is half a minute ahead of Slack.
    world.sandbox.clock.advance(-30)
    joined = await begun_by_ana(world)
    await joined.says("ana", "Can we refuse?")
    assert joined.words("ruth") == ["Can we refuse?"]


async def test_in_a_thread_joined_for_one_person_the_others_words_stay(world: World) -> None:
    await world.ana.invite("staff-room", "bot")
    head = await world.ana.say("staff-room", "The mayor's letter")
    await meet(world, "ana", "ruth", "dana")
    ruth, dana = world.sandbox.person("ruth"), world.sandbox.person("dana")
    here = End(member(world.ana), head["channel"], head["ts"], since_ts=head["ts"])
    ends = [here, End(member(ruth))]
    link = await world.bot.store.run(joining.link, ends)
    await world.settled()
    joined = Joined(world, {"ana": head["ts"], "ruth": ruth.sees("dm")[-1]["ts"]}, link)
    await dana.say("staff-room", "Among ourselves", head["ts"])
    await world.ana.say("staff-room", "Can we refuse?", head["ts"])
    await world.settled()
    assert joined.words("ruth") == ["Can we refuse?"]


async def reminded(joined: Joined, text: str) -> None:
    """Another app's bot writes in Ana's thread in the staff room."""
    sandbox = joined.world.sandbox
    channel = sandbox.workspace.any_channel("staff-room")
    assert channel
    event = {
        "type": "message",
        "bot_id": "B0REMINDER",
        "user": "U0REMINDER",
        "team": "T0LOCALNET",
        "text": text,
        "channel": channel.id,
        "channel_type": "group",
        "ts": "1900000000.000100",
        "event_ts": "1900000000.000100",
        "thread_ts": joined.ana,
    }
    await sandbox.deliver_payload("event", sandbox.core.events.envelope(event, channel))
    await joined.world.settled()


@pytest.fixture
async def in_the_staff_room(world: World) -> Joined:
    await world.ana.invite("staff-room", "bot")
    head = await world.ana.say("staff-room", "The mayor's letter")
    return await join_begun(world, "ana", "staff-room", head["ts"])


async def test_what_another_bot_writes_goes_nowhere(in_the_staff_room: Joined) -> None:
    before = len(in_the_staff_room.calls())
    await reminded(in_the_staff_room, "Reminder: council at 7")
    assert in_the_staff_room.calls()[before:] == []


async def test_another_bot_that_names_ours_in_a_joined_thread_is_not_answered(
    in_the_staff_room: Joined,
) -> None:
    before = len(in_the_staff_room.calls())
    await reminded(in_the_staff_room, "<@U0LIAISON1> council at 7")
    assert in_the_staff_room.calls()[before:] == []


async def test_a_message_that_also_mentions_the_bot_is_passed_on_once(
    in_the_staff_room: Joined,
) -> None:
    world = in_the_staff_room.world
    await world.ana.say("staff-room", "@Liaison what do we do?", in_the_staff_room.ana)
    await world.settled()
    assert in_the_staff_room.words("ruth") == ["@… what do we do?"]
