"""Personal numbers, dates and addresses are found as people write them, and nothing else is."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from bot.desk.masking import find, mask
from bot.desk.patterns import PLACEHOLDERS, Kind
from tests.contracts import shared

CATALOGUE = Path(__file__).parents[2] / "catalog" / "data" / "resources.jsonl"
PATTERNS = "../catalog/pii-patterns.json"

WRITTEN: dict[Kind, list[str]] = {
    "a_number": [
        "A012345678", "a-12345678", "A#1234567", "A 012 345 678", "A: 012-345-678", "A.012.345.678",
        "A‑123456789", "A – 012345678", "Ａ０１２３４５６７８", "A٠١٢٣٤٥٦٧٨",
        "A0\u200b12345\u00ad678", "A\u00a0012\u202f345\u2009678", "*A* 012345678",
        "А012345678", "A-01-234-5678", "a 012345678", "https://files.example.org/A012345678_notice.pdf",
    ],
    "receipt": [
        "IOE0912345678", "MSC 21-900-12345", "eac2190012345", "LIN*21*900*12345", "I0E0912345678",
        "IOE 0912 345 678", "recibo número ABC2190012345", "caso ABC-21-900-12345",
        "ABC2190012345 is my receipt", "https://egov.uscis.gov/status?r=SRC2190012345",
    ],
    "ssn": ["123-45-6789", "123–45–6789", "123 45 6789", "123.45.6789", "１２３-４５-６７８９"],
    "itin": ["912-70-1234", "912 70 1234"],
    "phone": [
        "(312) 555-0147", "312.555.0147", "3125550147", "+1 312 555 0147", "1-312-555-0147",
        "312/555-0147", "312•555•0147", "312–555–0147", "312-555-0147 ext. 12", "312-555-0147x12",
        "312 555 01 47", "3 1 2 5 5 5 0 1 4 7", "+13125550147", "+52 55 1234 5678",
        "+52 1 (55) 1234-5678", "+502 1234-5678", "+503.7123.4567", "+52.55.1234.5678",
        "011 52 55 1234 5678", "0052 55 1234 5678", "502-1234-5678", "52 55 1234 5678",
        "<tel:+13125550147|312-555-0147>", "<sms:+13125550147>",
    ],
    "dob": ["3/14/1989 (DOB)", "3 de mayo de 1990 (fecha de nacimiento)"],
    "email": [
        "ana@example.org", "ANA.Lopez+x@mail.example.co.uk", "josé@niño.mx", "ana＠example．org",
        "ana (at) example (dot) org", "ana [at] example.org", "ana arroba ejemplo punto org",
        "ana at example dot com", "ana @ gmail.com", "<mailto:ana@example.org|ana@example.org>",
        "<mailto:ana@example.org?subject=Help|write to Ana>",
    ],
}  # fmt: skip
"""What is a value by itself, the whole of it (but for the words around the longer ones)."""

INTRODUCED: dict[Kind, list[str]] = {
    "a_number": [
        "my A number is {012345678}", "Alien # {012345678}", "número de extranjero {012345678}",
        "A-Number (7-9 digits): {012345678}", "*A-number:* `{012345678}`", "USCIS# {000-000-811}",
        "alien registration no. {12 345 678}", "El número A de mi clienta es el {012 345 678}",
        "green card # {012345678}", "A-file\n{012345678}", "my number is {012345678}",
        "A-numbers: {012345678} (Juan), {012345679} and {012345680}",
        "A#s {012345678}, {012345679}",
    ],
    "receipt": ["receipt number: {XYZ2190012345}"],
    "ssn": [
        "SSN {123456789}", "my social security number is {123 45 6789}", "SSN{123-45-6789}",
        "seguro social: {123456789}", "número de seguridad social {123 456 789}",
        "SSN: xxx-xx-{6789}", "SSNs {123456789} and {123456788}",
    ],
    "itin": [
        "ITINs {912701234}, {912701235}", "taxpayer identification number {912 70 1234}",
    ],
    "phone": [
        "call me at {555-0147}", "mi cel es {55 1234 5678}", "tel. {7123-4567}",
        "WhatsApp: {50212345678}", "tel {555-0147} or {555-0148}", "tel{3125550147}",
        "https://wa.me/{13125550147}", "https://example.org/go?phone={3125550147}",
        "{312.555.0147}/{312.555.0148}", "Index no. 12, {312-555-0147}",
    ],
    "dob": [
        "born {March 3rd, 1989}", "nacida el {3 de mayo de 1990}", "DOB {3/14/89}",
        "F. de nac. {3/14/1989}", "fecha nacimiento: {1990-05-03}", "D.O.B.: {3-14-1989}",
        "DOB (mm/dd/yyyy): {03/14/1989}", "Date of birth:\n{03/14/1989}", "DOB {03141989}",
        "born in Honduras on {March 3, 1989}", "born in St. Louis on {3 March 1989}",
        "nació en Guatemala el {tres de mayo de 1990}", "born {March third, 1989}",
        "nací el día {3 de mayo del año 1990}", "born on the {3rd day of March, 1989}",
        "fecha de nacimiento: {mayo de 1990}", "date of birth {1989}", "DOB {3 May ’90}",
        "DOBs: {3/14/1989}, {5/3/1990} and {1/2/2001}", "nacieron el {3/5/1990} y {4/6/1992}",
    ],
    "email": ["&lt;{ana@example.org}&gt;.", "mailto:{ana@example.org}, please"],
}  # fmt: skip
"""What is a value by the words before it: only the value in braces goes."""

NOTHING = [
    "ORD2025196123 9", "CCSF2025012345", "U0ABC123", "C0312555014", "1732280000.123456",
    "https://example.org/doc/2025012345", "<https://example.org/doc/3125550147|read it>",
    "<https://example.org/d/3125550147|example.org/d/3125550147>",
    "https://city.legistar.com/View.ashx?ID=1935437&amp;GUID=A1234567-89AB-4CDE-8123-123456789012",
    "A1234567-89AB-4CDE-8123-123456789012", "https://example.gov/agendas/A20250123.pdf",
    "<@U0ANARIVER>", "<@U0312555014|ana>", "<#C123|general>", "<!subteam^S012345678|@team>",
    "<!date^1732280000^{date}|Nov 22>", "60604-1234", "Social Security office, Chicago 60604-1234",
    "$1,234,567", "$3,125,550,147", "$150.25 2019", "3.125.550.147 pesos",
    "100.000.000 de personas", "A number of cities passed Ordinance 2025196",
    "ayudó a 1 234 567 personas", "llegó a 12 345 678 personas", "A 11.000.000 de personas",
    "N/A 12345678", "A-10-12-2019", "Schedule A 12-3-2019", "A2021-117", "O2023-0001234",
    "SR2016-908", "Res-093-16/17", "Resolution 120-05-2019", "Resolution No. 2025196123",
    "File 2025012345", "call 2019-2020 budget", "Index No. 451234/2025", "Index 451234-2025",
    "3:17-cv-00485-WHO", "N.J.S.A. 40:48-2", "Cal. Gov. Code §§ 7284-7284.12",
    "567 U.S. 387 (2012)", "287 F.3d 1087, 1091 (9th Cir. 2002)", "8 C.F.R. § 287.7(d)",
    "Pub. L. 104-208, 110 Stat. 3009", "27 I&amp;N Dec. 316 (A.G. 2018)", "FY 2016-17 2018",
    "2024-05-06 10:30", "20240506 1030", "hearing on 3/14/2026 at 10:30", "March 3, 2026",
    "born in Honduras. The hearing is on March 3, 2026", "NYC DOB permit 3/14/2026",
    "Local Progress was born in 2012", "PIN 17-09-410-214-1001", "ISBN 978-0-306-40615-7",
    "tax ID 94-1234567", "41.8781136, -87.6297982", "0.3125550147", "join us @ City Hall",
    "Livestream @ youtube.com", "https://medium.com/@ana.lopez/post-123", "10 @ $5.00",
    "https://www.google.com/maps/@41.8781136,-87.6297982,15z", "wards 1 2 3 4 5 6 7 8 9 10",
    "call 311 or 911", "text 2025-0147", "R.C.W. 10.93.160", "AB 450 (2017-18)",
    "Zoom 812 3456 7890", "5706074552bb8914006897d4", "http://localhost:8080/3125550147",
]  # fmt: skip
"""What a council writes every day, Slack's own marks, and addresses of pages."""


def cases(written: dict[Kind, list[str]]) -> list[tuple[Kind, str]]:
    return [(kind, text) for kind, texts in written.items() for text in texts]


@pytest.mark.parametrize(("kind", "text"), cases(WRITTEN))
def test_a_value_is_masked_by_its_shape(kind: Kind, text: str) -> None:
    masking = mask(f"Hi, {text} ok")
    assert masking.kinds == (kind,)
    assert not re.search(r"\d{3}|@", masking.text)


@pytest.mark.parametrize(("kind", "text"), cases(INTRODUCED))
def test_a_value_is_masked_by_the_words_before_it(kind: Kind, text: str) -> None:
    masking = mask("Hi, " + text.replace("{", "").replace("}", ""))
    assert masking.text == "Hi, " + re.sub(r"\{.*?\}", lambda _: PLACEHOLDERS[kind], text)
    assert masking.kinds == (kind,)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_personal_stays(text: str) -> None:
    assert mask(f"see {text} please").text == f"see {text} please"
    assert find(text) == []


def patterns() -> dict[str, Any]:
    """The project's own list of what patterns must and must not match; empty where it is not."""
    there = (shared.FOLDER / PATTERNS).is_file()
    return shared.read(PATTERNS) if there else {"should_match": [], "should_not_match": []}


@shared.needed
def test_every_listed_value_is_found_as_its_kind() -> None:
    wrong = [
        (kind, text) for kind, text in patterns()["should_match"] if mask(text).kinds != (kind,)
    ]
    assert not wrong


@shared.needed
def test_nothing_else_of_the_list_is_found() -> None:
    assert [text for text in patterns()["should_not_match"] if find(f"see {text} please")] == []


def test_the_library_holds_nothing_personal() -> None:
    records = [json.loads(line) for line in CATALOGUE.read_text(encoding="utf-8").splitlines()]
    texts = [record.get(key) or "" for record in records
             for key in ("title", "title_es", "summary", "summary_es", "url")]  # fmt: skip
    assert len(records) > 190
    assert [text for text in texts if find(text)] == []


def test_a_finding_says_where_in_the_given_text() -> None:
    text = "ﬁle ½: A\u200b0123\u200b45678, ok"
    (finding,) = find(text)
    assert text[finding.start : finding.end] == "A\u200b0123\u200b45678"
    assert mask(text).text == "ﬁle ½: [A-###], ok"


@pytest.mark.parametrize(
    ("link", "kind"),
    [("<tel:+13125550147|312-555-0147>", "phone"), ("<mailto:ana@example.org|Ana>", "email")],
)
def test_a_link_goes_whole(link: str, kind: Kind) -> None:
    assert mask(f"see {link}.").text == f"see {PLACEHOLDERS[kind]}."


def test_a_fraction_is_no_digit_of_a_number() -> None:
    assert mask("A01234567½, 312-555-0147…").text == "[A-###]½, [tel. ###]…"


def test_the_kinds_come_in_order_and_once() -> None:
    masking = mask("ana@example.org, A012345678, luis@example.org, 123-45-6789")
    assert masking.kinds == ("email", "a_number", "ssn")


def test_a_pasted_table_without_its_spaces_is_masked() -> None:
    masking = mask("DOB 03/14/1989SSN 123-45-6789A# 012345678tel 3125550147")
    assert masking.text == "DOB [##/##/####]SSN [SSN ###][A-###]tel [tel. ###]"


@pytest.mark.parametrize("text", ["<tel:3125550147|call>", "ana@example.org", "tel. 555-0147"])
def test_what_a_person_leaves_stays_whole(text: str) -> None:
    masking = mask(text, leave=("phone", "email"))
    assert (masking.text, masking.kinds) == (text, ())


@pytest.mark.parametrize(
    "text",
    [
        "my phone is off; A-number 012345678",
        "<mailto:a@b.org|A012345678>",
        "<tel:3125550147|A012345678>",
        "my number is 012345678",
    ],
)
def test_leaving_phones_and_addresses_leaves_nothing_else(text: str) -> None:
    assert "012345678" not in mask(text, leave=("phone", "email")).text


UNITS = [
    "A012345678 ", "a", "1", "1 ", "1-", "+1 23 ", "@", "a@b.", "a@b.c", "<mailto:", "https://a.b/",
    "a.b.c/", "alien number ", "born ", "born March 3, ", "de mayo de ", "dob 1 ", "tel 1 ",
    "receipt ABC", "ssn 1234 ", "a arroba b ", "a at b dot ", "½", "312-555-0147tel", "IOE0",
]  # fmt: skip


def cost(text: str) -> float:
    """Processor seconds of a search, the least of three."""
    tries = []
    for _ in range(3):
        start = time.process_time()
        find(text)
        tries.append(time.process_time() - start)
    return min(tries)


@pytest.mark.parametrize("unit", UNITS)
def test_eight_times_the_text_takes_no_more_than_its_share(unit: str) -> None:
    # Were it to grow with the square, this would be 64; the rest is room for a busy machine.
    assert cost(unit * (40_000 // len(unit)) + " 1") < 24 * cost(unit * (5_000 // len(unit)) + " 1")
