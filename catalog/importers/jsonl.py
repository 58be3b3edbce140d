"""Rows of a JSONL file: one JSON object a line, in UTF-8."""

from __future__ import annotations

import json
from collections.abc import Iterator

from catalog.importers.rows import Row
from catalog.models import Refusal

_BOM = b"\xef\xbb\xbf"


def rows(data: bytes) -> Iterator[Row | Refusal]:
    """Each line that isn't blank, as a row or with the reason why it is none."""
    for number, line in enumerate(data.removeprefix(_BOM).split(b"\n"), start=1):
        if line.strip():
            yield _row(number, line)


def _row(number: int, line: bytes) -> Row | Refusal:
    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as problem:
        byte = line[problem.start]
        return Refusal(number, "", f"is not UTF-8 text (byte {problem.start + 1} is {byte:#04x})")
    except (ValueError, RecursionError) as problem:
        return Refusal(number, "", f"is not JSON: {problem}")
    if not isinstance(values, dict):
        return Refusal(number, "", "is JSON, but no object such as {“id”: …, “title”: …}")
    return Row(number, values)
