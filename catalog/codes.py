"""Codes of laws, forms and agreements, found however they are spelled.

`287(g)`, `287 g` and `287g` are one code, and so are `I-247`, `I 247` and `I247`, which `I-247A`
answers too. The index holds each code joined (`287g`) beside its parts; a query keeps those
spellings that the index knows.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from catalog.text import is_stop

LONGEST = 24
"""Letters and digits of the longest code."""

_TIGHT = re.compile(r"[^\W_]+(?:[-./(][^\W_]+)+")
"""`I-247A`, `287(g)`, `O2021-117`, `39.055`."""
_LOOSE = re.compile(r"\b(?:[^\W\d_]{1,3} \d+|\d+ [^\W\d_])\b")
"""`SB 54`, `287 g`."""
_BILL = re.compile(r"\b(senate|assembly|house) bill (?:no )?(\d+)")
_PART = re.compile(r"[^\W_]+")
_SHAPE = re.compile(r"([a-z]*)(\d+)([a-z]?)")


def in_text(folded: str) -> Iterator[str]:
    """Every joined code of a folded text, and the shorter codes that it answers to."""
    for match in _TIGHT.finditer(folded):
        if any(char.isdigit() for char in match[0]):
            yield from _joined(_PART.findall(match[0]))
    for match in _LOOSE.finditer(folded):
        parts = match[0].split()
        if not is_stop(parts[0]) and not is_stop(parts[1]):
            yield from _joined(parts)
    for match in _BILL.finditer(folded):
        yield f"{match[1][0]}b{match[2]}"


def _joined(parts: Sequence[str]) -> Iterator[str]:
    whole = "".join(parts)
    if len(whole) <= LONGEST:
        yield whole
        yield from shorter(whole)
    if len(parts) > 2:
        yield from (first + second for first, second in pairwise(parts))


def shorter(word: str) -> Iterator[str]:
    """The codes that a longer one answers to: `i247a` to `i247` and `247`, `r42690` to `42690`."""
    shape = _SHAPE.fullmatch(word)
    if shape is None:
        return
    letters, digits, letter = shape.groups()
    if letters and letter:
        yield letters + digits
    if len(digits) > 2 and (letters or letter):
        yield digits


def in_query(words: Sequence[str], known: Container[str]) -> list[tuple[int, int, str]]:
    """Codes that a query spells over two or three words: where they start and stop, and the code.

    Only those that the index knows, since `in 2025` looks like a code too.
    """
    if all(word.isalpha() for word in words):
        return []
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(words):
        length, code = _spelled(words[at : at + 3], known)
        if code:
            found.append((at, at + length, code))
        at += length
    return found


def _spelled(words: Sequence[str], known: Container[str]) -> tuple[int, str]:
    """The longest code that some words begin with and how many it takes, else one and nothing."""
    for length in range(len(words), 1, -1):
        code = "".join(words[:length])
        if len(code) <= LONGEST and not code.isalpha() and code in known:
            return length, code
    return 1, ""
