"""What personal numbers, dates and addresses look like in a text's shadow."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["a_number", "receipt", "ssn", "itin", "phone", "dob", "email"]
Span = tuple[int, int]

PLACEHOLDERS: Final[Mapping[Kind, str]] = {
    "a_number": "[A-###]",
    "receipt": "[USCIS ###]",
    "ssn": "[SSN ###]",
    "itin": "[ITIN ###]",
    "phone": "[tel. ###]",
    "dob": "[##/##/####]",
    "email": "[e-mail ###]",
}
"""What stands where a value stood, the same in both languages; no rule finds anything in it."""

# Four digits end one value and let the next begin: tables lose their spaces when they are pasted.
# Otherwise what is glued to a value must not look like one, or masking twice would find more.
_END = r"(?!\d)(?:(?<=\d{4})|(?![a-z]{1,3}[^a-z0-9]{0,3}\d))"
_ALONE = r"(?<![a-z])(?:(?<!\d)|(?<=\d{4}))"
_FIRST = r"(?<![a-z\d])"
_WORD = r"(?<![a-z])"
_SEP = r"[ .-]{0,3}"
_APART = r"[ ().\-/_]{1,3}"
_LINKING = (
    r"(?:is|es|was|era|are|son|el|la|the|no|num|nro|number|numero|it|s|at|al|on|en|to|my|mi|me|us|"
    r"him|her|them|mm|dd|yy|yyyy|aa|aaaa|month|day|year|dia|mes|ano)"
)
_CLOSE = rf"[^a-z0-9\0]{{0,8}}(?:{_LINKING}[^a-z0-9\0]{{1,6}}){{0,4}}"
_OTHER = r"\b(?:phone|tel|telefono|cel|cell|celular|call|llam[ae]|ssn|itin|dob|born|naci)"
_NEAR = rf"(?=[^\d\0]{{0,48}}\d)(?:(?!{_OTHER})[^\d\0$]|\d{{1,3}}(?!\d)){{0,40}}?"
_YEAR = r"(?:19|20)\d\d"

_NANP = (
    r"(?:(?:\(\s?[2-9]\d\d\s?\)[ ./_-]{0,3}|[2-9]\d\d[ ./_)-]{1,3})[2-9]\d\d[ ._-]{0,3}\d{4}"
    r"|(?<!\d\.)[2-9]\d\d[2-9]\d\d(?:\d{4}|[ ._-]{1,3}(?!19|20)\d{4})|[2-9](?:[ .-]\d){9}"
    r"|\(?[2-9]\d\d[ ._)-]{1,3}[2-9]\d\d[ ._-]{1,3}\d\d[ ._-]{1,3}\d\d)"
)
_NO_ID = (
    rf"(?!\d{{1,2}}[ .-]\d{{1,2}}[ .-]{_YEAR}(?!\d)|{_YEAR}-\d\d-\d\d(?!\d)|\d{{5}}-\d{{4}}(?!\d)"
    r"|[2-9]\d\d[ .-]{1,3}[2-9]\d\d[ .-]{1,3}\d{4}(?!\d))"
)
"""Dates, zip+4 codes and phones, which have as many digits."""
_ID = (
    rf"{_NO_ID}(?P<v>(?:\d{{7,10}}|\d{{1,3}}{_SEP}\d{{3}}{_SEP}\d{{3}}"
    rf"|\d(?:{_SEP}\d){{6,9}}){_END})"
)
_NINE = rf"(?:\d{{9}}|\d{{3}}{_SEP}\d\d{_SEP}\d{{4}}|\d(?:{_SEP}\d){{8}})"
_NINE_DIGITS = rf"{_NO_ID}(?P<v>{_NINE}{_END})"
_MORE = rf"[^\d\0$.]{{1,25}}{_NO_ID}(?P<v>(?:\d{{8}}|{_NINE}){_END})"

_TEN = rf"\d(?:[-*. ]{{0,2}}\d){{9}}{_END}"
_PREFIX = r"(?:eac|vsc|wac|csc|lin|nsc|src|tsc|msc|nbc|[il][o0]e|[yp]sc)"
"""The offices that give receipt numbers, old names and new (USCIS, "Receipt Number")."""

_MONTH = r"(?:ene|jan|feb|mar|abr|apr|may|jun|jul|ago|aug|sep|set|oct|nov|dic|dec)[a-z]{0,7}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th|o|ro|er|ero)?"
_DATE_END = rf"(?:{_YEAR}|'?\d\d){_END}"
_OF = r"[ ,./-]{0,3}(?:(?:of|de|del|the|day|ano) )*"
_DATE = (
    rf"(?:\d{{1,2}} ?[/.\- ] ?\d{{1,2}} ?[/.\- ] ?{_DATE_END}"
    rf"|{_YEAR} ?[/.\- ] ?\d{{1,2}} ?[/.\- ] ?\d{{1,2}}{_END}"
    rf"|{_DAY}{_OF}{_MONTH}{_OF}{_DATE_END}|{_MONTH}{_OF}{_DAY}{_OF}{_DATE_END}"
    rf"|[a-z]+ (?:y [a-z]+ )?(?:de|of) {_MONTH}{_OF}{_YEAR}{_END}"
    rf"|{_MONTH}{_OF}[a-z]+, {_YEAR}{_END})"
)
_PART = rf"(?:\d{{8}}{_END}|{_MONTH}{_OF}{_YEAR}{_END}|\d{{1,2}}[/-]{_YEAR}{_END}|{_YEAR}{_END})"
_BIRTH = (
    r"(?:dates? of birth|birth ?dates?|birthdays?|bday|"
    r"f(?:ec(?:ha)?s?)?\.? ?(?:de )?nac(?:imiento)?|nacimiento|nac\.|cumpleanos|fdn)"
)
_BORN = r"(?:born|naci|nacio|nacid[oa]s?|nacieron|nacimos)"


@dataclass(frozen=True, slots=True)
class _Rule:
    """One way in which a kind of value is written; a rule without a kind keeps what it finds whole.

    The group `v`, where there is one, is the value. `more` finds further values of a list that
    begins with one. `check` reads the shadow with its capitals. A `link` is left whole where its
    kind is.
    """

    kind: Kind | None
    pattern: re.Pattern[str]
    more: re.Pattern[str] | None = None
    check: Callable[[str, re.Match[str]], bool] = lambda _shadow, _match: True
    link: bool = False

    def spans(self, shadow: str, lower: str) -> Iterator[Span]:
        """Where the rule finds a value."""
        at = 0
        while match := self.pattern.search(lower, at):
            at = match.start() + 1
            if self.check(shadow, match):
                yield (span := match.span("v" if "v" in self.pattern.groupindex else 0))
                at = span[1]
                while self.more and (another := self.more.match(lower, at)):
                    yield another.span("v")
                    at = another.end()


def _rule(kind: Kind | None, pattern: str, **also: Any) -> _Rule:  # noqa: ANN401 (the fields of a rule)
    return _Rule(kind, re.compile(pattern), **also)


_NOT_APPLICABLE = re.compile(r"(?<![A-Za-z])[Nn]/$")


def _is_alien_number(shadow: str, match: re.Match[str]) -> bool:
    """Whether an A apart from its digits belongs to them: "A 012 345 678", not "a 12 000 000"."""
    if not match["join"] or set(match["join"]) & set("-#:=._"):
        return True
    digits, start = match["digits"], match.start()
    if shadow[start] == "A":
        return "." not in digits and not _NOT_APPLICABLE.search(shadow, max(0, start - 2), start)
    return digits[0] == "0" or (digits.isdigit() and len(digits) > 7)


_LAW = re.compile(
    r"(?:ordinance|ord|resolution|res|file|docket|doc|document|chapter|section|sec|agenda|"
    r"ordenanza|resolucion|expediente|acuerdo|capitulo|seccion)[\s.:#]*(?:(?:no|num|numero|number)"
    r"[\s.:#]*)?$"
)

_YEARLY = re.compile(r"20[0-3]\d{7}$|\d{3}[- ]\d\d[- ](?:19|20)\d\d$")


def _is_no_law(shadow: str, match: re.Match[str]) -> bool:
    """False for what has a number's shape, holds a year and follows a word for a law or a file."""
    start = match.start()
    if not _YEARLY.match(match[0]):
        return True
    return not _LAW.search(shadow[max(0, start - 30) : start].lower())


_LOCAL = r"[\w.%+'-]"
_DOMAIN = r"(?:[\w-]++\.)+[^\W\d_]{2,}"
_AT = r"(?: ?[\[({] ?(?:at|arroba|@) ?[\])}] ?| arroba )"
_DOT = r"(?: ?[\[({] ?(?:dot|punto) ?[\])}] ?| (?:dot|punto) )"
_HOME = r"(?:gmail|yahoo|hotmail|outlook|icloud|live|aol|msn|proton(?:mail)?)\.[a-z]{2,}"
_TOP = r"(?:org|com|net|gov|edu|us|info|io|co|mx|es|me|ly|be|gl|app|law|news|nyc|city|vote)"
_IN_URL = r"[^\s<>|\"`*,;]"
_CALL = (
    r"(?:tel|tels|telf|telef|telefono|phone|fono|cel|cels|cell|celular|movil|mobile|whats ?app|wsp|"
    r"fax|ph|call|text|llam(?:a|e|en|ar|arle|arme|ame|eme|enos)|marque|"
    r"numero de (?:telefono|celular)|my number|mi numero)"
)
_CALLED = (
    rf"(?!{_YEAR}[ .-]\d|\d{{1,2}}[ .-]\d{{1,2}}[ .-]{_YEAR}(?!\d)|\d{{5}}-\d{{4}}(?!\d))"
    rf"(?P<v>(?:\d{{7,13}}|\d{{1,3}}{_APART}\d{{1,4}}{_APART}\d{{3,4}}{_APART}\d{{3,4}}"
    rf"|\d{{2,3}}{_APART}\d{{3,4}}{_APART}\d{{4}}|\d\d(?:{_APART}\d\d){{3,5}}"
    rf"|\d{{3,4}}{_APART}\d{{4}}){_END})"
)
_LISTED = r"[ ,;/&\n*-]{1,4}(?:(?:and|or|y|e|o|u) )?"

# Links, e-mails and what is kept whole come first; then what its shape gives away, then what the
# words before it do; phones last, since they alone may be left, and must hide nothing else.
_RULES: Final = (
    _rule("email", r"<mailto:[^<>]*+>", link=True),
    _rule("phone", r"<(?:tel|sms|callto|facetime|whatsapp):[^<>]*+>", link=True),
    _rule("email", rf"(?<!{_LOCAL})[.%+'_-]*+(?P<v>{_LOCAL}++@{_DOMAIN})"),
    _rule("email", rf"(?<!{_LOCAL}){_LOCAL}++ ?@ ?{_HOME}"),
    _rule(
        "email",
        rf"(?<!{_LOCAL}){_LOCAL}++(?:{_AT}[\w-]++(?:(?:\.|{_DOT})[\w-]++)++"
        rf"| at [\w-]++(?:{_DOT}[\w-]++)*? dot (?:com|org|net|edu|gov|us|mx)\b)",
    ),
    _rule(None, rf"{_FIRST}[\da-f]{{8}}-(?:[\da-f]{{4}}-){{3}}[\da-f]{{12}}(?![a-z\d])"),
    _rule(None, rf"{_FIRST}(?=[\da]*+[b-f])[\da-f]{{16,}}+(?![a-z\d])"),
    _rule("receipt", rf"{_ALONE}{_PREFIX}(?![ -]{_NANP}(?!\d))[-*. #:]{{0,3}}{_TEN}"),
    # In addresses of pages, only what is hardly anything else: a document's number stays.
    _rule("a_number", rf"{_ALONE}a[-_]?\d{{9}}{_END}"),
    _rule("phone", rf"(?:wa\.me/|[?&](?:phone|tel|cel|telefono)=)(?P<v>\+?\d{{8,15}}{_END})"),
    _rule(None, rf"(?:https?://|www\.){_IN_URL}*+"),
    _rule(
        None,
        rf"(?<![a-z0-9.@-])(?:[a-z0-9-]++\.)++{_TOP}(?::\d+)?[/?]{_IN_URL}*+",
    ),
    _rule("receipt", rf"(?:receipt|recibo){_NEAR}(?P<v>{_ALONE}[a-z]{{3}}[-*. #:]{{0,3}}{_TEN})"),
    _rule("receipt", rf"{_WORD}caso{_CLOSE}(?P<v>{_ALONE}[a-z]{{3}}[-*. #:]{{0,3}}{_TEN})"),
    _rule("receipt", rf"{_ALONE}[a-z]{{3}}[-*. ]?{_TEN}(?=[^\d\0.]{{1,15}}(?:receipt|recibo))"),
    _rule(
        "a_number",
        rf"{_ALONE}a(?P<join> ?[-#:=._*~`'\"(]{{0,3}} ?){_NO_ID}"
        rf"(?P<digits>0?\d{{7,9}}|\d{{2,3}}[-. ]?\d{{3}}[-. ]?\d{{2,3}}|\d[-. ]\d{{3}}[-. ]\d{{3}}"
        rf"|0\d(?:[-. ]?\d){{5,7}}){_END}",
        check=_is_alien_number,
    ),
    _rule(
        "itin",
        rf"{_FIRST}(?<!\d-)9\d\d[- .]{{1,3}}"
        rf"(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])[- .]{{1,3}}\d{{4}}{_END}",
    ),
    _rule(
        "ssn",
        r"(?<![a-z\d$€£])(?<!\d-)(?!000|666|9)(?:\d{3}[- ]{1,3}(?!00)\d\d[- ]{1,3}"
        rf"|\d{{3}}\.(?!00)\d\d\.)(?!0000)\d{{4}}{_END}",
        check=_is_no_law,
    ),
    _rule("ssn", rf"{_ALONE}(?:[x*#]{{3}}[- ]?[x*#]{{2}}[- ]?)(?P<v>\d{{4}}{_END})"),
    _rule(
        "dob",
        rf"{_WORD}(?:d[./ ]?o[./ ]?b\.?s?(?![a-z])|{_BIRTH}){_CLOSE}(?P<v>{_DATE}|{_PART})",
        more=re.compile(rf"{_LISTED}(?P<v>{_DATE})"),
    ),
    _rule(
        "dob",
        rf"{_WORD}(?:{_BIRTH}|{_BORN})(?![a-z])(?=[^\d\0]{{1,60}}\d)"
        rf"(?:[ :]{{0,2}}\n)?(?:[^\d\0.;!?\n]|(?<= [a-z]{{2}})\.){{0,40}}?(?P<v>{_FIRST}{_DATE})",
        more=re.compile(rf"{_LISTED}(?P<v>{_DATE})"),
    ),
    _rule(
        "dob",
        rf"{_FIRST}(?P<v>{_DATE})[ ,(]{{1,3}}(?:dob|{_BIRTH})(?![a-z]|[ :=]{{0,3}}[\da-z])",
    ),
    _rule(
        "a_number",
        rf"{_WORD}(?:alien[a-z'. ]{{0,30}}?(?:#|no|numbers?|num|id)|"
        rf"uscis[a-z ]{{0,16}}?(?:#|no|number|num|numero)|a[-_]?numbers?|a[-_ ]?files?(?: number)?|"
        rf"numeros? de (?:registro )?(?:de )?(?:extranjer[oa]s?|alien)|"
        rf"numero[\"' ]{{1,2}}a(?=[\"']? (?:de|del|es|para) ))(?![a-z]){_NEAR}{_ID}",
        more=re.compile(_MORE),
    ),
    _rule(
        "a_number",
        rf"{_WORD}(?:a ?(?:numbers?|num|no|nr|nbr|#)|(?:numero|num|nro|no)\.? ?[\"'*_]?a|alien|"
        rf"uscis|extranjer[oa]s?|(?:immigration|ins) (?:number|no|#)|numero de inmigracion|"
        rf"green card|tarjeta (?:verde|de residencia)){_CLOSE}{_ID}",
        more=re.compile(_MORE),
    ),
    _rule("a_number", rf"{_WORD}(?:my number|mi numero){_CLOSE}(?P<v>\d{{9}}{_END})"),
    _rule(
        "itin",
        rf"{_WORD}(?:itins?{_NEAR}|(?:taxpayer|tax id|contribuyente){_NEAR}(?!\d\d-)(?=9))"
        rf"{_NINE_DIGITS}",
        more=re.compile(_MORE),
    ),
    _rule(
        "ssn",
        rf"{_WORD}(?:(?:ssns?|social security|segur(?:o|idad) social|s\.s\.n?|soc\.? sec){_NEAR}|"
        rf"(?:ss|nss|social){_CLOSE}){_NINE_DIGITS}",
        more=re.compile(_MORE),
    ),
    _rule(
        "phone",
        rf"{_ALONE}\+ ?(?!\d{{1,3}}[ .]000)(?=[1-9](?:[ ().\-/_]{{0,3}}\d){{7}})"
        rf"(?:\d{{1,8}}(?:{_APART}1(?!\d))?(?:{_APART}\d{{2,8}}){{1,5}}|\d{{8,15}}){_END}",
    ),
    _rule("phone", rf"{_FIRST}(?:011|00)[ -]?[1-9](?:[ ().\-/_]{{0,3}}\d){{9,12}}{_END}"),
    _rule("phone", rf"{_FIRST}(?<!\d-)(?:50[1-7]|52(?: 1)? \d\d)[ -]\d{{4}}[ -]\d{{4}}{_END}"),
    _rule(
        "phone",
        rf"{_FIRST}(?<!\d-)(?:1[ ./_-]{{0,3}})?{_NANP}"
        rf"(?:[ ,]{{0,3}}(?:x|ext(?:ension|n)?)[ .:#]{{0,3}}\d{{1,6}})?{_END}",
        check=_is_no_law,
    ),
    _rule(
        "phone",
        rf"{_WORD}{_CALL}(?![a-z]){_CLOSE}{_CALLED}",
        more=re.compile(rf"{_LISTED}{_CALLED}"),
    ),
)

_PLACEHOLDER = re.compile("|".join(re.escape(text.lower()) for text in PLACEHOLDERS.values()))


def found(shadow: str, leave: Collection[Kind]) -> Iterator[tuple[int, int, Kind]]:
    """The values in a shadow, rule by rule. No more can be found once they are blank."""
    shadow = _blank(shadow, [match.span() for match in _PLACEHOLDER.finditer(shadow.lower())])
    while found := list(_round(shadow, leave)):
        yield from found
        shadow = _blank(shadow, sorted((start, end) for start, end, _ in found))


def _round(shadow: str, leave: Collection[Kind]) -> Iterator[tuple[int, int, Kind]]:
    lower = shadow.lower()
    for rule in _RULES:
        if rule.link and rule.kind in leave:
            continue
        if spans := list(rule.spans(shadow, lower)):
            lower = _blank(lower, spans)
            if kind := rule.kind:
                yield from ((start, end, kind) for start, end in spans)


def _blank(shadow: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += shadow[at:start], "\0" * (end - start)
        at = end
    return "".join([*pieces, shadow[at:]])
