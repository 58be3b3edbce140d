"""The terms under which a text is indexed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog import codes, glossary
from catalog.glossary import LANGUAGES
from catalog.models import Language
from catalog.text import evened, fold, guess_language, is_stop, stem, stems, words


def of_text(text: str, language: Language | None) -> list[str]:
    """Concepts, stems and codes of a text, as often as it says them.

    A concept that one word says stands for that word; one that a phrase says stands beside the
    words of the phrase. A text of unknown language is read as both.
    """
    spoken = LANGUAGES if language is None else (language,)
    folded = [word for word in words(text) if not is_stop(word)]
    terms = [*_concepts(folded, spoken)]
    for word in folded:
        terms += _word(word, spoken)
    return [*terms, *_codes(text)]


def of_name(text: str) -> list[str]:
    """Stems and codes of a name, which means nothing beyond itself: unions are not the ACLU's."""
    folded = [word for word in words(text) if not is_stop(word)]
    return [*(term for word in folded for term in stems(word)), *_codes(text)]


def language_of(text: str, default: Language | None) -> Language | None:
    """The language of a text: as its own small words tell, else the default."""
    return guess_language(words(text)) or default


def _concepts(folded: Sequence[str], spoken: Sequence[Language]) -> Iterator[str]:
    for language in spoken:
        for span in glossary.load().find(folded, language):
            if span.stop - span.start > 1:
                yield from span.names


def _word(word: str, spoken: Sequence[Language]) -> tuple[str, ...]:
    if not word.isalpha():
        return (word, *codes.shorter(word))
    for language in spoken:
        names = glossary.load().word(word, language)
        if names:
            return names
    return stems(word) if len(spoken) > 1 else (stem(word, spoken[0]),)


def _codes(text: str) -> Iterator[str]:
    if any(char.isdigit() for char in text):
        yield from codes.in_text(fold(evened(text)))
