"""A person's words, as they are passed on to somebody else: nothing fires, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

SECTION = 2_900
"""Characters of text in one section block; Slack takes 3,000."""

PART = 4 * SECTION
"""Characters in one message: Slack cuts or refuses much longer ones with blocks."""

_TOKEN = re.compile(r"<[^<>\n]*>|&(?:amp|lt|gt);|\s+|[^\s<>&]+|[<>&]")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<>|]*)(?:\|([^<>]*))?>")
_CALL = re.compile(r"<([@#!])([^<>|]*)(?:\|([^<>]*))?>")


def harmless(text: str) -> str:
    """Slack's own escaped text without what would ring, be looked up or lead elsewhere.

    Links stay links. A mention becomes the name that stands in it, or a plain word; whatever else
    stands in angle brackets is shown as it was written.
    """
    while (named := _CALL.sub(_named, text)) != text:
        text = named
    pieces, at = [], 0
    for link in _LINK.finditer(text):
        pieces += [_shown(text[at : link.start()]), link[0]]
        at = link.end()
    return "".join([*pieces, _shown(text[at:])])


def parts(text: str) -> list[list[str]]:
    """A text as messages of several sections each; together they are the text, unchanged.

    An empty text is one message without a section.
    """
    sections = list(_sections(text))
    per_message = PART // SECTION
    return [
        sections[begin : begin + per_message]
        for begin in range(0, max(1, len(sections)), per_message)
    ]


def _sections(text: str) -> Iterator[str]:
    piece = ""
    for token in _tokens(text):
        if len(piece) + len(token) > SECTION:
            yield piece
            piece = ""
        piece += token
    if piece:
        yield piece


def _tokens(text: str) -> Iterator[str]:
    """What must not be torn: links, entities, words; only a word longer than a section is."""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if len(token) <= SECTION:
            yield token
        else:
            yield from (token[at : at + SECTION] for at in range(0, len(token), SECTION))


def _shown(text: str) -> str:
    return text.replace("<", "&lt;").replace(">", "&gt;")


def _named(call: re.Match[str]) -> str:
    sign, target, label = call.groups()
    if sign == "!" and target.startswith("date") and label:
        return label
    name = (label or "").lstrip("@#")
    if sign == "!":
        return f"@{name or target.split('^')[0]}"
    return f"{sign}{name or '…'}"
