"""A text as the rules read it: one character for each of its many forms."""

from __future__ import annotations

import re
import unicodedata

_GONE = {"Cf", "Cc", "Mn", "Me"}
_SPACES = dict.fromkeys("\t", " ") | dict.fromkeys("\n\r\v\f\x85\u2028\u2029", "\n")
_INVISIBLE_LETTERS = dict.fromkeys("\u115f\u1160\u3164\uffa0\u2800", "")
_LOOKALIKES = {"А": "A", "а": "a", "Α": "A", "−": "-", "⁃": "-", "˗": "-", "➖": "-", "─": "-"}
_KNOWN = (
    _SPACES
    | _INVISIBLE_LETTERS
    | _LOOKALIKES
    | dict.fromkeys("·•∙‧・", ".")
    | dict.fromkeys("’‘ʼ", "'")
)
_BY_CATEGORY = dict.fromkeys(_GONE, "") | {"Pd": "-", "Zs": " "}


def _plain(char: str) -> str:
    if char in _KNOWN:
        return _KNOWN[char]
    digit = unicodedata.decimal(char, None)
    return _BY_CATEGORY.get(unicodedata.category(char), char) if digit is None else str(digit)


class _Fold(dict[int, str]):
    """What each character is read as; remembers so many, for str.translate to be quick."""

    def __missing__(self, code: int) -> str:
        folded = "".join(map(_plain, unicodedata.normalize("NFKD", chr(code))))
        # "½" and "⒈" stay what they are, or a value could end in the middle of a character.
        if len(folded) > 1 and not folded.isalpha():
            folded = chr(code)
        if len(self) < 4096:
            self[code] = folded
        return folded


FOLD = _Fold()
_RAISED = "[¹²³⁰⁴-⁹₀-₉]"
_FOOTNOTE = re.compile(rf"(?<!{_RAISED}){_RAISED}{{1,2}}(?!{_RAISED})")
_WORTH_READING = re.compile(r"[\d@]|arroba|[\[({ ]at[\])} ]", re.IGNORECASE)


def is_worth_reading(shadow: str) -> bool:
    """Whether there is anything in it that a value could be made of."""
    return _WORTH_READING.search(shadow) is not None


def folded(text: str) -> str:
    """The text's shadow: `FOLD` says how many of its characters come from each of the text's."""
    # "312-555-0147²" ends in a footnote, not in an eleventh digit.
    return _FOOTNOTE.sub(lambda mark: "*" * len(mark[0]), text).translate(FOLD)
