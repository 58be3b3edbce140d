"""What the index answers to terms: records with their text scores, titles, a record's terms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from sqlite_utils import Database

from catalog import selection
from catalog.lexicon import Lexicon
from catalog.models import Query

COLUMNS = (3.0, 1.0, 3.0, 1.0)
"""What a term counts in the title, the summary, what a record is filed under, and its names."""
CANDIDATES = 200
"""Records that are given for one question, the best by their text."""
SCORED = 400
"""Records that are scored where that many or more hold a term; see `_telling`."""

# A plus before a column keeps SQLite from asking the index once for every row of the other side.
_FOUND = """
SELECT rowid, -bm25(search_text, {weights}) AS score
FROM search_text WHERE search_text MATCH ? {condition}
ORDER BY score DESC, rowid LIMIT {most}
"""
_WEIGHTS = ", ".join(map(str, COLUMNS))
_WITH_ANY = "AND +rowid IN (SELECT rowid FROM search_text WHERE search_text MATCH ?)"
_TITLED = "SELECT DISTINCT key FROM search_titles WHERE title IN (?, ?) {condition} ORDER BY key"
_FACTS = "SELECT key, facts FROM search_records WHERE key IN (SELECT value FROM json_each(?))"
_TERMS = (
    "SELECT title || ' ' || body || ' ' || filed || ' ' || names FROM search_text WHERE rowid = ?"
)


def found(
    db: Database, query: Query, terms: Sequence[str], lexicon: Lexicon, today: date
) -> list[tuple[int, float]]:
    """Key and text score of the records that hold terms and meet the filters, best first.

    The terms must be terms of the index.
    """
    if not terms:
        return []
    condition, values = selection.among("+rowid", query, today)
    if not condition:
        telling = _telling(terms, lexicon)
        if len(telling) < len(terms):
            condition, values = _WITH_ANY, [_any(telling)]
    statement = _FOUND.format(weights=_WEIGHTS, condition=condition, most=CANDIDATES)
    return db.conn.execute(statement, (_any(terms), *values)).fetchall()


def titled(db: Database, query: Query, titles: Sequence[str], today: date) -> list[int]:
    """The keys of the records that meet the filters and bear one of two titles."""
    condition, values = selection.among("key", query, today)
    rows = db.conn.execute(_TITLED.format(condition=condition), (*titles, *values))
    return [key for (key,) in rows]


def facts_of(db: Database, keys: Sequence[int]) -> list[tuple[int, str]]:
    """The facts of records, by key, as `index` wrote them."""
    return db.conn.execute(_FACTS, (json.dumps(keys),)).fetchall()


def terms_of(db: Database, key: int) -> frozenset[str]:
    """Every term of a record."""
    (text,) = db.conn.execute(_TERMS, (key,)).fetchone()
    return frozenset(text.split())


def _any(terms: Sequence[str]) -> str:
    # Quoted, since a bare term would be read as the index's own query language.
    return " OR ".join(f'"{term}"' for term in terms)


def _telling(terms: Sequence[str], lexicon: Lexicon) -> list[str]:
    """The terms of which a record must hold one to be scored: all of them in a small library.

    Scoring costs ten times what finding does. In a large library the rarest terms, as many as
    `SCORED` records can hold, single out the best answers.
    """
    return [*_rarest(sorted(terms, key=lexicon.records), lexicon)]


def _rarest(terms: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    records = 0
    for at, term in enumerate(terms):
        records += lexicon.records(term)
        if at and records > SCORED:
            return
        yield term
