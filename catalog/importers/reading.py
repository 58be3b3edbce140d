"""A file's rows checked one after the other: the resources they describe, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.importers.rows import Row, RowRefusedError, Rows
from catalog.models import Refusal, Resource


class Reading:
    """What the rows of one file come to."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._lines: dict[str, int] = {}
        self.resources: list[Resource] = []
        self.refused: list[Refusal] = []
        self.ignored: dict[str, None] = {}

    def take(self, rows: Iterable[Row | Refusal]) -> None:
        """Check rows, and that no two of them have the same id."""
        for row in rows:
            if isinstance(row, Refusal):
                self.refused.append(row)
            else:
                self._take(row)

    def _take(self, row: Row) -> None:
        self.ignored.update((name, None) for name in row.values if name not in self._rows.fields)
        try:
            resource = self._rows.resource(row)
        except RowRefusedError as problem:
            self.refused += problem.refusals
            return
        first = self._lines.setdefault(resource.id, row.line)
        if first == row.line:
            self.resources.append(resource)
        else:
            reason = f"“{resource.id}” stands on line {first} already; each id may occur once"
            self.refused.append(Refusal(row.line, "id", reason))
