"""What the bot says, in English and Spanish: gettext catalogues, plurals and dates."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Language = Literal["en", "es"]

LOCALES = Path(__file__).parent / "locales"

_LOCALE = {"en": Locale("en", "US"), "es": Locale("es", "US")}
_Y_BEFORE_I = re.compile(r" y (?=h?[ií](?!e))", re.IGNORECASE)
"""Spanish says "español e inglés"; before ie it stays y."""
_SPACES = re.compile(r"\s")
_SKELETON = {1: "y", 2: "yMMM", 3: "yMMMd"}


@dataclass(frozen=True, slots=True)
class Texts:
    """The bot's sentences in one language. Call it with an English sentence to get them.

    Values are put in with `str.format`; escape a person's words before they come here.
    """

    language: Language
    translations: NullTranslations = field(repr=False)

    def __call__(self, message: str, **values: object) -> str:
        """The sentence in this language, with its values put in."""
        said = self.translations.gettext(message)
        return said.format(**values) if values else said

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The sentence for a count; `{n}` stands for it."""
        return self.translations.ngettext(one, many, n).format(n=n, **values)

    def date(self, iso: str) -> str:
        """An ISO date of year, month or day precision, as a person would write it."""
        return _date(self.language, iso)

    def time(self, at: time) -> str:
        """A time of the day, as a person would write it."""
        return _SPACES.sub(" ", format_time(at, format="short", locale=_LOCALE[self.language]))

    def listed(self, items: list[str]) -> str:
        """Items joined as in a sentence: "English and Spanish", "inglés y español"."""
        said = format_list(items, locale=_LOCALE[self.language])
        return _Y_BEFORE_I.sub(" e ", said) if self.language == "es" else said

    def language_name(self, code: str) -> str:
        """A language's name ("es" is Spanish, español); the code itself where none is known."""
        return _language_name(self.language, code)


@cache
def texts(language: Language) -> Texts:
    """The texts of a language: English as written in the code, Spanish from its catalogue."""
    if language == "en":
        return Texts("en", NullTranslations())
    with (LOCALES / f"{language}.po").open("rb") as source:
        catalog = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Texts(language, GNUTranslations(compiled))


def language_of(locale: str | None) -> Language:
    """The language for a Slack locale such as `es-LA`; English for all that is not Spanish."""
    return "es" if (locale or "").lower().startswith("es") else "en"


@lru_cache(maxsize=4096)
def _date(language: Language, iso: str) -> str:
    parts = [int(part) for part in iso.split("-")]
    day = date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return format_date(day, format="medium", locale=_LOCALE[language])
    return format_skeleton(_SKELETON[len(parts)], day, locale=_LOCALE[language])


@lru_cache(maxsize=512)
def _language_name(language: Language, code: str) -> str:
    return str(_LOCALE[language].languages.get(code, code))
