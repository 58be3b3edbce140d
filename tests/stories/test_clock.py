"""What is due happens by itself: nudges, the digest, words about silence and about promises."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.desk import network, people, rights, tickets
from bot.desk.people import Member
from bot.sandbox import Sandbox
from bot.store import Transaction
from catalog import Catalog
from tests.readable import buttons, readable
from tests.stories.days import MORNING, Day, at_work, slack_on
from tests.stories.hours import HOUR, Place
from tests.stories.joined import Json, member
from tests.stories.tickets import QUESTION

OVERDUE = "request is overdue."
DIGEST = "Good morning"
WAITING = "has been waiting for your answer"
IS_IT_ANSWERED = "Is this answered?"
CLOSED = "because nobody wrote here any more"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with slack_on(MORNING) as sandbox:
        yield sandbox


@pytest.fixture
def place(library: Path, tmp_path: Path) -> Iterator[Place]:
    with Catalog.open(library) as catalog:
        yield Place(tmp_path, catalog)


@pytest.fixture
async def day(sandbox: Sandbox, place: Place) -> AsyncIterator[Day]:
    """The bot on a Wednesday at ten, and everybody has been there once."""
    async with at_work(sandbox, place) as day:
        await day.dana.open_home()
        await day.settled()
        yield day


def times(day: Day, who: str, part: str) -> list[str]:
    """When somebody was told something."""
    return [day.when(each) for each in day.reads_in_dm(who, part)]


async def see(day: Day, who: str, part: str) -> Json:
    """The newest message that says something, as it stands now."""
    return day.reads_in_dm(who, part)[-1]


async def promise(day: Day, handle: str, on: str) -> None:
    """Dana promises an answer by a day."""
    await day.run(_promise, handle, member(day.dana), on)


def _promise(tx: Transaction, handle: str, by: Member, on: str) -> None:
    ticket, person = rights.for_coordinator(tx, handle, by)
    tickets.promise(tx, ticket, person, on)


# Overdue


async def test_what_nobody_takes_is_overdue_and_one_press_takes_it(day: Day) -> None:
    handle = await day.ask("ana", needed_by="today")
    await day.passes(3 * HOUR)
    assert times(day, "dana", OVERDUE) == ["Wed 01-13 12:00"]
    nudge = await see(day, "dana", OVERDUE)
    assert buttons(nudge) == ["Open", "Take it", "Ask an expert"]
    await day.press("dana", nudge, "card_take")
    ticket = await day.ticket(handle)
    assert ticket.assignee_id is not None
    assert "Dana" in readable(await day.card(handle))


async def test_a_notification_says_nothing_of_what_it_is_about(day: Day) -> None:
    await day.ask("ana", needed_by="today", place="US-TX")
    await day.passes(24 * HOUR)
    for part in (OVERDUE, DIGEST):
        said = await see(day, "dana", part)
        assert "detainer" not in str(said)
        assert "Ana" not in str(said)
        assert "#" not in said["text"]


async def test_who_is_not_a_coordinator_can_take_nothing_from_a_nudge(day: Day) -> None:
    handle = await day.ask("ana", needed_by="today")
    await day.passes(3 * HOUR)
    nudge = await see(day, "dana", OVERDUE)
    assert "no existe" in await day.forges("luis", nudge, "card_take")
    assert (await day.ticket(handle)).assignee_id is None


async def test_the_expert_is_reminded_in_their_thread_then_the_coordinator(day: Day) -> None:
    handle = await day.ask_and_accept(needed_by="today")
    await day.passes(26 * HOUR)
    assert times(day, "ruth", WAITING) == ["Wed 01-13 12:00"]
    assert WAITING in str(await day.offer_thread(handle))
    assert times(day, "dana", OVERDUE) == ["Thu 01-14 12:00"]


async def test_who_answered_in_time_hears_nothing(day: Day) -> None:
    handle = await day.ask_and_accept(needed_by="today")
    await day.writes_as_expert(handle, "Yes, it can.")
    await day.passes(26 * HOUR)
    assert times(day, "ruth", WAITING) == times(day, "dana", OVERDUE) == []


async def test_in_a_partner_s_channel_who_is_on_it_is_named(day: Day) -> None:
    partner = await day.list_partner()
    handle = await day.ask("ana", visibility="partner", needed_by="today")
    await day.offer(handle, partner)
    await day.writes_as_expert(handle, "We can help with that.", who="omar")
    await day.passes(5 * 60)
    await day.writes(handle, "Thank you. And the next county?")
    await day.passes(24 * HOUR)
    below = [readable(each) for each in await day.offer_thread(handle) if each.get("bot_id")]
    [said] = [each for each in below if "has been waiting for an answer" in each]
    assert said.startswith(f"<@{day.omar.id}>: ")
    assert QUESTION not in said


# The digest


async def test_each_morning_the_coordinator_reads_what_waits(day: Day) -> None:
    await day.ask("ana")
    for morning in ("14", "15", "18", "19"):
        await day.skips_to(f"2027-01-{morning}T08:59")
        await day.passes_until(f"2027-01-{morning}T09:05")
    assert times(day, "dana", DIGEST) == ["Thu 01-14 09:00", "Fri 01-15 09:00", "Tue 01-19 09:00"]


async def test_what_is_overdue_leads_to_its_card_which_says_so(day: Day) -> None:
    handle = await day.ask("ana", needed_by="today")
    await day.passes_until("2027-01-13T13:05")
    card = await day.card(handle)
    assert "Overdue since" in readable(card)
    await day.passes_until("2027-01-14T09:05")
    place = f"archives/{day.world.bot.settings.triage_channel}/p{card['ts'].replace('.', '')}|#"
    for part in (OVERDUE, DIGEST):
        told = readable(await see(day, "dana", part))
        assert place in told
        assert "*Overdue since" in told
        assert "Open]" in told


async def test_what_is_taken_from_the_digest_is_shown_as_taken(day: Day) -> None:
    handle = await day.ask("ana")
    await day.passes_until("2027-01-14T09:05")
    await day.press("dana", await see(day, "dana", DIGEST), "card_take")
    assert "Take it" not in buttons(await see(day, "dana", DIGEST))
    assert (await day.ticket(handle)).assignee_id is not None


async def test_from_the_digest_an_expert_is_asked(day: Day) -> None:
    ruth = await day.list_expert("ruth")
    handle = await day.ask("ana", visibility="expert")
    await day.passes_until("2027-01-14T09:05")
    await day.press("dana", await see(day, "dana", DIGEST), "card_ask_expert")
    assert "4 working hours" in str(day.dana.view)
    await day.submits("dana", {"offer_to": [f"expert:{ruth}"]})
    assert QUESTION in readable(await day.offered(handle))
    assert "waits on Ruth" in readable(await see(day, "dana", DIGEST))


async def test_from_the_digest_a_request_is_read_whole(day: Day) -> None:
    await day.ask("ana")
    await day.passes_until("2027-01-14T09:05")
    await day.press("dana", await see(day, "dana", DIGEST), "card_view")
    assert QUESTION in readable(day.dana.view or {})


async def test_who_reads_spanish_has_it_in_spanish(day: Day) -> None:
    await day.run(people.choose_language, member(day.dana), "es")
    await day.ask("ana", needed_by="today")
    await day.passes(24 * HOUR)
    assert len(times(day, "dana", "Buenos días")) == 1
    assert times(day, "dana", OVERDUE) == []


async def test_a_crowd_of_requests_fits_into_a_message(day: Day) -> None:
    for _number in range(12):
        await day.ask("ana", needed_by="today")
    await day.passes(24 * HOUR)
    assert len(times(day, "dana", "*12 requests are overdue.*")) == 1
    said = readable(await see(day, "dana", DIGEST))
    assert "\nAlso overdue: " in said
    assert "more in Home" not in said


# Silence


async def test_silence_after_an_answer_closes_and_says_so(day: Day) -> None:
    handle = await day.ask_and_accept()
    await day.writes_as_expert(handle, "Yes, it can.")
    await day.skips_to("2027-01-19T08:59")
    assert times(day, "ana", IS_IT_ANSWERED) == []
    await day.passes_until("2027-01-19T09:05")
    assert times(day, "ana", IS_IT_ANSWERED) == ["Tue 01-19 09:00"]
    await day.skips_to("2027-01-21T08:58")
    assert (await day.ticket(handle)).state == "accepted"
    await day.passes_until("2027-01-21T09:05")
    assert (await day.ticket(handle)).outcome == "by_expert"
    assert times(day, "ana", CLOSED) == ["Thu 01-21 09:00"]
    await day.press("ana", await see(day, "ana", CLOSED), "own_reopen")
    assert (await day.ticket(handle)).state == "accepted"


async def test_a_word_in_time_keeps_it_open(day: Day) -> None:
    handle = await day.ask_and_accept()
    await day.writes_as_expert(handle, "Yes, it can.")
    await day.skips_to("2027-01-19T09:00")
    assert len(times(day, "ana", IS_IT_ANSWERED)) == 1
    await day.skips_to("2027-01-20T12:00")
    await day.writes(handle, "One more thing.")
    await day.passes_until("2027-01-21T09:05")
    assert (await day.ticket(handle)).state == "accepted"
    assert times(day, "ana", CLOSED) == []


# Promises


async def test_a_promised_day_that_moves_or_passes_is_told(day: Day) -> None:
    handle = await day.ask("ana")
    await promise(day, handle, "2027-01-14")
    assert "An answer is promised by Jan 14, 2027" in await day.status_of(handle)
    await promise(day, handle, "2027-01-15")
    assert "it was Jan 14, 2027, and is *Jan 15, 2027* now." in str(await day.reads(handle))
    await day.skips_to("2027-01-19T08:59")
    assert "promised by Jan 15" in await day.status_of(handle)
    await day.passes_until("2027-01-19T09:05")
    said = "The answer promised by Jan 15, 2027 is late. It is not forgotten."
    assert said in await day.status_of(handle)
    assert times(day, "dana", OVERDUE) == ["Tue 01-19 09:00"]


async def test_a_promise_that_was_kept_is_said_no_more(day: Day) -> None:
    handle = await day.ask_and_accept()
    await promise(day, handle, "2027-01-15")
    await day.writes_as_expert(handle, "Yes, it can.")
    assert "promised" not in await day.status_of(handle)


# Closed


async def test_after_fourteen_days_nobody_is_offered_to_reopen_it(day: Day) -> None:
    handle = await day.ask("ana")
    await day.close(handle)
    await day.skips_to("2027-01-27T09:59")
    assert "Reopen" in buttons(await day.status(handle))
    await day.passes(120)
    assert "Reopen" not in buttons(await day.status(handle))
    assert "Reopen" not in buttons(await day.card(handle))


# Downtime


async def test_after_days_away_all_is_told_once_and_nothing_at_night(
    sandbox: Sandbox, place: Place
) -> None:
    async with at_work(sandbox, place) as day:
        overdue = await day.ask("ana", needed_by="today")
        silent = await day.ask_and_accept()
        await day.writes_as_expert(silent, "Yes, it can.")
    sandbox.clock.advance(10 * 24 * HOUR + 16 * HOUR)
    for _life in range(3):
        async with at_work(sandbox, place) as day:
            await day.passes(60)
            assert times(day, "dana", "") == []
    async with at_work(sandbox, place) as day:
        await day.passes_until("2027-01-26T12:00")
        assert times(day, "dana", OVERDUE) == ["Mon 01-25 09:00"]
        assert times(day, "dana", DIGEST) == ["Mon 01-25 09:00", "Tue 01-26 09:00"]
        assert times(day, "ana", IS_IT_ANSWERED) == ["Mon 01-25 09:00"]
        assert (await day.ticket(silent)).state == "accepted"
        await day.passes_until("2027-01-27T12:00")
        assert (await day.ticket(silent)).state == "closed"
        assert (await day.ticket(overdue)).state == "received"


async def test_what_slack_would_not_take_by_day_is_not_posted_by_night(day: Day) -> None:
    await day.ask("ana", needed_by="today")
    await day.passes(HOUR)
    day.sandbox.faults.add("*", "drop_before", times=None)
    await day.passes(12 * HOUR)
    day.sandbox.faults.clear()
    await day.passes_until("2027-01-14T08:59")
    assert times(day, "dana", "") == []
    await day.passes_until("2027-01-14T10:00")
    assert times(day, "dana", OVERDUE) == times(day, "dana", DIGEST) == ["Thu 01-14 09:00"]


async def test_a_digest_that_could_not_leave_by_day_is_left_out(day: Day) -> None:
    await day.ask("ana")
    await day.skips_to("2027-01-14T08:58")
    day.sandbox.faults.add("*", "drop_before", times=None)
    await day.passes_until("2027-01-14T09:05")
    await day.skips_to("2027-01-14T22:00")
    day.sandbox.faults.clear()
    await day.passes_until("2027-01-15T09:05")
    assert times(day, "dana", DIGEST) == ["Fri 01-15 09:00"]


# Settings


async def test_other_targets_hold_for_what_is_open(day: Day) -> None:
    await day.ask("ana", needed_by="today")
    await day.run(network.change, None, {"first_today": 30})
    await day.passes(HOUR)
    assert times(day, "dana", OVERDUE) == ["Wed 01-13 10:30"]
