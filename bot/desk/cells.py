"""The cells of a roster, each read and checked. What can't be taken raises ValueError, whose words
say what to write instead.
"""

from __future__ import annotations

import re
import unicodedata

from bot.desk import experts

_PERSON = re.compile(r"(?:([TE][A-Z0-9]+):)?([UW][A-Z0-9]+)")
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")
_SLUG_LIMIT = 60
_NAME_LIMIT = 120
FORMULA = ("=", "+", "-", "@", "'")
_BROKEN = {"Cc", "Cs"}
_YES = {"", "yes", "y", "true", "1", "x", "sí", "si"}
_NO = {"no", "n", "false", "0"}


def slug(name: str) -> str:
    """An id made from a name: `Casa del Árbol, Inc.` becomes `casa-del-arbol-inc`."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", bare)[:_SLUG_LIMIT].strip("-")


def person(text: str) -> tuple[str, str]:
    """The team's id, empty where it is left out, and the user's."""
    found = _PERSON.fullmatch(text)
    if found is None:
        what = f"“{text}” is no Slack id" if text else "is missing"
        raise ValueError(
            f"{what}; copy it from “Copy member ID” in their profile: U0123ABCD,"
            " or T0123ABCD:U0123ABCD for someone of another workspace"
        )
    return found[1] or "", found[2]


def name(text: str) -> str:
    """A name on one line; the apostrophe that keeps a spreadsheet from reckoning is taken off."""
    line = " ".join(text.split())
    line = line[1:] if line.startswith("'") and line[1:2] in FORMULA else line
    if any(unicodedata.category(letter) in _BROKEN for letter in line):
        raise ValueError("holds a control character; remove it")
    if len(line) > _NAME_LIMIT:
        raise ValueError(f"has {len(line)} characters; at most {_NAME_LIMIT} are kept")
    return line


def organization(text: str) -> str:
    """A partner's id, or its name."""
    if not slug(text):
        raise ValueError(f"“{text}” holds no letter" if text else "is missing")
    return name(text)


def channel(text: str) -> str:
    """A channel's id, or nothing."""
    if text and not _CHANNEL.fullmatch(text):
        raise ValueError(
            f"“{text}” is no channel id; copy it from the end of “Open channel details”: C0123ABCD"
        )
    return text


def capacity(text: str) -> int:
    """A number of requests; an empty cell is the usual one."""
    if not text:
        return experts.CAPACITY
    if not (text.isascii() and text.isdecimal()) or int(text) > experts.MOST:
        raise ValueError(f"“{text}” is no number from 0 to {experts.MOST}")
    return int(text)


def day(text: str) -> str:
    """An ISO date, or nothing."""
    try:
        return experts.day_of(experts.morning_of(text)) if text else ""
    except ValueError:
        raise ValueError(f"“{text}” is no date; write it as 2026-11-22") from None


def is_listed(text: str) -> bool:
    """Whether requests are offered to somebody; an empty cell says yes."""
    if text.casefold() not in _YES | _NO:
        raise ValueError(f"“{text}” is neither yes nor no")
    return text.casefold() in _YES
