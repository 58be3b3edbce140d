"""Slack refuses a copy: its writer is told beside their words, and may have it tried again."""

from __future__ import annotations

import asyncio

import pytest

from bot.desk import joining, outbox
from bot.desk.joining import End
from bot.sandbox.channels import Channel
from tests.conftest import World
from tests.readable import buttons, readable
from tests.stories.joined import Joined, Json, join, join_begun, meet, member

GUIDE = "This message did not arrive.\n>Can we refuse?\n[Try again]"


@pytest.fixture
async def joined(world: World) -> Joined:
    return await join(world, "ana", "ruth")


def place(joined: Joined, who: str = "ruth") -> Channel:
    """Somebody's talk with the bot."""
    channels = joined.world.sandbox.workspace.channels
    return channels[joined.person(who).dm]


async def refused(joined: Joined, text: str = "Can we refuse?") -> Json:
    """Ana writes while Ruth's talk is archived; the mark in Ana's thread."""
    place(joined).is_archived = True
    await joined.says("ana", text)
    return joined.copies("ana")[-1]


async def tries_again(joined: Joined, mark: Json) -> None:
    """Ana presses the button, which is there now or was."""
    clicked = await joined.person("ana").click(mark, "try_again", stale=True)
    assert clicked.ok
    await joined.world.settled()


async def test_a_message_that_did_not_arrive_is_marked(joined: Joined) -> None:
    mark = await refused(joined)
    assert readable(mark) == GUIDE


async def test_a_spanish_writer_is_told_in_spanish(world: World) -> None:
    joined = await join(world, "luis", "ruth")
    place(joined).is_archived = True
    await joined.says("luis", "¿Podemos?")
    told = ["Este mensaje no llegó.\n>¿Podemos?\n[Intentar de nuevo]"]
    assert joined.reads("luis") == told


async def test_the_reason_is_slack_s_word_and_known_to_coordinators(joined: Joined) -> None:
    await refused(joined)
    [stuck] = await joined.world.bot.store.run(outbox.stuck)
    assert (stuck.problem, stuck.channel_id) == ("is_archived", joined.person("ruth").dm)


async def test_tried_again_it_arrives_and_the_mark_says_so(joined: Joined) -> None:
    mark = await refused(joined)
    place(joined).is_archived = False
    await tries_again(joined, mark)
    assert joined.words("ruth") == ["Can we refuse?"]
    assert joined.reads("ana") == ["This message has arrived now.\n>Can we refuse?"]


async def test_tried_again_in_vain_it_is_marked_anew(joined: Joined) -> None:
    mark = await refused(joined)
    await tries_again(joined, mark)
    assert joined.reads("ana") == [GUIDE]


async def test_pressed_twice_it_arrives_once(joined: Joined) -> None:
    mark = await refused(joined)
    place(joined).is_archived = False
    await tries_again(joined, mark)
    await tries_again(joined, mark)
    assert joined.words("ruth") == ["Can we refuse?"]
    assert joined.reads("ana") == ["This message has arrived now.\n>Can we refuse?"]


async def test_what_follows_waits_and_comes_in_order(joined: Joined) -> None:
    mark = await refused(joined)
    place(joined).is_archived = False
    for text in ("And schools?", "And hospitals?"):
        await joined.says("ana", text)
    assert joined.words("ruth") == []
    await tries_again(joined, mark)
    assert joined.words("ruth") == ["Can we refuse?", "And schools?", "And hospitals?"]


async def test_the_other_direction_goes_on_meanwhile(joined: Joined) -> None:
    await refused(joined)
    place(joined).is_archived = False
    await joined.says("ruth", "Are you still there?")
    assert joined.words("ana")[-1] == "Are you still there?"


async def test_other_threads_go_on_meanwhile(joined: Joined) -> None:
    await refused(joined)
    other = await join(joined.world, "luis", "tomas")
    await other.says("luis", "¿Podemos?")
    assert other.words("tomas") == ["¿Podemos?"]


async def test_a_long_message_is_marked_once(joined: Joined) -> None:
    await refused(joined, "word " * 6_000)
    assert len(joined.copies("ana")) == 1


async def test_the_mark_quotes_a_beginning_that_fires_nothing(joined: Joined) -> None:
    mark = await refused(joined, "@channel *see* <!here> " + "x" * 200)
    quoted = readable(mark).split("\n")[1]
    assert quoted.startswith(">")
    assert len(quoted) < 100
    assert joined.world.sandbox.mentions == []


async def test_a_message_edited_meanwhile_arrives_as_it_is_now(joined: Joined) -> None:
    mark = await refused(joined)
    ana = joined.person("ana")
    message = next(each for each in ana.sees("dm") if each["text"] == "Can we refuse?")
    await ana.edit(message, "May we refuse?")
    await joined.world.sandbox.settled()
    place(joined).is_archived = False
    await tries_again(joined, mark)
    assert joined.words("ruth") == ["May we refuse?"]


async def test_one_that_was_taken_back_meanwhile_holds_nothing_up(joined: Joined) -> None:
    await refused(joined)
    place(joined).is_archived = False
    ana = joined.person("ana")
    message = next(each for each in ana.sees("dm") if each["text"] == "Can we refuse?")
    await ana.delete(message)
    await ana.say("dm", "Forget the question", joined.ana)
    async with asyncio.timeout(2):
        while joined.words("ruth") != ["Forget the question"]:  # noqa: ASYNC110 (nobody tells)
            await asyncio.sleep(0.01)


async def test_an_edit_that_did_not_arrive_is_marked_too(joined: Joined) -> None:
    message = await joined.says("ana", "Can we refuse?")
    place(joined).is_archived = True
    await joined.edits("ana", message, "May we refuse?")
    assert [buttons(copy) for copy in joined.copies("ana")] == [["Try again"]]


async def test_a_talk_that_can_t_be_opened_holds_what_goes_there(world: World) -> None:
    await meet(world, "ana", "tomas")
    world.sandbox.deactivate("tomas")
    ends = [End(member(world.ana)), End(member(world.sandbox.person("tomas")))]
    await world.bot.store.run(joining.link, ends)
    await world.settled()
    await world.ana.say("dm", "Are you there?", world.ana.sees("dm")[-1]["ts"])
    await world.settled()
    [stuck] = await world.bot.store.run(outbox.stuck)
    assert (stuck.kind, stuck.problem, stuck.behind) == ("link_opened", "user_disabled", 1)


@pytest.fixture
async def in_a_channel(world: World) -> Joined:
    """Dana's thread in a channel with a partner, joined to Ruth's; Ana is in the channel too."""
    dana = world.sandbox.person("dana")
    await dana.invite("prairie-law", "ana")
    head = await dana.say("prairie-law", "A question of the network")
    joined = await join_begun(world, "dana", "prairie-law", head["ts"])
    place(joined).is_archived = True
    await dana.say("prairie-law", "Can we refuse?", head["ts"])
    await world.settled()
    return joined


def mark_in(joined: Joined) -> Json:
    return joined.person("dana").sees("prairie-law")[-1]


async def test_somebody_else_may_not_try_it_again(in_a_channel: Joined) -> None:
    mark, ana = mark_in(in_a_channel), in_a_channel.person("ana")
    place(in_a_channel).is_archived = False
    assert (await ana.click(mark, "try_again")).ok
    await in_a_channel.world.settled()
    told = ana.sees("prairie-law")[-1]
    assert told["is_ephemeral"]
    assert told["text"] == "Only the person who wrote the message can do this."
    assert in_a_channel.words("ruth") == []


async def test_somebody_of_another_team_may_not_either(in_a_channel: Joined) -> None:
    mark, omar = mark_in(in_a_channel), in_a_channel.person("omar")
    in_a_channel.world.sandbox.set(outsiders_reach=True)
    place(in_a_channel).is_archived = False
    assert (await omar.click(mark, "try_again")).ok
    await in_a_channel.world.settled()
    told = omar.sees("prairie-law")[-1]
    assert told["text"].startswith("Liaison answers members of this workspace.")
    assert in_a_channel.words("ruth") == []


async def test_its_writer_may(in_a_channel: Joined) -> None:
    mark, dana = mark_in(in_a_channel), in_a_channel.person("dana")
    place(in_a_channel).is_archived = False
    await dana.click(mark, "try_again")
    await in_a_channel.world.settled()
    assert in_a_channel.words("ruth") == ["Can we refuse?"]


async def test_a_button_with_another_message_s_name_does_nothing(in_a_channel: Joined) -> None:
    mark, dana = mark_in(in_a_channel), in_a_channel.person("dana")
    mark["blocks"][-1]["elements"][0]["value"] = "o-nothing-like-it"
    assert (await dana.click(mark, "try_again", stale=True)).ok
    await in_a_channel.world.settled()
    assert in_a_channel.words("ruth") == []


async def test_a_channel_that_the_bot_was_taken_out_of_is_a_refusal_as_well(
    world: World,
) -> None:
    dana = world.sandbox.person("dana")
    head = await dana.say("prairie-law", "A question of the network")
    joined = await join_begun(world, "dana", "prairie-law", head["ts"])
    await dana.remove("prairie-law", "bot")
    await joined.says("ruth", "Yes, you can.")
    assert joined.reads("ruth") == ["This message did not arrive.\n>Yes, you can.\n[Try again]"]
    await dana.invite("prairie-law", "bot")
    await joined.person("ruth").click(joined.copies("ruth")[-1], "try_again")
    await world.settled()
    copies = [readable(each) for each in dana.sees("prairie-law") if each.get("bot_id")]
    assert copies == ["(*Ruth Adeyemi*)\nYes, you can."]
