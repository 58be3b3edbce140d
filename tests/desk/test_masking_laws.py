"""Laws of the mask, over values in many spellings among any text."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.desk.masking import Masking, find, mask
from bot.desk.patterns import PLACEHOLDERS, Kind
from tests.desk.test_masking import NOTHING

LAW = settings(max_examples=200)


def digits(least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=least, max_size=most or least)


def words(*options: str) -> st.SearchStrategy[str]:
    return st.sampled_from(options)


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


def grouped(sizes: list[tuple[int, ...]], *between: str) -> st.SearchStrategy[str]:
    """Digits in groups of one of the sizes, with the same sign between."""
    one = st.sampled_from(sizes).flatmap(lambda each: st.tuples(*map(digits, each)))
    return st.builds(lambda sign, groups: sign.join(groups), words(*between), one)


HYPHENS = ("-", "‑", "–", "−", "－", " - ")
LINKS = words(" ", ": ", " is ", " es ", "# ", ":\n", " = ", " (", ":* ")

a_numbers = joined(
    words("A", "A-", "A#", "A ", "A‑", "Ａ", "A: "), grouped([(9,), (8,), (3, 3, 3)], "-", "‑", " ")
)
introduced_a_numbers = joined(
    words("A number", "A-number", "Alien #", "alien registration number", "número de extranjero",
          "USCIS #", "Número A", "A#", "mi número de alien"), LINKS,
    grouped([(9,), (3, 3, 3)], *HYPHENS, " ", ""),
)  # fmt: skip
receipts = joined(
    words("IOE", "EAC", "wac", "LIN", "SRC", "MSC", "NBC", "YSC", "Ｉoe"),
    words("", "-", " "),
    grouped([(10,), (2, 3, 5), (2, 8)], "-", " ", "‑"),
)
introduced_receipts = joined(
    words("receipt", "receipt number", "recibo", "número de recibo", "caso"),
    words(" ", ": ", " es "), st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3),
    digits(10),
)  # fmt: skip
ssns = st.builds(
    lambda area, group, serial, sign: f"{area:03}{sign}{group:02}{sign}{serial:04}",
    st.integers(1, 899).filter(lambda area: area != 666),
    st.integers(1, 99), st.integers(1, 9999), words("-", " ", *HYPHENS),
)  # fmt: skip
introduced_ssns = joined(
    words("SSN", "social security number", "Social Security", "seguro social", "SS#"), LINKS,
    grouped([(9,), (3, 2, 4)], *HYPHENS, " ", ""),
)  # fmt: skip
itins = joined(
    words("9"), digits(2), words("-", "‑"), words("50", "65", "70", "88", "92", "94", "99"),
    words("-", "‑"), digits(4),
)  # fmt: skip
introduced_itins = joined(words("ITIN", "mi ITIN"), LINKS, words("9"), digits(8))
area = joined(words("2", "3", "7", "9"), digits(2))
phones = st.builds(
    lambda form, first, second, last: form.format(first, second, last),
    words("({}) {}-{}", "{}.{}.{}", "{}-{}-{}", "{} {} {}", "+1 {} {} {}", "1-{}-{}-{}", "+1{}{}{}",
          "{}{}{}", "({}){}-{}", "{}/{}-{}", "{}‑{}‑{}", "({}) {}-{} ext. 12", "+1 ({}) {}‐{}",
          "<tel:+1{}{}{}|call>"),
    area, area, digits(4),
)  # fmt: skip
abroad = joined(
    words("+52 55 ", "+52 1 55 ", "+502 ", "+503 ", "+504-", "+52.55."),
    words("7123", "1234", "5678"), words(" ", "-", "."), digits(4),
)  # fmt: skip
introduced_phones = joined(
    words("call me at", "tel", "mi cel", "Teléfono", "WhatsApp", "phone number"), LINKS,
    words("555-", "555 ", "7123-", "7123 "), digits(4),
)  # fmt: skip
MONTHS = words("Jan", "March", "Sept.", "December", "enero", "mayo", "septiembre", "dic")
year = joined(words("19", "20"), digits(2))
day = st.integers(1, 31).map(str)
dates = st.builds(
    lambda form, d, m, month, y: form.format(d=d, m=m, month=month, y=y),
    words("{m}/{d}/{y}", "{d}-{m}-{y}", "{d}.{m}.{y}", "{y}-{m}-{d}", "{month} {d}, {y}",
          "{month} {d}th {y}", "{d} de {month} de {y}", "{d} {month} {y}",
          "{d} de {month} del {y}"),
    day, st.integers(1, 12).map(str), MONTHS, year,
)  # fmt: skip
births = joined(
    words("DOB", "born", "born on", "date of birth", "fecha de nacimiento", "nació el", "nacida el",
          "F. de nac.", "birthday"), words(" ", ": "), dates,
)  # fmt: skip
NAMES = st.from_regex(r"[a-zñé][a-zñé0-9._+]{0,8}[a-z0-9]", fullmatch=True)
emails = joined(
    NAMES, words("@", "＠", " (at) ", " arroba "),
    st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True),
    words(".org", ".com.mx", "．com", ".gov"),
)  # fmt: skip

VALUES = st.one_of(
    a_numbers, introduced_a_numbers, receipts, introduced_receipts, ssns, introduced_ssns, itins,
    introduced_itins, phones, abroad, introduced_phones, births, emails,
)  # fmt: skip
ODDITIES = words(
    "<@U0ANARIVER> ", "<#C123|general> ", "&amp; ", "*", "_", "`", "[A-###] ", "[tel. ###]",
    "A-number ", "born ", "tel ", "DOB ", "ssn ", "is ", "\n", "312-555-0147", "A012345678",
    "ana@example.org", "½", "²", "℀", "ﬁ", "…", "\u200b", "\0", "Ａ",
    "https://example.org/doc/2025012345 ", "3/14/89", "arroba ", " at ", "1", "9",
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.text(max_size=12), ODDITIES, VALUES), max_size=6).map("".join)


def plain(text: str) -> str:
    """As the eye reads it: compatibility forms and invisible characters resolved."""
    seen = unicodedata.normalize("NFKD", text)
    return "".join(
        char for char in seen if unicodedata.category(char) not in {"Cf", "Mn", "Me", "Cc"}
    )


TELLING = set("0123456789@")


def stands_apart(left: str, right: str) -> bool:
    """Whether a value between the two has nothing glued to it, nor another number beside it."""
    before, after = plain(left), plain(right)
    if before[-1:].isalnum() or after[:1].isalnum() or before[-1:] in set("$€£"):
        return False
    apart = " \n.,()/_-+'"
    return not (before.rstrip(apart)[-1:].isnumeric() or after.lstrip(apart)[:1].isnumeric())


LEFT = st.one_of(
    st.text(max_size=20), words("", "(", "«", "Hi, ", "*", "_", "call ", "→", "> ", "tel. ")
)
RIGHT = st.one_of(
    st.text(max_size=20), words("", ")", ".", ", ok", "*", "_", "…", "; ", " and", "\n")
)


@LAW
@given(LEFT, VALUES, RIGHT)
def test_a_value_never_survives(left: str, value: str, right: str) -> None:
    assume(stands_apart(left, right))
    text = left + value + right
    found = {at for each in find(text) for at in range(each.start, each.end)}
    place = range(len(left), len(left) + len(value))
    assert not [text[at] for at in place if at not in found and plain(text[at])[:1] in TELLING]
    assert value not in mask(text).text


@LAW
@given(TEXTS)
def test_masking_again_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once) == Masking(once, ())


@LAW
@given(TEXTS, st.sets(st.sampled_from(sorted(PLACEHOLDERS))))
def test_masking_again_with_the_same_left_changes_nothing(text: str, leave: set[Kind]) -> None:
    masking = mask(text, leave=leave)
    assert mask(masking.text, leave=leave) == Masking(masking.text, ())
    assert not leave & set(masking.kinds)


@LAW
@given(TEXTS)
def test_findings_are_within_in_order_and_apart(text: str) -> None:
    findings = find(text)
    assert all(0 <= each.start < each.end <= len(text) for each in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))


@LAW
@given(TEXTS)
def test_the_text_around_findings_stays_as_given(text: str) -> None:
    around, at = [], 0
    for each in find(text):
        around.append(text[at : each.start])
        at = each.end
    pattern = "(?:" + "|".join(map(re.escape, PLACEHOLDERS.values())) + ")"
    expected = pattern.join(map(re.escape, [*around, text[at:]]))
    assert re.fullmatch(expected, mask(text).text, re.DOTALL)


@LAW
@given(TEXTS)
def test_leaving_a_kind_hides_no_other(text: str) -> None:
    others = [each for each in find(text) if each.kind not in {"phone", "email"}]
    left = {
        at for each in find(text, leave=("phone", "email")) for at in range(each.start, each.end)
    }
    assert all(left.issuperset(range(each.start, each.end)) for each in others)


WORDS = words(
    "the", "council", "votes", "on", "la", "ordenanza", "y", "ICE", "for", "de", "see", "¿y"
)


@LAW
@given(st.lists(st.one_of(WORDS, st.sampled_from(NOTHING)), max_size=8))
def test_what_is_not_personal_stays_among_words(parts: list[str]) -> None:
    text = " | ".join(parts)
    assert mask(text).text == text
