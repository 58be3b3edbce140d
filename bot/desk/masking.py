"""Personal numbers, dates and addresses in what people write, found and masked before it is kept.

A text is read through a shadow: compatibility forms, other scripts' digits, odd hyphens and spaces
folded to plain lower-case letters, digits, "-" and " ", invisible characters and accents gone. What
is found there is cut from the text as it was given, and nothing else in it changes. Rules run in
order and what one takes is blank to the next, so that findings never overlap.

What this can't see: numbers spelled in words, names, addresses, stories.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NewType

from bot.desk.patterns import PLACEHOLDERS, Kind, found
from bot.desk.shadow import FOLD, folded, is_worth_reading

Masked = NewType("Masked", str)
"""Text in which nothing of these kinds is left but what a person chose to leave."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value and where it stood in the text that was given, as a slice of it."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masking:
    """The text without the values, and the kinds found, in order of appearance, each once."""

    text: Masked
    kinds: tuple[Kind, ...]


def find(text: str, *, leave: Collection[Kind] = ()) -> list[Finding]:
    """Every personal value in the text, in order and apart, but for the kinds to leave.

    `leave` is the person's own choice, for a phone or an e-mail. Slack's mrkdwn may be in the text:
    a `<mailto:…>` or `<tel:…>` link is one finding, mentions and other links stay whole.
    """
    shadow = folded(text)
    values = sorted(found(shadow, leave)) if is_worth_reading(shadow) else []
    if not values:
        return []
    origin = [at for at, char in enumerate(text) for _ in FOLD[ord(char)]]
    return [
        Finding(kind, origin[start], origin[end - 1] + 1)
        for start, end, kind in values
        if kind not in leave
    ]


def mask(text: str, *, leave: Collection[Kind] = ()) -> Masking:
    """The text with a placeholder for every value; masking it again changes nothing."""
    pieces: list[str] = []
    at = 0
    findings = find(text, leave=leave)
    for finding in findings:
        pieces += text[at : finding.start], PLACEHOLDERS[finding.kind]
        at = finding.end
    kinds = dict.fromkeys(finding.kind for finding in findings)
    return Masking(Masked("".join([*pieces, text[at:]])), tuple(kinds))
