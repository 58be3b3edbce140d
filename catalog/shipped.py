"""The files that come with Liaison: the records to start with, and what they are filed under."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
RECORDS = FOLDER / "resources.jsonl"

_VOCABULARY = ("taxonomy.json", "publishers.json", "sections.json")


@cache
def data(name: str) -> Any:  # noqa: ANN401 - JSON of our own, its shape is held by tests
    """The content of a shipped JSON file."""
    return json.loads((FOLDER / name).read_text("utf-8"))


@cache
def translations() -> dict[str, str]:
    """Spanish for the English texts that the shipped records hold, or held in other words."""
    known = {line["en"]: line["es"] for line in _lines("translations.jsonl")}
    for record in _lines(RECORDS.name):
        for name in ("title", "summary", "currency"):
            if f"{name}_es" in record:
                known[record[name]] = record[f"{name}_es"]
    return known


def vocabulary_hash() -> str:
    """What differs when the shipped vocabulary does."""
    return _hash(*_VOCABULARY)


def records_hash() -> str:
    """What differs when the shipped records do."""
    return _hash(RECORDS.name)


def _lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf-8").splitlines()]


def _hash(*names: str) -> str:
    return hashlib.sha256(b"\0".join((FOLDER / name).read_bytes() for name in names)).hexdigest()
