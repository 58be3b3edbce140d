"""What a report tells of the desk's tickets, and what it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.desk import gathering, people, reports, tallies
from bot.desk.errors import NotForOthers
from bot.desk.gathering import By, Counted, Gathering, Span
from bot.desk.hiding import FEWEST
from bot.desk.reports import Library, Line, Report, Times
from bot.desk.tallies import Searched
from bot.store import Transaction
from bot.store.tables import log
from tests.desk.cast import ANA, BEA, DANA, HARBOR, number, settle
from tests.desk.reported import HOUR, keep, ticket

SPRING = Span("2026-04", "2026-06")


def in_spring(_today: date) -> Span:
    return SPRING


def told(tx: Transaction, by: By = "topic", span: Span = SPRING) -> Report:
    so_far = gathering.begin(tx, by, lambda _today: span, None)
    while gathering.gather(tx, so_far, limit=7):
        pass
    return reports.compiled(so_far, tallies.searched(tx, span.months))


def lines(report: Report) -> dict[str | None, Line]:
    return {line.key: line for line in report.lines}


def test_lines_are_counted_by_what_is_asked_for(tx: Transaction) -> None:
    settle(tx)
    keep(tx, [ticket(topic="detainers", place="US-TX/Austin") for _ in range(6)])
    keep(tx, [ticket(topic="schools", place="US-TX", month="2026-05") for _ in range(5)], "t-other")
    keep(tx, [ticket(expert_id=number(tx, BEA), kind="x") for _ in range(9)], "t-more")
    counts = {
        by: {line.key: line.asked for line in told(tx, by).lines}
        for by in ("month", "topic", "place", "kind", "partner")
    }
    assert counts == {
        "month": {"2026-05": 5, "2026-06": 15},
        "topic": {"": 9, "detainers": 6, "schools": 5},
        "place": {"US-TX": 11, "": 9},
        "kind": {"general-assistance": 11, "x": 9},
        "partner": {"": 11, HARBOR: 9},
    }


def test_lines_come_in_the_order_of_their_weight(tx: Transaction) -> None:
    keep(tx, [ticket(topic=name) for name in "b" * 5 + "a" * 7 + "c" * 6])
    assert [line.key for line in told(tx).lines] == ["a", "c", "b"]


def test_a_ticket_belongs_to_the_month_of_the_network_in_which_it_was_asked(
    tx: Transaction,
) -> None:
    """At half past midnight in London it is still yesterday in New York, and still May."""
    late = {**ticket(), "opened_at": 1_780_270_200_000}
    keep(tx, [late for _ in range(5)])
    assert lines(told(tx, "month")).keys() == {"2026-05"}


def test_nothing_is_told_of_fewer_than_five(tx: Transaction) -> None:
    keep(tx, [ticket(outcome="referred") for _ in range(4)])
    report = told(tx)
    assert (report.lines, report.others, report.total) == ((), None, None)


def test_small_lines_are_counted_together(tx: Transaction) -> None:
    keep(tx, [ticket(topic=name) for name in "a" * 9 + "b" * 3 + "c" * 4])
    report = told(tx)
    assert lines(report).keys() == {"a"}
    assert report.others
    assert report.others.asked == 7
    assert report.total
    assert report.total.asked == 16


def test_a_larger_line_goes_with_those_that_are_too_few_together(tx: Transaction) -> None:
    keep(tx, [ticket(topic=name) for name in "a" * 9 + "b" * 6 + "c" * 2])
    report = told(tx)
    assert lines(report).keys() == {"a"}
    assert report.others
    assert report.others.asked == 8


def test_times_are_the_median_and_what_nine_of_ten_took(tx: Transaction) -> None:
    keep(tx, [ticket(first=hours, whole=10 * hours, outcome="referred") for hours in range(1, 11)])
    total = told(tx).total
    assert total
    assert total.answered == 10
    assert total.first == Times(int(5.5 * HOUR), 9 * HOUR)
    assert total.whole == Times(55 * HOUR, 90 * HOUR)
    assert total.outcomes == {"referred": 10}


def test_times_of_fewer_than_five_are_not_told(tx: Transaction) -> None:
    keep(tx, [ticket(first=1) for _ in range(4)] + [ticket() for _ in range(9)])
    total = told(tx).total
    assert total
    assert (total.answered, total.first, total.whole) == (None, None, None)


def test_what_is_left_over_is_a_number_too(tx: Transaction) -> None:
    """Twelve of fourteen were answered: that two were not is nobody's business."""
    keep(tx, [ticket(first=2) for _ in range(12)] + [ticket() for _ in range(2)])
    total = told(tx).total
    assert total
    assert (total.asked, total.answered) == (14, None)


def test_whether_it_helped_is_counted_among_all(tx: Transaction) -> None:
    keep(tx, [ticket(helped=said) for said in ["yes"] * 8 + ["no"] * 2 + [""] * 10])
    total = told(tx).total
    assert total
    assert total.helped == {"yes": 8}


def test_searches_of_the_library_are_told_by_month(tx: Transaction) -> None:
    tallies.add(tx, {tallies.SEARCHES: 30, tallies.MISSES: 5})
    tallies.add(tx, {tallies.SEARCHES: 10, tallies.MISSES: 4})
    month = network_month(tx)
    report = told(tx, "month", Span(month, month))
    assert report.searches == {month: Library(40, 9)}
    assert report.library == Library(40, 9)


def test_few_misses_are_hidden_and_so_are_few_hits() -> None:
    span = Span("2026-05", "2026-06")
    few = reports.compiled(Gathering("month", span, []), {"2026-05": Searched(20, 3)})
    assert few.library == Library(20, None)
    hits = reports.compiled(Gathering("month", span, []), {"2026-05": Searched(20, 18)})
    assert hits.library == Library(20, None)
    none = reports.compiled(Gathering("month", span, []), {"2026-06": Searched(4, 1)})
    assert (none.library, none.searches) == (Library(), {})


def test_only_coordinators_may_ask_for_one(tx: Transaction) -> None:
    settle(tx)
    with pytest.raises(NotForOthers):
        gathering.begin(tx, "topic", in_spring, ANA)
    with pytest.raises(NotForOthers):
        gathering.begin(tx, "topic", in_spring, BEA)


def test_the_log_says_who_asked_for_which_and_no_more(tx: Transaction) -> None:
    settle(tx)
    keep(tx, [ticket(topic="detainers") for _ in range(6)])
    gathering.begin(tx, "topic", in_spring, DANA)
    gathering.begin(tx, "month", in_spring, None)
    entries = tx.execute(select(log).where(log.c.subject == "reports").order_by("version")).all()
    assert [(each.actor_id, each.event) for each in entries] == [
        (people.meet(tx, DANA).id, "asked_for"),
        (None, "asked_for"),
    ]
    assert json.loads(entries[0].note) == {"by": "topic", "from": "2026-04", "to": "2026-06"}


def test_spans_are_whole_months() -> None:
    assert Span.recent(date(2026, 2, 3), 3) == Span("2025-12", "2026-02")
    assert Span.recent(date(2026, 1, 31), 1, ago=1).months == ("2025-12",)
    assert SPRING.starts("America/New_York")[0] == 1_775_016_000_000


@pytest.mark.parametrize("months", [("2026-06", "2026-05"), ("2010-01", "2026-01"), ("x", "y")])
def test_no_span_is_empty_or_endless(months: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"month"):
        Span(*months)


def network_month(tx: Transaction) -> str:
    (month,) = tallies.searched(tx, ("2000-01", "2999-12"))
    return month


tickets_of_a_line = st.builds(
    lambda answered, open_, ended, helped: counted(answered, open_, ended, helped),
    *(st.integers(0, 14), st.integers(0, 14)),
    ended=st.dictionaries(st.sampled_from(reports.OUTCOMES), st.integers(1, 14), max_size=4),
    helped=st.dictionaries(st.sampled_from(reports.HELPED), st.integers(1, 9)),
)


def counted(answered: int, open_: int, ended: dict[str, int], helped: dict[str, int]) -> Counted:
    line = Counted()
    line.asked = open_ + sum(ended.values()) + sum(helped.values())
    line.answered = min(answered, line.asked)
    line.outcomes.update(ended)
    line.outcomes[reports.OPEN] = line.asked - sum(ended.values())
    line.helped.update(helped)
    line.helped[reports.OPEN] = line.asked - sum(helped.values())
    line.first_took = [HOUR] * line.answered
    line.whole_took = [HOUR] * sum(ended.values())
    return line


@given(st.dictionaries(st.sampled_from("abcdef"), tickets_of_a_line, max_size=6))
def test_neither_a_number_nor_a_difference_of_two_is_under_five(lines: dict[str, Counted]) -> None:
    gathered = Gathering("topic", SPRING, [])
    gathered.lines.update(lines)
    report = reports.compiled(gathered, {})
    assert all(count == 0 or count >= FEWEST for count in known(report))


def known(report: Report) -> Iterator[int]:
    """Every number of a report, and what each line and column lacks of its sum."""
    rows = [*report.lines, *([report.others] if report.others else [])]
    for line in [*rows, *([report.total] if report.total else [])]:
        told = [line.asked, *line.outcomes.values(), *line.helped.values()]
        yield from told
        yield line.asked - sum(line.outcomes.values())
        yield line.asked - sum(line.helped.values())
        if line.answered is not None:
            yield from (line.answered, line.asked - line.answered)
        assert line.whole is None or sum(line.outcomes.values()) >= FEWEST
        assert line.first is None or line.answered
    if report.total is not None and report.lines:
        assert sum(line.asked for line in rows) == report.total.asked
        for name, total in report.total.outcomes.items():
            yield total - sum(line.outcomes.get(name, 0) for line in rows)
        for name, total in report.total.helped.items():
            yield total - sum(line.helped.get(name, 0) for line in rows)
