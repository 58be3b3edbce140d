"""What of a person is left in a text that is to stand without them: pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LONG = 6
"""Letters or digits from which on a word of theirs is pointed out."""

SHORTEST = 3
"""Letters of a part of a name: an initial would be found everywhere."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person: names, offices in the words that people use for them, and what
    they wrote.
    """

    names: Sequence[str] = ()
    offices: Sequence[str] = ()
    said: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Traces:
    """What was found, as it stands in the text, each once: parts of a name, an office, words that
    they used too.
    """

    names: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was found."""
        return bool(self.names or self.offices or self.words)


def traces(texts: Iterable[str], known: Known) -> Traces:
    """What of a person stands in some texts. Case and accents make no difference."""
    found = [word for text in texts for word in _WORD.findall(text)]
    names = {part for name in known.names for part in _folded(name) if len(part) >= SHORTEST}
    said = {word for text in known.said for word in _folded(text) if len(word) >= LONG} - names
    return Traces(
        _among(found, names),
        tuple(dict.fromkeys(_offices(found, known.offices))),
        _among(found, said),
    )


def _among(found: Sequence[str], wanted: set[str]) -> tuple[str, ...]:
    """Those of the words that are wanted, the first spelling of each."""
    spelled: dict[str, str] = {}
    for word in found:
        spelled.setdefault(fold(word), word)
    return tuple(word for folded, word in spelled.items() if folded in wanted)


def _offices(found: Sequence[str], offices: Sequence[str]) -> Iterator[str]:
    """The offices whose words stand there one after the other."""
    line = f" {' '.join(fold(word) for word in found)} "
    for office in offices:
        words = " ".join(_folded(office))
        if words and f" {words} " in line:
            yield office


def _folded(text: str) -> list[str]:
    return [fold(word) for word in _WORD.findall(text)]


def fold(word: str) -> str:
    """A word without case and accents."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
