"""A partner's channel is looked at before anything is posted there, and watched over after."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.desk import experts, partners, records
from bot.desk.errors import NotAnExpert
from bot.desk.partners import Partner
from bot.sandbox.cast import HOME, PARTNER
from bot.store import Row, Transaction, Unavailable
from handlers.partner_channels import judged
from tests.readable import readable
from tests.stories.partnered import CHANNEL, FIRST, Shared, opened
from tests.stories.tickets import PRAIRIE, TRIAGE, TicketDesk

OTHERS = "T0OTHERS01"
FINE = {
    "is_private": True,
    "is_member": True,
    "is_ext_shared": True,
    "is_archived": False,
    "shared_team_ids": [HOME.id, PARTNER.id],
}


@pytest.fixture
async def shared(library: Path, tmp_path: Path) -> AsyncIterator[Shared]:
    async with opened(library, tmp_path) as shared:
        yield shared


Change = Callable[[Shared], None]


def archive(shared: Shared) -> None:
    shared.channel.is_archived = True


def publish(shared: Shared) -> None:
    shared.channel.kind = "public"


def remove_bot(shared: Shared) -> None:
    shared.channel.members.discard(shared.sandbox.workspace.bot.id)


def share_with_others(shared: Shared) -> None:
    shared.channel.connected = (PARTNER.id, OTHERS)


def share_with_nobody(shared: Shared) -> None:
    shared.channel.connected = ()


def delete(shared: Shared) -> None:
    del shared.sandbox.workspace.channels[shared.channel.id]


WRONG = [archive, publish, remove_bot, share_with_others, share_with_nobody, delete]


def last_offer(tx: Transaction, ticket_id: int) -> Row:
    return records.offers_of(tx, ticket_id)[-1]


async def came_back(shared: Shared, handle: str) -> tuple[str, str, str]:
    """The ticket's state, its last offer's, and why."""
    ticket = await shared.desk.ticket(handle)
    offer = await shared.run(last_offer, ticket.id)
    return ticket.state, offer.state, offer.reason


def looked(shared: Shared, channel_id: str) -> int:
    calls = [each for each in shared.sandbox.calls if each.method == "conversations.info"]
    return len([each for each in calls if each.args.get("channel") == channel_id])


# Before the offer


@pytest.mark.parametrize("goes_wrong", WRONG)
async def test_where_it_may_not_be_posted_the_offer_comes_back_and_nothing_stands_there(
    shared: Shared, goes_wrong: Change
) -> None:
    partner = await shared.desk.list_partner()
    handle = await shared.desk.ask(visibility="partner")
    channel = shared.channel
    goes_wrong(shared)
    await shared.desk.offer(handle, partner)
    assert await came_back(shared, handle) == ("taken", "declined", "unreachable")
    assert not [each for each in channel.messages.values() if each.get("bot_id")]
    assert await shared.viewers(handle) == []


async def test_the_coordinator_sees_that_it_came_back(shared: Shared) -> None:
    partner = await shared.desk.list_partner()
    handle = await shared.desk.ask(visibility="partner")
    archive(shared)
    await shared.desk.offer(handle, partner)
    told = [readable(each) for each in await shared.desk.card_thread(handle)]
    assert "Nobody took it." in told[-1]
    assert "Prairie Law Center" in told[-1]


async def test_the_triage_channel_is_never_a_partner_s(desk: TicketDesk) -> None:
    partner = await desk.list_partner(channel=TRIAGE)
    handle = await desk.ask(visibility="partner")
    seen = len(desk.dana.sees(TRIAGE))
    await desk.offer(handle, partner)
    ticket = await desk.ticket(handle)
    assert (await desk.run(last_offer, ticket.id)).reason == "unreachable"
    assert len(desk.dana.sees(TRIAGE)) == seen + 1, "only the note that it came back"


async def test_where_nobody_is_listed_nobody_is_asked(shared: Shared) -> None:
    partner = await shared.desk.list_partner()
    handle = await shared.desk.ask(visibility="partner")
    await shared.unlists("omar")
    with pytest.raises(NotAnExpert):
        await shared.desk.offer(handle, partner)
    assert shared.posts() == []


async def test_the_next_one_is_asked_where_a_partner_is_out_of_reach(shared: Shared) -> None:
    ruth = await shared.desk.list_expert("ruth")
    partner = await shared.desk.list_partner()
    handle = await shared.desk.ask(visibility="partner")
    archive(shared)
    await shared.desk.offer(handle, partner, ruth)
    assert (await shared.desk.ticket(handle)).state == "offered"
    assert "detainers" in readable(await shared.desk.offered(handle))


async def test_an_answer_of_slack_s_is_good_for_a_minute(shared: Shared) -> None:
    handle = await shared.accepted()
    await shared.passes(61)
    before = looked(shared, shared.channel.id)
    for text in ("one", "two", "three"):
        await shared.desk.writes(handle, text)
    assert looked(shared, shared.channel.id) == before + 1
    await shared.passes(61)
    await shared.desk.writes(handle, "four")
    assert looked(shared, shared.channel.id) == before + 2


async def test_while_slack_does_not_say_it_waits(shared: Shared) -> None:
    partner = await shared.desk.list_partner()
    handle = await shared.desk.ask(visibility="partner")
    shared.sandbox.faults.add("conversations.info", "500_before", times=None)
    await shared.offers(handle, partner)
    await shared.passes(30)
    assert shared.posts() == []
    assert (await shared.desk.ticket(handle)).state == "offered"
    shared.sandbox.faults.clear()
    await shared.passes(30)
    assert len(shared.posts()) == 1


# After the offer


async def test_taken_back_an_open_offer_comes_back(shared: Shared) -> None:
    handle = await shared.offered()
    await shared.desk.dana.unshare(CHANNEL, PARTNER.id)
    await shared.desk.settled()
    assert await came_back(shared, handle) == ("taken", "declined", "unreachable")


async def test_taken_back_the_talk_is_parted_and_both_are_told(shared: Shared) -> None:
    handle = await shared.accepted()
    await shared.desk.dana.unshare(CHANNEL, PARTNER.id)
    await shared.desk.settled()
    ticket = await shared.desk.ticket(handle)
    assert (ticket.state, ticket.waits_on, ticket.expert_id) == ("taken", "coordinator", None)
    assert (await shared.desk.reads(handle))[-1] == (
        "Prairie Law Center can't be reached any more. Your coordinator looks for someone else. "
        "What you write here goes to the coordinator only."
    )
    told = readable((await shared.desk.card_thread(handle))[-1])
    assert told == (
        "*Prairie Law Center can't be reached any more:* their channel is not shared with them any "
        "more. Their thread was parted from the official's, and this request is back with you."
    )
    assert "With the coordinator" in await shared.desk.status_of(handle)
    assert await shared.viewers(handle) == []


async def test_what_was_on_its_way_to_a_channel_taken_back_never_comes_there(
    shared: Shared,
) -> None:
    handle = await shared.accepted()
    await shared.passes(61)
    shared.sandbox.faults.add("conversations.info", "500_before", times=None)
    await shared.ana_says(handle, "Only for Prairie")
    await shared.passes(10)
    share_with_nobody(shared)
    shared.sandbox.faults.clear()
    await shared.passes(600)
    await shared.ana_says(handle, "And this")
    await shared.passes(600)
    everything = str(shared.channel.messages)
    assert "Only for Prairie" not in everything
    assert "And this" not in everything


@pytest.mark.parametrize("goes_wrong", WRONG)
async def test_of_what_no_event_tells_the_next_words_find_out(
    shared: Shared, goes_wrong: Change
) -> None:
    handle = await shared.accepted()
    channel = shared.channel
    goes_wrong(shared)
    await shared.passes(61)
    await shared.ana_says(handle, "Are you there?")
    await shared.passes(61)
    assert (await shared.desk.ticket(handle)).state == "taken"
    assert "Are you there?" not in str(channel.messages)
    assert await shared.stuck() == []


async def test_a_channel_that_moves_takes_everything_along(shared: Shared) -> None:
    handle = await shared.accepted()
    old_id = shared.channel.id
    shared.moves("C0MOVEDNOW")
    await shared.desk.settled()
    await shared.desk.writes(handle, "Still here?")
    assert (await shared.in_channel(handle))[-1] == "(*Ana Rivera*)\nStill here?"
    await shared.desk.writes_as_expert(handle, "Still here.", "omar")
    assert await shared.came_in(handle, "Still here.")
    assert (await shared.run(experts.organization, PRAIRIE)).channel_id == "C0MOVEDNOW" != old_id


async def test_a_move_that_could_not_be_kept_is_brought_again(
    shared: Shared, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle = await shared.accepted()
    store, refusals = shared.desk.world.bot.store, [Unavailable(), None]
    run = store.run

    async def fails_once(work: Callable[..., Any], *args: Any, **named: Any) -> Any:  # noqa: ANN401 (any unit's)
        if work is partners.moved and (problem := refusals.pop(0)):
            raise problem
        return await run(work, *args, **named)

    monkeypatch.setattr(store, "run", fails_once)
    shared.moves("C0MOVEDNOW")
    await shared.passes(70)
    assert refusals == []
    await shared.ana_says(handle, "Still here?")
    await shared.passes(30)
    assert (await shared.in_channel(handle))[-1] == "(*Ana Rivera*)\nStill here?"


async def test_what_was_said_before_the_move_was_known_is_fetched(shared: Shared) -> None:
    handle = await shared.accepted()
    head = await shared.desk.offered(handle)
    shared.sandbox.set(hold_events=True)
    shared.moves("C0MOVEDNOW")
    await shared.desk.omar.say(CHANNEL, "In between", head["ts"])
    shared.sandbox.set(hold_events=False)
    await shared.sandbox.release(order="reversed")
    await shared.passes(700)
    assert await shared.came_in(handle, "In between")
    assert (await shared.desk.ticket(handle)).state == "accepted"


async def test_another_channel_for_the_partner_parts_the_old_one(shared: Shared) -> None:
    handle = await shared.accepted()
    await shared.run(experts.keep_organization, PRAIRIE, "Prairie Law Center", "C0ANOTHER1")
    await shared.ana_says(handle, "Who reads this?")
    await shared.passes(61)
    assert (await shared.desk.ticket(handle)).state == "taken"
    assert "Who reads this?" not in str(shared.channel.messages)


async def test_the_bot_brought_back_in_may_post_at_once(shared: Shared) -> None:
    partner = await shared.desk.list_partner()
    handle = await shared.desk.ask(visibility="partner")
    remove_bot(shared)
    await shared.desk.offer(handle, partner)
    assert (await came_back(shared, handle))[2] == "unreachable"
    await shared.desk.dana.invite(CHANNEL, "bot")
    await shared.passes(2)
    await shared.desk.offer(handle, partner)
    assert (await shared.desk.ticket(handle)).state == "offered"
    assert len(shared.posts()) == 1


async def test_first_words_that_wait_arrive_though_the_channel_is_taken_back(
    shared: Shared,
) -> None:
    handle = await shared.offered()
    await shared.desk.writes_as_expert(handle, FIRST, "omar")
    await shared.desk.dana.unshare(CHANNEL, PARTNER.id)
    await shared.passes(61)
    assert await shared.came_in(handle, FIRST)


# What Slack says of a channel


@pytest.mark.parametrize(
    ("channel", "partner", "found"),
    [
        ({}, {}, ("theirs", PARTNER.id)),
        ({}, {"team_id": PARTNER.id}, ("theirs", PARTNER.id)),
        ({}, {"team_id": OTHERS}, ("others", "")),
        ({}, {"expert_team_ids": frozenset({OTHERS})}, ("others", "")),
        ({}, {"expert_team_ids": frozenset({HOME.id, PARTNER.id})}, ("theirs", PARTNER.id)),
        ({"shared_team_ids": [HOME.id]}, {}, ("not_shared", "")),
        ({"shared_team_ids": [HOME.id, PARTNER.id, OTHERS]}, {}, ("others", "")),
        ({"connected_team_ids": [PARTNER.id, OTHERS]}, {}, ("others", "")),
        (
            {"shared_team_ids": [HOME.id, "E0GRID"]},
            {"expert_team_ids": frozenset({PARTNER.id})},
            ("theirs", "E0GRID"),
        ),
        (
            {"shared_team_ids": [HOME.id, PARTNER.id, OTHERS], "internal_team_ids": [OTHERS]},
            {},
            ("theirs", PARTNER.id),
        ),
        ({"is_ext_shared": False}, {}, ("not_shared", "")),
        ({"is_private": False}, {}, ("public", "")),
        ({"is_member": False}, {}, ("not_in_it", "")),
        ({"is_archived": True}, {}, ("archived", "")),
    ],
)
def test_a_channel_is_a_partner_s_only_where_slack_says_so(
    channel: dict[str, Any], partner: dict[str, Any], found: tuple[str, str]
) -> None:
    known = Partner(PRAIRIE, "Prairie Law Center", "C0PRAIRIE1", **partner)
    assert judged({**FINE, **channel}, known, HOME.id) == found
