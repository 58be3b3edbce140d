"""CSV files as spreadsheets write them: encodings, separators, headings, dates, odd cells."""

from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest
from sqlite_utils import Database

from catalog import records
from catalog.importers.spreadsheet import decoded, slug
from catalog.models import ImportReport, Place, Refusal, Resource

ImportSheet = Callable[[str], ImportReport]
ImportBytes = Callable[[str, bytes], ImportReport]


def only(db: Database) -> Resource:
    (resource,) = (resource for _, resource in records.fetch(db, "key", [1]))
    return resource


def test_a_european_sheet_in_latin_1_is_read(db: Database, import_bytes: ImportBytes) -> None:
    sheet = (
        "título;organización;fecha;enlace\r\n"
        "Conozca sus derechos;Organización de Ejemplo;15/02/2025;https://example.org/es\r\n"
    )

    report = import_bytes("export.csv", sheet.encode("latin-1"))

    assert report.added == ("conozca-sus-derechos",)
    assert only(db).publishers == ("Organización de Ejemplo",)
    assert only(db).publisher_ids == ("organizacion-de-ejemplo",)
    assert (only(db).date, only(db).url) == ("2025-02-15", "https://example.org/es")


def test_a_sheet_with_byte_order_mark_quotes_and_line_breaks_is_read(
    db: Database, import_bytes: ImportBytes
) -> None:
    sheet = (
        "\ufeffid,title_en,title_es,date,precision,url_en,url_es\n"
        'r1,"Guide, with ""quotes""","Guía, con ""comillas""",2026-08-18,day,https://example.org/a,https://example.org/es\n'
        'r2,"Line\nbreak inside",,2016-10,month,,\n'
    )

    report = import_bytes("export.csv", sheet.encode())

    assert report.added == ("r1", "r2")
    assert report.ignored == ("url_es",)
    first, second = (resource for _, resource in records.fetch(db, "id", ["r1", "r2"]))
    assert (first.title, first.title_es) == ('Guide, with "quotes"', 'Guía, con "comillas"')
    assert (first.date, first.date_precision) == ("2026-08-18", "day")
    assert (second.title, second.date_precision) == ("Line break inside", "month")


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://x")', "+1", "-A", "@me"])
@pytest.mark.parametrize("field", ["id", "title"])
def test_a_formula_is_refused_as_id_or_title(
    import_sheet: ImportSheet, cell: str, field: str
) -> None:
    cells = {"id": "r1", "title": "A"} | {field: '"' + cell.replace('"', '""') + '"'}

    report = import_sheet(f"id,title,date\n{cells['id']},{cells['title']},2017\n")

    reason = f"starts with “{cell[0]}” like a formula; write the text itself"
    assert report.refused == (Refusal(2, field, reason),)


def test_the_line_of_a_refusal_counts_line_breaks_within_cells(import_sheet: ImportSheet) -> None:
    report = import_sheet('title,type\n"Two\nlines",report\n\nB,zine\n')

    assert [refused.line for refused in report.refused] == [5]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found_out(
    db: Database, import_sheet: ImportSheet, separator: str
) -> None:
    import_sheet(
        f"title{separator}type\nA, B; C{separator}report\n".replace("A, B; C", '"A, B; C"')
    )

    assert (only(db).title, only(db).type) == ("A, B; C", "report")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_the_encoding_is_found_out(encoding: str) -> None:
    text = "título,resumen\nUna guía — “completa”,Para todos\n"

    assert decoded(text.encode(encoding)) == text


def test_utf_16_with_its_mark_is_read_in_both_orders() -> None:
    assert decoded(codecs.BOM_UTF16_BE + "título".encode("utf-16-be")) == "título"
    assert decoded(codecs.BOM_UTF16_LE + "título".encode("utf-16-le")) == "título"


def test_lists_are_parted_by_semicolons_and_bars(db: Database, import_sheet: ImportSheet) -> None:
    import_sheet(
        "título,organización,tema,idioma,lugar\n"
        "A,NILC; ILRC|NILC,Escuelas; 287(g) agreements,inglés|es-MX,TX; Elgin|Austin, TX\n".replace(
            "Austin, TX", '"Austin, TX"'
        ).replace('TX; Elgin|"Austin, TX"', '"TX; Chicago | Austin, TX"')
    )

    assert only(db).publisher_ids == ("nilc", "ilrc")
    assert only(db).topics == ("schools", "287g")
    assert only(db).languages == ("en", "es")
    assert only(db).places == (
        Place("US-TX"),
        Place("US-IL", "Chicago"),
        Place("US-TX", "Austin"),
    )


@pytest.mark.parametrize(
    ("state", "city", "place"),
    [
        ("Texas", "Austin", Place("US-TX", "Austin")),
        ("IL", "springfield", Place("US-IL", "springfield")),
        ("", "Chicago", Place("US-IL", "Chicago")),
        ("Nueva York", "", Place("US-NY")),
        ("Estados Unidos", "", Place("US")),
    ],
)
def test_state_and_city_may_stand_in_two_columns(
    db: Database, import_sheet: ImportSheet, state: str, city: str, place: Place
) -> None:
    import_sheet(f"title,state,city\nA,{state},{city}\n")

    assert only(db).places == (place,)


def test_a_city_of_several_states_is_refused_with_them(import_sheet: ImportSheet) -> None:
    report = import_sheet("title,lugar\nA,Portland\n")

    assert report.refused[0].reason == (
        "“Portland” could be several places; write Portland, ME or Portland, OR"
    )


def test_an_unknown_place_is_refused_with_the_nearest_state(import_sheet: ImportSheet) -> None:
    report = import_sheet("title,lugar\nA,Texsa\n")

    assert report.refused[0].reason.startswith(
        "“Texsa” is neither a state nor a city of the library; nearest state: US-TX"
    )


def test_a_new_city_is_spelled_as_its_first_row_does(
    db: Database, import_sheet: ImportSheet
) -> None:
    import_sheet('title,lugar\nA,"Galena, IL"\nB,"GALENA, Illinois"\n')

    assert {it.places for _, it in records.fetch(db, "key", [1, 2])} == {
        (Place("US-IL", "Galena"),)
    }


def test_a_row_without_id_gets_one_from_its_title(import_sheet: ImportSheet) -> None:
    report = import_sheet('título\n"Guía, 2.ª edición"\n')

    assert report.added == ("guia-2-a-edicion",)


def test_a_long_title_makes_a_short_id_of_its_own() -> None:
    first, second = slug("Long title " * 20 + "one"), slug("Long title " * 20 + "two")

    assert len(first) == len(second) == 89
    assert first != second


def test_two_rows_of_one_title_need_ids(import_sheet: ImportSheet) -> None:
    report = import_sheet("title,city\nWelcoming ordinance,Chicago\nWelcoming ordinance,Austin\n")

    assert report.refused == (
        Refusal(3, "id", "“welcoming-ordinance” stands on line 2 already; each id may occur once"),
    )


def test_a_title_only_in_spanish_is_the_title(db: Database, import_sheet: ImportSheet) -> None:
    import_sheet("title_en,title_es\n,Una guía\n")

    assert (only(db).title, only(db).title_es) == ("Una guía", "")


def test_of_two_columns_for_one_field_the_first_that_holds_something_counts(
    db: Database, import_sheet: ImportSheet
) -> None:
    import_sheet("title,name,title_en\n,B,C\n")

    assert only(db).title == "B"


def test_a_sheet_without_titles_is_refused_with_its_columns(import_sheet: ImportSheet) -> None:
    report = import_sheet("name of thing,fecha\nA,2025\n")

    reason = "no column is called title or título; they are: name of thing, fecha"
    assert report.refused == (Refusal(1, "title", reason),)


def test_a_row_of_blanks_is_no_row(import_sheet: ImportSheet) -> None:
    assert import_sheet("title,date\n , \n").added == ()


def test_more_cells_than_columns_are_refused(import_sheet: ImportSheet) -> None:
    report = import_sheet("title,date\nA,2025,and more\n")

    reason = "has more cells than the 2 columns; is a quote missing?"
    assert report.refused == (Refusal(2, "", reason),)


def test_a_quote_that_never_ends_is_refused_with_the_line_where_it_begins(
    db: Database, import_sheet: ImportSheet
) -> None:
    report = import_sheet('title\nA\n"B\nC\n')

    assert [refused.line for refused in report.refused] == [3]
    assert "is a quote missing?" in report.refused[0].reason
    assert records.count(db) == 0


def test_a_header_that_never_ends_is_refused(import_sheet: ImportSheet) -> None:
    report = import_sheet('"title\nA\n')

    assert [refused.line for refused in report.refused] == [1]
