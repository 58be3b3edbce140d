"""Single values of a row: checked, and tidied where the meaning is plain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

LIST_LIMIT = 50
"""How many topics, authors, places… one record may carry."""

URL_LIMIT = 2000

# Line breaks and tabs come with text pasted into a cell; the other control characters, and
# half characters (surrogates), mean that the file is broken.
_BROKEN = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_UNSAFE = {"|": "%7C", "<": "%3C", ">": "%3E", '"': "%22", "`": "%60"}
_YES = {"true", "yes", "y", "1", "sí", "si"}
_NO = {"false", "no", "n", "0", ""}


class FieldError(ValueError):
    """A value that can't be taken; the message tells what to write instead."""


@dataclass(frozen=True, slots=True)
class Text:
    """Checks one line of text of at most `limit` characters. Numbers are taken as text."""

    limit: int

    def __call__(self, value: object) -> str:
        """The text in composed Unicode, its blanks and line breaks made single spaces."""
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise FieldError(f"must be text, not {_name(value)}")
        text = value if isinstance(value, str) else str(value)
        if broken := _BROKEN.search(text):
            raise FieldError(f"holds a control character (U+{ord(broken[0]):04X}); remove it")
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if len(text) > self.limit:
            raise FieldError(f"has {len(text):,} characters; at most {self.limit:,} are kept")
        return text


@dataclass(frozen=True, slots=True)
class Several:
    """Checks a list, each value with `one`; a single value counts as a list of one."""

    one: Callable[[object], str]

    def __call__(self, value: object) -> tuple[str, ...]:
        """The values without empty ones and repetitions, in their order."""
        return tuple(dict.fromkeys(filter(None, map(self.one, listed(value)))))


def listed(value: object) -> list[object]:
    """A value as a list. Raises FieldError when it is too long a one."""
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    if len(values) > LIST_LIMIT:
        raise FieldError(f"has {len(values)} values; at most {LIST_LIMIT} are kept")
    return values


def url(value: object) -> str:
    """A web address that is safe to show as a link. Raises FieldError for any other."""
    text = Text(URL_LIMIT)(value)
    if not text:
        return ""
    if " " in text:
        raise FieldError("has a space or line break inside the address")
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as problem:
        raise FieldError(f"is no web address: {problem}") from problem
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FieldError("must be a web address that starts with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise FieldError("holds a user name or password; leave it out of the address")
    # These would end or split a link in a message.
    return "".join(_UNSAFE.get(letter, letter) for letter in text)


def day(value: object) -> str:
    """The ISO day within a text such as `seen 2026-11-22`. Raises FieldError without one."""
    text = Text(200)(value)
    if not text:
        return ""
    found = _DAY.search(text)
    try:
        return date.fromisoformat(found[0] if found else "").isoformat()
    except ValueError:
        raise FieldError(f"“{text}” holds no day; write it as 2026-11-22") from None


def yes_or_no(value: object) -> bool:
    """A truth value, in JSON's way or in words. Raises FieldError for anything else."""
    if isinstance(value, bool):
        return value
    text = Text(200)(value).casefold()
    if text not in _YES | _NO:
        raise FieldError(f"“{text}” is neither true nor false")
    return text in _YES


def _name(value: object) -> str:
    names = {bool: "true or false", list: "a list", dict: "an object", float: "a fraction"}
    return names.get(type(value), type(value).__name__)
