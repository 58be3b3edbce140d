"""How good an order of answers is, and how a hurried person types."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DEPTH = 10
"""Answers that count."""
TYPO_SHARE = 0.3
"""Share of the words that get one slip."""
TYPO_LENGTH = 4
"""Letters of the shortest word that gets one."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the records that answer it, 2 for well and 1 for partly."""

    query: str
    language: str
    relevant: Mapping[str, int]


def read_judged(path: Path) -> list[Judged]:
    """Judged questions from a JSONL file."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Judged(row["query"], row.get("language", "en"), row["relevant"]) for row in rows]


def ndcg(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Normalized discounted cumulative gain of the first ten, gain 2^grade - 1."""
    gained = _gain(relevant.get(identifier, 0) for identifier in found[:DEPTH])
    best = _gain(sorted(relevant.values(), reverse=True)[:DEPTH])
    return gained / best if best else 0.0


def _gain(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(at + 2) for at, grade in enumerate(grades))


def recall(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Share of the relevant records among the first ten; of more than ten, ten are enough."""
    hits = sum(identifier in relevant for identifier in found[:DEPTH])
    return hits / min(DEPTH, len(relevant)) if relevant else 0.0


def reciprocal_rank(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """One over the place of the first relevant record, 0 when none is found."""
    places = (at for at, identifier in enumerate(found, 1) if identifier in relevant)
    return 1 / next(places, math.inf)


def mistyped(text: str, seed: int, slips: int = 1) -> str:
    """A text with slips in about three of ten words; capitals and numbers are typed with care."""
    chance = random.Random(f"{seed}:{text}")  # noqa: S311 - nothing secret

    def slip(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < TYPO_LENGTH or word.isupper() or chance.random() >= TYPO_SHARE:
            return word
        for _ in range(slips):
            word = _slip(word, chance)
        return word

    return _WORD.sub(slip, text)


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    letter = chance.choice(_LETTERS)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
        )
    )
