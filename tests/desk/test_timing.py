"""By when who holds a ticket is to speak, and when the clock looks at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.hours import DAY, HOUR, MINUTE
from bot.desk.network import Network
from bot.desk.timing import NUDGES, PATIENCE, promised, silent_at, timing

KNOWN = Network()
ZONE = ZoneInfo(KNOWN.zone)


def at(text: str) -> int:
    """A moment by the network's clock."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def shown(moment: int | None) -> str:
    """A moment as that clock shows it."""
    return f"{datetime.fromtimestamp((moment or 0) / 1000, ZONE):%a %Y-%m-%d %H:%M}"


MONDAY = at("2026-06-01T10:00")


@dataclass(frozen=True)
class Ticket:
    """What timing reads of one; asked on a Monday at ten."""

    state: str = "received"
    waits_on: str = "coordinator"
    needed_by: str = "whenever"
    is_urgent: bool = False
    vote_on: str = ""
    promised_on: str = ""
    opened_at: int = MONDAY
    ball_at: int = MONDAY
    spoken_at: int = MONDAY
    answered_at: int | None = None
    closed_at: int | None = None
    nudges: int = 0


ASKED = Ticket()
FOLLOWED_UP = Ticket(answered_at=MONDAY + HOUR, ball_at=at("2026-06-04T15:00"))
ANSWERED = replace(FOLLOWED_UP, waits_on="requester")


# Targets


@pytest.mark.parametrize(
    ("needed_by", "due"),
    [
        ("today", "Mon 2026-06-01 12:00"),
        ("vote", "Mon 2026-06-01 14:00"),
        ("week", "Tue 2026-06-02 10:00"),
        ("whenever", "Wed 2026-06-03 10:00"),
    ],
)
def test_a_first_answer_is_due_by_when_it_is_needed(needed_by: str, due: str) -> None:
    assert shown(timing(replace(ASKED, needed_by=needed_by), KNOWN).due_at) == due


def test_what_is_urgent_is_due_as_what_is_needed_today() -> None:
    found = timing(replace(ASKED, is_urgent=True), KNOWN)
    assert found == timing(replace(ASKED, needed_by="today"), KNOWN)


def test_the_next_answer_counts_from_when_the_ball_came_over() -> None:
    assert shown(timing(FOLLOWED_UP, KNOWN).due_at) == "Tue 2026-06-09 15:00"


def test_until_there_was_an_answer_it_counts_from_the_question() -> None:
    handed_on = replace(ASKED, ball_at=MONDAY + 6 * HOUR, waits_on="expert")
    assert timing(handed_on, KNOWN).due_at == timing(ASKED, KNOWN).due_at


def test_what_is_asked_at_night_counts_from_the_morning() -> None:
    asked = replace(ASKED, opened_at=at("2026-06-05T22:00"), needed_by="today")
    assert shown(timing(asked, KNOWN).due_at) == "Mon 2026-06-08 11:00"


def test_a_change_of_the_clocks_takes_no_time_away() -> None:
    asked = replace(ASKED, opened_at=at("2026-03-06T16:00"), needed_by="today")
    assert shown(timing(asked, KNOWN).due_at) == "Mon 2026-03-09 10:00"


# Promises and votes


def test_a_promised_day_takes_the_place_of_the_target() -> None:
    assert shown(timing(replace(ASKED, promised_on="2026-06-11"), KNOWN).due_at) == (
        "Thu 2026-06-11 17:00"
    )


def test_a_day_promised_for_a_weekend_ends_before_it() -> None:
    asked = replace(ASKED, promised_on="2026-06-07")
    assert shown(timing(asked, KNOWN).due_at) == "Fri 2026-06-05 17:00"


def test_a_promise_from_before_the_ball_came_over_says_nothing() -> None:
    kept = replace(FOLLOWED_UP, promised_on="2026-06-03")
    assert timing(kept, KNOWN) == timing(FOLLOWED_UP, KNOWN)
    assert promised(kept, KNOWN) is None


def test_a_vote_outranks_a_promise() -> None:
    asked = replace(ASKED, promised_on="2026-06-11", vote_on="2026-06-10")
    assert shown(timing(asked, KNOWN).due_at) == "Tue 2026-06-09 17:00"


def test_a_later_vote_leaves_an_earlier_promise() -> None:
    asked = replace(ASKED, promised_on="2026-06-05", vote_on="2026-06-10")
    assert shown(timing(asked, KNOWN).due_at) == "Fri 2026-06-05 17:00"


def test_before_a_vote_on_a_monday_it_is_due_on_friday() -> None:
    asked = replace(ASKED, vote_on="2026-06-08", promised_on="2026-06-20")
    assert shown(timing(asked, KNOWN).due_at) == "Fri 2026-06-05 17:00"


def test_on_the_day_of_the_vote_it_is_due_as_what_is_needed_today() -> None:
    asked = replace(ASKED, vote_on="2026-06-01")
    assert shown(timing(asked, KNOWN).due_at) == "Mon 2026-06-01 12:00"


def test_a_vote_that_is_over_says_nothing() -> None:
    over = replace(FOLLOWED_UP, vote_on="2026-06-02")
    assert timing(over, KNOWN) == timing(FOLLOWED_UP, KNOWN)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_that_nobody_means_do_no_harm(day: str) -> None:
    assert timing(replace(ASKED, promised_on=day), KNOWN).look_at
    assert timing(replace(ASKED, vote_on=day), KNOWN).look_at


dates = st.one_of(
    st.just(""), st.dates(date(2026, 5, 25), date(2026, 6, 20)).map(lambda day: day.isoformat())
)


@given(dates, dates, st.sampled_from(("today", "week", "vote", "whenever")))
def test_nothing_is_due_before_it_was_asked_nor_looked_at_before_it_is_due(
    promised_on: str, vote_on: str, needed_by: str
) -> None:
    for ticket in (ASKED, FOLLOWED_UP):
        found = timing(
            replace(ticket, promised_on=promised_on, vote_on=vote_on, needed_by=needed_by), KNOWN
        )
        since = ticket.ball_at if ticket.answered_at else ticket.opened_at
        assert found.due_at is not None
        assert found.look_at is not None
        assert since < found.due_at or promised_on
        assert found.due_at <= found.look_at
        assert KNOWN.hours.is_open(found.look_at)
        assert not KNOWN.hours.is_quiet(found.look_at)


@given(dates, dates)
def test_a_vote_never_gives_more_time(promised_on: str, vote_on: str) -> None:
    without = timing(replace(ASKED, promised_on=promised_on), KNOWN).due_at
    with_vote = timing(replace(ASKED, promised_on=promised_on, vote_on=vote_on), KNOWN).due_at
    assert with_vote is not None
    assert without is not None
    assert with_vote <= without


# Looking


def test_it_is_looked_at_when_it_is_due() -> None:
    found = timing(ASKED, KNOWN)
    assert found.look_at == found.due_at


def test_after_a_nudge_there_is_patience() -> None:
    found = timing(replace(ASKED, nudges=1), KNOWN)
    assert found.due_at is not None
    assert found.look_at == KNOWN.hours.after(found.due_at, PATIENCE)


def test_after_the_last_nudge_it_is_left_to_the_digest() -> None:
    assert timing(replace(ASKED, nudges=NUDGES), KNOWN).look_at is None


def test_who_asked_is_told_two_days_before_it_is_closed() -> None:
    found = timing(ANSWERED, KNOWN)
    assert (found.due_at, shown(found.look_at)) == (None, "Mon 2026-06-08 09:00")
    assert silent_at(ANSWERED, KNOWN) == MONDAY + 5 * DAY
    assert silent_at(replace(ANSWERED, nudges=1), KNOWN) == MONDAY + 7 * DAY


def test_a_closed_one_is_looked_at_when_it_can_no_longer_be_opened() -> None:
    closed = replace(ANSWERED, state="closed", waits_on="", closed_at=MONDAY)
    assert timing(closed, KNOWN).look_at == MONDAY + 14 * DAY + 1


def test_other_hours_are_other_times() -> None:
    late = Network(zone="America/Phoenix", opens=KNOWN.closes, closes=KNOWN.quiet_from)
    found = timing(replace(ASKED, needed_by="today"), late)
    assert shown(found.due_at) == "Mon 2026-06-01 22:00"
    assert found.due_at == MONDAY + 12 * HOUR


def test_a_minute_more_in_the_settings_is_a_minute_later() -> None:
    more = Network(first_whenever=KNOWN.first_whenever + 1)
    now, then = timing(ASKED, KNOWN).due_at, timing(ASKED, more).due_at
    assert now is not None
    assert then == now + MINUTE


def test_the_days_are_the_network_s_own() -> None:
    late = at("2026-06-01T23:30")
    asked = replace(ASKED, opened_at=late, promised_on="2026-06-01")
    assert promised(asked, KNOWN) == date(2026, 6, 1)
    tomorrow = replace(asked, opened_at=late + int(timedelta(hours=1).total_seconds()) * 1000)
    assert promised(tomorrow, KNOWN) is None
