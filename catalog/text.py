"""Text as the index and the queries see it: folded to plain letters, cut to words, stemmed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import Stemmer

from catalog import shipped
from catalog.models import Language

_WORD = re.compile(r"[^\W_]{1,64}")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")
"""An abbreviation written with full stops: `U.S.C.`, `EE.UU.` is not one."""
_CLIPPED = re.compile(r"(?<=\w)['’](?:s|t|d|m|ll|re|ve)\b", re.IGNORECASE)
"""What English hangs on a word: `ICE's`, `don't`."""
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
"""Runs of Chinese and Japanese, which put no spaces between words."""

_STEMMERS = {"en": Stemmer.Stemmer("english"), "es": Stemmer.Stemmer("spanish")}
STOP_WORDS: dict[Language, frozenset[str]] = {
    language: frozenset(words) for language, words in shipped.data("stop_words.json").items()
}
"""Words that carry no meaning for a search, folded, by language."""
_STOP = STOP_WORDS["en"] | STOP_WORDS["es"]
_TELLING: dict[Language, frozenset[str]] = {
    "en": STOP_WORDS["en"] - STOP_WORDS["es"],
    "es": STOP_WORDS["es"] - STOP_WORDS["en"],
}
_PLAIN = {
    code: plain
    for code in range(0xA0, 0x250)
    if (plain := "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if c.isascii()))
}
_PLAIN_LETTERS = {code: plain for code, plain in _PLAIN.items() if len(plain) == 1}


def fold(text: str) -> str:
    """Text without case and accents: `Retención` and `RETENCION` become `retencion`."""
    if text.isascii():
        return text.lower()
    plain = text.lower().translate(_PLAIN)
    if plain.isascii():
        return plain
    # Letters of mathematics (𝐀) turn to capitals when taken apart, so they are folded in between.
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def leveled(text: str) -> str:
    """Text without case and, as far as each letter stays one, without accents: same length."""
    small = text.lower()
    if len(small) != len(text):
        return text
    return small if small.isascii() else small.translate(_PLAIN_LETTERS)


def words(text: str) -> list[str]:
    """The folded words of a text, in order, stop words included.

    `U.S.C.` is one word, the `'s` of `ICE's` is dropped, Chinese and Japanese are cut to pairs.
    """
    return _WORD.findall(fold(evened(text)))


def spelled_words(text: str, limit: int) -> list[tuple[str, str]]:
    """The first words of a text as they were typed, each with its folded form."""
    even = evened(text)
    folded = _WORD.findall(fold(even))
    typed = _WORD.findall(even)
    if len(typed) != len(folded):
        # Signs such as ½ are words only when folded; then nothing is known of capitals.
        typed = folded
    return list(zip(typed[:limit], folded[:limit], strict=True))


def evened(text: str) -> str:
    """A text whose words can be told apart by their letters alone; case and accents are kept."""
    if "." in text:
        text = _DOTTED.sub(lambda match: match[0].replace(".", "") + " ", text)
    if "'" in text or "’" in text:
        text = _CLIPPED.sub("", text)
    return text if text.isascii() else _UNSPACED.sub(_pairs, text)


def _pairs(match: re.Match[str]) -> str:
    run = match[0]
    pairs = (run[at : at + 2] for at in range(max(1, len(run) - 1)))
    return f" {' '.join(pairs)} "


def is_stop(word: str) -> bool:
    """Whether a folded word is a stop word of either language."""
    return word in _STOP


def content(folded: Sequence[str]) -> list[str]:
    """The words that carry meaning; all of them where none does."""
    return [word for word in folded if word not in _STOP] or list(folded)


def guess_language(folded: Sequence[str]) -> Language | None:
    """The language that more of the words give away, or None."""
    english = sum(word in _TELLING["en"] for word in folded)
    spanish = sum(word in _TELLING["es"] for word in folded)
    if english == spanish:
        return None
    return "en" if english > spanish else "es"


@lru_cache(maxsize=50_000)
def stem(word: str, language: Language) -> str:
    """A folded word without its endings. Words with digits are codes and stay whole."""
    return str(_STEMMERS[language].stemWord(word)) if word.isalpha() else word


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """A folded word stemmed both ways, each stem once."""
    english, spanish = stem(word, "en"), stem(word, "es")
    return (english,) if english == spanish else (english, spanish)
