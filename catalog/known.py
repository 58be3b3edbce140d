"""What the ranking has read of the records lately, kept while the catalogue stays the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database

from catalog import matching
from catalog.ranking import Facts, read_facts

FACTS = 50_000
"""Records of which the facts are kept, about 500 bytes each."""
TERMS = 5_000
"""Records of which the terms are kept, about 4 kB each."""


class Known:
    """Facts and terms of records by key, read from the index once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._day: date | None = None
        self._facts: dict[int, Facts] = {}
        self._terms: dict[int, frozenset[str]] = {}

    def facts(self, keys: Sequence[int], day: date) -> dict[int, Facts]:
        """The facts of at least these records, as they count on a day."""
        if day != self._day or len(self._facts) > FACTS:
            self._facts, self._day = {}, day
        missing = [key for key in keys if key not in self._facts]
        if missing:
            for key, text in matching.facts_of(self._db, missing):
                self._facts[key] = read_facts(text, day)
        return self._facts

    def terms(self, key: int) -> frozenset[str]:
        """Every term of a record."""
        if key not in self._terms:
            if len(self._terms) > TERMS:
                self._terms = {}
            self._terms[key] = matching.terms_of(self._db, key)
        return self._terms[key]
