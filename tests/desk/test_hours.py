"""Time as a network counts it: laws, both changes of the clocks, holidays, quiet hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.hours import DAY, HOUR, MINUTE, Hours, NeverOpen

NEW_YORK, PHOENIX = "America/New_York", "America/Phoenix"

moments = st.datetimes(datetime(2025, 1, 1), datetime(2029, 12, 31)).map(  # noqa: DTZ001 (naive until the next line)
    lambda at: int(at.replace(tzinfo=UTC).timestamp() * 1000)
)
spans = st.integers(1, 60 * 24 * 30)
times = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))


@st.composite
def working(draw: st.DrawFn) -> Hours:
    """Any network's hours."""
    opens, closes = sorted(draw(st.lists(times, min_size=2, max_size=2, unique=True)))
    return Hours(
        draw(st.sampled_from((NEW_YORK, PHOENIX, "Europe/London", "Australia/Lord_Howe", "UTC"))),
        frozenset(draw(st.sets(st.integers(0, 6), min_size=1))),
        opens,
        closes,
        draw(st.sampled_from(("US", "MX", ""))),
        quiet_from=draw(times),
        quiet_until=draw(times),
    )


def at(text: str, zone: str = NEW_YORK) -> int:
    """A moment by the clock of a zone."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def shown(moment: int, zone: str = NEW_YORK) -> str:
    """A moment as that clock shows it."""
    return f"{datetime.fromtimestamp(moment / 1000, ZoneInfo(zone)):%Y-%m-%d %H:%M}"


# Laws


@given(working(), moments, spans)
def test_what_was_worked_until_then_is_what_was_to_be(hours: Hours, begin: int, span: int) -> None:
    assert hours.between(begin, hours.after(begin, span)) == span * MINUTE


@given(working(), moments, spans)
def test_a_moment_before_it_was_less(hours: Hours, begin: int, span: int) -> None:
    assert hours.between(begin, hours.after(begin, span) - 1) == span * MINUTE - 1


@given(working(), moments, spans, spans)
def test_one_span_after_the_other_is_both(hours: Hours, begin: int, one: int, two: int) -> None:
    assert hours.after(hours.after(begin, one), two) == hours.after(begin, one + two)


@given(working(), moments, moments, moments)
def test_parts_of_a_time_add_up(hours: Hours, one: int, two: int, three: int) -> None:
    first, second, third = sorted((one, two, three))
    parts = hours.between(first, second) + hours.between(second, third)
    assert parts == hours.between(first, third)


@given(working(), moments, moments, spans)
def test_what_begins_later_ends_no_earlier(hours: Hours, one: int, two: int, span: int) -> None:
    first, second = sorted((one, two))
    assert hours.after(first, span) <= hours.after(second, span)


@given(working(), moments, moments)
def test_no_more_is_worked_than_there_is_time(hours: Hours, one: int, two: int) -> None:
    begin, end = sorted((one, two))
    assert 0 <= hours.between(begin, end) <= end - begin
    assert hours.between(end, begin) == 0


@given(working(), moments)
def test_until_it_opens_nothing_is_worked(hours: Hours, begin: int) -> None:
    opens = hours.next_open(begin)
    assert opens >= begin
    assert hours.is_open(opens)
    assert hours.between(begin, opens) == 0
    assert hours.after(begin, 0) == opens


@given(working(), moments)
def test_who_may_be_disturbed_is_not_left_alone(hours: Hours, begin: int) -> None:
    until = hours.undisturbed_until(begin)
    assert not hours.is_quiet(until)
    assert until == begin or (until > begin and hours.is_quiet(begin))
    assert until <= begin + DAY + HOUR


@given(working(), moments)
def test_what_fits_is_worked_and_quiet_only_where_all_is(hours: Hours, begin: int) -> None:
    fits = hours.fitting(begin)
    assert fits >= begin
    assert hours.is_open(fits)
    windows = [hours.opening(hours.day(begin) + timedelta(days=n)) for n in range(10)]
    if hours.is_quiet(fits):
        assert all(hours.is_quiet(opens) for opens in windows if opens is not None)


@given(working(), st.dates(date(2025, 2, 1), date(2029, 12, 31)))
def test_after_the_last_moment_of_a_day_nothing_more_is_worked(hours: Hours, day: date) -> None:
    last = hours.last_moment(day)
    ends = at(f"{day + timedelta(days=1)}T00:00", hours.zone)
    assert not hours.is_open(last)
    assert hours.between(last, ends) == 0
    assert hours.between(last - MINUTE, last) == MINUTE


@given(moments, moments)
def test_by_days_or_by_years_the_sum_is_the_same(one: int, two: int) -> None:
    hours, (begin, end) = Hours(), sorted((one, two))
    first, days = hours.day(begin), (hours.day(end) - hours.day(begin)).days + 1
    worked = 0
    for day in (first + timedelta(days=n) for n in range(days)):
        opens = hours.opening(day)
        if opens is not None:
            worked += max(0, min(opens + 8 * HOUR, end) - max(opens, begin))
    assert hours.between(begin, end) == worked


# The clocks change


def test_over_the_night_in_which_the_clocks_go_forward_an_hour_is_an_hour() -> None:
    assert shown(Hours().after(at("2026-03-06T16:30"), 60)) == "2026-03-09 09:30"


def test_over_the_night_in_which_they_go_back_too() -> None:
    assert shown(Hours().after(at("2026-10-30T16:30"), 60)) == "2026-11-02 09:30"


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_a_day_on_which_they_change_is_worked_as_long_as_any_other(day: str) -> None:
    hours = Hours(days=frozenset(range(7)))
    assert hours.between(at(f"{day}T00:00"), at(f"{day}T23:59")) == 8 * HOUR


@pytest.mark.parametrize(("day", "worked"), [("2026-03-08", 5), ("2026-11-01", 7)])
def test_who_works_through_the_change_works_an_hour_less_or_more(day: str, worked: int) -> None:
    hours = Hours(days=frozenset(range(7)), opens=time(0), closes=time(6))
    assert hours.between(at(f"{day}T00:00"), at(f"{day}T23:59")) == worked * HOUR


def test_where_the_clocks_never_change_nine_is_always_at_the_same_distance() -> None:
    hours = Hours(PHOENIX, country="")
    assert hours.next_open(at("2026-03-09T00:00", PHOENIX)) == at("2026-03-09T16:00", "UTC")
    assert hours.next_open(at("2026-07-06T00:00", PHOENIX)) == at("2026-07-06T16:00", "UTC")


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    hours = Hours(quiet_from=time(20), quiet_until=time(1, 30))
    second = at("2026-11-01T00:59") + HOUR + 20 * MINUTE
    assert shown(second) == "2026-11-01 01:19"
    assert hours.undisturbed_until(second) == second + 11 * MINUTE


# Holidays


def test_a_holiday_is_not_worked() -> None:
    assert shown(Hours().after(at("2026-11-25T16:00"), 120)) == "2026-11-27 10:00"


def test_a_state_s_own_holiday_is_not_worked_there() -> None:
    assert Hours(subdivision="TX").opening(date(2026, 4, 21)) is None
    assert Hours().opening(date(2026, 4, 21)) == at("2026-04-21T09:00")


def test_another_country_has_others() -> None:
    assert Hours(country="MX").opening(date(2026, 7, 4)) is None
    assert Hours(country="MX").opening(date(2026, 11, 26)) == at("2026-11-26T09:00")


def test_without_a_country_every_weekday_is_worked() -> None:
    assert Hours(country="").opening(date(2026, 12, 25)) == at("2026-12-25T09:00")


def test_over_the_end_of_a_year_it_goes_on() -> None:
    assert shown(Hours().after(at("2026-12-31T16:00"), 120)) == "2027-01-04 10:00"
    assert Hours().between(at("2026-12-31T16:00"), at("2027-01-04T10:00")) == 2 * HOUR


# Quiet hours


@pytest.mark.parametrize(
    ("clock", "until"),
    [
        ("2026-06-03T19:59", "2026-06-03 19:59"),
        ("2026-06-03T20:00", "2026-06-04 08:00"),
        ("2026-06-04T02:00", "2026-06-04 08:00"),
        ("2026-06-04T08:00", "2026-06-04 08:00"),
    ],
)
def test_quiet_hours_go_over_midnight(clock: str, until: str) -> None:
    assert shown(Hours().undisturbed_until(at(clock))) == until


def test_quiet_hours_can_lie_within_a_day() -> None:
    hours = Hours(quiet_from=time(12), quiet_until=time(13))
    assert shown(hours.undisturbed_until(at("2026-06-03T12:30"))) == "2026-06-03 13:00"
    assert not hours.is_quiet(at("2026-06-03T23:00"))


def test_from_and_until_the_same_time_nothing_is_quiet() -> None:
    hours = Hours(quiet_from=time(9), quiet_until=time(9))
    assert not any(hours.is_quiet(at(f"2026-06-03T{hour:02}:00")) for hour in range(24))


def test_who_is_quiet_when_it_opens_is_reached_later() -> None:
    assert shown(Hours(quiet_until=time(10)).fitting(at("2026-06-05T18:00"))) == "2026-06-08 10:00"


# Never


NO_DAY, NO_TIME = Hours(days=frozenset()), Hours(opens=time(9), closes=time(9))


@pytest.mark.parametrize("hours", [NO_DAY, NO_TIME], ids=["no day", "no time"])
def test_who_never_opens_is_told_so(hours: Hours) -> None:
    now = at("2026-06-03T12:00")
    with pytest.raises(NeverOpen):
        hours.after(now, 1)
    with pytest.raises(NeverOpen):
        hours.next_open(now)
    with pytest.raises(NeverOpen):
        hours.last_moment(date(2026, 6, 3))


def test_of_who_never_opens_nothing_was_worked() -> None:
    assert NO_DAY.between(at("2026-01-01T00:00"), at("2028-01-01T00:00")) == 0


def test_a_short_window_that_the_clocks_jump_over_is_not_worked() -> None:
    hours = Hours(days=frozenset(range(7)), opens=time(1, 45), closes=time(2, 45))
    assert hours.between(at("2026-03-08T00:00"), at("2026-03-08T23:00")) == HOUR
    assert replace(hours, opens=time(2), closes=time(2, 59)).opening(date(2026, 3, 8)) is not None


def test_the_last_day_of_the_calendar_has_a_last_moment() -> None:
    assert Hours().last_moment(date(9999, 12, 31)) > at("2030-01-01T00:00")
