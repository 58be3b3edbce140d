"""Rows of a CSV file, in whatever encoding and with whatever separator a spreadsheet wrote it."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Iterator

from catalog.importers import dates, headers
from catalog.importers.choices import fold
from catalog.importers.rows import Row
from catalog.models import Refusal

SLUG_LIMIT = 80
"""Characters of an id made from a title; a longer one is cut and told apart by a hash."""

HEADER_LIMIT = 10_000
"""Characters of the first line that are looked at to find the separator."""

_FORMULA = ("=", "+", "-", "@")
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

Line = tuple[int, list[str]]


def rows(data: bytes) -> Iterator[Row | Refusal]:
    """Each row that isn't blank, as a row or with the reason why it is none.

    A row without an id gets one made from its title (`slug`), so that importing the file again
    finds the same records.
    """
    lines: list[Line] = []
    try:
        lines.extend(_lines(decoded(data)))
    except csv.Error as problem:
        line = lines[-1][0] + 1 if lines else 1
        yield Refusal(line, "", f"can't be read from here on: {problem}; is a quote missing?")
    if lines:
        yield from _Table(lines).rows()


def decoded(data: bytes) -> str:
    """The text of a file: Unicode where it says so or can be so, else Windows Western."""
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    if data[:200].count(0) > len(data[:200]) // 4:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Every byte means something in Latin-1, but not what Windows meant by it.
        return data.decode("cp1252", "replace")


def slug(title: str) -> str:
    """An id made from a title: `Guía, 2.ª edición` becomes `guia-2-a-edicion`."""
    text = fold(title)
    if len(text) <= SLUG_LIMIT:
        return text
    return f"{text[:SLUG_LIMIT]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def fields(text: str) -> set[str]:
    """The fields that the columns of the first line hold."""
    return _fields(text, _separator(text))


def _fields(text: str, separator: str) -> set[str]:
    first = io.StringIO(text.lstrip("\r\n")[:HEADER_LIMIT], newline="").readline()
    names = next(csv.reader([first], delimiter=separator), [])
    return set(filter(None, map(headers.field_of, names)))


def _separator(text: str) -> str:
    """What parts the first line into the most columns of known names."""
    return max(",;\t|", key=lambda separator: len(_fields(text, separator)))


def _lines(text: str) -> Iterator[Line]:
    """The rows that hold anything, each with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    start = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield start, cells
        start = reader.line_num + 1


class _Table:
    """The rows of a sheet by the names of its columns."""

    def __init__(self, lines: list[Line]) -> None:
        (self._first, names), *self._lines = lines
        self._names = [name.strip() for name in names]
        self._fields = [headers.field_of(name) or name for name in self._names]

    def rows(self) -> Iterator[Row | Refusal]:
        if "title" not in self._fields:
            names = ", ".join(filter(None, self._names))
            yield Refusal(
                self._first, "title", f"no column is called title or título; they are: {names}"
            )
            return
        width = len(self._names)
        named = [(line, self._cells(cells), cells[width:]) for line, cells in self._lines]
        order = dates.order_of(cells.get("date", "") for _, cells, _ in named)
        for line, cells, beyond in named:
            yield self._refusal(line, cells, beyond) or Row(line, _values(cells), order)

    def _cells(self, cells: list[str]) -> dict[str, str]:
        """A row's cells that hold anything; of two columns for one field, the first that does."""
        found: dict[str, str] = {}
        for field, cell in zip(self._fields, cells, strict=False):
            if field and cell.strip():
                found.setdefault(field, cell.strip())
        return found

    def _refusal(self, line: int, cells: dict[str, str], beyond: list[str]) -> Refusal | None:
        if any(cell.strip() for cell in beyond):
            reason = f"has more cells than the {len(self._names)} columns; is a quote missing?"
            return Refusal(line, "", reason)
        for field in ("id", "title"):
            if cells.get(field, "").startswith(_FORMULA):
                reason = f"starts with “{cells[field][0]}” like a formula; write the text itself"
                return Refusal(line, field, reason)
        return None


def _values(cells: dict[str, str]) -> dict[str, object]:
    """Cells as the values of a row: lists parted, the city with its state, and an id."""
    values: dict[str, object] = dict(cells)
    for field in headers.LISTS & cells.keys():
        values[field] = re.split(r"[;|]", cells[field])
    if city := values.pop("city", None):
        state = cells.get("jurisdictions")
        values["jurisdictions"] = [{"iso": state, "city": city}] if state else [city]
    if "title" not in cells:
        values["title"] = values.pop("title_es", "")
    values.setdefault("id", slug(str(values["title"])))
    return values
