"""Whose words of a partner's channel go to the official, and when: held, stopped, corrected."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.holding import Order
from catalog import Catalog
from tests.readable import readable
from tests.stories.partnered import (
    CHANNEL,
    FIRST,
    TOLD_HELD,
    Shared,
    at_work,
    local_slack,
    opened,
)
from tests.stories.tickets import TRIAGE

STOPPED = (
    "(Nothing was sent to the official. The request is still yours: what you write in this thread "
    "next goes at once.)"
)
HOUR = 3600.0


@pytest.fixture
async def shared(library: Path, tmp_path: Path) -> AsyncIterator[Shared]:
    async with opened(library, tmp_path) as shared:
        yield shared


# Not listed


@pytest.mark.parametrize("who", ["noor", "dana", "ana", "mei"])
async def test_the_words_of_who_is_not_listed_stay_and_they_are_told_once(
    shared: Shared, who: str
) -> None:
    shared.outsider("noor")
    shared.comes_in("ana", "mei")
    handle = await shared.offered()
    await shared.desk.writes_as_expert(handle, "I know this", who)
    await shared.desk.writes_as_expert(handle, "Anyone?", who)
    await shared.passes(HOUR)
    (told,) = await shared.in_channel(handle)
    assert told == (
        f"(<@{shared.desk.person(who).id}>: what you write here stays in this channel. From this "
        "thread, only words of <@U0OMARHADD> go to the official.)"
    )
    assert (await shared.desk.ticket(handle)).state == "offered"
    assert await shared.desk.reads(handle) == []


async def test_they_stay_after_it_was_taken_on_too(shared: Shared) -> None:
    handle = await shared.accepted()
    shared.outsider()
    await shared.desk.writes_as_expert(handle, "Not so fast", "noor")
    assert not await shared.came_in(handle, "Not so fast")
    assert "stays in this channel" in (await shared.in_channel(handle))[-1]


async def test_a_listed_expert_of_another_partner_counts_for_nothing_here(shared: Shared) -> None:
    shared.comes_in("ruth")
    await shared.desk.list_expert("ruth")
    handle = await shared.offered()
    await shared.desk.writes_as_expert(handle, "I know this", "ruth")
    await shared.passes(HOUR)
    assert (await shared.desk.ticket(handle)).state == "offered"
    assert "stays in this channel" in (await shared.in_channel(handle))[-1]


async def test_two_listed_experts_speak_under_their_own_names(shared: Shared) -> None:
    shared.outsider("noor")
    await shared.also_listed("noor")
    handle = await shared.accepted()
    head = readable(await shared.desk.offered(handle))
    assert "Omar Haddad has taken this on." in head
    await shared.desk.writes_as_expert(handle, "I can add to that.", "noor")
    newest = (await shared.desk.reads(handle))[-1]
    name = shared.desk.person("noor").user.real_name
    assert newest == f"(*{name}, Prairie Law Center*)\nI can add to that."


async def test_the_offer_names_everyone_who_may_take_it_on(shared: Shared) -> None:
    shared.outsider("noor")
    await shared.also_listed("noor")
    handle = await shared.offered()
    noor = shared.desk.person("noor").id
    head = readable(await shared.desk.offered(handle))
    assert "A reply in this thread by <@" in head
    assert f"<@{noor}>" in head
    assert "<@U0OMARHADD>" in head


# The first words


async def test_deleted_within_the_minute_nothing_is_sent(shared: Shared) -> None:
    handle = await shared.offered()
    said = await shared.desk.writes_as_expert(handle, FIRST, "omar")
    await shared.passes(30)
    await shared.deletes("omar", said)
    assert (await shared.in_channel(handle))[-1] == STOPPED
    await shared.passes(HOUR)
    assert not await shared.came_in(handle, FIRST)
    assert FIRST not in str(shared.desk.dana.sees(TRIAGE))


async def test_deleted_within_the_minute_the_ticket_stays_theirs_and_theirs_to_answer(
    shared: Shared,
) -> None:
    handle = await shared.offered()
    said = await shared.desk.writes_as_expert(handle, FIRST, "omar")
    await shared.deletes("omar", said)
    await shared.passes(HOUR)
    ticket = await shared.desk.ticket(handle)
    assert (ticket.state, ticket.waits_on, ticket.answered_at) == ("accepted", "expert", None)


async def test_after_a_deletion_the_next_words_go_at_once(shared: Shared) -> None:
    handle = await shared.offered()
    said = await shared.desk.writes_as_expert(handle, FIRST, "omar")
    await shared.deletes("omar", said)
    await shared.desk.writes_as_expert(handle, "Better so.", "omar")
    assert await shared.came_in(handle, "Better so.")
    assert "Answered" in await shared.desk.status_of(handle)


async def test_an_edit_within_the_minute_is_what_goes(shared: Shared) -> None:
    handle = await shared.offered()
    said = await shared.desk.writes_as_expert(handle, FIRST, "omar")
    await shared.edits("omar", said, "Yes, with care.")
    await shared.passes(61)
    assert await shared.came_in(handle, "Yes, with care.")
    assert not await shared.came_in(handle, FIRST)


async def test_more_words_within_the_minute_come_after_the_first(shared: Shared) -> None:
    handle = await shared.offered()
    await shared.desk.writes_as_expert(handle, FIRST, "omar")
    await shared.desk.omar.say(CHANNEL, "And more.", (await shared.desk.offered(handle))["ts"])
    await shared.passes(61)
    words = [each.split("\n")[-1] for each in await shared.desk.reads(handle)]
    assert words[-2:] == [FIRST, "And more."]


async def test_deleted_after_the_minute_it_is_taken_back(shared: Shared) -> None:
    handle = await shared.offered()
    said = await shared.desk.writes_as_expert(handle, FIRST, "omar")
    await shared.passes(61)
    assert await shared.came_in(handle, FIRST)
    await shared.deletes("omar", said)
    assert not await shared.came_in(handle, FIRST)
    assert "taken back from the official" in (await shared.in_channel(handle))[-1]


async def test_words_on_their_way_outlive_a_restart(library: Path, tmp_path: Path) -> None:
    with Catalog.open(library) as catalog:
        async with local_slack() as sandbox:
            async with at_work(sandbox, tmp_path, catalog) as shared:
                handle = await shared.offered()
                await shared.desk.writes_as_expert(handle, FIRST, "omar")
                await shared.passes(20)
            async with at_work(sandbox, tmp_path, catalog) as again:
                await again.passes(30)
                assert not await again.came_in(handle, FIRST)
                await again.passes(15)
                assert str(await again.desk.reads(handle)).count(FIRST) == 1
                assert "has gone to the official" in (await again.in_channel(handle))[-1]


async def test_a_reply_that_was_missed_is_fetched_and_takes_it_on(
    library: Path, tmp_path: Path
) -> None:
    with Catalog.open(library) as catalog:
        async with local_slack() as sandbox:
            async with at_work(sandbox, tmp_path, catalog) as shared:
                handle = await shared.offered()
                head = await shared.desk.offered(handle)
            sandbox.set(hold_events=True)
            await sandbox.person("omar").say(CHANNEL, FIRST, head["ts"])
            sandbox.held.clear()
            sandbox.set(hold_events=False)
            sandbox.clock.advance(60)
            async with at_work(sandbox, tmp_path, catalog) as again:
                await again.passes(5)
                assert f"({TOLD_HELD})" in await again.in_channel(handle)
                await again.passes(61)
                assert await again.came_in(handle, FIRST)


# As Slack delivers


@pytest.mark.parametrize("order", ["as sent", "reversed", 7, 20261122])
async def test_however_events_come_each_word_arrives_once(shared: Shared, order: Order) -> None:
    shared.outsider("noor")
    handle = await shared.offered()
    head = await shared.desk.offered(handle)
    shared.sandbox.set(hold_events=True)
    for who, text in (("noor", "Aside"), ("omar", "one"), ("omar", "two"), ("omar", "three")):
        await shared.desk.person(who).say(CHANNEL, text, head["ts"])
    shared.sandbox.set(hold_events=False)
    await shared.sandbox.release(order=order, repeat=3)
    await shared.passes(HOUR)
    words = [each.split("\n")[-1] for each in await shared.desk.reads(handle)]
    assert sorted(words[1:]) == ["one", "three", "two"]
    below = await shared.in_channel(handle)
    assert len([each for each in below if "has gone to the official" in each]) == 1
    assert len([each for each in below if "stays in this channel" in each]) == 1


async def test_first_words_that_slack_delivers_late_arrive_too(shared: Shared) -> None:
    handle = await shared.offered()
    head = await shared.desk.offered(handle)
    shared.sandbox.set(hold_events=True)
    for text in ("Firstly", "Secondly"):
        await shared.desk.omar.say(CHANNEL, text, head["ts"])
    first, second = shared.sandbox.held
    shared.sandbox.held.clear()
    shared.sandbox.set(hold_events=False)
    for event in (second, first):
        await shared.sandbox.deliver_payload("event", event)
        await shared.passes(10)
    await shared.passes(61)
    assert await shared.came_in(handle, "Firstly")
    assert await shared.came_in(handle, "Secondly")


async def test_a_second_delivery_does_not_turn_around_who_speaks_next(shared: Shared) -> None:
    handle = await shared.accepted()
    shared.sandbox.set(hold_events=True)
    await shared.desk.person("omar").say(CHANNEL, "And?", (await shared.desk.offered(handle))["ts"])
    event = dict(shared.sandbox.held[-1])
    shared.sandbox.set(hold_events=False)
    await shared.sandbox.release()
    await shared.desk.settled()
    await shared.desk.writes(handle, "Thanks")
    # Fetched again, it has another name.
    await shared.sandbox.deliver_payload(
        "event", {**event, "event_id": "Ev0AGAIN", "team_id": "T0X"}
    )
    await shared.desk.settled()
    assert (await shared.desk.ticket(handle)).waits_on == "expert"


# A closed request


async def test_on_a_closed_request_a_listed_expert_is_told_once(shared: Shared) -> None:
    handle = await shared.accepted()
    shared.outsider()
    await shared.desk.close(handle)
    for text in ("Wait", "One more thing"):
        await shared.desk.writes_as_expert(handle, text, "omar")
        await shared.desk.writes_as_expert(handle, text, "noor")
    told = [each for each in await shared.in_channel(handle) if "is closed" in each]
    assert len(told) == 1
    assert told[0] == (
        "(<@U0OMARHADD>: this request is closed, so what is written here stays here. The "
        "coordinator can open it again.)"
    )
    assert not await shared.came_in(handle, "Wait")


# What does not arrive


async def test_words_that_do_not_arrive_are_the_coordinators_to_send_again(
    shared: Shared,
) -> None:
    handle = await shared.accepted()
    dm = shared.sandbox.workspace.channels[shared.desk.ana.dm]
    dm.is_archived = True
    await shared.desk.writes_as_expert(handle, "Ask for the <form>", "omar")
    told = (await shared.desk.offer_thread(handle))[-1]
    assert readable(told) == (
        "This has not reached the official yet. The coordinator sees it, and can send it again.\n"
        ">Ask for the &lt;form&gt;"
    )
    dm.is_archived = False
    await shared.desk.dana.open_home()
    await shared.desk.dana.click_in_home("outbox_send_again")
    await shared.passes(5)
    assert await shared.came_in(handle, "Ask for the")
    told = (await shared.desk.offer_thread(handle))[-1]
    assert readable(told).startswith("This message has arrived now.")


# What outsiders try


async def test_an_outsider_who_names_the_bot_is_answered_nothing(shared: Shared) -> None:
    before = len(shared.posts())
    await shared.desk.omar.say(CHANNEL, f"<@{shared.sandbox.workspace.bot.id}> detainers")
    await shared.desk.settled()
    assert len(shared.posts()) == before
    assert not [each for each in shared.desk.omar.sees(CHANNEL) if each.get("is_ephemeral")]


async def test_a_reply_that_names_the_bot_counts_as_any_other(shared: Shared) -> None:
    handle = await shared.offered()
    bot = shared.sandbox.workspace.bot.id
    await shared.desk.writes_as_expert(handle, f"<@{bot}> gladly", "omar")
    await shared.passes(61)
    assert (await shared.desk.ticket(handle)).state == "accepted"
    assert len(await shared.desk.reads(handle)) == 2
