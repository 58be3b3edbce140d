"""JSONL files: what is taken, and how each fault is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlite_utils import Database

from catalog import records
from catalog.models import ImportReport, Place, Refusal, Resource

ImportRows = Callable[..., ImportReport]
ImportBytes = Callable[[str, bytes], ImportReport]


def only(db: Database) -> Resource:
    (resource,) = (resource for _, resource in records.fetch(db, "key", [1]))
    return resource


def refusal(report: ImportReport) -> Refusal:
    (refused,) = report.refused
    return refused


def test_a_row_of_id_title_and_summary_is_enough(db: Database, import_rows: ImportRows) -> None:
    report = import_rows({"id": "a", "title": "A guide", "summary": "For councils."})

    assert report.added == ("a",)
    assert only(db) == Resource("a", "A guide", summary="For councils.", added="2027-01-15")


def test_every_field_of_a_row_is_kept(db: Database, import_rows: ImportRows) -> None:
    import_rows(
        {
            "id": "r1", "title": "Order", "title_es": "Orden", "title_alt": ["EO 1"],
            "summary": "What it says.", "summary_es": "Lo que dice.",
            "publishers": ["NILC", "City of Elgin"], "publisher_ids": ["aclu"],
            "authors": ["Ada Example"], "type": "executive-order", "topics": ["schools"],
            "jurisdictions": [{"iso": "US-IL", "city": "Elgin"}, {"iso": "US"}],
            "languages": ["en", "es"], "date": "2025-03", "date_precision": "month",
            "url": "https://example.org/a", "url_role": "announcement",
            "found_on": ["https://example.org/list"], "access": "by-request",
            "status": "superseded", "currency": "Old.", "currency_es": "Antiguo.",
            "title_is_descriptive": True, "checked": "2026-11-22", "added": "2026-01-02",
        }
    )  # fmt: skip

    assert only(db) == Resource(
        id="r1", title="Order", title_es="Orden", title_alt=("EO 1",),
        summary="What it says.", summary_es="Lo que dice.",
        publishers=("National Immigration Law Center", "City of Elgin"),
        publisher_ids=("nilc", "city-of-elgin", "aclu"), authors=("Ada Example",),
        type="executive-order", topics=("schools",),
        places=(Place("US-IL", "Elgin"), Place("US")), languages=("en", "es"),
        date="2025-03", date_precision="month", url="https://example.org/a",
        url_role="announcement", found_on=("https://example.org/list",), access="by-request",
        status="superseded", currency="Old.", currency_es="Antiguo.",
        title_is_descriptive=True, checked="2026-11-22", added="2026-01-02",
    )  # fmt: skip


def test_fields_that_a_record_does_not_have_are_left_out_and_named(
    import_rows: ImportRows,
) -> None:
    report = import_rows({"id": "a", "title": "A", "notes": "private", "seed": True})

    assert report.added == ("a",)
    assert report.ignored == ("notes", "seed")


def test_null_and_empty_values_mean_unknown(db: Database, import_rows: ImportRows) -> None:
    empty: dict[str, object] = {
        "type": None,
        "topics": [],
        "date": "",
        "url": None,
        "access": "",
        "status": None,
    }

    import_rows({"id": "a", "title": "A", **empty})

    assert only(db) == Resource("a", "A", added="2027-01-15")


def test_text_is_trimmed_and_composed(db: Database, import_rows: ImportRows) -> None:
    import_rows({"id": " a ", "title": "  Guia\u0301\n para \t todos "})

    assert (only(db).id, only(db).title) == ("a", "Guiá para todos")


def test_a_number_is_taken_as_an_id(db: Database, import_rows: ImportRows) -> None:
    import_rows({"id": 4983, "title": "A"})

    assert only(db).id == "4983"


def test_an_address_makes_a_page_and_a_listing_makes_it_listed(
    db: Database, import_rows: ImportRows
) -> None:
    import_rows(
        {"id": "a", "title": "A", "url": "https://example.org"},
        {"id": "b", "title": "B", "found_on": ["https://example.org"]},
    )

    assert [r.url_role for _, r in records.fetch(db, "id", ["a", "b"])] == ["page", "listed-on"]


def test_letters_that_would_break_a_link_are_escaped(db: Database, import_rows: ImportRows) -> None:
    import_rows({"id": "a", "title": "A", "url": "https://example.org/?a=b|c>"})

    assert only(db).url == "https://example.org/?a=b%7Cc%3E"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", "", "is missing"),
        ("title", ["A"], "must be text, not a list"),
        ("title", {"rendered": "A"}, "must be text, not an object"),
        ("title", True, "must be text, not true or false"),
        ("title", 1.5, "must be text, not a fraction"),
        ("title", "x" * 501, "has 501 characters; at most 500 are kept"),
        ("title", "A\0B", "holds a control character (U+0000); remove it"),
        ("title", "A\ud800", "holds a control character (U+D800); remove it"),
        ("summary", "x" * 5001, "has 5,001 characters; at most 5,000 are kept"),
        ("authors", ["A"] * 51, "has 51 values; at most 50 are kept"),
        ("type", "raport", "“raport” is no type; nearest: report"),
        ("topics", ["detaner"], "“detaner” is no topic; nearest: detainers"),
        ("topics", ["zzz"], "“zzz” is no topic; nearest: "),
        ("status", "void", "“void” is no status; nearest: "),
        ("access", "secret", "“secret” is no kind of access; nearest: "),
        ("languages", ["Klingon"], "“Klingon” is no language; nearest: "),
        ("url_role", "home", "“home” is no role of an address; nearest: "),
        ("publisher_ids", ["nilk"], "“nilk” is no publisher's id; nearest: nilc"),
        ("jurisdictions", [{"iso": "US-TEX"}], "“US-TEX” is no state; nearest: US-TX"),
        ("jurisdictions", [{"iso": "US", "city": "Elgin"}], "“Elgin” needs its state"),
        ("url", "javascript:alert(1)", "must be a web address that starts with https://"),
        ("url", "www.example.org", "must be a web address that starts with https://"),
        ("url", "https://", "must be a web address that starts with https://"),
        ("url", "https://me:pw@example.org", "holds a user name or password"),
        ("url", "https://example.org/a b", "has a space or line break inside the address"),
        ("url", "https://example.org:port", "is no web address: "),
        ("found_on", ["ftp://example.org"], "must be a web address that starts with https://"),
        ("date", "2025-02-30", "“2025-02-30” is no date of the calendar"),
        ("checked", "yesterday", "“yesterday” holds no day; write it as 2026-11-22"),
        ("added", "2026-13-01", "“2026-13-01” holds no day; write it as 2026-11-22"),
        ("title_is_descriptive", "perhaps", "“perhaps” is neither true nor false"),
    ],
)
def test_a_wrong_value_is_refused_with_its_field_and_what_to_write(
    import_rows: ImportRows, field: str, value: object, reason: str
) -> None:
    report = import_rows({"id": "a", "title": "A", field: value})

    assert refusal(report).field == field
    assert refusal(report).reason.startswith(reason)


def test_every_wrong_field_of_a_row_is_told(import_rows: ImportRows) -> None:
    report = import_rows({"summary": "\x07", "type": "zine"})

    assert [refused.field for refused in report.refused] == ["id", "title", "summary", "type"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id": "b", "title": ', "is not JSON: "),
        (b"[" * 100_000, "is not JSON: "),
        (b'{"id": ' + b"9" * 5000 + b"}", "is not JSON: "),
        (b'["b"]', "is JSON, but no object"),
        (b'{"id": "b", "title": "\xff"}', "is not UTF-8 text (byte 23 is 0xff)"),
    ],
)
def test_a_line_that_is_no_row_is_refused_with_its_number(
    import_bytes: ImportBytes, line: bytes, reason: str
) -> None:
    report = import_bytes("rows.jsonl", b'{"id": "a", "title": "A"}\n\n' + line + b"\n")

    assert refusal(report).line == 3
    assert refusal(report).reason.startswith(reason)


def test_the_same_id_twice_is_refused_naming_both_lines(import_rows: ImportRows) -> None:
    report = import_rows({"id": "a", "title": "A"}, {"id": "a", "title": "B"})

    assert refusal(report) == Refusal(
        2, "id", "“a” stands on line 1 already; each id may occur once"
    )


def test_one_refused_row_keeps_the_whole_file_out(db: Database, import_rows: ImportRows) -> None:
    report = import_rows({"id": "a", "title": "A", "publishers": ["New one"]}, {"id": "b"})

    assert (report.ok, report.added) == (False, ())
    assert records.count(db) == 0
    assert db.table("publishers").count_where("name = ?", ["New one"]) == 0


def test_a_byte_order_mark_is_no_part_of_the_first_row(
    import_bytes: ImportBytes,
) -> None:
    report = import_bytes("rows.jsonl", b'\xef\xbb\xbf{"id": "a", "title": "A"}\r\n')

    assert report.added == ("a",)
