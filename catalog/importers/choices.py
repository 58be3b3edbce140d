"""Values of a closed list: a row may spell them by id or by name, in either language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from catalog.importers.values import FieldError, Text

_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Text without case, accents and punctuation: `Hoja informativa` as `hoja-informativa`."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORD.sub("-", bare).strip("-")


class Choices:
    """A closed list with all its spellings. Calling it checks a value and gives the id."""

    def __init__(self, name: str, spellings: Iterable[tuple[str, Iterable[str]]]) -> None:
        """`name` is what a value is called in a refusal; `spellings` are ids with their names."""
        self._name = name
        self._ids: dict[str, str] = {}
        self._exact: set[str] = set()
        for id_, names in spellings:
            self._exact.add(id_)
            for spelling in (id_, *names):
                self._ids.setdefault(fold(spelling), id_)

    def __call__(self, value: object) -> str:
        """The id of a value, or nothing for an empty one. Raises FieldError for an unknown one."""
        text = Text(200)(value)
        if not text or text in self._exact:
            return text
        found = self.find(text)
        if found is None:
            raise FieldError(f"“{text}” is no {self._name}; nearest: {self.near(text)}")
        return found

    def find(self, text: str) -> str | None:
        """The id that a text spells, if any."""
        return self._ids.get(fold(text))

    def near(self, text: str) -> str:
        """The ids whose spellings look most like a text, for a refusal."""
        folded = fold(text)
        near = get_close_matches(folded, self._ids, cutoff=0.6)
        near = near or get_close_matches(folded, self._ids, cutoff=0)
        return ", ".join(dict.fromkeys(self._ids[spelling] for spelling in near))
