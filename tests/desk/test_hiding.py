"""Whoever has all that a table shows can't tell of a hidden number that it is below five."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.desk.hiding import FEWEST, Shown, hidden, hide

Table = list[list[int]]


def parts(total: int, counts: Sequence[int | None]) -> Iterator[tuple[int, ...]]:
    """Every way to fill in what is hidden of some numbers that add up to a total."""
    if not counts:
        if total == 0:
            yield ()
        return
    first, *rest = counts
    for number in range(total + 1) if first is None else (first,):
        if number <= total:
            yield from ((number, *others) for others in parts(total - number, rest))


def tables(shown: Shown, sums: Sequence[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Every table that shows the same: the attacker knows what each row adds up to."""
    for rows in product(*(list(parts(t, row)) for t, row in zip(sums, shown.rows, strict=True))):
        below = [sum(column) for column in zip(*rows, strict=True)]
        if all(told in (None, total) for told, total in zip(shown.totals, below, strict=True)):
            yield rows


def could_be_five(table: Table, shown: Shown) -> tuple[list[bool], list[list[bool]]]:
    """By place, below and in the rows: whether some table that shows the same has five there."""
    below = [False for _ in table[0]]
    inside = [[False for _ in row] for row in table]
    for other in tables(shown, [sum(row) for row in table]):
        for r, row in enumerate(other):
            for c, count in enumerate(row):
                inside[r][c] = inside[r][c] or count >= FEWEST
        for c, column in enumerate(zip(*other, strict=True)):
            below[c] = below[c] or sum(column) >= FEWEST
    return below, inside


def few(count: int) -> bool:
    return 0 < count < FEWEST


def check(table: Table) -> Shown:
    shown = hide(table)
    below, inside = could_be_five(table, shown)
    for r, row in enumerate(table):
        for c, count in enumerate(row):
            assert shown.rows[r][c] in (None, count)
            assert not few(count) or (shown.rows[r][c] is None and inside[r][c]), (r, c)
    for c, column in enumerate(zip(*table, strict=True)):
        total = sum(column)
        assert shown.totals[c] in (None, total)
        assert not few(total) or (shown.totals[c] is None and below[c]), c
    return shown


@st.composite
def small_tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(2, 3))
    rows = st.lists(st.integers(0, 8), min_size=columns, max_size=columns)
    table = draw(st.lists(rows.filter(lambda row: sum(row) >= FEWEST), min_size=1, max_size=3))
    assume(sum(map(sum, table)) <= 36)
    return table


@settings(max_examples=150)
@given(small_tables())
def test_no_number_under_five_can_be_worked_out(table: Table) -> None:
    check(table)


def test_a_number_that_is_a_difference_takes_a_second_one_with_it() -> None:
    assert check([[20, 3, 9], [14, 12, 13]]).rows == ((20, None, None), (14, None, None))


def test_what_the_columns_tell_together_is_hidden_too() -> None:
    """Each row and each column has two hidden numbers, and still they could be worked out."""
    shown = check([[1, 1, 8], [1, 4, 8], [8, 8, 8]])
    assert sum(cell is None for row in shown.rows for cell in row) > 4


def test_a_column_whose_total_is_hidden_is_hidden_in_every_row() -> None:
    shown = check([[8, 2, 7], [8, 1, 6]])
    assert shown.totals == (16, None, None)
    assert shown.rows == ((8, None, None), (8, None, None))


def test_what_is_left_of_a_row_counts_as_a_number_too() -> None:
    """Nine less eight would be one, whatever it is called."""
    assert check([[8, 1, 8], [8, 1, 0]]).rows[1] == (None, None, None)


def test_a_table_of_large_numbers_is_shown_whole() -> None:
    table = [[5, 6], [7, 8]]
    assert hide(table) == Shown((12, 14), ((5, 6), (7, 8)))


@pytest.mark.parametrize(
    ("counts", "away"),
    [
        ([9, 8, 7], set()),
        ([9, 8, 3], {1, 2}),
        ([9, 8, 3, 2], {2, 3}),
        ([9, 8, 3, 1], {1, 2, 3}),
        ([9, 8, 0], {2}),
        ([3], {0}),
    ],
)
def test_the_smallest_goes_with_what_is_too_little(counts: list[int], away: set[int]) -> None:
    assert hidden(counts) == away


def test_what_can_be_spared_goes_first() -> None:
    assert hidden([9, 8, 3, 10], spare=3) == {2, 3}
    assert hidden([9, 8, 7, 10], spare=3) == set()


@settings(max_examples=25)
@given(
    st.lists(
        st.lists(st.integers(0, 30), min_size=8, max_size=8).filter(lambda row: sum(row) >= FEWEST),
        min_size=5,
        max_size=30,
    )
)
def test_lines_of_large_tables_keep_their_secrets_too(table: Table) -> None:
    """Too many tables to try: here at least no line of it gives a number under five away."""
    shown = hide(table)
    below = [sum(column) for column in zip(*table, strict=True)]
    lines = [*zip(table, shown.rows, strict=True), (below, shown.totals)]
    for place, total in enumerate(shown.totals):
        if total is not None:
            column = ([row[place] for row in table], tuple(row[place] for row in shown.rows))
            lines.append(column)
    for counts, cells in lines:
        away = [count for count, cell in zip(counts, cells, strict=True) if cell is None]
        assert all(cell is None or cell >= FEWEST for cell in cells)
        assert not away or sum(away) == 0 or sum(away) >= FEWEST
        assert sum(map(few, away)) != 1 or len(away) > 1
