"""The part of a summary that answers the question best."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import lru_cache

from catalog.text import is_stop, leveled, stems

LONGEST = 240
"""Characters of a snippet at most."""
LEAD = LONGEST // 3
"""How far before the first asked word a snippet may begin, to begin with a sentence."""

_ELLIPSIS = "…"


def snippet(summary: str, asked: Collection[str]) -> str:
    """At most 240 characters of a summary, around the most of the asked words.

    A short summary is given whole. `asked` are the folded words of the question.
    """
    plain = " ".join(summary.split())
    if len(plain) <= LONGEST:
        return plain
    beginnings = _beginnings(frozenset(word for word in asked if not is_stop(word)))
    hits = [match.start() for match in beginnings.finditer(leveled(plain))]
    return _cut(plain, _start(plain, hits))


@lru_cache(maxsize=1_000)
def _beginnings(asked: frozenset[str]) -> re.Pattern[str]:
    """Finds words that begin as the asked ones do. A stem's last letter may differ: `polici`."""
    begun = sorted({stem[:-1] if len(stem) > 4 else stem for word in asked for stem in stems(word)})
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, begun))})" if begun else r"(?!)")


def _start(text: str, hits: Sequence[int]) -> int:
    """Where to begin: by the sentence of the first word of the closest group, else the text."""
    room = LONGEST - LEAD
    groups = [bisect_left(hits, hit + room) - at for at, hit in enumerate(hits)]
    first = hits[groups.index(max(groups))] if groups else 0
    if first < LONGEST // 2:
        return 0
    sentence = text.rfind(". ", first - LEAD, first)
    return sentence + 2 if sentence >= 0 else first


def _cut(text: str, start: int) -> str:
    lead = _ELLIPSIS if start else ""
    room = LONGEST - len(lead)
    if len(text) - start <= room:
        return lead + text[start:]
    piece = text[start : start + room - 1]
    whole_words = piece.rpartition(" ")[0] or piece
    return lead + whole_words.rstrip(" ,;:.–—-") + _ELLIPSIS
