"""Which numbers of a table are hidden, so that none under five can be worked out. Pure.

A table here parts the same things twice: each row's cells add up to what is known of the row, and
so do each column's to what stands below it. Where one number under five is hidden, others must be
hidden with it, or it would be the difference of those that are shown.

What is promised: whoever has every number that is shown, and knows that rows and columns add up,
cannot tell of any hidden number from 1 to 4 that it is below five, for there is a table in which it
is five or more and all that is shown is the same. That something is none may show. Beyond the
promise are two reports of spans that overlap, of which one can be subtracted from the other, and
what somebody knows of the network already.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

FEWEST = 5
"""The smallest number that is shown."""

Cells = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is left of a table: hidden numbers, none among them, are None."""

    totals: Cells
    rows: tuple[Cells, ...]


def hidden(counts: Sequence[int], *, spare: int | None = None) -> set[int]:
    """Which of some numbers are hidden, by place, where their sum is known.

    Those under five; and another one where those together are under five: the one that can best be
    spared, if it is said which, or else the smallest.
    """
    few = {place for place, count in enumerate(counts) if count < FEWEST}
    others = [place for place in range(len(counts)) if place not in few]
    if others and 0 < sum(counts[place] for place in few) < FEWEST:
        few.add(min(others, key=lambda place: (place != spare, counts[place])))
    return few


def hide(rows: Sequence[Sequence[int]], *, spare: int | None = None) -> Shown:
    """The table without what must be hidden. Each row must add up to five or more: what adds up
    to less is to be put together into one row first.

    A column whose total is hidden is hidden in every row: then no row says more of that total than
    the others do, in whatever way the same things are parted into rows.
    """
    totals = [sum(column) for column in zip(*rows, strict=True)]
    away = hidden(totals, spare=spare)
    kept = [place for place in range(len(totals)) if place not in away]
    # Of the columns that are hidden, a row tells together what is left of it.
    cells = [[*(row[at] for at in kept), sum(row[at] for at in sorted(away))] for row in rows]
    veil = _Veil(
        cells, [[*(cells[r][c] < FEWEST for c in range(len(kept))), True] for r in _of(cells)]
    )
    veil.fall()
    shown = [
        {at: row[at] for place, at in enumerate(kept) if not veil.hides[number][place]}
        for number, row in enumerate(rows)
    ]
    return Shown(
        tuple(None if at in away else total for at, total in enumerate(totals)),
        tuple(tuple(row.get(at) for at in range(len(totals))) for row in shown),
    )


@dataclass(slots=True)
class _Veil:
    """A table whose rows and columns add up to what everybody knows, and which of it is hidden."""

    cells: list[list[int]]
    hides: list[list[bool]]

    def fall(self) -> None:
        """Hide more, until each number from 1 to 4 could as well be five."""
        for row, cells in enumerate(self.cells):
            for column, count in enumerate(cells):
                if 0 < count < FEWEST:
                    self._cover(row, column)

    def _cover(self, row: int, column: int) -> None:
        # Hiding more never makes what was covered before less so.
        needed = FEWEST - self.cells[row][column]
        while self._room(row, column, needed) < needed and self._hide_one_more(row, column, needed):
            pass

    def _hide_one_more(self, row: int, column: int, needed: int) -> bool:
        """Hide the smallest that helps; whether there was any left.

        First the row needs others that can lose, then the column does; then what joins them.
        """
        in_row = [(row, at) for at in range(len(self.cells[row]))]
        in_column = [(at, column) for at in _of(self.cells)]
        joins = [(r, c) for r, c in self._everywhere() if self._loses(r, column, row, c)]
        choices = [joins, in_row, in_column, list(self._everywhere())]
        for line in (in_column, in_row):
            if self._to_lose(line) - self.cells[row][column] < needed:
                choices.insert(0, line)
        for places in choices:
            open_ones = [(self.cells[r][c], r, c) for r, c in places if not self.hides[r][c]]
            if open_ones:
                _count, r, c = min(open_ones)
                self.hides[r][c] = True
                return True
        return False

    def _everywhere(self) -> Iterator[tuple[int, int]]:
        return ((r, c) for r in _of(self.cells) for c in range(len(self.cells[r])))

    def _loses(self, other: int, column: int, row: int, at: int) -> bool:
        """Whether another row can lose in the column, and the row in another column."""
        theirs = other != row and self.hides[other][column] and self.cells[other][column]
        ours = at != column and self.hides[row][at] and self.cells[row][at]
        return bool(theirs and ours)

    def _to_lose(self, places: Sequence[tuple[int, int]]) -> int:
        return sum(self.cells[r][c] for r, c in places if self.hides[r][c])

    def _room(self, row: int, column: int, needed: int) -> int:
        """How much more a hidden number could be, up to what is needed.

        What it gains, others of its row lose, whose columns gain it in other rows, and so on until
        its own column has lost as much: a flow from the row to the column.
        """
        might_be = [list(cells) for cells in self.cells]
        found = 0
        while found < needed:
            way = self._way(might_be, row, column)
            if not way:
                break
            step = min(needed - found, *(might_be[r][c] for r, c in way[::2]))
            for turn, (r, c) in enumerate(way):
                might_be[r][c] += step if turn % 2 else -step
            found += step
        return found

    def _way(self, might_be: list[list[int]], row: int, column: int) -> list[tuple[int, int]]:
        """The shortest way from a row to a column: cells that lose and cells that gain, in turn."""
        came: dict[int, list[tuple[int, int]]] = {row: []}
        seen, waiting = set[int](), deque([row])
        while waiting:
            here = waiting.popleft()
            for at, hides in enumerate(self.hides[here]):
                if at in seen or not hides or not might_be[here][at] or (here, at) == (row, column):
                    continue
                way = [*came[here], (here, at)]
                if at == column:
                    return way
                seen.add(at)
                for other in _of(self.cells):
                    if other not in came and self.hides[other][at]:
                        came[other] = [*way, (other, at)]
                        waiting.append(other)
        return []


def _of(cells: Sequence[object]) -> range:
    return range(len(cells))
