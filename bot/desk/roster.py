"""The list of experts and partners as a CSV file: its rows, checked cell by cell."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from bot.desk import cells, experts

COLUMNS = (
    *("slack_user", "name", "organization", "organization_name", "channel"),
    *(*experts.SCOPES, "capacity", "away_until", "listed"),
)
NEEDED = ("slack_user", "organization")

Read = Callable[[str], tuple[str, ...]]
"""Ids from a cell of names. Raises ValueError, whose words say what to write instead."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row can't be taken; `column` is empty where it is no one cell's fault."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: somebody who answers. `team_id` is empty where the row leaves it out; `organization`
    is an id or a name; `given` holds what the file's other columns say, `away_until` as ISO date.
    """

    line: int
    team_id: str
    user_id: str
    organization: str
    name: str = ""
    organization_name: str = ""
    channel_id: str = ""
    given: Mapping[str, object] = field(default_factory=dict)

    @property
    def organization_id(self) -> str:
        """The partner's id."""
        return cells.slug(self.organization)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as it was read: nothing of it may be kept while any row is refused."""

    entries: tuple[Entry, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    ignored: tuple[str, ...] = ()


def read(data: bytes, scopes: Mapping[str, Read]) -> Sheet:
    """The rows of a file. `scopes` read the cells of `experts.SCOPES`."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
        lines = list(_lines(text))
    except UnicodeDecodeError:
        return _refused(1, "", "the file is not UTF-8; save it as CSV UTF-8")
    except csv.Error as problem:
        return _refused(1, "", f"the file can't be read: {problem}; is a quote missing?")
    if not lines:
        return _refused(1, "", "the file is empty")
    (first, header), *rows = lines
    names = [_column(cell) for cell in header]
    if wrong := _wrong_header(names):
        return _refused(first, *wrong)
    return _sheet(names, rows, scopes)


def written(rows: Iterable[Mapping[str, object]]) -> str:
    """Rows by column as the text of a file that `read` understands."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue()


def _sheet(
    names: list[str], rows: list[tuple[int, list[str]]], scopes: Mapping[str, Read]
) -> Sheet:
    entries, refusals = [], []
    for line, values in rows:
        row = _Row(line, dict(zip(names, values, strict=False)), scopes)
        if any(value.strip() for value in values[len(names) :]):
            row.refuse("", f"has more cells than the {len(names)} columns; is a quote missing?")
        entry = row.entry()
        refusals += row.refusals
        entries.append(entry)
    ignored = tuple(name for name in names if name and name not in COLUMNS)
    return Sheet(() if refusals else tuple(entries), tuple(refusals), ignored)


class _Row:
    """Reads the cells of one row, and collects what is wrong with them."""

    def __init__(self, line: int, values: Mapping[str, str], scopes: Mapping[str, Read]) -> None:
        self.refusals: list[Refusal] = []
        self._line = line
        self._values = values
        self._scopes = scopes

    def refuse(self, column: str, reason: str) -> None:
        self.refusals.append(Refusal(self._line, column, reason))

    def entry(self) -> Entry:
        team_id, user_id = self._take("slack_user", cells.person) or ("", "")
        return Entry(
            self._line,
            team_id,
            user_id,
            self._take("organization", cells.organization) or "",
            self._take("name", cells.name) or "",
            self._take("organization_name", cells.name) or "",
            self._take("channel", cells.channel) or "",
            self._given(),
        )

    def _given(self) -> dict[str, object]:
        checks: dict[str, Callable[[str], object]] = {
            **self._scopes,
            "capacity": cells.capacity,
            "away_until": cells.day,
            "listed": cells.is_listed,
        }
        return {name: self._take(name, checks[name]) for name in checks if name in self._values}

    def _take(self, column: str, check: Callable[[str], _Found]) -> _Found | None:
        try:
            return check(self._values.get(column, "").strip())
        except ValueError as problem:
            self.refuse(column, str(problem))
            return None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of its first line."""
    first = text.lstrip("\r\n").partition("\n")[0]
    separator = max(",;\t", key=lambda each: sum(map(_is_known, first.split(each))))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    for values in reader:
        if any(value.strip() for value in values):
            yield start, values
        start = reader.line_num + 1


def _column(cell: str) -> str:
    return re.sub(r"[\s-]+", "_", cell.strip().strip('"').casefold())


def _is_known(cell: str) -> bool:
    return _column(cell) in COLUMNS


def _wrong_header(names: list[str]) -> tuple[str, str] | None:
    for name in NEEDED:
        if name not in names:
            there = ", ".join(filter(None, names))
            return name, f"no column is called {name}; they are: {there}"
    twice = [name for name in COLUMNS if names.count(name) > 1]
    return (twice[0], f"two columns are called {twice[0]}") if twice else None


def _refused(line: int, column: str, reason: str) -> Sheet:
    return Sheet(refusals=(Refusal(line, column, reason),))


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if text.startswith(cells.FORMULA) else text
